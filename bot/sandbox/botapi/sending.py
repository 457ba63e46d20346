"""Methods that put messages into a chat."""

import secrets
from dataclasses import replace

from bot.sandbox import wire
from bot.sandbox.botapi.call import Call, whole
from bot.sandbox.botapi.content import (
    read_caption,
    read_document,
    read_media,
    read_photo,
    read_text,
    refuse_missing,
)
from bot.sandbox.botapi.keyboard import read_keyboard
from bot.sandbox.refusal import Refusal, malformed
from bot.sandbox.values import Content, Event, Message, User
from bot.sandbox.wire import Json
from bot.sandbox.world import World

ALBUM = range(2, 11)
"""Files of an album."""
ACTIONS = frozenset(
    {
        "choose_sticker",
        "find_location",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)
"""What a bot may be seen to do."""


def person_of(world: World, call: Call) -> User:
    """Find whom `chat_id` means."""
    if "chat_id" not in call.values:
        raise malformed("chat_id is empty")
    person = world.people.get(call.integer("chat_id", 0))
    if person is None:
        raise Refusal("Bad Request: chat not found")
    return person


async def send_message(world: World, call: Call) -> Json:
    """Send a text."""
    person = person_of(world, call)
    return _post(world, call, person, Content(*read_text(call)))


async def send_photo(world: World, call: Call) -> Json:
    """Send a photo."""
    person = person_of(world, call)
    text, entities = read_caption(dict(call.values))
    content = await read_photo(world, person.id, call.upload("photo"))
    return _post(world, call, person, replace(content, text=text, entities=entities))


async def send_document(world: World, call: Call) -> Json:
    """Send a file as it is."""
    person = person_of(world, call)
    text, entities = read_caption(dict(call.values))
    content = await read_document(world, person.id, call.upload("document"))
    return _post(world, call, person, replace(content, text=text, entities=entities))


async def send_media_group(world: World, call: Call) -> list[Json]:
    """Send an album."""
    person = person_of(world, call)
    parts = call.json("media") or []
    if len(parts) not in ALBUM:
        raise malformed("an album has 2 to 10 files")
    reply_to = _reply_to(world, call, person)
    contents = [await read_media(world, call, person.id, part) for part in parts]
    group = str(secrets.randbits(60))
    posted = [
        world.post(person.id, world.bot, content, reply_to=reply_to, media_group_id=group)
        for content in contents
    ]
    return [wire.message(message, person) for message in posted]


async def send_chat_action(world: World, call: Call) -> bool:
    """Show what the bot is doing."""
    person = person_of(world, call)
    action = call.text("action")
    if action not in ACTIONS:
        raise malformed("wrong parameter action in request")
    world.tell(Event("action", person.id, action=action))
    return True


def _post(world: World, call: Call, person: User, content: Content) -> Json:
    keyboard = read_keyboard(call)
    reply_to = _reply_to(world, call, person)
    message = world.post(person.id, world.bot, content, keyboard=keyboard, reply_to=reply_to)
    return wire.message(message, person)


def _reply_to(world: World, call: Call, person: User) -> Message | None:
    reply = call.json("reply_parameters") or {}
    original = reply.get("message_id", call.values.get("reply_to_message_id"))
    if original is None:
        return None
    found = world.find(person.id, whole(original, "message_id"))
    may_miss = reply.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    if found is None and not may_miss:
        raise refuse_missing("message to be replied")
    return found
