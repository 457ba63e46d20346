"""`/forget`: remove all that is kept of who asks."""

import logging

from telegram import Message

from bot import texts
from bot.context import Context
from bot.keep import sender_of
from bot.store import UNKNOWN_USER, Forgotten

log = logging.getLogger(__name__)


async def answer(message: Message, context: Context) -> None:
    """Remove it and say what it was."""
    shared, user = context.shared, sender_of(message)
    if user == UNKNOWN_USER:  # what is known of nobody belongs to many, so no one may remove it
        await message.reply_text(texts.FORGET_WHO, do_quote=True)
        return
    gone = await shared.stored(shared.store.forget, user)
    log.info("A user was forgotten: %s", gone)
    await message.reply_text(describe(gone), do_quote=True)


def describe(gone: Forgotten) -> str:
    """Say what was removed."""
    parts = [
        (one if count == 1 else many).format(count=f"{count:,}")
        for count, one, many in (
            (gone.crops, texts.FORGOT_CROP, texts.FORGOT_CROPS),
            (gone.corrections, texts.FORGOT_CORRECTION, texts.FORGOT_CORRECTIONS),
            (gone.answers, texts.FORGOT_ANSWER, texts.FORGOT_ANSWERS),
        )
        if count
    ]
    if not parts:
        return texts.FORGOT_NOTHING
    *first, last = parts
    listed = texts.AND.join([", ".join(first), last]) if first else last
    return texts.FORGOT.format(parts=listed) + (texts.FORGOT_LEARNED if gone.corrections else "")
