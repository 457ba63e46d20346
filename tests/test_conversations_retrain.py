import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import texts
from bot.programs.order import EPOCHS_MAX, Order, read_order
from bot.programs.training import Training
from bot.served import Served
from bot.store import Retraining
from model.versions import Versions
from tests import kept
from tests.conftest import FAKE_TRAINING
from tests.fakes import ADMIN, Gated, digit, paper, reading, until, write_version


@pytest.fixture
def served_folder(tmp_path):
    """The version in use: its report says 99 %."""
    versions = Versions(tmp_path / "models")
    versions.promote(versions.add(write_version(tmp_path / "first", accuracy=0.99)))
    return versions.served


async def retrain(sandbox, words="/retrain"):
    admin = sandbox.client(user_id=ADMIN)
    sent = await admin.send_text(words)
    return admin, sent, await admin.next_message()


async def ending(admin):
    """The chart of the curves, and what came of the training."""
    return await admin.next_message(), await admin.next_message()


async def test_a_better_version_is_taken_up_without_a_restart(
    sandbox, start_bot, served_folder, tmp_path
):
    application = await start_bot(training="better")
    before = application.bot_data.served
    admin, sent, note = await retrain(sandbox)
    curves, result = await ending(admin)
    assert curves.photo is not None
    assert result.reply_to_message_id == sent.message_id
    made = Versions(tmp_path / "models").all()[-1]
    assert result.text.startswith(f"The retraining is finished: version {made.id}.\n")
    assert "✓ MNIST's test digits, 10,000: 99.00 % → 99.50 %\n" in result.text
    assert "✓ cheque amounts, 500: 90.00 % → 90.00 %\n" in result.text
    assert "fewer than 0.8 % of the cases" in result.text
    assert "learned from" not in result.text
    assert "usual practice" not in result.text
    assert result.text.endswith(texts.TAKEN_UP)
    assert result.buttons == []
    assert (note.text, note.buttons) == (texts.ENDED, [])
    after = application.bot_data.served
    assert after.report.test.accuracy == 0.995
    assert after.folder != before.folder
    assert after.folder == Versions(tmp_path / "models").served
    assert before.folder == served_folder
    assert before.report.test.accuracy == 0.99
    await admin.send_text("/accuracy")
    assert "99.50 %" in (await admin.next_message()).caption


async def test_a_worse_version_is_kept_but_not_used(sandbox, start_bot, served_folder, tmp_path):
    application = await start_bot(training="worse")
    admin, _, _ = await retrain(sandbox)
    _, result = await ending(admin)
    assert "✗ MNIST's test digits, 10,000: 99.00 % → 50.00 %, worse\n" in result.text
    assert "✗ photos of one digit, 10,000: 97.00 % → 48.00 %, worse\n" in result.text
    assert "✓ photos of numbers, 500: 93.00 % → 93.00 %\n" in result.text
    assert result.text.endswith(texts.NOT_TAKEN_UP.format(id=served_folder.name))
    assert application.bot_data.served.folder == served_folder
    assert Versions(tmp_path / "models").served == served_folder
    made = Versions(tmp_path / "models").all()[-1]
    assert result.buttons == [[(texts.SERVE_ANYWAY, f"insist:{made.id}")]]


async def test_the_refused_version_is_served_if_an_admin_insists(
    sandbox, start_bot, served_folder, tmp_path
):
    application = await start_bot(training="worse")
    shared = application.bot_data
    admin, _, _ = await retrain(sandbox)
    _, result = await ending(admin)
    verdict = result.text
    made = Versions(tmp_path / "models").all()[-1]
    data = result.buttons[0][0][1]

    shared.settings = shared.settings.model_copy(update={"admin_ids": frozenset()})
    assert await admin.tap(result, texts.SERVE_ANYWAY) == texts.REFUSED
    assert admin.answers[-1].alert
    assert shared.served.folder == served_folder
    shared.settings = shared.settings.model_copy(update={"admin_ids": frozenset({ADMIN})})

    twice = [admin.tap(result, texts.SERVE_ANYWAY), admin.tap(result, data)]
    answers = await asyncio.gather(*twice)
    said = (texts.SERVED_NOW, texts.SERVED_ALREADY)
    assert sorted(answers) == sorted(text.format(id=made.id) for text in said)
    await admin.until(lambda: result.buttons == [])
    assert result.text == verdict + texts.INSISTED.format(id=made.id)
    assert shared.served.id == made.id
    assert Versions(tmp_path / "models").serving().id == made.id


async def test_a_refused_version_that_is_damaged_since_is_not_served(
    sandbox, start_bot, served_folder, tmp_path
):
    application = await start_bot(training="worse")
    admin, _, _ = await retrain(sandbox)
    _, result = await ending(admin)
    made = Versions(tmp_path / "models").all()[-1]
    (made.folder / "digits.tflite").write_bytes(b"damaged")
    refusal = texts.NOT_SERVED.format(id=made.id, serving=served_folder.name)
    assert await admin.tap(result, texts.SERVE_ANYWAY) == refusal
    assert admin.answers[-1].alert
    assert application.bot_data.served.folder == served_folder
    assert len(refusal) <= 200


async def test_versions_that_were_tested_on_different_counts_are_compared_by_shares(
    sandbox, start_bot, served_folder
):
    await start_bot(training="other-test")
    admin, _, _ = await retrain(sandbox)
    _, result = await ending(admin)
    assert "✓ MNIST's test digits, 10,000 / 500: 99.00 % → 99.20 %\n" in result.text
    assert result.text.endswith(texts.TAKEN_UP)


async def test_a_training_without_time_for_all_says_so(sandbox, start_bot, served_folder):
    await start_bot(training="short")
    admin, _, _ = await retrain(sandbox)
    _, result = await ending(admin)
    assert texts.CUT.format(share="62 %") in result.text


async def test_the_child_learns_from_the_corrections(sandbox, start_bot, served_folder, tmp_path):
    application = await start_bot(training="better")
    store = application.bot_data.store
    for number in range(10):
        # The first eight digits of a hash decide: 0, 5, … are held out.
        store.keep(kept.correction(number, 5 + number % 3, sha256=f"{number:08x}" + "0" * 56))
    admin, _, note = await retrain(sandbox)
    await admin.until(lambda: note.text == texts.ENDED)
    _, result = await ending(admin)
    assert "✓ corrections kept for testing, 2: 0.00 % → 50.00 %\n" in result.text
    assert "It learned from 8 corrected digits of 3 people.\n" in result.text
    assert application.bot_data.served.report.corrections.learned == 8


async def test_a_photo_in_flight_finishes_on_the_old_version(sandbox, start_bot, served_folder):
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer, training="better")
    application.bot_data.threads._max_workers = 4
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    await asyncio.to_thread(recognizer.holding.wait, 10)
    admin, _, _ = await retrain(sandbox)
    await ending(admin)
    assert application.bot_data.served.recognizer is not recognizer
    recognizer.gate.set()
    assert (await ann.next_message()).caption == "7 · 99 % sure"


async def test_the_progress_bar_moves(sandbox, start_bot, served_folder):
    await start_bot(training="slow")
    admin, _, note = await retrain(sandbox)
    assert note.text == "Retraining (cnn)\nStarting\n" + "░" * 16 + " 0 %"
    assert note.buttons == [[(texts.CANCEL_BUTTON, "cancel")]]
    await admin.until(lambda: "epoch 1 of 3" in note.text)
    assert note.text == (
        f"Retraining (cnn)\nLearning, epoch 1 of 3\n{'░' * 16} 0 %\n"
        "Loss 0.1000\nAccuracy 50.00 %\nAbout 4 min left"
    )
    assert note.buttons == [[(texts.CANCEL_BUTTON, "cancel")]]


async def test_edits_are_few(sandbox, start_bot, served_folder):
    await start_bot(training="better", progress_seconds=30)
    admin, _, note = await retrain(sandbox)
    await ending(admin)
    assert note.edits == 1


async def test_a_second_retraining_is_told_of_the_first(sandbox, start_bot, served_folder):
    application = await start_bot(training="slow")
    admin, _, note = await retrain(sandbox)
    await admin.until(lambda: "epoch 1 of 3" in note.text)
    task = application.bot_data.training._task
    await admin.send_text("/retrain mlp")
    assert (await admin.next_message()).text == texts.ALREADY_RUNS.format(state=note.text)
    assert application.bot_data.training._task is task


@pytest.mark.parametrize("way", ["button", "command"])
async def test_cancel_ends_it_and_changes_nothing(sandbox, start_bot, served_folder, tmp_path, way):
    application = await start_bot(training="slow")
    admin, _, note = await retrain(sandbox)
    await admin.until(lambda: "epoch 1 of 3" in note.text)
    if way == "button":
        assert await admin.tap(note, texts.CANCEL_BUTTON) == texts.CANCELING
    else:
        await admin.send_text("/cancel")
        assert (await admin.next_message()).text == texts.CANCELING
    await admin.until(lambda: note.text == texts.CANCELED)
    assert note.buttons == []
    assert not application.bot_data.training.running
    assert application.bot_data.served.folder == served_folder
    assert not (tmp_path / "training").exists()
    await admin.send_text("/cancel")
    assert (await admin.next_message()).text == texts.NOTHING_RUNS


@pytest.mark.parametrize("words", ["/retrain", "/cancel", "/retrain mlp 3"])
async def test_others_are_refused_and_nothing_changes(sandbox, start_bot, served_folder, words):
    application = await start_bot()
    ann = sandbox.client(user_id=7)
    await ann.send_text(words)
    assert (await ann.next_message()).text == texts.REFUSED
    assert not application.bot_data.training.running


async def test_another_user_cannot_cancel_by_the_button(sandbox, start_bot, served_folder):
    application = await start_bot(training="slow")
    admin, _, note = await retrain(sandbox)
    shared = application.bot_data
    # The admin's rights end while the button is still there.
    shared.settings = shared.settings.model_copy(update={"admin_ids": frozenset()})
    assert await admin.tap(note, texts.CANCEL_BUTTON) == texts.REFUSED
    assert shared.training.running


@pytest.mark.parametrize(
    ("training", "reason"),
    [
        ("crash", texts.CRASHED),
        ("error", "MNIST cannot be loaded; set MNIST_PATH."),
        ("damaged", texts.UNREADABLE_RESULT),
    ],
)
async def test_a_failure_is_said_and_the_bot_goes_on(
    sandbox, start_bot, served_folder, caplog, training, reason
):
    application = await start_bot(training=training)
    admin, _, note = await retrain(sandbox)
    assert (await admin.next_message()).text == texts.FAILED.format(reason=reason)
    assert note.text == texts.ENDED
    assert application.bot_data.served.folder == served_folder
    if training == "crash":
        assert "RuntimeError: the fake training fell over" in caplog.text
    await admin.send_photo(paper())
    assert (await admin.next_message()).caption == "7 · 99 % sure"


@pytest.mark.parametrize(
    "words", ["fast", "0", str(EPOCHS_MAX + 1), "cnn mlp 3", "-1", "1.5", "3 4", "full full"]
)
async def test_an_order_that_makes_no_sense_gets_the_usage(
    sandbox, start_bot, served_folder, words
):
    application = await start_bot()
    _, _, answer = await retrain(sandbox, f"/retrain {words}")
    assert answer.text == texts.RETRAIN_USAGE.format(most=EPOCHS_MAX)
    assert not application.bot_data.training.running


@pytest.mark.parametrize(
    ("words", "architecture", "epochs", "goes_on"),
    [
        ("", "cnn", None, True),
        ("5", "cnn", 5, True),
        ("cnn", "cnn", None, True),
        ("mlp", "mlp", None, False),
        ("MLP 2", "mlp", 2, False),
        ("2 cnn", "cnn", 2, True),
        ("full", "cnn", None, False),
        ("20 Full", "cnn", 20, False),
        ("full cnn", "cnn", None, False),
        ("full mlp 1", "mlp", 1, False),
    ],
)
def test_an_order_is_understood(served_folder, words, architecture, epochs, goes_on):
    order = read_order(words.split(), Served("v1", served_folder, None), None)
    start = served_folder if goes_on else None
    assert order == Order(architecture, epochs, start, served_folder)
    assert ("--fine-tune" in order.arguments(served_folder, None)) == goes_on
    assert order.name == (architecture if goes_on else f"{architecture}, from nothing")


@pytest.mark.parametrize(
    ("words", "architecture", "epochs", "goes_on"),
    [
        ("", "mlp", 3, True),
        ("9", "mlp", 9, True),
        ("cnn", "cnn", None, False),
        ("mlp", "mlp", None, False),
        ("full", "cnn", None, False),
    ],
)
def test_an_order_while_the_tutorials_network_answers(
    tmp_path, words, architecture, epochs, goes_on
):
    served = Served("v1", write_version(tmp_path / "v1", architecture="mlp"), None)
    order = read_order(words.split(), served, 3)
    assert order == Order(architecture, epochs, served.folder if goes_on else None, served.folder)


async def test_an_interrupted_training_leaves_nothing_behind(sandbox, start_bot, tmp_path):
    half = tmp_path / "training" / "cnn"
    half.mkdir(parents=True)
    (half / "digits.keras").write_text("half")
    passing = tmp_path / "models" / ".passing-version"
    passing.mkdir(parents=True)
    await start_bot()
    assert not half.exists()
    assert not passing.exists()


async def test_while_a_retraining_runs_it_is_written_down(sandbox, start_bot, served_folder):
    application = await start_bot(training="slow")
    store = application.bot_data.store
    admin, _, note = await retrain(sandbox, "/retrain 3")
    await admin.until(lambda: "epoch 1 of 3" in note.text)
    left = store.retraining_left()
    assert (left.chat_id, left.message_id, left.order) == (ADMIN, note.message_id, "/retrain 3")
    await admin.send_text("/cancel")
    await admin.until(lambda: note.text == texts.CANCELED)
    await until(lambda: store.retraining_left() is None)


def break_off(store, at):
    """Leave the record that a bot leaves which is killed."""
    store.retraining_began(Retraining(ADMIN, 0, "/retrain 3", at))


async def test_the_next_start_tells_of_a_retraining_that_ended_with_the_bot(
    sandbox, start_bot, served_folder, store
):
    break_off(store, datetime(2126, 10, 12, 9, 7, tzinfo=UTC))
    await start_bot()
    admin = sandbox.client(user_id=ADMIN)
    (told,) = admin.messages
    assert told.text == (
        "The retraining (/retrain 3) of October 12, 09:07 UTC was broken off, since the bot had "
        f"ended. Nothing is left of it, and version {served_folder.name} answers as before."
    )
    assert store.retraining_left() is None


@pytest.mark.parametrize("served", [True, False])
async def test_it_tells_of_a_version_that_was_just_made(
    sandbox, start_bot, served_folder, store, tmp_path, served
):
    began = datetime.now(UTC)
    versions = Versions(tmp_path / "models")
    made = versions.add(write_version(tmp_path / "second"))
    if served:
        versions.promote(made)
    break_off(store, began)
    await start_bot()
    (told,) = sandbox.client(user_id=ADMIN).messages
    kept_only = texts.INTERRUPTED_KEPT.format(made=made.id, id=served_folder.name)
    outcome = texts.INTERRUPTED_SERVED.format(id=made.id) if served else kept_only
    assert told.text.endswith(outcome)


async def test_what_cannot_be_told_is_told_by_a_later_start(sandbox, start_bot, store, monkeypatch):
    monkeypatch.setattr("bot.api.pace.PATIENCE", 0.0)  # no second try
    break_off(store, datetime.now(UTC))
    sandbox.fail_next("sendMessage", 500, "Internal Server Error")
    await start_bot()
    assert sandbox.client(user_id=ADMIN).messages == []
    assert store.retraining_left() is not None
    await start_bot()
    assert len(sandbox.client(user_id=ADMIN).messages) == 1
    assert store.retraining_left() is None


async def test_an_admin_who_never_wrote_to_the_bot_does_not_keep_it_from_starting(
    sandbox, start_bot, store
):
    store.retraining_began(Retraining(404, 0, "/retrain", datetime.now(UTC)))
    await start_bot()
    assert store.retraining_left() is None


async def test_curves_that_cannot_be_sent_do_not_hide_what_came_of_it(
    sandbox, start_bot, served_folder, caplog, monkeypatch
):
    monkeypatch.setattr("bot.api.pace.PATIENCE", 0.0)  # no second try
    await start_bot(training="better")
    sandbox.fail_next("sendPhoto", 500, "Internal Server Error")
    admin, _, _ = await retrain(sandbox)
    assert (await admin.next_message()).text.endswith(texts.TAKEN_UP)
    assert "curves could not be sent" in caplog.text


async def test_where_another_copy_retrains_it_is_said_and_can_be_canceled(
    sandbox, start_bot, tmp_path
):
    await start_bot()
    runs = Training(
        tmp_path / "training",
        Versions(tmp_path / "models"),
        (sys.executable, str(FAKE_TRAINING), "slow"),
    )

    async def nothing():
        return None

    task = runs.start(Order("cnn", 2, None, Path("served")), nothing)
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text("/retrain")
    told = await admin.next_message()
    assert told.text == texts.RUNS_ELSEWHERE
    assert await admin.tap(told, texts.CANCEL_BUTTON) == texts.CANCELING
    await asyncio.wait({task})
    assert task.cancelled()
    await admin.send_text("/cancel")
    assert (await admin.next_message()).text == texts.NOTHING_RUNS
