"""A message that shows how far something is, for as long as that takes."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.api.pace import AT_ONCE

log = logging.getLogger(__name__)

FLOOD_SECONDS = 30.0
"""How long no edit is tried after Telegram refused one as one too many."""

GONE = "message to edit not found"
"""What Telegram says where the message was deleted."""


async def follow(
    note: Message,
    bot: ExtBot[int],
    task: asyncio.Task[Any],
    say: Callable[[], str],
    buttons: InlineKeyboardMarkup,
    seconds: float,
) -> Message:
    """Edit a message every few seconds until a task is done.

    An edit that Telegram refuses is skipped: the next one says more anyway. Where somebody has
    deleted the message, another one takes its place.

    Parameters
    ----------
    note
        The message.
    bot
        Who has sent it.
    task
        What is waited for; how it ends does not matter here.
    say
        What the message shall say now.
    buttons
        What stands below it all the time.
    seconds
        From one edit to the next.

    Returns
    -------
    The message that shows it now.
    """
    shown, wait = note.text, seconds
    while not task.done():
        await asyncio.wait({task}, timeout=wait)
        wait = seconds
        text = say()
        if task.done() or text == shown:
            continue
        try:
            await bot.edit_message_text(
                text, note.chat_id, note.message_id, reply_markup=buttons, rate_limit_args=AT_ONCE
            )
            shown = text
        except RetryAfter:
            wait = FLOOD_SECONDS
        except BadRequest as error:
            if GONE in str(error).lower():
                note = await _again(note, bot, text, buttons)
        except TelegramError as error:
            log.debug("The progress could not be shown: %s", error)
    return note


async def _again(
    note: Message, bot: ExtBot[int], text: str, buttons: InlineKeyboardMarkup
) -> Message:
    """Send what a deleted message has shown; returns that one where this fails, too."""
    try:
        return await bot.send_message(note.chat_id, text, reply_markup=buttons)
    except TelegramError as error:
        log.debug("The progress could not be shown again: %s", error)
        return note


async def close(note: Message, text: str) -> bool:
    """Take the progress and the buttons away; False if that cannot be shown."""
    try:
        await note.edit_text(text)
    except TelegramError as error:  # somebody may have deleted it
        log.info("A progress message could not be closed: %s", error)
        return False
    return True
