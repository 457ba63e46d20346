"""The commands of the bot, as users see them listed."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot import texts


@dataclass(frozen=True)
class Command:
    """A command that users can send.

    Attributes
    ----------
    name
        The word behind the slash.
    admins_only
        Whether everybody else is refused and does not see it listed.
    """

    name: str
    admins_only: bool = False

    @property
    def description(self) -> str:
        """What it does, in a few words."""
        return texts.DESCRIPTIONS[self.name]


def allowed(commands: Iterable[Command], *, admin: bool) -> tuple[Command, ...]:
    """Return the commands that an admin, or anybody else, may use."""
    return tuple(command for command in commands if admin or not command.admins_only)
