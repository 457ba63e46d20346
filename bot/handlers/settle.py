"""A tap on a button under a doubtful answer: its sender says what is written there."""

import logging

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, MessageEntity
from telegram.error import BadRequest

from bot import buttons, texts
from bot.caption import Caption, settled, settled_otherwise
from bot.context import Context

log = logging.getLogger(__name__)


async def answer(query: CallbackQuery, context: Context) -> None:
    """Show what was said instead of the buttons; whoever did not send the picture is refused."""
    tap, message = buttons.read(str(query.data)), query.message
    if tap is None:
        await query.answer(texts.OLD_BUTTON)
    elif query.from_user.id != tap.sender and not context.shared.is_admin(query.from_user):
        await query.answer(texts.NOT_YOURS, show_alert=True)
    elif not isinstance(message, Message):
        await query.answer(texts.TOO_OLD, show_alert=True)
    elif message.reply_markup is None:
        await query.answer(texts.SETTLED)
    elif tap.said == buttons.OTHER and _one_digit(message.reply_markup):
        await query.answer(texts.WHICH)
        await _edit(message, buttons.keypad(tap.sender))
    else:
        await query.answer(texts.THANKS)
        await _edit(message, caption_of(tap, message.reply_markup))


def caption_of(tap: buttons.Tap, keyboard: InlineKeyboardMarkup) -> Caption:
    """Put what was said, under a keyboard that offered more, into a caption."""
    if tap.said == buttons.OTHER:
        return settled_otherwise(buttons.offered_in(keyboard))
    return settled("" if tap.said == buttons.NOT_DIGIT else tap.said)


def _one_digit(keyboard: InlineKeyboardMarkup) -> bool:
    return all(len(text) == 1 for text in buttons.offered_in(keyboard))


async def _edit(message: Message, change: Caption | InlineKeyboardMarkup) -> None:
    """Put other buttons below a message, or a caption in place of the buttons."""
    try:
        if isinstance(change, InlineKeyboardMarkup):
            await message.edit_reply_markup(change)
            return
        digits = MessageEntity(MessageEntity.CODE, change.offset, change.length)
        await message.edit_caption(
            change.text, caption_entities=[digits] if change.length else None
        )
    except BadRequest as error:  # it was tapped twice at once, or is deleted: nothing is left to do
        log.info("The answer to a tap could not be shown: %s", error)
