"""Methods that change or delete messages."""

from dataclasses import replace

from bot.sandbox import wire
from bot.sandbox.botapi.call import Call
from bot.sandbox.botapi.content import read_caption, read_media, read_text, refuse_missing
from bot.sandbox.botapi.keyboard import read_keyboard
from bot.sandbox.botapi.sending import person_of
from bot.sandbox.refusal import Refusal
from bot.sandbox.values import Content, Message, PhotoSize
from bot.sandbox.wire import Json
from bot.sandbox.world import World

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def edit_message_text(world: World, call: Call) -> Json:
    """Put another text into a message that is a text."""
    message = _own_message(world, call)
    if message.content.has_file:
        raise Refusal("Bad Request: there is no text in the message to edit")
    return _edit(world, call, message, Content(*read_text(call)))


async def edit_message_caption(world: World, call: Call) -> Json:
    """Put another caption below a file."""
    message = _own_message(world, call)
    if not message.content.has_file:
        raise Refusal("Bad Request: there is no caption in the message to edit")
    text, entities = read_caption(dict(call.values))
    return _edit(world, call, message, replace(message.content, text=text, entities=entities))


async def edit_message_media(world: World, call: Call) -> Json:
    """Put another file, with its caption, into a message."""
    message = _own_message(world, call)
    content = await read_media(world, call, message.chat_id, call.json("media"))
    return _edit(world, call, message, content)


async def edit_message_reply_markup(world: World, call: Call) -> Json:
    """Put another keyboard below a message, or none."""
    message = _own_message(world, call)
    return _edit(world, call, message, message.content)


async def delete_message(world: World, call: Call) -> bool:
    """Delete a message; in a private chat a bot may delete everybody's."""
    person = person_of(world, call)
    message = world.find(person.id, call.integer("message_id", 0))
    if message is None:
        raise refuse_missing("message to delete")
    world.delete(message)
    return True


def _own_message(world: World, call: Call) -> Message:
    person = person_of(world, call)
    message = world.find(person.id, call.integer("message_id", 0))
    if message is None:
        raise refuse_missing("message to edit")
    if message.sender != world.bot:
        raise Refusal("Bad Request: message can't be edited")
    return message


def _edit(world: World, call: Call, message: Message, content: Content) -> Json:
    # An edit without reply_markup takes the keyboard away, at Telegram as here.
    keyboard = read_keyboard(call)
    same = _essence(content) == _essence(message.content)
    if same and keyboard == message.keyboard:
        raise Refusal(NOT_MODIFIED)
    edited = world.edit(message, content, keyboard)
    return wire.message(edited, world.people[message.chat_id])


def _essence(content: Content) -> tuple[object, ...]:
    """Give what makes content the same: files by their bytes, not by their names."""
    photo: PhotoSize | None = content.photo[-1] if content.photo else None
    return (
        content.text,
        content.entities,
        photo.file.content if photo else None,
        content.document.file.content if content.document else None,
    )
