"""`/stats`: how much the bot has read and kept, in numbers."""

from telegram import Message

from bot import texts
from bot.context import Context
from bot.store import Stats


async def answer(message: Message, context: Context) -> None:
    """Reply with the counts of what is kept."""
    shared = context.shared
    await message.reply_text(describe(await shared.stored(shared.store.stats)))


def describe(stats: Stats) -> str:
    """Put the counts into words."""
    if stats.since is None:
        return texts.STATS_NOTHING
    day = stats.since
    counts = {name: f"{value:,}" for name, value in vars(stats).items() if name != "since"}
    counts["corrected"] = f"{stats.corrections - stats.confirmed:,}"
    words = texts.STATS.format(since=f"{day:%B} {day.day}, {day.year}", **counts)
    return words + (texts.STATS_KEPT if stats.corrections else texts.STATS_NONE).format(**counts)
