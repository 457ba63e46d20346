"""A message's picture → its bytes, in memory only."""

import asyncio
import logging
from contextlib import suppress
from typing import BinaryIO, cast

from telegram import Document, File, Message, PhotoSize, Sticker
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.api.again import PATIENCE, pauses
from bot.errors import FileGone
from model.errors import FileTooLarge

log = logging.getLogger(__name__)

TOO_BIG = "file is too big"
"""What Telegram says where it did not tell a file's size before."""

GONE = "file is temporarily unavailable"
"""What Telegram says of a file that it no longer has; however often it is asked."""


LARGE = 2_000_000
"""Bytes from which files are fetched one at a time; photos have a tenth of that."""

TIMES = 3
"""How often Telegram is asked for a file's address until the file counts as gone."""


async def download(message: Message) -> bytes:
    """Fetch the picture of a message that has one; what arrives by half is fetched again.

    Raises
    ------
    FileTooLarge
        It is larger than what Telegram lets bots fetch; nothing was fetched.
    FileGone
        Telegram no longer has it.
    TelegramError
        Telegram could not be reached for `again.PATIENCE` seconds.
    """
    picture = _picture(message)
    if (picture.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise FileTooLarge("The file is larger than what Telegram lets bots fetch.")
    for _ in range(TIMES):
        with suppress(InvalidToken):  # to the library any 404: this address is no longer good
            return await _fetch(await _locate(picture))
    raise FileGone("No address that Telegram gives leads to the file.")


async def _locate(picture: PhotoSize | Document | Sticker) -> File:
    try:
        file = await picture.get_file()
    except BadRequest as error:
        if TOO_BIG in str(error).lower():
            raise FileTooLarge("Telegram does not let bots fetch a file of that size.") from error
        if GONE in str(error).lower():
            raise FileGone("Telegram no longer knows the file.") from error
        raise
    if (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise FileTooLarge("The file is larger than what Telegram lets bots fetch.")
    return file


async def _fetch(file: File) -> bytes:
    """Fetch a file whole, again and again where the connection breaks."""
    loop = asyncio.get_running_loop()
    waiting, give_up = pauses(), loop.time() + PATIENCE
    while True:
        try:
            return await _whole(file)
        except BadRequest as error:
            raise FileTooLarge("More comes than what Telegram lets bots fetch.") from error
        except NetworkError as error:
            pause = next(waiting)
            if loop.time() + pause > give_up:
                raise
            log.info("A file is fetched again in %.1f s: %s", pause, type(error).__name__)
        await asyncio.sleep(pause)


class _Held:
    """Holds a file's bytes as they came: the library's other ways copy them twice."""

    data = b""

    def write(self, data: bytes) -> None:
        self.data = data


async def _whole(file: File) -> bytes:
    held = _Held()
    await file.download_to_memory(cast(BinaryIO, held))
    data = held.data
    if len(data) != (file.file_size or len(data)):
        raise NetworkError("The file did not arrive whole.")
    return data


def is_large(message: Message) -> bool:
    """Whether a message's picture takes much memory, or does not say how much."""
    size = _picture(message).file_size
    return size is None or size > LARGE


def _picture(message: Message) -> PhotoSize | Document | Sticker:
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    picture = message.document or message.sticker
    if picture is None:
        raise ValueError("the message has no picture")
    return picture
