"""The values of a chat: people, files, messages. All frozen; an edit makes a new value."""

from dataclasses import dataclass


@dataclass(frozen=True)
class User:
    """Somebody in a chat: the bot or a person."""

    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True)
class Entity:
    """A formatted or meaningful stretch of a text; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class File:
    """A stored file; `path` is where the bot downloads it, below ``/file/bot<token>/``."""

    id: str
    unique_id: str
    path: str
    content: bytes


@dataclass(frozen=True)
class PhotoSize:
    """One rendition of a photo."""

    file: File
    width: int
    height: int


@dataclass(frozen=True)
class Document:
    """A file that was sent as it is."""

    file: File
    name: str
    mime_type: str


@dataclass(frozen=True)
class Sticker:
    """A static sticker."""

    file: File
    width: int
    height: int


@dataclass(frozen=True)
class Button:
    """An inline button: it carries either data for the bot or an address."""

    text: str
    data: str | None = None
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons below a message, () for none."""


@dataclass(frozen=True)
class Content:
    """What a message says, apart from who says it and when.

    `text` is the caption where the message has a file.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()
    photo: tuple[PhotoSize, ...] = ()
    document: Document | None = None
    sticker: Sticker | None = None

    @property
    def has_file(self) -> bool:
        """Whether the text is a caption."""
        return bool(self.photo or self.document or self.sticker)


@dataclass(frozen=True)
class Message:
    """A message of a private chat; `chat_id` is the id of the person who talks with the bot."""

    id: int
    chat_id: int
    sender: User
    date: int
    content: Content
    keyboard: Keyboard = ()
    media_group_id: str | None = None
    reply_to: "Message | None" = None
    edit_date: int | None = None
    edits: int = 0


@dataclass(frozen=True)
class Answer:
    """What the bot answered to a tap."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that a person in a chat can see happen.

    `kind` is one of message, edit, delete, action or commands; the fields that the kind needs
    are set.
    """

    kind: str
    chat_id: int
    message: Message | None = None
    message_id: int = 0
    action: str = ""
