"""What was said of an answer is changed, and by whom."""

from dataclasses import replace

import pytest

from bot import texts
from bot.sandbox.chat.person import Person
from bot.sandbox.values import Button
from bot.store import Store
from model.synthesis.sheet import NOT_DIGIT
from tests.fakes import ADMIN
from tests.judging import NUMBER, SEVEN, ask, labels, say_in_group, tap_all, tap_as


@pytest.mark.parametrize(
    ("seen", "said", "told", "offered"),
    [
        (SEVEN, ["✗ Wrong", "1"], texts.WHICH_OR_REPLY,
         [list("01234"), list("56789"), ["Not a digit", "‹ Back"]]),
        (NUMBER, ["✗ Wrong", "207"], texts.WHICH_NUMBER,
         [["204", "207"], ["Other number", "Not a digit"], ["‹ Back"]]),
    ],
)  # fmt: skip
async def test_change_offers_everything_again(sandbox, start_bot, seen, said, told, offered):
    store, ann, answer = await ask(sandbox, start_bot, seen)
    await tap_all(ann, answer, *said)
    caption = answer.caption
    assert await ann.tap(answer, "Change") == told
    await ann.edited(answer)
    assert (labels(answer), answer.caption) == (offered, caption)
    await tap_all(ann, answer, "‹ Back")
    assert (labels(answer), answer.caption) == ([["Change"]], caption)
    assert store.correction(7, answer.message_id).right == said[-1]


async def test_what_was_said_is_changed_again_and_again(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    await tap_all(ann, answer, "✓ Right", "Change", "1")
    assert (answer.caption, labels(answer)) == ("1 · you said so", [["Change"]])
    await tap_all(ann, answer, "Change", "Not a digit")
    assert answer.caption == "Not a digit · you said so"
    kept = store.correction(7, answer.message_id)
    assert (kept.read, kept.right, kept.crops[0].label) == ("7", "", NOT_DIGIT)
    assert store.count() == (1, 1)


async def test_after_a_while_it_cannot_be_changed(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, change_hours=1e-9)
    await tap_all(ann, answer, "✓ Right")
    await ann.send_text("1", reply_to=answer)
    told = (await ann.next_message()).text
    assert told.startswith("What was said can be changed for ")
    assert await ann.tap(answer, "Change") == told
    await ann.edited(answer)
    assert (answer.caption, answer.buttons) == ("7 · you said so", [])
    assert store.correction(7, answer.message_id).right == "7"
    await ann.send_text("1", reply_to=answer)
    assert (await ann.next_message()).text == texts.NOT_AN_ANSWER


async def test_where_nothing_can_be_changed_no_button_says_so(sandbox, start_bot):
    _, ann, answer = await ask(sandbox, start_bot, change_hours=0)
    await tap_all(ann, answer, "✓ Right")
    assert (answer.caption, answer.buttons) == ("7 · you said so", [])


@pytest.mark.parametrize("lost", [Store.forget, Store.drop])
async def test_what_was_forgotten_or_dropped_cannot_be_changed(sandbox, start_bot, lost):
    store, ann, answer = await ask(sandbox, start_bot)
    await tap_all(ann, answer, "✓ Right")
    lost(store, 7)
    if lost is Store.drop:
        await ann.send_text("1", reply_to=answer)
        assert (await ann.next_message()).text == texts.NOT_KEPT
    assert await ann.tap(answer, "Change") == texts.NOT_KEPT
    await ann.edited(answer)
    assert (answer.buttons, store.count()) == ([], (0, 0))


async def test_a_forged_button_gives_nobody_a_right(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    bob = sandbox.client(user_id=8, first_name="Bob").user
    for data in ("said:8:1", "said:7:1", "right:8:1", "now:8:1", "change:8:1", "write:8:1"):
        told = await tap_as(sandbox, bob, ann, answer, data)
        assert (told.text, told.alert) == (texts.NOT_YOURS, True)
    assert (answer.edits, store.count()) == (0, (0, 0))


@pytest.mark.parametrize("data", ["offer:7:1:", "other:7:1", "wrong:7:1:", "ask:7:1", "now:7:2"])
async def test_a_button_that_was_never_shown_breaks_nothing(sandbox, start_bot, data, caplog):
    store, ann, answer = await ask(sandbox, start_bot)
    await Person(sandbox.world, ann.user).tap(answer.message_id, Button("?", data))
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START
    assert store.count() == (0, 0)
    assert "Traceback" not in caplog.text


async def test_a_forged_way_leads_to_no_picture_of_somebody_else(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, NUMBER)
    way = sandbox.world.find(7, answer.message_id)
    # Not Ann's picture but the bot's own chart.
    data = f"right:7:{answer.message_id}"
    forged = tuple(tuple(replace(b, data=data) for b in row) for row in way.keyboard)
    sandbox.world.edit(way, way.content, forged)
    await ann.send_text("207", reply_to=answer)
    note = await ann.next_message()
    await ann.edited(note)
    assert note.text == texts.PICTURE_GONE
    assert store.count() == (0, 0)


async def test_an_admin_corrects_for_somebody(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, NUMBER)
    admin = sandbox.client(user_id=ADMIN, first_name="Admin").user
    right = dict(button for row in answer.buttons for button in row)["✓ Right"]
    told = await tap_as(sandbox, admin, ann, answer, right)
    assert (told.text, told.alert) == (texts.FIRST_KEPT, True)
    await ann.edited(answer)
    assert answer.caption == "204 · an admin said so"
    kept = store.correction(7, answer.message_id)
    assert (kept.user_id, kept.said_by) == (7, ADMIN)
    say_in_group(sandbox, ann, answer, "207", admin)
    assert (await ann.next_message()).text == texts.NOTED.format(digits="207")
    await ann.edited(answer)
    assert answer.caption == "207 · an admin said so"
    await tap_all(ann, answer, "Change", "204")
    assert answer.caption == "204 · you said so"
