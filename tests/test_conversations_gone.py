"""Corrections when something is gone, late, twice at once, or just being replaced."""

import asyncio
from dataclasses import replace

import pytest

from bot import texts
from bot.errors import StoreError
from bot.sandbox.chat.person import Person
from bot.sandbox.values import Button
from bot.store import Store
from tests.fakes import Fixed, Gated, digit, paper, reading, until
from tests.judging import FOUR_OR_NINE, NUMBER, SEVEN, ask, labels, tap_all

LOST = "Bad Request: wrong file_id or the file is temporarily unavailable"


@pytest.mark.parametrize("button", ["✓ Right", "Not a digit"])
async def test_a_deleted_picture_is_not_kept(sandbox, start_bot, button):
    store, ann, answer = await ask(sandbox, start_bot)
    if button == "Not a digit":
        await tap_all(ann, answer, "✗ Wrong")
    before = labels(answer)
    await ann.delete(ann.messages[0])
    assert await ann.tap(answer, button) == texts.PICTURE_GONE
    assert ann.answers[-1].alert
    await ann.send_text("1", reply_to=answer)
    assert (await ann.next_message()).text == texts.PICTURE_GONE
    assert (labels(answer), answer.caption) == (before, "7 · 99 % sure")
    assert store.count() == (0, 0)


async def test_a_file_that_telegram_lost_is_not_kept(sandbox, start_bot, caplog):
    store, ann, answer = await ask(sandbox, start_bot, NUMBER)
    sandbox.fail_next("getFile", 400, LOST)
    await ann.tap(answer, "✓ Right")
    said = await ann.next_message()
    assert (said.text, said.reply_to_message_id) == (texts.PICTURE_GONE, answer.message_id)
    sandbox.fail_next("getFile", 400, LOST)
    await ann.send_text("207", reply_to=answer)
    note = await ann.next_message()
    await ann.edited(note)
    assert note.text == texts.PICTURE_GONE
    assert (answer.edits, store.count()) == (0, (0, 0))
    await tap_all(ann, answer, "✓ Right")
    assert store.count() == (1, 1)
    assert "Traceback" not in caplog.text


async def test_an_answer_that_is_gone_is_said_so(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    sandbox.world.delete(sandbox.world.find(7, answer.message_id))
    assert await ann.tap(answer, "✓ Right") == texts.TOO_OLD
    assert ann.answers[-1].alert
    assert store.count() == (0, 0)


async def test_a_tap_that_waited_too_long_counts_all_the_same(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    sandbox.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    tapped = asyncio.create_task(ann.tap(answer, "✓ Right"))
    await ann.edited(answer)
    assert store.correction(7, answer.message_id).confirmed
    tapped.cancel()


async def test_two_different_taps_at_once_keep_and_show_the_same(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, FOUR_OR_NINE)
    person = Person(sandbox.world, ann.user)
    taps = [person.tap(answer.message_id, Button(d, f"said:7:{d}")) for d in "49"]
    told = {tap.text for tap in await asyncio.gather(*taps)}
    assert told == {texts.FIRST_KEPT, texts.SETTLED}
    await ann.edited(answer)
    kept = store.correction(7, answer.message_id)
    assert answer.caption == f"{kept.right} · you said so"
    assert store.count() == (1, 1)


async def test_what_was_kept_but_not_shown_is_shown_by_the_next_tap(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    sandbox.fail_next("editMessageCaption", 400, "Bad Request: message can't be edited")
    await ann.tap(answer, "✓ Right")
    await until(lambda: store.correction(7, answer.message_id))
    assert await ann.tap(answer, "✗ Wrong") == texts.SETTLED
    await ann.edited(answer)
    assert (answer.caption, labels(answer)) == ("7 · you said so", [["Change"]])


async def test_a_swap_of_versions_during_a_tap_changes_nothing_of_it(sandbox, start_bot):
    recognizer = Gated(SEVEN)
    application = await start_bot(recognizer)
    recognizer.gate.set()
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    answer = await ann.next_message()
    recognizer.gate.clear()
    recognizer.holding.clear()
    await ann.tap(answer, "✓ Right")
    await asyncio.to_thread(recognizer.holding.wait, 10)
    shared = application.bot_data
    shared.served = replace(shared.served, id="other", recognizer=Fixed(FOUR_OR_NINE))
    recognizer.gate.set()
    await ann.edited(answer)
    kept = shared.store.correction(7, answer.message_id)
    assert (kept.version, kept.read, kept.right) == ("shipped", "7", "7")
    assert kept.crops[0].probabilities.argmax() == 7


async def test_an_answer_that_is_not_remembered_is_judged_by_the_version_in_use(sandbox, start_bot):
    application = await start_bot(Fixed(SEVEN))
    shared = application.bot_data
    ann = sandbox.client()
    await ann.send_photo(paper())
    answer = await ann.next_message()
    await until(lambda: shared.store.answer(7, answer.message_id))
    shared.store.forget(7)
    shared.served = replace(shared.served, id="other", recognizer=Fixed(FOUR_OR_NINE))
    await tap_all(ann, answer, "✓ Right")
    kept = shared.store.correction(7, answer.message_id)
    assert (kept.version, kept.read, kept.right) == ("other", "4", "7")


async def test_what_is_not_shown_in_full_cannot_be_confirmed_by_the_caption(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, reading([digit(1, 0.6, 7)] * 460))
    await until(lambda: store.answer(7, answer.message_id))
    store.forget(7)
    assert await ann.tap(answer, "✓ Right") == texts.TOO_OLD
    assert store.count() == (0, 0)


class Full(Store):
    """A store on a disk that is full."""

    def remember(self, answer):
        raise StoreError("The disk is full.")


async def test_an_answer_stands_even_if_it_cannot_be_written_down(
    sandbox, start_bot, tmp_path, caplog
):
    application = await start_bot(Fixed(SEVEN))
    application.bot_data.store = Full(f"sqlite:///{tmp_path}/full.db", keep_most=9, keep_days=9)
    ann = sandbox.client()
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == "7 · 99 % sure"
    await until(lambda: "could not be written down" in caplog.text)
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START
    application.bot_data.store.close()
