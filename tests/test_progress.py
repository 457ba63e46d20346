import json

import pytest

from bot.programs.progress import Epoch, Progress


def line(event, **values):
    return json.dumps({"event": event, **values}).encode()


def test_the_bar_shows_the_whole_where_the_time_left_of_it_is_known():
    progress = Progress().after(line("fit", done=0.9, seconds_left=5, total_left=300), now=100)
    assert progress.done == 0.25
    assert progress.text("cnn", now=100).endswith("25 %\nAbout 5 min left")


def test_the_bar_never_goes_back():
    early = Progress().after(line("fit", total_left=100), now=100)
    later = early.after(line("fit", total_left=300), now=110)
    assert early.done == later.done == 0.5
    evaluating = later.after(line("evaluate", total_left=100), now=300)
    assert evaluating.done == 0.75


def test_the_time_left_runs_down_between_two_events():
    progress = Progress().after(line("evaluate", total_left=100), now=50)
    assert progress.text("cnn", now=90).endswith("\nAbout 1 min left")
    assert progress.text("cnn", now=110).endswith("\nAbout 40 s left")
    assert progress.text("cnn", now=149.5).endswith("\nAlmost done")
    assert progress.text("cnn", now=500).endswith("\nAlmost done")


def test_a_phase_whose_time_is_over_says_nothing_of_the_whole():
    text = Progress().after(line("fit", epoch=1, epochs=2, done=0.5, seconds_left=0)).text("cnn")
    assert text.endswith("50 %")


def test_the_loss_is_shown():
    text = Progress().after(line("fit", epoch=1, epochs=2, loss=0.12345)).text("cnn")
    assert "\nLoss 0.1235" in text or "\nLoss 0.1234" in text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-1", '"0.5"', "null", "[1]"])
def test_what_is_no_such_number_is_not_shown(value):
    numbers = f'"epoch": 1, "epochs": 2, "loss": {value}, "total_left": {value}'
    progress = Progress().after(f'{{"event": "fit", {numbers}}}'.encode(), now=1)
    assert (progress.loss, progress.total_left, progress.curves) == (None, None, ())


def test_the_last_that_an_epoch_shows_is_what_holds_of_it():
    progress = Progress()
    for part, epoch, loss, accuracy in [
        ("digits", 1, 0.5, None),
        ("digits", 1, 0.4, 0.9),
        ("digits", 2, 0.3, 0.9),
        ("digits", 2, 0.2, 0.95),
        ("line", 1, 3.0, None),
    ]:
        fit = line("fit", part=part, epoch=epoch, loss=loss, validation_accuracy=accuracy)
        progress = progress.after(fit)
    progress = progress.after(line("evaluate")).after(line("done"))
    assert progress.curves == (
        Epoch("digits", 1, 0.4, 0.9),
        Epoch("digits", 2, 0.2, 0.95),
        Epoch("line", 1, 3.0, None),
    )
