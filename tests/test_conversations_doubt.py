"""What an answer offers, and what a tap on it does."""

import asyncio

import pytest
from telegram import CallbackQuery, InaccessibleMessage, Update, User
from telegram import Chat as TelegramChat

from bot import texts
from bot.answers import buttons, tap
from bot.sandbox.chat.person import Person
from bot.sandbox.values import Button
from tests.fakes import ADMIN, Fixed, digit, paper, reading

FOUR_OR_NINE = reading([digit(4, 0.61, 9)])
NUMBER = reading([digit(2, 0.98), digit(0, 0.6, 6, at=1)])
ROWS = reading([digit(1, 0.8, 7)], [digit(2, 0.95)])
RIGHT_OR_WRONG = [["✓ Right", "✗ Wrong"]]
NUMBER_OR_NONE = ["Other number", "Not a digit"]
CHANGE = [["Change"]]


async def ask(sandbox, start_bot, seen, **person):
    """Send a picture; gives who sent it and the answer."""
    await start_bot(Fixed(seen))
    ann = sandbox.client(**person)
    await ann.send_photo(paper())
    return ann, await ann.next_message()


def labels(message):
    return [[text for text, _ in row] for row in message.buttons]


@pytest.mark.parametrize(
    ("seen", "offered"),
    [
        (FOUR_OR_NINE, [["4", "9"], ["Another digit", "Not a digit"]]),
        (reading([digit(4, 0.7, 9, is_digit=0.5)]),
         [["4", "9"], ["Another digit", "Not a digit"]]),
        (reading([digit(4, 0.99, is_digit=0.6)]), [["4"], ["Another digit", "Not a digit"]]),
        (NUMBER, [["20", "26"], NUMBER_OR_NONE]),
        (reading([digit(d + 1, p, 7, at=d) for d, p in enumerate((0.6, 0.7, 0.75, 0.85, 0.9))]),
         [["12345"], ["72345"], ["17345"], ["12745"], NUMBER_OR_NONE]),
        (ROWS, [["1 / 2", "7 / 2"], NUMBER_OR_NONE]),
        (reading([digit(7, 0.99)]), RIGHT_OR_WRONG),
        (reading([digit(d, 0.999, at=d) for d in (2, 0, 4)]), RIGHT_OR_WRONG),
        (reading([digit(1, 0.6, 7)] * 40), RIGHT_OR_WRONG),
        (reading(), [["✓ Right", "There is a digit"]]),
        (reading([digit(4, is_digit=0.04)]), [["✓ Right", "There is a digit"]]),
    ],
)  # fmt: skip
async def test_each_answer_has_its_buttons(sandbox, start_bot, seen, offered):
    _, answer = await ask(sandbox, start_bot, seen)
    assert labels(answer) == offered


@pytest.mark.parametrize(
    ("seen", "tapped", "caption", "copied"),
    [
        (FOUR_OR_NINE, "9", "9 · you said so", "9"),
        (FOUR_OR_NINE, "Not a digit", "Not a digit · you said so", None),
        (NUMBER, "26", "26 · you said so", "26"),
        (NUMBER, "Not a digit", "Not a digit · you said so", None),
        (ROWS, "7 / 2", "7\n2\nyou said so", "7\n2"),
        (reading([digit(7)]), "✓ Right", "7 · you said so", "7"),
        (reading([digit(1)], [digit(2)]), "✓ Right", "1\n2\nyou said so", "1\n2"),
        (reading(), "✓ Right", "Not a digit · you said so", None),
    ],
)
async def test_a_tap_settles_the_answer(sandbox, start_bot, seen, tapped, caption, copied):
    ann, answer = await ask(sandbox, start_bot, seen)
    chart = answer.photo
    assert await ann.tap(answer, tapped) == texts.FIRST_KEPT
    await ann.edited(answer)
    assert (answer.caption, labels(answer), answer.photo) == (caption, CHANGE, chart)
    assert answer.entities == ([("code", 0, len(copied))] if copied else [])


async def test_another_digit_is_chosen_of_all_ten(sandbox, start_bot):
    ann, answer = await ask(sandbox, start_bot, FOUR_OR_NINE)
    assert await ann.tap(answer, "Another digit") == texts.WHICH
    await ann.edited(answer)
    assert labels(answer) == [list("01234"), list("56789"), ["Not a digit", "‹ Back"]]
    assert answer.caption == "Probably 4 (61 %), maybe 9 (39 %)"
    assert answer.entities == [("code", 9, 1)]
    await ann.tap(answer, "7")
    await ann.edited(answer)
    assert (answer.caption, labels(answer)) == ("7 · you said so", CHANGE)


async def test_it_works_after_a_restart(sandbox, start_bot):
    application = await start_bot(Fixed(FOUR_OR_NINE))
    ann = sandbox.client()
    await ann.send_photo(paper())
    answer = await ann.next_message()
    await application.bot_data.listener.stop()
    await start_bot(Fixed(reading([digit(1)])))
    await ann.tap(answer, "9")
    await ann.edited(answer)
    assert answer.caption == "9 · you said so"


def tap_of(person, answer, text):
    """A tap that the page may send when the keyboard is gone already, or is somebody else's."""
    return Person(person._world, person.user).tap(
        answer.message_id, Button(text, f"said:{person.user.id}:{text}")
    )


async def test_a_second_tap_is_told_that_it_is_settled(sandbox, start_bot):
    ann, answer = await ask(sandbox, start_bot, FOUR_OR_NINE)
    await ann.tap(answer, "9")
    await ann.edited(answer)
    assert (await tap_of(ann, answer, "4")).text == texts.SETTLED
    assert (answer.caption, answer.edits) == ("9 · you said so", 1)


async def test_two_taps_at_once_get_an_answer_each_and_settle_it_once(sandbox, start_bot, caplog):
    ann, answer = await ask(sandbox, start_bot, FOUR_OR_NINE)
    taps = await asyncio.gather(*(tap_of(ann, answer, "9") for _ in range(3)))
    assert {tap.text for tap in taps} == {texts.FIRST_KEPT, texts.SETTLED}
    await ann.until(lambda: answer.edits)
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START
    assert (answer.caption, answer.edits) == ("9 · you said so", 1)
    assert "Traceback" not in caplog.text


async def settle_for(sandbox, start_bot, sender_id, tapper_id):
    """Let somebody tap a button that was made for somebody else, as in a group."""
    await start_bot(Fixed(FOUR_OR_NINE))
    tapper = sandbox.client(user_id=tapper_id)
    await tapper.send_photo(paper())
    answer = await tapper.next_message()
    person = Person(tapper._world, tapper.user)
    told = await person.tap(answer.message_id, Button("9", f"said:{sender_id}:9"))
    return told, answer


async def test_only_the_sender_may_tap(sandbox, start_bot):
    told, answer = await settle_for(sandbox, start_bot, sender_id=60, tapper_id=61)
    assert (told.text, told.alert) == (texts.NOT_YOURS, True)
    assert answer.edits == 0
    assert labels(answer)[0] == ["4", "9"]


async def test_an_admin_may_tap_too(sandbox, start_bot):
    told, answer = await settle_for(sandbox, start_bot, sender_id=60, tapper_id=ADMIN)
    assert (told.text, told.alert) == (texts.FIRST_KEPT, True)
    await sandbox.client(user_id=ADMIN).until(lambda: answer.edits)
    assert answer.caption == "9 · you said so"


@pytest.mark.parametrize(
    "data",
    [
        "said:7:", "said:x:4", "said:7:4x", "said", "yes:9", "now:7:", "right:7", "right:x:1",
        "wrong:7:1:none", "change:7:1:4x", "stay:7:",
    ],
)  # fmt: skip
async def test_a_button_of_another_version_is_answered(sandbox, start_bot, data):
    ann, answer = await ask(sandbox, start_bot, FOUR_OR_NINE)
    told = await Person(ann._world, ann.user).tap(answer.message_id, Button("?", data))
    assert (told.text, answer.edits) == (texts.OLD_BUTTON, 0)


async def test_a_message_that_is_too_old_to_be_seen_is_said_so(sandbox, start_bot):
    application = await start_bot()
    ann = sandbox.client()
    told = []
    query_id = sandbox.world.taps.ask(told.append)
    message = InaccessibleMessage(TelegramChat(ann.user.id, "private"), 1)
    person = User(ann.user.id, "Ann", is_bot=False)
    query = CallbackQuery(query_id, person, "1", message=message, data=f"said:{ann.user.id}:4")
    query.set_bot(application.bot)
    await application.process_update(Update(1, callback_query=query))
    assert (told[0].text, told[0].alert) == (texts.TOO_OLD, True)


@pytest.mark.parametrize(
    "seen",
    [
        reading([digit(1, 0.6, 7)] * 16, [digit(1, 0.6, 7)] * 15),
        reading([digit(1, 0.999, 7)] * 16, [digit(1, 0.999, 7)] * 15),
        reading([digit(1, 0.999, 7)] * 8),
        reading([digit(7, 0.999, 1)]),
        FOUR_OR_NINE,
        reading(),
    ],
)
def test_data_fits_a_button_of_telegram(seen):
    sender, picture = 2**52, 2**31
    keyboards = [buttons.offer(seen, sender, picture), buttons.changeable(sender, picture)]
    for keyboard in keyboards:
        data = [button.callback_data for row in keyboard.inline_keyboard for button in row]
        assert all(len(one.encode()) <= 64 for one in data)
        said = [tap.read(one) for one in data]
        assert all(one.sender == sender for one in said)
        assert {one.picture for one in said} <= {0, picture}
        assert any(one.picture for one in said)  # a reply needs to know the picture
        keyboards += [
            buttons.KEYBOARDS[one.kind](one)
            for one in said
            if one.kind in buttons.KEYBOARDS and len(keyboards) < 9
        ]
        keyboards += [
            buttons.change(one, (seen.text, "7")) for one in said if one.kind == "change"
        ][: 9 - len(keyboards)]
