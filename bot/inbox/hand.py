"""The update in hand: what the parts of the inbox tell one another about it."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

PAUSE_FIRST, PAUSE_LONGEST = 1.0, 60.0
"""Seconds until an update is tried again whose answer could not be sent; they double."""

PATIENCE_SECONDS = 900.0
"""How old an update may be to be tried again; an older one gets a sentence instead."""

TELEGRAM_SECONDS = 86_400.0
"""How old it may be to be tried for that sentence: Telegram itself keeps updates for a day."""


@dataclass(eq=False)
class Hand:
    """An update while it is worked on.

    Attributes
    ----------
    update_id, age
        Of the update; its age in seconds when it was begun.
    postponed
        How often its answer could not be sent before.
    repeat
        Whether an answer may have reached the user before.
    done_when_answered
        Whether the first message that answers it is all that is owed.
    strike
        Called once it need not be begun again.
    answered
        Whether Telegram has accepted a message for it.
    doubtful
        Whether Telegram may have accepted one.
    pause
        Seconds until it is to be begun again; None where it is not.
    """

    update_id: int
    age: float
    postponed: int
    repeat: bool
    strike: Callable[[int], None] = field(repr=False)
    done_when_answered: bool = False
    answered: bool = False
    doubtful: bool = False
    pause: float | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was struck off already."""
        return self.answered and self.done_when_answered

    def accepted(self) -> None:
        """Take note that Telegram has accepted a message for it."""
        self.answered, self.pause = True, None
        if self.done_when_answered:
            self.strike(self.update_id)

    def failed(self, error: TelegramError) -> None:
        """Take note that a message could not be sent: later it may."""
        if is_of_transport(error) and not self.answered and self.age < TELEGRAM_SECONDS:
            longest = min(PAUSE_FIRST * 2.0**self.postponed, PAUSE_LONGEST)
            self.pause = max(longest, _asked_for(error))


IN_HAND: ContextVar[Hand | None] = ContextVar("IN_HAND", default=None)
"""The update that the present task works on."""


def try_later(error: BaseException) -> bool:
    """Put the update in hand back, where that may help against an error.

    Returns
    -------
    False where it cannot help, or did not for long: then the user has to be told.
    """
    hand = IN_HAND.get()
    if hand is None or hand.answered or hand.age > PATIENCE_SECONDS:
        return False
    if not isinstance(error, TelegramError) or not is_of_transport(error):
        return False
    hand.failed(error)
    return True


def is_of_transport(error: TelegramError) -> bool:
    """Whether a call may work later that failed like this."""
    is_network = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    # A token that was revoked ends the program; the next start, with another one, goes on here.
    return is_network or isinstance(error, RetryAfter | InvalidToken)


def _asked_for(error: TelegramError) -> float:
    """Seconds that Telegram wants to be left alone."""
    if not isinstance(error, RetryAfter):
        return 0.0
    wanted = error._retry_after  # the public attribute warns of its own future
    return wanted.total_seconds()
