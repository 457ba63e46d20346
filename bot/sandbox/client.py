"""A person for tests: a conversation reads like a chat."""

import asyncio
from collections.abc import Callable

from bot.sandbox.chat.person import Person
from bot.sandbox.seen import Seen
from bot.sandbox.values import Answer, Button, Event, Message, User
from bot.sandbox.world import World


class Client:
    """An in-process person in a private chat with the bot.

    Attributes
    ----------
    actions
        What the bot was seen doing, such as "typing", in order.
    answers
        The bot's answers to taps, in order; `.alert` tells whether a window pops up.
    """

    def __init__(self, world: World, user: User) -> None:
        self.user = user
        self.actions: list[str] = []
        self.answers: list[Answer] = []
        self._world = world
        self._person = Person(world, user)
        self._known: dict[int, Seen] = {m.id: Seen(world, m) for m in world.messages(user.id)}
        self._unread = asyncio.Queue[Seen]()
        self._edits_seen: dict[int, int] = {}
        self._happened = asyncio.Event()
        world.watch(user.id, self._on_event)

    @property
    def messages(self) -> list[Seen]:
        """All messages of the chat that are not deleted, own ones too, the oldest first."""
        return [message for message in self._known.values() if not message.deleted]

    async def send_text(self, text: str, reply_to: Seen | None = None) -> Seen:
        """Write a message, perhaps in reply to another one."""
        original = reply_to.message_id if reply_to else None
        return self._seen(self._person.send_text(text, original))

    async def send_photo(
        self, data: bytes, caption: str | None = None, media_group_id: str | None = None
    ) -> Seen:
        """Send a picture as a photo."""
        sent = await self._person.send_photo(data, caption or "", media_group_id)
        return self._seen(sent)

    async def send_document(
        self, data: bytes, filename: str, mime_type: str = "", caption: str | None = None
    ) -> Seen:
        """Send a file as it is; an empty `mime_type` is guessed from the name."""
        return self._seen(self._person.send_document(data, filename, mime_type, caption or ""))

    async def send_sticker(self, data: bytes) -> Seen:
        """Send a WebP as a sticker."""
        return self._seen(self._person.send_sticker(data))

    async def send_edit(self, message_id: int, text: str) -> Seen:
        """Change the text or caption of an own message."""
        return self._seen(self._person.edit(message_id, text))

    async def delete(self, message: Seen) -> None:
        """Delete an own message."""
        self._person.delete(message.message_id)

    async def tap(self, message: Seen, button: str) -> str:
        """Tap the button with this text or callback_data; returns what the bot answers.

        Raises
        ------
        LookupError
            Where the message has no such button.
        TimeoutError
            Where the bot does not answer.
        """
        for row in message.buttons:
            for text, data in row:
                if button in (text, data):
                    answer = await self._person.tap(message.message_id, Button(text, data))
                    if answer is None:
                        raise TimeoutError(f"the bot does not answer the tap on {button!r}")
                    self.answers.append(answer)
                    return answer.text
        raise LookupError(f"no button {button!r} in {message!r}")

    async def next_message(self, timeout: float = 10) -> Seen:  # noqa: ASYNC109
        """Wait for the next message of the bot that was not returned yet."""
        async with asyncio.timeout(timeout):
            return await self._unread.get()

    async def edited(self, message: Seen, timeout: float = 10) -> Seen:  # noqa: ASYNC109
        """Wait for an edit of a message since it was sent or since this last returned."""
        seen = self._edits_seen.get(message.message_id, 0)
        await self.until(lambda: message.edits > seen, timeout)
        self._edits_seen[message.message_id] = message.edits
        return message

    async def until(self, predicate: Callable[[], object], timeout: float = 10) -> None:  # noqa: ASYNC109
        """Wait until something in the chat makes the predicate true."""
        async with asyncio.timeout(timeout):
            while not predicate():
                self._happened.clear()
                await self._happened.wait()

    def _seen(self, message: Message) -> Seen:
        return self._known[message.id]

    def _on_event(self, event: Event) -> None:
        if event.kind == "action":
            self.actions.append(event.action)
        if event.kind == "message" and event.message is not None:
            seen = self._known[event.message.id] = Seen(self._world, event.message)
            if seen.from_bot:
                self._unread.put_nowait(seen)
        self._happened.set()
