"""A message as a person sees it."""

from bot.sandbox.values import Document, Message
from bot.sandbox.world import World


class Seen:
    """A message as the person sees it now: the bot's edits show in it at once."""

    def __init__(self, world: World, message: Message) -> None:
        self._world = world
        self._last = message

    @property
    def _message(self) -> Message:
        self._last = self._world.find(self._last.chat_id, self._last.id) or self._last
        return self._last

    @property
    def message_id(self) -> int:
        """The message's number in the chat."""
        return self._last.id

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self._last.sender.is_bot

    @property
    def deleted(self) -> bool:
        """Whether it is gone from the chat."""
        return self._world.find(self._last.chat_id, self._last.id) is None

    @property
    def text(self) -> str | None:
        """The text, None where there is a file."""
        content = self._message.content
        return None if content.has_file else content.text

    @property
    def caption(self) -> str | None:
        """The text below a file, None where there is none."""
        content = self._message.content
        return (content.text or None) if content.has_file else None

    @property
    def photo(self) -> bytes | None:
        """The largest size of the photo, a JPEG."""
        sizes = self._message.content.photo
        return sizes[-1].file.content if sizes else None

    @property
    def document(self) -> Document | None:
        """The document; `.file.content` are its bytes."""
        return self._message.content.document

    @property
    def buttons(self) -> list[list[tuple[str, str | None]]]:
        """Rows of (text, callback_data)."""
        return [[(button.text, button.data) for button in row] for row in self._message.keyboard]

    @property
    def reply_to_message_id(self) -> int | None:
        """Which message it answers."""
        original = self._message.reply_to
        return original.id if original else None

    @property
    def media_group_id(self) -> str | None:
        """Which album it belongs to."""
        return self._message.media_group_id

    @property
    def entities(self) -> list[tuple[str, int, int]]:
        """The marked stretches of the text or caption: type, offset, length."""
        return [(e.type, e.offset, e.length) for e in self._message.content.entities]

    @property
    def edits(self) -> int:
        """How often it was edited so far."""
        return self._message.edits

    def __repr__(self) -> str:
        content = self._message.content
        return f"Seen({self.message_id}, {content.text!r}, buttons={self.buttons})"
