"""What a bot sends: text with markup, and files."""

from typing import Any

from bot.sandbox.botapi.call import Call, Upload, whole
from bot.sandbox.entities import find_entities, utf16_length
from bot.sandbox.markup import parse_html
from bot.sandbox.pictures import NotAPhoto
from bot.sandbox.refusal import Refusal, malformed
from bot.sandbox.values import Content, Document, Entity, PhotoSize
from bot.sandbox.world import World

TEXT_LIMIT = 4096
"""UTF-16 units of a text after its markup was taken out."""
CAPTION_LIMIT = 1024
"""UTF-16 units of a caption after its markup was taken out."""
PHOTO_LIMIT = 10 * 1024 * 1024
"""Bytes of a photo that is uploaded."""

Marked = tuple[str, tuple[Entity, ...]]


def read_text(call: Call) -> Marked:
    """Take a message's text from a call."""
    text, entities = _marked(call.text("text"), call.text("parse_mode"), call.json("entities"))
    if not text:
        raise malformed("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise malformed("message is too long")
    return text, entities


def read_caption(fields: dict[str, Any]) -> Marked:
    """Take a caption from a call's values or from a part of an album."""
    text, entities = _marked(
        str(fields.get("caption", "")),
        str(fields.get("parse_mode", "")),
        fields.get("caption_entities"),
    )
    if utf16_length(text) > CAPTION_LIMIT:
        raise malformed("message caption is too long")
    return text, entities


async def read_photo(world: World, chat_id: int, given: Upload | str | None) -> Content:
    """Make a photo of an upload or of a `file_id` that is known."""
    return Content(photo=await _photo(world, chat_id, given))


async def read_document(world: World, chat_id: int, given: Upload | str | None) -> Content:
    """Make a document of an upload or of a `file_id` that is known."""
    if given is None:
        raise malformed("there is no document in the request")
    if isinstance(given, Upload):
        kept = world.shelf.keep_document(chat_id, given.content, given.name, given.mime_type)
        return Content(document=kept)
    known = world.shelf.by_id(given)
    if known is None:
        raise malformed("wrong file identifier/HTTP URL specified")
    return Content(document=Document(known, known.path.rpartition("/")[2], ""))


async def _photo(world: World, chat_id: int, given: Upload | str | None) -> tuple[PhotoSize, ...]:
    if given is None:
        raise malformed("there is no photo in the request")
    if isinstance(given, str):
        known = world.shelf.photo_of(given)
        if not known:
            raise malformed("wrong file identifier/HTTP URL specified")
        return known
    if len(given.content) > PHOTO_LIMIT:
        raise malformed(
            f"file of size {len(given.content)} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_LIMIT} bytes"
        )
    try:
        return await world.shelf.keep_photo(chat_id, given.content)
    except NotAPhoto as error:
        raise malformed(str(error)) from error


MEDIA = {"photo": read_photo, "document": read_document}
"""What the `type` of an InputMedia may say."""


async def read_media(world: World, call: Call, chat_id: int, part: Any) -> Content:
    """Take an InputMedia, caption included, from a call."""
    if not isinstance(part, dict) or part.get("type") not in MEDIA:
        raise malformed("can't parse InputMedia: type must be photo or document")
    given = call.upload("", str(part.get("media", "")))
    content = await MEDIA[part["type"]](world, chat_id, given)
    text, entities = read_caption(part)
    return Content(text, entities, content.photo, content.document)


def _marked(text: str, parse_mode: str, entities: Any) -> Marked:
    if parse_mode:
        if parse_mode.lower() not in MARKUPS:
            raise malformed("unsupported parse_mode")
        try:
            return _trimmed(*MARKUPS[parse_mode.lower()](text))
        except ValueError as error:
            raise malformed(f"can't parse entities: {error}") from error
    return _trimmed(text, _given(entities))


MARKUPS = {"html": parse_html}
"""Markup languages by `parse_mode`."""


def _given(entities: Any) -> tuple[Entity, ...]:
    if entities is None:
        return ()
    if not isinstance(entities, list) or not all(isinstance(item, dict) for item in entities):
        raise malformed("can't parse MessageEntity: expected an array of Objects")
    return tuple(
        Entity(
            str(item.get("type", "")),
            whole(item.get("offset"), "offset"),
            whole(item.get("length"), "length"),
            item.get("url"),
            item.get("language"),
        )
        for item in entities
    )


def _trimmed(text: str, entities: tuple[Entity, ...]) -> Marked:
    """Cut white space at both ends, as Telegram does, and keep the entities in place."""
    start = len(text) - len(text.lstrip())
    shift = utf16_length(text[:start])
    text = text.strip()
    length = utf16_length(text)
    kept = []
    for item in entities:
        begin = max(0, item.offset - shift)
        end = min(length, item.offset - shift + item.length)
        if begin < end:
            kept.append(Entity(item.type, begin, end - begin, item.url, item.language))
    return text, find_entities(text, tuple(kept))


def refuse_missing(what: str) -> Refusal:
    """Refuse a call for a message that is not there; a correct bot may run into it."""
    return Refusal(f"Bad Request: {what} not found")
