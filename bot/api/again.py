"""When a call to Telegram is worth another try, and how long to wait before it."""

import random
from collections.abc import Iterator

import httpx
from telegram.error import BadRequest, NetworkError, TelegramError

PATIENCE = 30.0
"""Seconds after which no further try begins: whoever sent a photo has looked away by then, and
the update goes back to where it came from."""

PAUSE_FIRST, PAUSE_LONGEST = 0.25, 8.0
"""Seconds between two tries; they double up to the longest. Most hiccups are over in one."""

JITTER = 0.5
"""Share of a pause that is left to chance, so that calls that failed together do not come back
together."""


NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What happens before a call is on its way."""


class Garbled(NetworkError):
    """An answer came that cannot be understood."""


def passing(error: TelegramError) -> bool:
    """Whether an error may be gone the next time: a lost connection, a time-out, a 5xx."""
    # A BadRequest is a NetworkError to the library, but it says no for good.
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def doubtful(error: TelegramError) -> bool:
    """Whether a call that failed so may have been carried out: only its answer is missing."""
    cause = error.__cause__
    return isinstance(error, Garbled) or (
        isinstance(cause, httpx.TransportError) and not isinstance(cause, NOT_SENT)
    )


def pauses() -> Iterator[float]:
    """Yield the seconds to wait before each further try, without end."""
    pause = PAUSE_FIRST
    while True:
        yield pause * (1 - JITTER * random.random())
        pause = min(2 * pause, PAUSE_LONGEST)
