"""What somebody says of an answer → kept, with the small pictures, and shown below the chart.

Nothing of a picture is kept before. So it is fetched again, from the message that still names it.
"""

import hashlib
import logging
from datetime import UTC, datetime

from telegram import InlineKeyboardMarkup, Message, MessageEntity
from telegram.error import BadRequest

from bot.answers import buttons
from bot.answers.candidates import worth_saying
from bot.answers.caption import settled
from bot.answers.corrected import crops
from bot.api.download import download, is_large
from bot.context import Shared
from bot.errors import FileGone
from bot.store import UNKNOWN_USER, Correction
from model import Recognizer
from model.reading import Reading

log = logging.getLogger(__name__)


def sender_of(message: Message) -> int:
    """Return the id of who sent a message; `UNKNOWN_USER` in the name of a channel or a group."""
    if message.sender_chat is not None or message.from_user is None:
        return UNKNOWN_USER
    return message.from_user.id


async def keep(shared: Shared, answer: Message, picture: Message, right: str, by: int) -> bool:
    """Keep what is right and show it; False where the picture is gone: then nothing has changed.

    Parameters
    ----------
    shared
        What all conversations share.
    answer
        The message with the chart.
    picture
        The message that it answers.
    right
        What the picture says, rows separated by line breaks; "" for no digit.
    by
        Id of who says so.
    """
    served = shared.served
    async with shared.in_hand(by, large=is_large(picture)):
        try:
            data = await download(picture)
        except (FileGone, BadRequest) as error:
            log.info("A picture can no longer be fetched: %s", error)
            return False
        reading, sha256 = await shared.read(_examine, served.recognizer, data)
    answered = await shared.stored(shared.store.answer, answer.chat_id, answer.message_id)
    sender = sender_of(picture)
    correction = Correction(
        chat_id=answer.chat_id,
        message_id=answer.message_id,
        user_id=sender,
        said_by=by,
        sha256=sha256,
        # What is not remembered was forgotten or is just being sent: the version in use counts.
        version=answered.version if answered else served.id,
        read=answered.text if answered else worth_saying(reading).text,
        right=right,
        at=datetime.now(UTC),
        crops=crops(reading, right),
    )
    await shared.stored(shared.store.keep, correction)
    await show(shared, answer, correction, picture.message_id)
    return True


async def show(shared: Shared, answer: Message, correction: Correction, picture: int) -> None:
    """Show below a chart what was said, and the button to change it, if it can be changed.

    `picture` is the number of the message with the picture.
    """
    says = settled(correction.right, by_admin=correction.said_by != correction.user_id)
    digits = MessageEntity(MessageEntity.CODE, says.offset, says.length)
    change = buttons.changeable(correction.user_id, picture)
    try:
        await answer.edit_caption(
            says.text,
            caption_entities=[digits] if says.length else None,
            reply_markup=change if shared.settings.change_hours else None,
        )
    except BadRequest as error:  # it stands there already, or somebody has deleted the answer
        log.info("What was said could not be shown: %s", error)


async def show_buttons(answer: Message, keyboard: InlineKeyboardMarkup | None) -> None:
    """Put other buttons below a chart, or none."""
    try:
        await answer.edit_reply_markup(keyboard)
    except BadRequest as error:  # it was tapped twice at once, or is deleted: nothing is left to do
        log.info("The buttons could not be shown: %s", error)


def _examine(recognizer: Recognizer, data: bytes) -> tuple[Reading, str]:
    """Read a picture, and tell its file's hash; blocks for a while."""
    return recognizer.read(data), hashlib.sha256(data).hexdigest()
