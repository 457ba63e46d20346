"""`/help`: what this user can send and ask."""

from telegram import Message

from bot import texts
from bot.commands import allowed
from bot.context import Context


async def answer(message: Message, context: Context) -> None:
    """List the commands that this user may use, and no other."""
    admin = context.shared.is_admin(message.from_user)
    commands = allowed(context.shared.commands, admin=admin)
    lines = "\n".join(f"/{command.name} – {command.description}" for command in commands)
    await message.reply_text(texts.HELP.format(commands=lines))
