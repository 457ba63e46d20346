"""What the chat shows while the bot works: "sending photo"."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds until a person wonders: most answers come sooner, and need no call to announce them."""

REPEAT_SECONDS = 4.0
"""Telegram shows an action for five seconds."""


@contextlib.asynccontextmanager
async def sending_photo(message: Message) -> AsyncIterator[None]:
    """Let the chat of a message show "sending photo" while the block runs, if that takes long."""
    showing = asyncio.create_task(_show(message))
    try:
        yield
    finally:
        showing.cancel()


async def _show(message: Message) -> None:
    await asyncio.sleep(PATIENCE)
    while True:
        try:
            await message.reply_chat_action(ChatAction.UPLOAD_PHOTO)
        except TelegramError as error:  # it is a courtesy: the answer does not depend on it
            log.debug("Could not show the activity: %s", error)
        await asyncio.sleep(REPEAT_SECONDS)
