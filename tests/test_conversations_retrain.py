import asyncio

import pytest

from bot import texts
from bot.handlers.retrain import EPOCHS_MAX, read_order
from bot.served import Served, load_served
from bot.training import Order
from model import SHIPPED
from model.versions import Versions
from tests.fakes import ADMIN, Gated, digit, paper, reading, write_version


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


async def test_a_better_version_is_taken_up_without_a_restart(
    sandbox, start_bot, served_folder, tmp_path
):
    application = await start_bot(training="better")
    before = application.bot_data.served
    admin, sent, note = await retrain(sandbox)
    result = await admin.next_message()
    assert result.reply_to_message_id == sent.message_id
    assert result.text.startswith("The retraining is finished.")
    assert "10,000 MNIST test digits\nold: 99.00 %\nnew: 99.50 %" in result.text
    assert result.text.endswith(texts.TAKEN_UP)
    assert (note.text, note.buttons) == (texts.ENDED, [])
    after = application.bot_data.served
    assert after.report.test.accuracy == 0.995
    assert after.folder != before.folder
    assert after.folder == Versions(tmp_path / "models").served
    assert before.folder == served_folder
    assert before.report.test.accuracy == 0.99
    await admin.send_text("/accuracy")
    assert "99.50 %" in (await admin.next_message()).caption


@pytest.mark.parametrize(
    ("training", "verdict"),
    [("worse", texts.NOT_TAKEN_UP), ("other-test", texts.NOT_COMPARABLE)],
)
async def test_a_version_that_is_not_better_is_kept_but_not_used(
    sandbox, start_bot, served_folder, tmp_path, training, verdict
):
    application = await start_bot(training=training)
    admin, _, _ = await retrain(sandbox)
    assert (await admin.next_message()).text.endswith(verdict)
    assert application.bot_data.served.folder == served_folder
    assert Versions(tmp_path / "models").served == served_folder
    assert len(Versions(tmp_path / "models").all()) == 2


async def test_a_photo_in_flight_finishes_on_the_old_version(sandbox, start_bot, served_folder):
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer, training="better")
    application.bot_data.threads._max_workers = 4
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    await asyncio.to_thread(recognizer.holding.wait, 10)
    admin, _, _ = await retrain(sandbox)
    await admin.next_message()
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
        f"Retraining (cnn)\nLearning, epoch 1 of 3\n{'▓' * 4}{'░' * 12} 25 %\n"
        "Accuracy 50.00 %\nAbout 4 min left"
    )
    assert note.buttons == [[(texts.CANCEL_BUTTON, "cancel")]]


async def test_edits_are_few(sandbox, start_bot, served_folder):
    await start_bot(training="better", progress_seconds=30)
    admin, _, note = await retrain(sandbox)
    await admin.next_message()
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


@pytest.mark.parametrize("words", ["fast", "0", str(EPOCHS_MAX + 1), "cnn mlp 3", "-1", "1.5"])
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
        ("", "cnn", 3, True),
        ("5", "cnn", 5, True),
        ("cnn", "cnn", 3, True),
        ("mlp", "mlp", 3, False),
        ("MLP 2", "mlp", 2, False),
        ("2 cnn", "cnn", 2, True),
    ],
)
def test_an_order_is_understood(served_folder, words, architecture, epochs, goes_on):
    order = read_order(words.split(), Served("v1", served_folder, None), 3)
    assert order == Order(architecture, epochs, served_folder if goes_on else None)


async def test_an_interrupted_training_leaves_nothing_behind(sandbox, start_bot, tmp_path):
    half = tmp_path / "training" / "cnn"
    half.mkdir(parents=True)
    (half / "digits.keras").write_text("half")
    await start_bot()
    assert not half.exists()


def test_a_damaged_version_gives_way_to_the_shipped_one(tmp_path, served_folder, caplog):
    (served_folder / "digits.tflite").write_bytes(b"damaged")
    assert load_served(Versions(tmp_path / "models")).folder == SHIPPED
    assert "damaged" in caplog.text
