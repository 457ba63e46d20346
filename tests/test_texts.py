import inspect

import pytest
from telegram.constants import MessageLimit
from telegram.error import TimedOut

from bot import texts, units
from bot.handlers import COMMANDS
from bot.programs.progress import Progress
from model import errors


def leaves(kind):
    below = kind.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [kind]


@pytest.mark.parametrize("leaf", leaves(errors.ModelError), ids=lambda leaf: leaf.__name__)
def test_every_leaf_of_the_library_has_a_sentence(leaf):
    sentence = texts.sentence_for(leaf("the inside of the library"))
    assert sentence == texts.ERRORS[leaf]
    assert "inside" not in sentence


def test_the_table_has_nothing_that_cannot_happen():
    library = {kind for kind in texts.ERRORS if issubclass(kind, errors.ModelError)}
    assert library == set(leaves(errors.ModelError))


def test_an_unknown_error_gets_a_sentence_without_its_text():
    assert texts.sentence_for(RuntimeError("secret")) == texts.UNEXPECTED
    assert texts.sentence_for(TimedOut()) == texts.ERRORS[TimedOut]


def test_the_commands_are_described_and_no_others():
    assert [command.name for command in COMMANDS] == list(texts.DESCRIPTIONS)
    assert all(len(words) <= 256 for words in texts.DESCRIPTIONS.values())


def test_every_text_fits_a_message():
    written = [value for _, value in inspect.getmembers(texts) if isinstance(value, str)]
    assert all(len(text) <= MessageLimit.MAX_TEXT_LENGTH for text in written)


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "1 %"), (0.004, "1 %"), (0.35, "35 %"), (0.986, "99 %"), (0.9999, "99 %"), (1, "99 %")],
)
def test_percent_is_never_a_false_certainty(probability, text):
    assert units.percent(probability) == text


@pytest.mark.parametrize(
    ("accuracy", "text"),
    [(0.9964, "99.64 %"), (0.99649, "99.64 %"), (0.99999, "99.99 %"), (1, "100.00 %"),
     (0, "0.00 %"), (0.29, "29.00 %"), (0.57, "57.00 %")],
)  # fmt: skip
def test_a_score_is_cut_and_never_flattered(accuracy, text):
    assert units.score(accuracy) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "1 s"), (40.4, "40 s"), (59.4, "59 s"), (59.6, "1 min"), (90, "2 min"), (3599, "1 h"),
     (3600, "1 h"), (11_100, "3 h 5 min")],
)  # fmt: skip
def test_a_duration_reads_as_people_say_it(seconds, text):
    assert units.duration(seconds) == text


@pytest.mark.parametrize(("done", "full", "percent"), [(-1, 0, 0), (0.5, 8, 50), (2, 16, 100)])
def test_a_bar_has_always_the_same_length(done, full, percent):
    assert units.bar(done) == "▓" * full + "░" * (16 - full) + f" {percent} %"


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        (b'{"event": "prepare", "done": 0.25, "seconds_left": 12.0}', {"phase": "prepare"}),
        (b'{"event": "fit", "epoch": 2, "done": 0.5, "accuracy": null}', {"epoch": 2}),
        (b'{"event": "error", "error": "No data."}', {"error": "No data."}),
        (b"2026-11-21 tensorflow says something", {}),
        (b'["event"]', {}),
        (b'{"event": 5}', {}),
        (b"\xff\xfe", {}),
    ],
)
def test_a_line_of_the_training_changes_the_progress(line, changed):
    after = Progress().after(line)
    assert {name: getattr(after, name) for name in changed} == changed
    if not changed:
        assert after == Progress()


def test_the_progress_says_what_is_known():
    progress = Progress(epochs=2).after(
        b'{"event": "fit", "epoch": 1, "epochs": 2, "done": 0.5, "accuracy": 0.98,'
        b' "validation_accuracy": 0.99, "seconds_left": 60}'
    )
    assert progress.text("mlp") == (
        "Retraining (mlp)\nLearning, epoch 1 of 2\n▓▓▓▓▓▓▓▓░░░░░░░░ 50 %\n"
        "Accuracy 98.00 %\nOn what it does not learn from 99.00 %\nAbout 1 min left"
    )
    evaluating = progress.after(b'{"event": "evaluate"}').text("mlp")
    assert evaluating == "Retraining (mlp)\nTesting the result\n▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ 100 %"


def test_what_is_known_of_one_network_is_not_said_of_the_next():
    digits = Progress().after(
        b'{"event": "fit", "part": "digits", "epoch": 2, "epochs": 2, "accuracy": 0.98}'
    )
    lines = digits.after(
        b'{"event": "fit", "part": "line", "epoch": 1, "epochs": 9, "done": 0.5,'
        b' "validation_accuracy": 0.75}'
    )
    assert "Learning (digits), epoch 2 of 2" in digits.text("cnn")
    assert lines.text("cnn") == (
        "Retraining (cnn)\nLearning (whole lines), epoch 1 of 9\n▓▓▓▓▓▓▓▓░░░░░░░░ 50 %\n"
        "On what it does not learn from 75.00 %"
    )
