"""What admins are told when the bot starts: what went wrong while it did not run."""

import logging
from collections.abc import Iterator
from contextlib import suppress

from telegram.error import BadRequest, Forbidden, TelegramError

from bot import texts
from bot.context import DigitBot, Shared
from bot.store import Retraining
from model.versions import ID, SHIPPED_ID

log = logging.getLogger(__name__)


async def tell_news(application: DigitBot) -> None:
    """Tell of a retraining that ended with the bot, and of what was found damaged."""
    shared = application.bot_data
    left = await shared.stored(shared.store.retraining_left)
    runs = shared.training.elsewhere  # it did not end, another copy of the bot is at it
    if left is not None and not runs and await _tell_interrupted(application, left):
        await shared.stored(shared.store.retraining_ended)
    for text in _troubles(shared):
        for admin_id in sorted(shared.settings.admin_ids):
            await _say(application, admin_id, text)


async def _tell_interrupted(application: DigitBot, left: Retraining) -> bool:
    """Tell who ordered it; False if Telegram could not be reached, so that a later start tells."""
    if left.message_id:
        with suppress(TelegramError):  # the bar and its button mean nothing any more
            await application.bot.edit_message_text(texts.ENDED, left.chat_id, left.message_id)
    text = texts.INTERRUPTED.format(
        order=left.order,
        when=f"{left.at:%B} {left.at.day}, {left.at:%H:%M}",
        outcome=_outcome(application.bot_data, left),
    )
    return await _say(application, left.chat_id, text)


def _outcome(shared: Shared, left: Retraining) -> str:
    """Say what a retraining has left: it may have ended between its result and its report."""
    serving = shared.served.id
    made = [v.id for v in shared.versions.all() if v.id >= f"{left.at:%Y%m%d-%H%M%S-%f}"]
    if not made:
        return texts.INTERRUPTED_NOTHING.format(id=serving)
    if serving == made[-1]:
        return texts.INTERRUPTED_SERVED.format(id=serving)
    return texts.INTERRUPTED_KEPT.format(made=made[-1], id=serving)


def _troubles(shared: Shared) -> Iterator[str]:
    """Say what was found damaged at the start."""
    if shared.served.instead_of is not None:
        yield _damaged(shared)
    if shared.rescue is not None:
        aside, saved = shared.rescue.aside.name, f"{shared.rescue.saved:,}"
        yield texts.DATABASE_DAMAGED.format(aside=aside, saved=saved)


def _damaged(shared: Shared) -> str:
    serving, promoted = shared.served.id, str(shared.served.instead_of)
    if promoted == SHIPPED_ID or ID.fullmatch(promoted):
        return texts.DAMAGED.format(id=promoted, serving=serving)
    return texts.POINTER_DAMAGED.format(serving=serving)


async def _say(application: DigitBot, chat_id: int, text: str) -> bool:
    try:
        await application.bot.send_message(chat_id, text)
    except (BadRequest, Forbidden) as error:  # Telegram knows only who has written to the bot
        log.info("Admin %s cannot be told: %s", chat_id, error)
    except TelegramError as error:
        log.warning("Admin %s could not be told: %s", chat_id, error)
        return False
    return True
