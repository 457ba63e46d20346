"""How fast the bot calls Telegram: queued within its limits, but for what must not wait."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

RETRIES = 3
"""How often a call is repeated that Telegram refused as one too many."""

AT_ONCE = -1
"""As `rate_limit_args`: make the call now or let it fail, it is worthless later."""

UNCOUNTED = frozenset({"sendChatAction"})
"""Calls that Telegram does not count as messages, so that they need not queue with them."""


class Pace(AIORateLimiter):
    """python-telegram-bot's limiter with a way around it.

    A call that goes around is never repeated and never halts the others, which the limiter does
    while it waits for its turn again.
    """

    def __init__(self) -> None:
        super().__init__(max_retries=RETRIES)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make the call, in its turn or at once."""
        if rate_limit_args == AT_ONCE or endpoint in UNCOUNTED:
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )
