import asyncio
import json
import os
import sys
import time
from pathlib import Path

import pytest

from bot import texts
from bot.handlers import accuracy
from model.errors import WeightsError
from model.versions import Versions
from tests.fakes import ADMIN, report, until, write_version
from tests.kept import correction

FAKE = Path(__file__).parent / "fake_measuring.py"

BINS = [
    {"count": 400, "confidence": 0.97, "right": 0.96},
    {"count": 9, "confidence": 0.5, "right": 0.6},
]


@pytest.fixture
def serve(tmp_path):
    """Promote a version whose report is changed first: `serve(accuracy=…, bins=…)`."""
    versions = Versions(tmp_path / "models")

    def promote(accuracy=0.99, architecture="cnn", **changes):
        folder = tmp_path / f"trained-{len(versions.all())}"
        write_version(folder, accuracy=accuracy, architecture=architecture)
        content = json.loads((folder / "report.json").read_text()) | changes
        (folder / "report.json").write_text(json.dumps(content))
        version = versions.add(folder)
        versions.promote(version)
        return version

    return promote


def scores(*confused):
    """The scores on MNIST of a report in which so many digits were taken for others."""
    scores = report()["test"]
    for true, read, count in confused:
        scores["confusion"][true][read] += count
        scores["confusion"][true][true] -= count
    return scores


async def ask(sandbox, words="/accuracy", user_id=7):
    person = sandbox.client(user_id=user_id)
    await person.send_text(words)
    return person, await person.next_message()


async def measured(sandbox, start_bot, scenario, **variables):
    application = await start_bot(**variables)
    measuring = application.bot_data.measuring
    measuring.command = (sys.executable, str(FAKE), scenario)
    admin, note = await ask(sandbox, "/accuracy now", ADMIN)
    return admin, note, measuring


async def test_the_figures_come_with_their_counts_and_intervals(sandbox, start_bot, serve):
    serve(accuracy=0.9964, bins=BINS)
    await start_bot()
    caption = (await ask(sandbox))[1].caption
    assert "10,000 digits it never learned from:\n99.64 % (99.50–99.74 %)" in caption
    assert "· one digit, 10,000: 97.64 % (97.32–97.92 %)" in caption
    assert "· whole numbers, 500: 93.0 % (90.4–95.0 %)" in caption
    assert "· cheque amounts, 500: 90.0 % (87.0–92.4 %)" in caption
    assert texts.JUDGED_NONE in caption
    for words in ("cnn", "123,456", "November 5, 2026", "4 epochs"):
        assert words in caption


async def test_the_charts_are_an_album(sandbox, start_bot, serve):
    serve(bins=BINS)
    await start_bot()
    person, first = await ask(sandbox)
    second = await person.next_message()
    assert first.photo
    assert second.photo
    assert first.photo != second.photo
    assert first.media_group_id == second.media_group_id is not None
    assert second.caption is None


async def test_a_report_without_the_newer_figures_is_shown_as_it_is(sandbox, start_bot, serve):
    about = {"source": "mnist", "mnist": 60_000, "generated": 0, "start": None}
    serve(architecture="mlp", generated=None, splits={}, epochs=1, training=about)
    await start_bot()
    _, answer = await ask(sandbox)
    assert answer.photo
    assert answer.media_group_id is None
    assert "1 epoch," in answer.caption
    assert "photos" not in answer.caption


async def test_what_users_said_is_told_by_version(sandbox, start_bot, serve, store):
    old, new = serve(), serve()
    for n in range(30):
        version = new.id if n < 20 else old.id
        right = "7" if n % 5 else "1"
        store.keep(correction(n, user_id=n, version=version, read="7", right=right))
    await start_bot()
    caption = (await ask(sandbox))[1].caption
    assert "· this version: 16 of 20, 80 % (58–92 %)" in caption
    assert f"· {old.id}: 8 of 10, 80 % (49–95 %)" in caption
    assert texts.JUDGED_NOTE in caption
    assert texts.JUDGED_NONE not in caption


async def test_of_a_version_that_nobody_judged_nothing_is_claimed(sandbox, start_bot, serve, store):
    old, _ = serve(), serve()
    store.keep(correction(version=old.id))
    await start_bot()
    caption = (await ask(sandbox))[1].caption
    assert texts.JUDGED_NOT_THIS in caption
    assert f"· {old.id}: 0 of 1, 0 % (0–80 %)" in caption


async def test_the_most_confused_pairs_are_named(sandbox, start_bot, serve):
    serve(test=scores((4, 9, 5), (7, 2, 3), (1, 7, 1)))
    await start_bot()
    caption = (await ask(sandbox))[1].caption
    assert "Most confused: 4 read as 9: 5 times, 7 read as 2: 3 times.\n" in caption
    assert "In the photos" not in caption  # where nothing was confused twice


async def test_it_is_answered_within_a_second_also_the_first_time(sandbox, start_bot, serve):
    serve(bins=BINS)
    await start_bot()
    accuracy._charts.cache_clear()
    # In seconds of work, the sandbox's included: other tests may keep the machine busy.
    began = time.process_time()
    person, _ = await ask(sandbox)
    await person.next_message()
    drawn = time.process_time()
    await person.send_text("/accuracy")
    await person.next_message()
    await person.next_message()
    assert drawn - began < 1
    assert time.process_time() - drawn < 0.5
    assert accuracy._charts.cache_info().hits == 1


async def test_each_version_has_charts_of_its_own(sandbox, start_bot, serve):
    serve(accuracy=0.98)
    application = await start_bot()
    first = accuracy._charts(application.bot_data.served.folder, "light")
    dark = accuracy._charts(application.bot_data.served.folder, "dark")
    other = accuracy._charts(serve(test=scores((3, 5, 9))).folder, "light")
    assert len({first, dark, other}) == 3


async def test_a_report_that_is_gone_gets_a_sentence(sandbox, start_bot, serve):
    version = serve()
    await start_bot()
    (version.folder / "report.json").unlink()
    assert (await ask(sandbox))[1].text == texts.ERRORS[WeightsError]


@pytest.mark.parametrize(
    ("words", "user_id", "sentence"),
    [
        ("/accuracy now", 7, texts.REFUSED),
        ("/accuracy NOW", 7, texts.REFUSED),
        ("/accuracy later", 7, texts.ACCURACY_ALONE),
        ("/accuracy later", ADMIN, texts.ACCURACY_USAGE),
        ("/accuracy now please", ADMIN, texts.ACCURACY_USAGE),
    ],
)
async def test_what_makes_no_sense_or_is_not_for_all(sandbox, start_bot, words, user_id, sentence):
    application = await start_bot()
    assert (await ask(sandbox, words, user_id))[1].text == sentence
    assert not application.bot_data.measuring.running


async def test_measuring_shows_its_progress_and_can_be_canceled(sandbox, start_bot, serve):
    serve()
    admin, note, measuring = await measured(sandbox, start_bot, "slow")
    await admin.until(lambda: "25 %" in note.text)
    assert note.text == f"Measuring again\n{'▓' * 4}{'░' * 12} 25 %\nAbout 1 min left"
    assert await admin.tap(note, texts.CANCEL_BUTTON) == texts.MEASURE_CANCELING
    await admin.until(lambda: note.text == texts.MEASURE_CANCELED)
    assert note.buttons == []
    assert not measuring.running


async def test_the_child_ends_with_the_measurement(sandbox, start_bot, serve):
    folder = serve().folder
    admin, note, measuring = await measured(sandbox, start_bot, "slow")
    await until((folder / "pid").exists)
    pid = int((folder / "pid").read_text())
    await measuring.cancel()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    await admin.until(lambda: note.text == texts.MEASURE_CANCELED)


async def test_a_second_measurement_is_told_of_the_first(sandbox, start_bot, serve):
    serve()
    admin, note, measuring = await measured(sandbox, start_bot, "slow")
    await admin.until(lambda: "25 %" in note.text)
    task = measuring._task
    await admin.send_text("/accuracy now")
    second = await admin.next_message()
    assert second.text == texts.ALREADY_MEASURES.format(state=note.text)
    assert measuring._task is task
    assert await admin.tap(second, texts.CANCEL_BUTTON) == texts.MEASURE_CANCELING
    await admin.until(lambda: note.text == texts.MEASURE_CANCELED)
    assert await admin.tap(second, texts.CANCEL_BUTTON) == texts.NOTHING_RUNS


async def test_another_user_cannot_cancel_by_the_button(sandbox, start_bot, serve):
    serve()
    application = await start_bot()
    shared = application.bot_data
    shared.measuring.command = (sys.executable, str(FAKE), "slow")
    admin, note = await ask(sandbox, "/accuracy now", ADMIN)
    # The admin's rights end while the button is still there.
    shared.settings = shared.settings.model_copy(update={"admin_ids": frozenset()})
    assert await admin.tap(note, texts.CANCEL_BUTTON) == texts.REFUSED
    assert admin.answers[-1].alert
    assert shared.measuring.running


@pytest.mark.parametrize(
    ("scenario", "line", "verdict"),
    [
        ("same", "· photos of one digit, 10,000: 97.00 % (96.64–97.32 %), as stored",
         texts.MEASURED_SAME),
        ("worse", "· photos of one digit, 10,000: 95.00 % (94.55–95.42 %), stored: 97.00 %",
         texts.MEASURED_DIFFERS),
        ("other", "· MNIST's test digits, 500: 99.0 % (97.6–99.6 %), stored: 99.00 %",
         texts.MEASURED_OTHERS),
        ("other", "· pictures without a digit, 500: 98.0 % (96.3–99.0 %), nothing stored",
         texts.MEASURED_OTHERS),
    ],
)  # fmt: skip
async def test_the_result_is_compared_with_what_is_stored(
    sandbox, start_bot, serve, scenario, line, verdict
):
    serve()
    admin, note, _ = await measured(sandbox, start_bot, scenario)
    result = await admin.next_message()
    assert line in result.text
    assert result.text.endswith(verdict)
    assert note.text == texts.MEASURE_ENDED.format(duration="1 s")
    assert note.buttons == []


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ("crash", texts.CRASHED),
        ("nothing", texts.CRASHED),
        ("error", "MNIST cannot be loaded; set MNIST_PATH."),
    ],
)
async def test_a_failure_is_said(sandbox, start_bot, serve, caplog, scenario, reason):
    serve()
    admin, _, measuring = await measured(sandbox, start_bot, scenario)
    assert (await admin.next_message()).text == texts.MEASURE_FAILED.format(reason=reason)
    assert not measuring.running
    if scenario == "crash":
        assert "RuntimeError: the fake measuring fell over" in caplog.text


async def test_nothing_is_measured_while_a_retraining_runs(sandbox, start_bot, serve):
    serve()
    application = await start_bot(training="slow")
    admin, _ = await ask(sandbox, "/retrain", ADMIN)
    await until(lambda: application.bot_data.training.running)
    await admin.send_text("/accuracy now")
    assert (await admin.next_message()).text == texts.MEASURE_NOT_NOW
    assert not application.bot_data.measuring.running


async def test_no_retraining_starts_while_it_is_measured_and_cancel_ends_that(
    sandbox, start_bot, serve
):
    serve()
    admin, note, measuring = await measured(sandbox, start_bot, "slow")
    await admin.send_text("/retrain")
    assert (await admin.next_message()).text == texts.RETRAIN_NOT_NOW
    assert measuring.running
    await admin.send_text("/cancel")
    assert (await admin.next_message()).text == texts.MEASURE_CANCELING
    await until(lambda: not measuring.running)
    # The edit that shows how far it was may be on its way before.
    await admin.until(lambda: note.text == texts.MEASURE_CANCELED)


async def test_a_stopped_bot_ends_the_measurement(sandbox, start_bot, serve):
    folder = serve().folder
    _, _, measuring = await measured(sandbox, start_bot, "slow")
    await until((folder / "pid").exists)
    await asyncio.wait_for(measuring.stop(), 10)
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


async def test_edits_are_few(sandbox, start_bot, serve):
    serve()
    admin, note, _ = await measured(sandbox, start_bot, "same", progress_seconds=30)
    await admin.next_message()
    assert note.edits == 1
