"""`/privacy`: what is kept of whom, for how long, and how to remove it."""

from telegram import Message

from bot import texts
from bot.context import Context
from bot.keep import sender_of
from bot.store import UNKNOWN_USER
from bot.units import duration


async def answer(message: Message, context: Context) -> None:
    """Say what the bot keeps, within which limits, and how much of that is the asker's."""
    shared, user = context.shared, sender_of(message)
    settings = shared.settings
    words = texts.PRIVACY.format(
        most=f"{settings.keep_corrections:,}",
        days=texts.DAY if settings.keep_days == 1 else texts.DAYS.format(days=settings.keep_days),
    )
    if settings.change_hours:
        words += texts.PRIVACY_CHANGE.format(duration=duration(settings.change_hours * 3600))
    words += texts.PRIVACY_REMOVE
    if user != UNKNOWN_USER:
        own = await shared.stored(shared.store.corrections, user_id=user)
        words += _own(len(own))
    await message.reply_text(words)


def _own(count: int) -> str:
    if not count:
        return texts.PRIVACY_NOTHING
    return texts.PRIVACY_ONE if count == 1 else texts.PRIVACY_OWN.format(count=f"{count:,}")
