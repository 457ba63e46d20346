"""A photo, an image file or a sticker: what it says, and a chart of how that was seen."""

import logging
from datetime import UTC, datetime
from functools import reduce
from operator import or_

from telegram import Message, MessageEntity
from telegram.ext import filters

from bot import memory, texts
from bot.activity import sending_photo
from bot.answers import buttons
from bot.answers.candidates import worth_saying
from bot.answers.caption import caption
from bot.api.download import download, is_large
from bot.context import Context, Shared
from bot.errors import StoreError
from bot.keep import sender_of
from bot.quota import Verdict
from bot.store import Answer
from model import Recognizer, chart
from model.reading import Reading

log = logging.getLogger(__name__)

EXTENSIONS = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff")
"""Names of image files, for documents whose sender did not say that they are images."""

PICTURES = (
    filters.PHOTO
    | filters.Sticker.STATIC
    | filters.Document.IMAGE
    | reduce(or_, (filters.Document.FileExtension(name) for name in EXTENSIONS))
)
"""The messages that are answered here."""


async def answer(message: Message, context: Context) -> None:
    """Read a message's picture and reply with its digits and their chart."""
    shared, person = context.shared, _person(message)
    sent_at, number = message.date.timestamp(), (message.chat_id, message.message_id)
    verdict = shared.quota.take(person, sent_at, number)
    if verdict is not Verdict.READ:
        if verdict is Verdict.TELL:
            told = texts.TOO_MANY.format(most=shared.settings.photos_a_minute)
            await message.reply_text(told, do_quote=True)
        return
    served = shared.served
    async with sending_photo(message):
        async with shared.in_hand(person, large=is_large(message)):
            data = await download(message)
            theme = shared.settings.chart_theme
            reading, drawing = await shared.read(look, served.recognizer, data, theme)
        # Sent outside: while Telegram lets a chat wait, others need the place.
        says = caption(reading)
        digits = MessageEntity(MessageEntity.CODE, says.offset, says.length)
        sent = await message.reply_photo(
            drawing,
            caption=says.text,
            caption_entities=[digits] if says.length else None,
            reply_markup=buttons.offer(reading, sender_of(message), message.message_id),
            do_quote=True,
        )
    await _remember(shared, message, sent, served.id, reading)


def _person(message: Message) -> int:
    """Return the id of whom a picture is counted for: its sender, be it a group or a channel."""
    sender = message.sender_chat or message.from_user or message.chat
    return sender.id


async def _remember(
    shared: Shared, message: Message, sent: Message, version: str, reading: Reading
) -> None:
    """Write down what was answered, without the picture; the answer stands even if that fails."""
    answer_ = Answer(
        chat_id=sent.chat_id,
        message_id=sent.message_id,
        user_id=sender_of(message),
        version=version,
        text=reading.text,
        confidence=reading.confidence,
        certain=reading.certain,
        at=datetime.now(UTC),
    )
    try:
        await shared.stored(shared.store.remember, answer_)
    except StoreError:
        log.exception("An answer could not be written down")


def look(recognizer: Recognizer, data: bytes, theme: str) -> tuple[Reading, bytes]:
    """Read a picture and draw the chart of that; blocks for a while."""
    reading = worth_saying(recognizer.read(data))
    # Telegram makes a JPEG of every photo, so a PNG would only take longer.
    drawing = chart.draw(chart.in_detail(reading, data), theme, "jpeg")
    memory.give_back_sometimes()
    return reading, drawing
