"""Values in the Bot API's JSON."""

from typing import Any

from bot.sandbox.values import (
    Content,
    Document,
    Entity,
    File,
    Keyboard,
    Message,
    PhotoSize,
    Sticker,
    User,
)

Json = dict[str, Any]


def user(value: User) -> Json:
    """Telegram's User."""
    return _present(
        {
            "id": value.id,
            "is_bot": value.is_bot,
            "first_name": value.first_name,
            "username": value.username,
            "language_code": value.language_code,
        }
    )


def message(value: Message, person: User) -> Json:
    """Telegram's Message; `person` is whom the bot talks with in this chat."""
    body: Json = {
        "message_id": value.id,
        "from": user(value.sender),
        "chat": chat(person),
        "date": value.date,
    }
    if value.edit_date is not None:
        body["edit_date"] = value.edit_date
    if value.media_group_id is not None:
        body["media_group_id"] = value.media_group_id
    if value.reply_to is not None:
        body["reply_to_message"] = message(value.reply_to, person)
    if value.keyboard:
        body["reply_markup"] = {"inline_keyboard": keyboard(value.keyboard)}
    return body | content(value.content)


def gone(message_id: int, person: User) -> Json:
    """Telegram's InaccessibleMessage."""
    return {"message_id": message_id, "chat": chat(person), "date": 0}


def chat(person: User) -> Json:
    """Telegram's Chat, the private one with this person."""
    return _present(
        {
            "id": person.id,
            "type": "private",
            "first_name": person.first_name,
            "username": person.username,
        }
    )


def content(value: Content) -> Json:
    """Give the fields of a Message that hold its content."""
    body: Json = {}
    word = "caption" if value.has_file else "text"
    if value.text:
        body[word] = value.text
    if value.entities:
        name = "caption_entities" if value.has_file else "entities"
        body[name] = [entity(item) for item in value.entities]
    if value.photo:
        body["photo"] = [photo_size(item) for item in value.photo]
    if value.document is not None:
        body["document"] = document(value.document)
    if value.sticker is not None:
        body["sticker"] = sticker(value.sticker)
    return body


def entity(value: Entity) -> Json:
    """Telegram's MessageEntity."""
    return _present(
        {
            "type": value.type,
            "offset": value.offset,
            "length": value.length,
            "url": value.url,
            "language": value.language,
        }
    )


def keyboard(rows: Keyboard) -> list[list[Json]]:
    """Telegram's inline_keyboard."""
    return [
        [
            _present({"text": button.text, "callback_data": button.data, "url": button.url})
            for button in row
        ]
        for row in rows
    ]


def file(value: File) -> Json:
    """Give the fields that everything with a file has."""
    return {
        "file_id": value.id,
        "file_unique_id": value.unique_id,
        "file_size": len(value.content),
    }


def photo_size(value: PhotoSize) -> Json:
    """Telegram's PhotoSize."""
    return file(value.file) | {"width": value.width, "height": value.height}


def document(value: Document) -> Json:
    """Telegram's Document."""
    return file(value.file) | {"file_name": value.name, "mime_type": value.mime_type}


def sticker(value: Sticker) -> Json:
    """Telegram's Sticker, a static one."""
    return file(value.file) | {
        "type": "regular",
        "width": value.width,
        "height": value.height,
        "is_animated": False,
        "is_video": False,
    }


def _present(body: Json) -> Json:
    return {name: value for name, value in body.items() if value is not None}
