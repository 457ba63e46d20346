"""Whatever is no picture: one sentence on what to send instead."""

from telegram import Message
from telegram.ext import filters

from bot import texts
from bot.context import Answer, Context

INSTEAD = (
    (filters.COMMAND, texts.UNKNOWN_COMMAND),
    (filters.TEXT, texts.TEXT),
    # An animation is also a document, so it stands before them.
    (
        filters.ANIMATION
        | filters.VIDEO
        | filters.VIDEO_NOTE
        | filters.Sticker.ANIMATED
        | filters.Sticker.VIDEO,
        texts.MOVING,
    ),
    (filters.VOICE | filters.AUDIO, texts.SOUND),
    (filters.Document.ALL, texts.NOT_AN_IMAGE),
    (~filters.StatusUpdate.ALL, texts.SOMETHING_ELSE),
)
"""Kinds of messages, the first that fits counts, and what is said to them."""

PRIVATE = filters.ChatType.PRIVATE
"""In a group people talk to one another; there the bot speaks of pictures only."""


def saying(sentence: str) -> Answer:
    """Make an answer of a sentence."""

    async def answer(message: Message, _: Context) -> None:
        await message.reply_text(sentence, do_quote=True)

    return answer
