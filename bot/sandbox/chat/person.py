"""What a person does in the private chat with the bot."""

import asyncio
from dataclasses import replace

from bot.sandbox import wire
from bot.sandbox.entities import find_entities
from bot.sandbox.pictures import NotAPhoto
from bot.sandbox.values import Answer, Button, Content, Message, User
from bot.sandbox.world import World

ANSWER_SECONDS = 15.0
"""How long a client waits for the bot's answer to a tap before it gives up."""


class Person:
    """One person's side of the chat; every act becomes an update for the bot."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        world.people[user.id] = user

    def send_text(self, text: str, reply_to: int | None = None) -> Message:
        """Write a message; commands in it are marked as clients mark them."""
        return self._send(Content(text, find_entities(text)), reply_to=reply_to)

    async def send_photo(
        self,
        data: bytes,
        caption: str = "",
        media_group_id: str | None = None,
        name: str = "file",
    ) -> Message:
        """Send a picture as a photo.

        What does not decode is sent as a document called `name` instead, as Telegram's clients do.
        """
        try:
            photo = await self.world.shelf.keep_photo(self.user.id, data)
        except NotAPhoto:
            return self.send_document(data, name, caption=caption)
        content = Content(caption, find_entities(caption), photo=photo)
        return self._send(content, media_group_id=media_group_id)

    def send_document(
        self, data: bytes, name: str, mime_type: str = "", caption: str = ""
    ) -> Message:
        """Send a file as it is."""
        document = self.world.shelf.keep_document(self.user.id, data, name, mime_type)
        return self._send(Content(caption, find_entities(caption), document=document))

    def send_sticker(self, data: bytes) -> Message:
        """Send a WebP as a sticker."""
        return self._send(Content(sticker=self.world.shelf.keep_sticker(self.user.id, data)))

    def edit(self, message_id: int, text: str) -> Message:
        """Change the text or caption of an own message.

        Raises
        ------
        LookupError
            Where the person has no such message.
        """
        message = self.world.find(self.user.id, message_id)
        if message is None or message.sender.is_bot:
            raise LookupError(f"no own message {message_id}")
        content = replace(message.content, text=text, entities=find_entities(text))
        edited = self.world.edit(message, content, message.keyboard)
        self.world.updates.add("edited_message", wire.message(edited, self.user))
        return edited

    def delete(self, message_id: int) -> None:
        """Delete an own message for both sides; the bot is not told.

        Raises
        ------
        LookupError
            Where the person has no such message.
        """
        message = self.world.find(self.user.id, message_id)
        if message is None or message.sender.is_bot:
            raise LookupError(f"no own message {message_id}")
        self.world.delete(message)

    async def tap(self, message_id: int, button: Button) -> Answer | None:
        """Tap a button of the bot's message; None where the bot does not answer in time.

        Of a message that was deleted meanwhile, the bot learns the number and nothing else.
        """
        message = self.world.find(self.user.id, message_id)
        gone = message is None and self.world.had(self.user.id, message_id)
        if not (message or gone) or button.data is None:
            raise LookupError(f"nothing to tap in message {message_id}")
        answers: asyncio.Queue[Answer] = asyncio.Queue()
        query = {
            "id": self.world.taps.ask(answers.put_nowait),
            "from": wire.user(self.user),
            "message": self._tapped(message) if message else wire.gone(message_id, self.user),
            "chat_instance": str(self.user.id),
            "data": button.data,
        }
        self.world.updates.add("callback_query", query)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await answers.get()
        except TimeoutError:
            return None

    def _tapped(self, message: Message) -> wire.Json:
        """Give a message as it is now: what it answers may be deleted."""
        original = message.reply_to and self.world.find(self.user.id, message.reply_to.id)
        original = original and replace(original, reply_to=None)
        return wire.message(replace(message, reply_to=original), self.user)

    def _send(
        self, content: Content, media_group_id: str | None = None, reply_to: int | None = None
    ) -> Message:
        message = self.world.post(
            self.user.id,
            self.user,
            content,
            media_group_id=media_group_id,
            reply_to=self.world.find(self.user.id, reply_to) if reply_to else None,
        )
        self.world.updates.add("message", wire.message(message, self.user))
        return message
