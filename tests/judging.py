"""What tests of corrections share: readings, and what people do with the buttons of an answer."""

import asyncio
from dataclasses import replace

from bot.sandbox import wire
from bot.sandbox.values import Answer
from tests.fakes import Fixed, digit, paper, reading

SEVEN = reading([digit(7, 0.99)])
FOUR_OR_NINE = reading([digit(4, 0.61, 9)])
NUMBER = reading([digit(2, 0.999, 7), digit(0, 0.998, 7, at=1), digit(4, 0.997, 7, at=2)])
DOUBTFUL_NUMBER = reading([digit(2, 0.98), digit(0, 0.6, 6, at=1)])
LONGER_TOO = replace(DOUBTFUL_NUMBER, others=(("206", 0.3),))
ROWS = reading([digit(1, 0.999)], [digit(2, 0.998)])
LONG = reading([digit(1, 0.6, 7)] * 40)
HARDLY_FOUR = reading([digit(4, is_digit=0.04)])
NOTHING = reading()


async def ask(sandbox, start_bot, seen=SEVEN, **settings):
    """Send a picture; gives the store, who sent it, and the answer."""
    application = await start_bot(Fixed(seen), **settings)
    ann = sandbox.client()
    await ann.send_photo(paper())
    return application.bot_data.store, ann, await ann.next_message()


def labels(message):
    return [[text for text, _ in row] for row in message.buttons]


async def tap_all(ann, answer, *buttons):
    """Tap one after the other, each when the one before has shown its effect."""
    for button in buttons:
        await ann.tap(answer, button)
        await ann.edited(answer)


async def tap_as(sandbox, user, ann, answer, data):
    """Let somebody else tap a button below an answer to Ann, as in a group."""
    answers = asyncio.Queue[Answer]()
    query = {
        "id": sandbox.world.taps.ask(answers.put_nowait),
        "from": wire.user(user),
        "message": wire.message(sandbox.world.find(ann.user.id, answer.message_id), ann.user),
        "chat_instance": "1",
        "data": data,
    }
    sandbox.world.updates.add("callback_query", query)
    return await asyncio.wait_for(answers.get(), 10)


def say_in_group(sandbox, ann, answer, text, user):
    """Let somebody write in a group, in reply to an answer that stands there."""
    told = wire.message(sandbox.world.find(ann.user.id, answer.message_id), ann.user)
    chat = {"id": ann.user.id, "type": "group", "title": "Class"}
    message = {"message_id": 900, "date": 1_800_000_000, "chat": chat, "text": text}
    reply = {"from": wire.user(user), "reply_to_message": told | {"chat": chat}}
    sandbox.world.updates.add("message", message | reply)
