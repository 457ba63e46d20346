import asyncio
import json

import pytest

from bot import texts
from bot.handlers.models import SHOWN
from bot.served import load_served
from model import SHIPPED
from model.report import digest
from model.versions import POINTER, SHIPPED_ID, Versions
from tests.fakes import ADMIN, Gated, digit, paper, reading, write_version


@pytest.fixture
def versions(tmp_path):
    return Versions(tmp_path / "models")


@pytest.fixture
def three(versions, tmp_path):
    """Three versions, of which the last one answers and was promoted after the first."""
    made = [
        versions.add(write_version(tmp_path / str(n), accuracy=0.97 + n / 100)) for n in range(3)
    ]
    versions.promote(made[0])
    versions.promote(made[2])
    return made


async def ask(sandbox, words):
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text(words)
    return admin, await admin.next_message()


def damage(version):
    (version.folder / "digits.tflite").write_bytes(b"damaged")


async def test_the_versions_are_listed_the_newest_first(sandbox, start_bot, three):
    report = json.loads((three[1].folder / "report.json").read_text())
    report["corrections"] = {"learned": 40, "people": 1, "held_out": 9, "wrong": [1]}
    (three[1].folder / "report.json").write_text(json.dumps(report))
    damage(three[0])
    await start_bot()
    _, listed = await ask(sandbox, "/models")
    head, first, second, third, shipped = listed.text.split("\n\n")
    assert head == texts.MODELS
    assert first == (
        f"1 · {three[2].id} · answers now\ncnn, November 5, 2026, 10:00 UTC\n"
        "MNIST 99.00 %, one digit 97.00 %, numbers 93.00 %, cheques 90.00 %"
    )
    assert second.startswith(f"2 · {three[1].id}\n")
    assert second.endswith("\nlearned from 40 corrected digits of 1 person")
    assert third == f"3 · {three[0].id}\ndamaged: it cannot be served"
    assert shipped.startswith("4 · shipped\n")
    assert listed.buttons == [[("Serve 2", f"serve:{three[1].id}"), ("Serve 4", "serve:shipped")]]


async def test_with_no_version_but_the_shipped_one_there_is_nothing_to_tap(sandbox, start_bot):
    await start_bot()
    _, listed = await ask(sandbox, "/models")
    assert "1 · shipped · answers now\n" in listed.text
    assert listed.buttons == []


async def test_a_long_list_is_cut_and_keeps_the_one_that_answers(
    sandbox, start_bot, versions, tmp_path
):
    made = [versions.add(write_version(tmp_path / str(n))) for n in range(SHOWN + 5)]
    versions.promote(made[1])
    await start_bot()
    _, listed = await ask(sandbox, "/models")
    _, *entries, more = listed.text.split("\n\n")
    assert len(entries) == SHOWN + 2
    assert f"{made[-1].id}\n" in entries[0]
    assert f"{made[1].id} · answers now\n" in entries[-2]
    assert more == texts.MODELS_MORE.format(count=4)
    assert len(listed.text) < 4096
    assert [len(row) for row in listed.buttons] == [4, 4, 1]


async def test_a_tap_serves_a_version_and_the_list_shows_it(sandbox, start_bot, versions, three):
    application = await start_bot()
    admin, listed = await ask(sandbox, "/models")
    wanted = three[1].id
    assert await admin.tap(listed, "Serve 2") == texts.SERVED_NOW.format(id=wanted)
    await admin.until(lambda: f"2 · {wanted} · answers now" in listed.text)
    assert f"1 · {three[2].id}\n" in listed.text
    assert [text for text, _ in listed.buttons[0]] == ["Serve 1", "Serve 3", "Serve 4"]
    assert application.bot_data.served.id == versions.serving().id == wanted
    assert application.bot_data.served.report.test.accuracy == 0.98
    await admin.send_text("/accuracy")
    assert (await admin.next_message()).photo is not None

    assert await admin.tap(listed, "serve:shipped") == texts.SERVED_NOW.format(id=SHIPPED_ID)
    assert application.bot_data.served.folder == SHIPPED


async def test_a_tap_on_an_old_list_counts_by_the_version_not_by_the_number(
    sandbox, start_bot, versions, three, tmp_path
):
    application = await start_bot()
    admin, listed = await ask(sandbox, "/models")
    newer = versions.add(write_version(tmp_path / "newer"))
    await admin.tap(listed, "Serve 3")
    assert application.bot_data.served.id == three[0].id
    await admin.until(lambda: f"1 · {newer.id}\n" in listed.text)


async def test_two_taps_at_once_serve_it_once(sandbox, start_bot, versions, three):
    await start_bot()
    admin, listed = await ask(sandbox, "/models")
    answers = await asyncio.gather(admin.tap(listed, "Serve 2"), admin.tap(listed, "Serve 2"))
    both = (texts.SERVED_NOW, texts.SERVED_ALREADY)
    assert sorted(answers) == sorted(text.format(id=three[1].id) for text in both)
    assert versions.rollback().id == three[2].id


@pytest.mark.parametrize("how", ["damaged", "gone"])
async def test_a_version_that_is_damaged_since_is_not_served(
    sandbox, start_bot, versions, three, how
):
    application = await start_bot()
    admin, listed = await ask(sandbox, "/models")
    if how == "damaged":
        damage(three[1])
    else:
        three[1].folder.rename(versions.folder / "elsewhere")
    refusal = texts.NOT_SERVED.format(id=three[1].id, serving=three[2].id)
    assert await admin.tap(listed, "Serve 2") == refusal
    assert admin.answers[-1].alert
    await admin.until(lambda: ("damaged" in listed.text) == (how == "damaged"))
    assert application.bot_data.served.id == versions.serving().id == three[2].id


async def test_others_see_no_versions_and_change_none(sandbox, start_bot, versions, three):
    application = await start_bot()
    shared = application.bot_data
    ann = sandbox.client(user_id=7)
    for words in ("/models", "/rollback"):
        await ann.send_text(words)
        assert (await ann.next_message()).text == texts.REFUSED
    admin, listed = await ask(sandbox, "/models")
    # The admin's rights end while the buttons are still there.
    shared.settings = shared.settings.model_copy(update={"admin_ids": frozenset()})
    assert await admin.tap(listed, "Serve 2") == texts.REFUSED
    assert admin.answers[-1].alert
    assert shared.served.id == versions.serving().id == three[2].id


async def test_rollback_goes_back_step_by_step_and_then_says_that_none_is_left(
    sandbox, start_bot, versions, three
):
    application = await start_bot()
    admin, told = await ask(sandbox, "/rollback")
    assert told.text == texts.ROLLED_BACK.format(id=three[0].id, old=three[2].id)
    assert application.bot_data.served.id == versions.serving().id == three[0].id
    _, told = await ask(sandbox, "/rollback")
    assert told.text == texts.ROLLED_BACK.format(id=SHIPPED_ID, old=three[0].id)
    for _ in range(2):
        await admin.send_text("/rollback")
    assert application.bot_data.served.folder == SHIPPED
    _, told = await ask(sandbox, "/rollback")
    assert told.text == texts.NO_ROLLBACK.format(id=SHIPPED_ID)
    assert versions.serving().id == SHIPPED_ID


async def test_a_photo_in_flight_finishes_on_the_old_version(sandbox, start_bot, three):
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    await asyncio.to_thread(recognizer.holding.wait, 10)
    await ask(sandbox, "/rollback")
    assert application.bot_data.served.recognizer is not recognizer
    recognizer.gate.set()
    assert (await ann.next_message()).caption == "7 · 99 % sure"


async def test_admins_are_told_at_start_that_the_promoted_version_is_damaged(
    sandbox, start_bot, three
):
    damage(three[2])
    application = await start_bot()
    (told,) = sandbox.client(user_id=ADMIN).messages
    assert told.text == texts.DAMAGED.format(id=three[2].id, serving=three[0].id)
    assert application.bot_data.served.id == three[0].id
    _, listed = await ask(sandbox, "/models")
    assert f"{three[0].id} · answers now" in listed.text
    _, told = await ask(sandbox, "/rollback")
    assert told.text == texts.ROLLED_BACK.format(id=SHIPPED_ID, old=three[0].id)


async def test_admins_are_told_at_start_that_the_pointer_is_damaged(sandbox, start_bot, versions):
    versions.folder.mkdir()
    (versions.folder / POINTER).write_text("../../etc")
    await start_bot()
    (told,) = sandbox.client(user_id=ADMIN).messages
    assert told.text == texts.POINTER_DAMAGED.format(serving=SHIPPED_ID)


async def test_where_all_is_well_nobody_is_told_anything(sandbox, start_bot, three):
    await start_bot()
    assert sandbox.client(user_id=ADMIN).messages == []


def test_a_version_whose_files_are_whole_but_do_not_load_gives_way(versions, three, caplog):
    report = json.loads((three[2].folder / "report.json").read_text())
    damage(three[2])
    report["sha256"]["digits.tflite"] = digest(three[2].folder / "digits.tflite")
    (three[2].folder / "report.json").write_text(json.dumps(report))
    assert versions.serving().id == three[2].id
    served = load_served(versions)
    assert (served.id, served.instead_of) == (three[0].id, three[2].id)
    assert f"Version {three[2].id} does not load" in caplog.text
