"""Replies and taps in the sandbox: what the bot learns of the message that they are about."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox import Client, Sandbox
from bot.sandbox.chat.person import Person
from bot.sandbox.values import Button, Content, Message
from tests.echo_bot import TOKEN, photo_of_a_digit

KEYBOARD = ((Button("Yes", "yes"),),)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(TOKEN) as sandbox:
        yield sandbox


@pytest.fixture
def ann(sandbox: Sandbox) -> Client:
    return sandbox.client()


async def answer_to_a_photo(sandbox: Sandbox, ann: Client) -> Message:
    photo = await ann.send_photo(photo_of_a_digit())
    original = sandbox.world.find(7, photo.message_id)
    return sandbox.world.post(
        7, sandbox.world.bot, Content("7"), keyboard=KEYBOARD, reply_to=original
    )


async def tapped(sandbox: Sandbox, ann: Client, message: Message) -> dict:
    """Tap; gives what the bot gets of the message with the button."""
    task = asyncio.create_task(Person(sandbox.world, ann.user).tap(message.id, KEYBOARD[0][0]))
    await asyncio.sleep(0)
    task.cancel()
    return sandbox.world.updates.pending[-1]["callback_query"]["message"]


async def test_a_tap_brings_the_message_that_is_answered_with_its_file(
    sandbox: Sandbox, ann: Client
) -> None:
    answer = await answer_to_a_photo(sandbox, ann)
    told = await tapped(sandbox, ann, answer)
    photo = told["reply_to_message"]
    assert (photo["message_id"], photo["from"]["id"]) == (answer.id - 1, 7)
    assert sandbox.world.shelf.by_id(photo["photo"][-1]["file_id"])


async def test_a_reply_brings_the_message_with_its_buttons_and_no_deeper(
    sandbox: Sandbox, ann: Client
) -> None:
    answer = await answer_to_a_photo(sandbox, ann)
    seen = next(message for message in ann.messages if message.from_bot)
    sent = await ann.send_text("71", reply_to=seen)
    told = sandbox.world.updates.pending[-1]["message"]["reply_to_message"]
    assert sent.reply_to_message_id == told["message_id"] == answer.id
    assert told["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "yes"
    assert "reply_to_message" not in told


async def test_of_a_deleted_message_a_tap_brings_nothing(sandbox: Sandbox, ann: Client) -> None:
    answer = await answer_to_a_photo(sandbox, ann)
    count = len(sandbox.world.updates.pending)
    await ann.delete(ann.messages[0])
    assert len(sandbox.world.updates.pending) == count  # bots are not told
    assert "reply_to_message" not in await tapped(sandbox, ann, answer)
    sandbox.world.delete(answer)
    told = await tapped(sandbox, ann, answer)
    assert (set(told), told["date"]) == ({"message_id", "chat", "date"}, 0)


async def test_people_delete_and_tap_only_what_is_there(sandbox: Sandbox, ann: Client) -> None:
    await answer_to_a_photo(sandbox, ann)
    seen = next(message for message in ann.messages if message.from_bot)
    with pytest.raises(LookupError):
        await ann.delete(seen)
    with pytest.raises(LookupError):
        await Person(sandbox.world, ann.user).tap(99, KEYBOARD[0][0])


FIRST = "the number of the first message"


@pytest.mark.parametrize(("reply_to", "code"), [(FIRST, 200), (99, 200), (None, 400), ("x", 400)])
async def test_the_page_names_what_it_replies_to(
    sandbox: Sandbox, reply_to: object, code: int
) -> None:
    person = sandbox.client(1001)
    first = await person.send_text("first")
    async with httpx.AsyncClient() as http:
        number = first.message_id if reply_to == FIRST else reply_to
        body = {"text": "second", "reply_to": number}
        answer = await http.post(f"{sandbox.url}/chat/1001/text", json=body)
    assert answer.status_code == code
    assert [one.text for one in person.messages] == ["first", "second"][: 1 + (code == 200)]
    quoted = person.messages[-1].reply_to_message_id
    assert quoted == (first.message_id if reply_to == FIRST else None)
