"""`/start`: what this bot does."""

from telegram import Message

from bot import texts
from bot.context import Context


async def answer(message: Message, _: Context) -> None:
    """Say what the bot does."""
    await message.reply_text(texts.START)
