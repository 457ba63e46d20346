"""A reply to an answer with what is right."""

import pytest

from bot import texts
from tests.fakes import Fixed, paper
from tests.judging import (
    DOUBTFUL_NUMBER,
    NOTHING,
    NUMBER,
    ROWS,
    SEVEN,
    ask,
    labels,
    say_in_group,
    tap_all,
)


@pytest.mark.parametrize(
    ("seen", "text", "right", "caption", "crops"),
    [
        (NUMBER, "214", "214", "214 · you said so", [2, 1, 4]),
        (NUMBER, "2.047", "2047", "2047 · you said so", [None] * 3),
        (DOUBTFUL_NUMBER, "28", "28", "28 · you said so", [2, 8]),
        (ROWS, "7\n2", "7\n2", "7\n2\nyou said so", [7, 2]),
        (SEVEN, "1", "1", "1 · you said so", [1]),
        (NOTHING, "40", "40", "40 · you said so", []),
    ],
)
async def test_a_reply_says_what_is_right(sandbox, start_bot, seen, text, right, caption, crops):
    store, ann, answer = await ask(sandbox, start_bot, seen)
    await ann.send_text(text, reply_to=answer)
    note = await ann.next_message()
    assert note.text == texts.FIRST_KEPT
    assert note.reply_to_message_id == answer.reply_to_message_id
    await ann.edited(answer)
    assert (answer.caption, labels(answer)) == (caption, [["Change"]])
    kept = store.correction(7, answer.message_id)
    assert (kept.right, [crop.label for crop in kept.crops]) == (right, crops)
    assert (kept.user_id, kept.said_by) == (7, 7)


@pytest.mark.parametrize("before", [["✓ Right"], ["✗ Wrong"], ["✓ Right", "Change"]])
async def test_a_reply_counts_whatever_was_tapped_before(sandbox, start_bot, before):
    store, ann, answer = await ask(sandbox, start_bot, NUMBER)
    await tap_all(ann, answer, *before)
    await ann.send_text("2 0 7", reply_to=answer)
    await ann.next_message()
    await ann.edited(answer)
    assert (answer.caption, labels(answer)) == ("207 · you said so", [["Change"]])
    assert store.correction(7, answer.message_id).right == "207"
    assert store.count() == (1, 1)


async def test_a_reply_is_thanked_for_and_can_be_repeated(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, ROWS)
    await ann.send_text("7", reply_to=answer)
    assert (await ann.next_message()).text == texts.FIRST_KEPT
    await ann.edited(answer)
    for _ in range(2):
        await ann.send_text("7\n2", reply_to=answer)
        assert (await ann.next_message()).text == "Thank you! I have noted 7 / 2."
    await ann.edited(answer)
    assert store.correction(7, answer.message_id).right == "7\n2"
    assert store.count() == (1, 1)


async def test_a_reply_works_after_a_restart(sandbox, start_bot):
    application = await start_bot(Fixed(NUMBER))
    ann = sandbox.client()
    await ann.send_photo(paper())
    answer = await ann.next_message()
    await application.bot_data.listener.stop()
    application = await start_bot(Fixed(NUMBER))
    await ann.send_text("207", reply_to=answer)
    await ann.edited(answer)
    assert application.bot_data.store.correction(7, answer.message_id).right == "207"


@pytest.mark.parametrize("text", ["no, a seven", "7?", "1" * 451])
async def test_a_reply_that_is_no_number_is_told_how(sandbox, start_bot, text):
    store, ann, answer = await ask(sandbox, start_bot)
    await ann.send_text(text, reply_to=answer)
    assert (await ann.next_message()).text == texts.WRITE_DIGITS.format(most=450)
    assert (answer.edits, store.count()) == (0, (0, 0))


async def test_a_reply_to_something_else_corrects_nothing(sandbox, start_bot):
    store, ann, _ = await ask(sandbox, start_bot)
    await ann.send_text("/start")
    start = await ann.next_message()
    await ann.send_text("7", reply_to=start)
    assert (await ann.next_message()).text == texts.NOT_AN_ANSWER
    await ann.send_text("thanks", reply_to=start)
    assert (await ann.next_message()).text == texts.TEXT
    own = next(message for message in ann.messages if not message.from_bot)
    await ann.send_text("7", reply_to=own)
    assert (await ann.next_message()).text == texts.NOT_A_REPLY
    await ann.send_text("2047")
    assert (await ann.next_message()).text == texts.NOT_A_REPLY
    assert store.count() == (0, 0)


async def test_in_a_group_only_the_sender_is_heard_and_talk_is_left_alone(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, NUMBER)
    bob = sandbox.client(user_id=8, first_name="Bob").user
    say_in_group(sandbox, ann, answer, "well done!", bob)
    say_in_group(sandbox, ann, answer, "214", bob)
    assert (await ann.next_message()).text == texts.NOT_YOURS
    assert (answer.edits, store.count()) == (0, (0, 0))
    say_in_group(sandbox, ann, answer, "214", ann.user)
    assert (await ann.next_message()).text == texts.FIRST_KEPT
    await ann.edited(answer)
    assert store.correction(7, answer.message_id).right == "214"
