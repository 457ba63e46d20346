"""A command of the bot, and the menus that Telegram shows of them."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from telegram import BotCommand, BotCommandScopeChat, BotCommandScopeDefault, Message
from telegram.error import BadRequest, Forbidden

from bot import texts

if TYPE_CHECKING:
    from bot.context import Context, DigitBot

log = logging.getLogger(__name__)

Answer: TypeAlias = "Callable[[Message, Context], Awaitable[None]]"
"""What answers a message."""


@dataclass(frozen=True)
class Command:
    """A command that users can send.

    Attributes
    ----------
    name
        The word behind the slash.
    answer
        The coroutine that answers it.
    admins_only
        Whether everybody else is refused and does not see it listed.
    """

    name: str
    answer: Answer
    admins_only: bool = False

    @property
    def description(self) -> str:
        """What it does, in a few words."""
        return texts.DESCRIPTIONS[self.name]


def allowed(commands: Iterable[Command], *, admin: bool) -> tuple[Command, ...]:
    """Return the commands that an admin, or anybody else, may use."""
    return tuple(command for command in commands if admin or not command.admins_only)


async def publish_menus(application: "DigitBot") -> None:
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
