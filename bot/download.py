"""A message's picture → its bytes, in memory only."""

from telegram import Document, Message, PhotoSize, Sticker
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from model.errors import FileTooLarge

TOO_BIG = "file is too big"
"""What Telegram says where it did not tell a file's size before."""


async def download(message: Message) -> bytes:
    """Fetch the picture of a message that has one.

    Raises
    ------
    FileTooLarge
        It is larger than what Telegram lets bots fetch; nothing was fetched.
    """
    picture = _picture(message)
    if (picture.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise FileTooLarge("The file is larger than what Telegram lets bots fetch.")
    try:
        file = await picture.get_file()
    except BadRequest as error:
        if TOO_BIG in str(error).lower():
            raise FileTooLarge("Telegram does not let bots fetch a file of that size.") from error
        raise
    return bytes(await file.download_as_bytearray())


def _picture(message: Message) -> PhotoSize | Document | Sticker:
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    picture = message.document or message.sticker
    if picture is None:
        raise ValueError("the message has no picture")
    return picture
