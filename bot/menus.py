"""The menus of commands that Telegram shows."""

import logging

from telegram import BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import BadRequest, Forbidden

from bot.commands import allowed
from bot.context import DigitBot

log = logging.getLogger(__name__)


async def publish_menus(application: DigitBot) -> None:
    """Tell Telegram which commands to offer: to everybody the open ones, to admins all."""
    shared = application.bot_data
    menu = [BotCommand(c.name, c.description) for c in allowed(shared.commands, admin=False)]
    await application.bot.set_my_commands(menu, scope=BotCommandScopeDefault())
    menu = [BotCommand(c.name, c.description) for c in allowed(shared.commands, admin=True)]
    for admin_id in sorted(shared.settings.admin_ids):
        try:
            await application.bot.set_my_commands(menu, scope=BotCommandScopeChat(admin_id))
        except (BadRequest, Forbidden) as error:  # Telegram knows only who has written to the bot
            log.info("No menu for admin %s yet: %s", admin_id, error)
