from dataclasses import replace

import cv2
import numpy as np
import pytest

from bot import texts
from bot.answers.flagged import contributors
from bot.answers.sheet import USERS_MOST, Place, read, sheet
from bot.sandbox.refusal import Refusal
from bot.store import UNKNOWN_USER
from tests.fakes import ADMIN, until
from tests.kept import correction, crop


def implausible(message_id, user_id):
    """A correction to 7 of what the network is quite sure is a 1."""
    probabilities = np.full(10, 0.0001, np.float32)
    probabilities[1] = 0.9991
    shown = replace(crop(7, seed=message_id), probabilities=probabilities)
    return correction(message_id, user_id, crops=(shown,))


def plausible(message_id, user_id):
    probabilities = np.full(10, 0.05, np.float32)
    shown = replace(crop(7, seed=message_id), probabilities=probabilities)
    return correction(message_id, user_id, crops=(shown,))


@pytest.fixture
def kept(store):
    """Two users: 50 has three corrections, two of them implausible; 60 has one, plausible."""
    for one in (implausible(1, 50), implausible(2, 50), plausible(3, 50), plausible(4, 60)):
        store.keep(one)
    return store


async def ask(sandbox, words="/corrections", user_id=ADMIN):
    person = sandbox.client(user_id=user_id)
    await person.send_text(words)
    return person, await person.next_message()


async def press(admin, answer, button):
    """Tap a button and wait until the sheet has changed."""
    edits = answer.edits
    said = await admin.tap(answer, button)
    await admin.until(lambda: answer.edits > edits)
    return said


DROP = texts.DROP.format(count="3", user="50")
SURE = texts.DROP_SURE.format(count="3", user="50")


async def test_what_looks_wrong_is_shown_with_a_button_for_each_user(sandbox, start_bot, kept):
    await start_bot()
    _, answer = await ask(sandbox)
    assert answer.caption == texts.SHEET_CAPTION
    assert [[text for text, _ in row] for row in answer.buttons] == [[DROP]]
    height, width = cv2.imdecode(np.frombuffer(answer.photo, np.uint8), 0).shape
    assert width == 1080
    assert height > 400


async def test_dropping_asks_once_more_and_then_drops_all_of_that_user(sandbox, start_bot, kept):
    await start_bot()
    admin, answer = await ask(sandbox)
    before = answer.photo
    assert await press(admin, answer, DROP) == texts.DROP_ASKED
    assert [[text for text, _ in row] for row in answer.buttons] == [[SURE], [texts.DROP_NOT]]
    assert kept.count() == (4, 2)
    dropped = texts.DROPPED.format(count="3", user="50")
    assert await press(admin, answer, SURE) == dropped
    await admin.until(lambda: answer.caption == texts.SHEET_DONE)
    assert answer.buttons == []
    assert answer.photo != before  # the pictures are gone from the chat, too
    assert kept.count() == (1, 1)
    assert [c.user_id for c in kept.corrections()] == [60]


async def test_not_to_drop_shows_the_sheet_again(sandbox, start_bot, kept):
    await start_bot()
    admin, answer = await ask(sandbox)
    await press(admin, answer, DROP)
    await press(admin, answer, texts.DROP_NOT)
    await admin.until(lambda: answer.buttons and answer.buttons[0][0][0] == DROP)
    assert kept.count() == (4, 2)


async def test_a_second_tap_drops_nothing_more(sandbox, start_bot, kept):
    application = await start_bot()
    admin, first = await ask(sandbox)
    _, second = await ask(sandbox)
    for sheet_ in (first, second):
        await press(admin, sheet_, DROP)
    await press(admin, first, SURE)
    left = texts.NOTHING_LEFT.format(user="50")
    assert await admin.tap(second, SURE) == left  # the same button of another message
    assert admin.answers[-1].alert
    await admin.until(lambda: second.caption == texts.SHEET_DONE)
    assert kept.count() == (1, 1)
    assert application.bot_data.store.count() == (1, 1)


async def test_asking_after_it_was_dropped_elsewhere_says_so(sandbox, start_bot, kept):
    await start_bot()
    admin, answer = await ask(sandbox)
    kept.drop(50)
    assert await press(admin, answer, DROP) == texts.NOTHING_LEFT.format(user="50")
    await admin.until(lambda: answer.caption == texts.SHEET_DONE)


async def test_others_are_refused(sandbox, start_bot, kept):
    application = await start_bot()
    ann, answer = await ask(sandbox, user_id=7)
    assert answer.text == texts.REFUSED
    admin, answer = await ask(sandbox)
    await press(admin, answer, DROP)
    shared = application.bot_data
    # The admin's rights end while the buttons are still there.
    shared.settings = shared.settings.model_copy(update={"admin_ids": frozenset()})
    for button in (SURE, texts.DROP_NOT):
        assert await admin.tap(answer, button) == texts.REFUSED
        assert admin.answers[-1].alert
    assert kept.count() == (4, 2)
    assert ann.messages[-1].text == texts.REFUSED


async def test_one_user_can_be_looked_at_alone(sandbox, start_bot, kept):
    await start_bot()
    admin, answer = await ask(sandbox, "/corrections 60")
    drop = texts.DROP.format(count="1", user="60")
    assert [[text for text, _ in row] for row in answer.buttons] == [[drop]]
    await press(admin, answer, drop)
    await press(admin, answer, texts.DROP_SURE.format(count="1", user="60"))
    await admin.until(lambda: answer.caption == texts.SHEET_DONE)
    assert [c.user_id for c in kept.corrections()] == [50, 50, 50]
    await admin.send_text("/corrections 60")
    assert (await admin.next_message()).text == texts.NOTHING_KEPT_OF.format(user="60")


async def test_where_nothing_looks_wrong_the_users_are_counted(sandbox, start_bot, store):
    await start_bot()
    admin, answer = await ask(sandbox)
    assert answer.text == texts.NOTHING_KEPT_YET
    for number, user in enumerate((50, 50, 60, UNKNOWN_USER)):
        store.keep(plausible(number, user))
    await admin.send_text("/corrections")
    lines = "· user 50: 2\n· user unknown: 1\n· user 60: 1"
    expected = texts.NOTHING_FLAGGED.format(count="4", people="3", lines=lines)
    assert (await admin.next_message()).text == expected


@pytest.mark.parametrize("words", ["all", "50 60", "-5", "5" * 17, "٣"])
async def test_words_that_make_no_sense_get_the_usage(sandbox, start_bot, kept, words):
    await start_bot()
    assert (await ask(sandbox, f"/corrections {words}"))[1].text == texts.CORRECTIONS_USAGE


async def test_pages_are_turned(sandbox, start_bot, store):
    for user in range(50, 50 + USERS_MOST + 1):
        store.keep(implausible(user, user))
    await start_bot()
    admin, answer = await ask(sandbox)
    assert [row[0][0] for row in answer.buttons[:-1]] == [
        texts.DROP.format(count="1", user=user) for user in range(50, 50 + USERS_MOST)
    ]
    first = answer.photo
    await press(admin, answer, texts.AFTER)
    await admin.until(lambda: answer.buttons[-1][0][0] == texts.BEFORE)
    assert answer.buttons[0][0][0] == texts.DROP.format(count="1", user=50 + USERS_MOST)
    assert answer.photo != first
    await press(admin, answer, texts.DROP.format(count="1", user=50 + USERS_MOST))
    await press(admin, answer, texts.DROP_SURE.format(count="1", user=50 + USERS_MOST))
    # The page is no more, so the one before it is shown.
    await admin.until(lambda: len(answer.buttons) == USERS_MOST)


async def test_in_a_group_nothing_of_others_is_shown(sandbox, start_bot, kept):
    await start_bot()
    chat = {"id": -5, "type": "group", "title": "Class"}
    entity = {"type": "bot_command", "offset": 0, "length": 12}
    message = {"message_id": 900, "date": 1_800_000_000, "chat": chat, "text": "/corrections"}
    sender = {"id": ADMIN, "is_bot": False, "first_name": "Admin"}
    # Each is raised by the first call of its method: that of the group is the first.
    sandbox.world.troubles["sendPhoto"].append(Refusal("Forbidden", 403))
    sandbox.world.troubles["sendMessage"].append(Refusal("Forbidden", 403))
    sandbox.world.updates.add("message", message | {"from": sender, "entities": [entity]})
    await until(lambda: not sandbox.world.troubles["sendMessage"])
    assert sandbox.world.troubles["sendPhoto"]


@pytest.mark.parametrize(
    ("data", "action", "user", "place"),
    [
        ("sheet:ask:50:p2", "ask", 50, Place(2)),
        ("sheet:drop:50:u50", "drop", 50, Place(user=50)),
        ("sheet:show:0:p0", "show", 0, Place(0)),
    ],
)
def test_a_button_says_all_that_a_tap_needs(data, action, user, place):
    tap = read(data)
    assert (tap.action, tap.user, tap.place) == (action, user, place)
    assert str(place) == data.rsplit(":", 1)[1]


@pytest.mark.parametrize("data", ["sheet:drop:50", "sheet:burn:50:p0", "sheet:drop:x:p0", ""])
def test_no_other_button_is_understood(data):
    assert read(data) is None


def test_the_data_of_a_button_is_not_too_long():
    largest = 2**52  # of Telegram's user ids
    (person,) = contributors([implausible(1, largest)])
    found = sheet([person], Place(user=largest))
    assert all(
        len(button.callback_data) <= 64 for row in found.keyboard.inline_keyboard for button in row
    )
