"""What happens when an answer fails: the log learns all, the user one sentence."""

import logging

from telegram import Message, Update
from telegram.error import Forbidden, TelegramError

from bot import texts
from bot.context import Context
from bot.errors import FileGone
from bot.inbox import try_later
from model.errors import PictureError

log = logging.getLogger(__name__)

NOT_OURS = (PictureError, FileGone)
"""Errors that lie with the file that was sent: nothing is to be repaired here."""


async def on_error(update: object, context: Context) -> None:
    """Log an error that a handler let pass, then tell the user in one sentence."""
    error = context.error
    if error is None:
        return
    if try_later(error):
        log.warning("An answer could not be sent, trying again later: %s", error)
        return
    if isinstance(error, NOT_OURS):
        log.info("A picture was refused: %s", type(error).__name__)
    elif isinstance(error, Forbidden):
        log.info("A user has blocked the bot or is gone: nothing more is said there")
        return
    else:
        log.error("An update could not be answered", exc_info=error)
    message = update.effective_message if isinstance(update, Update) else None
    if isinstance(message, Message):
        try:
            await message.reply_text(texts.sentence_for(error), do_quote=True)
        except TelegramError as failure:
            log.warning("The user could not be told: %s", failure)
