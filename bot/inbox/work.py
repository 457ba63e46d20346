"""What the inbox needs of the application, and nothing more."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot, Update


@dataclass(frozen=True)
class Work:
    """What is done with an update.

    Attributes
    ----------
    bot
        Who speaks.
    answer
        Answers an update; what goes wrong stays within.
    wants
        Whether anything would answer an update.
    """

    bot: Bot
    answer: Callable[[Update], Awaitable[None]]
    wants: Callable[[Update], bool]
