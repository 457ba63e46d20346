"""A reply to an answer, with digits: its sender writes what is right, as of a number."""

import re
from datetime import UTC, datetime, timedelta
from unicodedata import decimal

from telegram import Message, ReplyParameters
from telegram.error import BadRequest
from telegram.ext import filters

from bot import texts
from bot.answers import buttons
from bot.answers.caption import TEXT_MAX as DIGITS_MOST
from bot.answers.tap import Tap
from bot.context import Context, Shared
from bot.keep import keep, sender_of
from bot.units import duration

BETWEEN = re.compile(r"[\s.,·'’_\-\u2010-\u2015]+")
"""What may stand between digits: spaces, dots, commas, apostrophes and dashes."""

ROWS = re.compile(r"[\n/]")
"""What separates rows: in a text a line break, on the buttons a slash."""


class ToThisBot(filters.MessageFilter):
    """A reply to a message of this bot."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        replied = message.reply_to_message
        author = replied.from_user if replied else None
        return author is not None and author.id == message.get_bot().id


class OfDigits(filters.MessageFilter):
    """A text of nothing but digits and what may stand between them."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return understood(message.text or "") is not None


WORDS = filters.TEXT & ~filters.COMMAND
TO_ANSWERS = WORDS & ToThisBot() & (filters.ChatType.PRIVATE | OfDigits())
"""Replies; in a group, where people talk to one another, only those of digits."""

NUMBERS = WORDS & filters.ChatType.PRIVATE & OfDigits()
"""Digits that are no reply to this bot."""


async def answer(message: Message, context: Context) -> None:
    """Keep what a reply says is right."""
    shared, replied = context.shared, message.reply_to_message
    right = understood(message.text or "")
    ways = [
        tap for tap in buttons.taps_of(replied.reply_markup if replied else None) if tap.picture
    ]
    if replied is None or not ways:
        sentence = texts.TEXT if right is None else texts.NOT_AN_ANSWER
        await message.reply_text(sentence, do_quote=True)
    elif ways[0].sender != sender_of(message) and not shared.is_admin(message.from_user):
        await message.reply_text(texts.NOT_YOURS, do_quote=True)
    elif right is None or len(right) > DIGITS_MOST:
        await message.reply_text(texts.WRITE_DIGITS.format(most=DIGITS_MOST), do_quote=True)
    else:
        async with shared.turns.of(replied.chat_id, replied.message_id):
            await _judge(shared, message, replied, ways[0], right)


async def ask_for_reply(message: Message, _: Context) -> None:
    """Say how a number becomes a correction."""
    await message.reply_text(texts.NOT_A_REPLY, do_quote=True)


def understood(text: str) -> str | None:
    """Take the digits out of a text, of any script; None where it has other words or no digit.

    Rows come back separated by line breaks.
    """
    rows = [row for line in ROWS.split(text) if (row := BETWEEN.sub("", line))]
    if not rows or not all(row.isdecimal() for row in rows):
        return None
    return "\n".join("".join(str(decimal(digit)) for digit in row) for row in rows)


async def _judge(shared: Shared, message: Message, replied: Message, way: Tap, right: str) -> None:
    """Keep it, unless something was said before that can no longer be changed."""
    before = await shared.stored(shared.store.correction, replied.chat_id, replied.message_id)
    hours = shared.settings.change_hours
    if before is not None and before.dropped:
        await message.reply_text(texts.NOT_KEPT, do_quote=True)
        return
    if before is not None and datetime.now(UTC) - before.at > timedelta(hours=hours):
        too_late = texts.TOO_LATE.format(duration=duration(hours * 3600))
        await message.reply_text(too_late, do_quote=True)
        return
    by = message.from_user.id if message.from_user else 0
    told = await shared.stored(shared.store.told, by)
    thanks = texts.NOTED.format(digits=right.replace("\n", texts.NEXT_ROW))
    # Of a message that the bot sends, unlike of one that it gets, Telegram tells what it answers.
    try:
        note = await message.reply_text(
            thanks if told else texts.FIRST_KEPT,
            reply_parameters=ReplyParameters(way.picture, allow_sending_without_reply=False),
        )
    except BadRequest:
        await message.reply_text(texts.PICTURE_GONE, do_quote=True)
        return
    picture = note.reply_to_message
    # A button's data can be forged, as to lead to somebody else's picture.
    own = picture is not None and sender_of(picture) == way.sender
    if picture is None or not own or not await keep(shared, replied, picture, right, by):
        await note.edit_text(texts.PICTURE_GONE)
