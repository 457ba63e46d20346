"""A photo, an image file or a sticker: what it says, and a chart of how that was seen."""

from functools import reduce
from operator import or_

from telegram import Message, MessageEntity
from telegram.ext import filters

from bot import buttons
from bot.activity import sending_photo
from bot.candidates import worth_saying
from bot.caption import caption
from bot.context import Context
from bot.download import download
from model import Recognizer, chart
from model.reading import Reading

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
    shared = context.shared
    recognizer = shared.served.recognizer
    async with sending_photo(message), shared.pictures:
        data = await download(message)
        theme = shared.settings.chart_theme
        reading, drawing = await shared.in_thread(look, recognizer, data, theme)
        says = caption(reading)
        digits = MessageEntity(MessageEntity.CODE, says.offset, says.length)
        await message.reply_photo(
            drawing,
            caption=says.text,
            caption_entities=[digits] if says.length else None,
            reply_markup=buttons.offer(reading, message.from_user.id if message.from_user else 0),
            do_quote=True,
        )


def look(recognizer: Recognizer, data: bytes, theme: str) -> tuple[Reading, bytes]:
    """Read a picture and draw the chart of that; blocks for a while."""
    reading = worth_saying(recognizer.read(data))
    return reading, chart.draw(reading, theme)
