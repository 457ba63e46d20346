"""What the chat page is told: messages and the rest of a chat as JSON."""

from bot.sandbox.values import Answer, Document, Event, File, Message, User
from bot.sandbox.wire import Json, entity
from bot.sandbox.world import World

FILES = "/chat/file/"
"""Where the page finds the files of the chats."""


def snapshot(world: World, person: User) -> Json:
    """Give everything that the page shows of one person's chat."""
    return {
        "kind": "snapshot",
        "person": person.id,
        "messages": [message(item) for item in world.messages(person.id)],
        **menu(world, person),
    }


def menu(world: World, person: User) -> Json:
    """Give the commands that a person can choose from, and the bot's own words."""
    language = person.language_code or ""
    return {
        "bot": {"name": world.bot.first_name, "username": world.bot.username},
        "description": world.menu.description(language),
        "commands": [
            {"command": item.command, "description": item.description}
            for item in world.menu.shown_to(person.id, language)
        ],
    }


def event(world: World, person: User, happened: Event) -> Json:
    """Give what the page needs to know of an event."""
    body: Json = {"kind": happened.kind}
    if happened.message is not None:
        body["message"] = message(happened.message)
    if happened.kind == "commands":
        body |= menu(world, person)
    if happened.kind == "delete":
        body["message_id"] = happened.message_id
    if happened.kind == "action":
        body["action"] = happened.action
    return body


def message(value: Message) -> Json:
    """Give a message as the page draws it."""
    content = value.content
    body: Json = {
        "id": value.id,
        "mine": not value.sender.is_bot,
        "date": value.date,
        "edited": value.edit_date is not None,
        "text": content.text,
        "entities": [entity(item) for item in content.entities],
        "group": value.media_group_id,
        "buttons": [
            [{"text": button.text, "data": button.data, "url": button.url} for button in row]
            for row in value.keyboard
        ],
    }
    if content.photo:
        largest = content.photo[-1]
        body["photo"] = {
            "url": address(largest.file),
            "width": largest.width,
            "height": largest.height,
        }
    if content.sticker is not None:
        body["sticker"] = {"url": address(content.sticker.file)}
    if content.document is not None:
        body["document"] = _document(content.document)
    if value.reply_to is not None:
        body["reply"] = _quote(value.reply_to)
    return body


def address(file: File) -> str:
    """Give where the page finds a file; no two files of all runs share an address."""
    return f"{FILES}{file.path}?{file.unique_id}"


def answer(value: Answer | None) -> Json:
    """Give the bot's answer to a tap."""
    if value is None:
        return {"silent": True}
    return {"text": value.text, "alert": value.alert, "url": value.url}


def summary(value: Message) -> str:
    """Say in a few words what a message is, for the quote above its answer."""
    content = value.content
    if content.text:
        return content.text
    if content.document is not None:
        return content.document.name
    return "Photo" if content.photo else "Sticker"


def _quote(value: Message) -> Json:
    sizes = value.content.photo
    thumbnail = address(sizes[0].file) if sizes else None
    return {"id": value.id, "text": summary(value), "thumbnail": thumbnail}


def _document(value: Document) -> Json:
    return {
        "url": address(value.file),
        "name": value.name,
        "size": len(value.file.content),
    }
