"""How the bot calls Telegram: in line by chat, within its limits, again where that may help."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

from aiolimiter import AsyncLimiter
from telegram import ReplyParameters
from telegram.constants import FloodLimit
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.api.again import PATIENCE, doubtful, passing, pauses
from bot.api.chat_line import ChatLines

log = logging.getLogger(__name__)

AT_ONCE = -1
"""As `rate_limit_args`: make the call now or let it fail, it is worthless later."""

NOT_TWICE = -2
"""As `rate_limit_args`: where the call may have been carried out, leave it to the caller to repeat
it, who marks that."""

WORTHLESS_LATER = frozenset({"sendChatAction"})
"""Calls that are made now or not at all; Telegram does not count them as messages."""

TRIED_ELSEWHERE = frozenset({"getMe", "setWebhook", "deleteWebhook"})
"""Calls at start, which whoever makes them tries again."""

MOVES_KEPT = 1000
"""Groups remembered that have become supergroups, with another id."""

REPLY_GONE = "message to be replied not found"
"""What Telegram says where the message that is to be quoted was deleted."""


class Pace(BaseRateLimiter[int]):
    """Makes every call but the fetching of updates.

    A chat in which Telegram wants fewer messages waits alone. (python-telegram-bot's own limiter
    halts all chats then.) A lost connection, a time-out and a 5xx are tried again for
    `again.PATIENCE` seconds, a group that has another id is answered there, and where the message
    to be quoted was deleted the answer comes without the quote.
    """

    def __init__(self) -> None:
        self._lines = ChatLines()
        self._all = AsyncLimiter(FloodLimit.MESSAGES_PER_SECOND, 1)
        self._moved: OrderedDict[Hashable, int] = OrderedDict()

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make the call: in its turn and until it succeeds, or at once.

        Raises
        ------
        TelegramError
            It failed for good, or for too long.
        """
        self._follow_move(data)
        if rate_limit_args == AT_ONCE or endpoint in WORTHLESS_LATER | TRIED_ELSEWHERE:
            return await self._at_once(lambda: callback(*args, **kwargs), endpoint, data)
        loop, waiting, give_up = asyncio.get_running_loop(), pauses(), None
        while True:
            await self._turn(endpoint, data)
            give_up = give_up or loop.time() + PATIENCE
            try:
                return await callback(*args, **kwargs)
            except TelegramError as error:
                if rate_limit_args == NOT_TWICE and doubtful(error):
                    raise
                pause = self._mend(error, endpoint, data, waiting.__next__)
                if loop.time() + pause > give_up:
                    raise
                log.info("%s is tried again in %.1f s: %s", endpoint, pause, type(error).__name__)
            await asyncio.sleep(pause)

    async def _at_once(
        self, call: Callable[[], Coroutine[Any, Any, Any]], endpoint: str, data: dict[str, Any]
    ) -> Any:
        line = self._lines.of(data.get("chat_id", endpoint))
        if line.closed_for > 0:  # Telegram would refuse it, and ask for more patience
            raise RetryAfter(int(line.closed_for) + 1)
        try:
            return await call()
        except RetryAfter as error:
            line.close(_seconds(error))
            raise

    async def _turn(self, endpoint: str, data: dict[str, Any]) -> None:
        """Wait in the line of the chat, then in that of all; other calls have no rate."""
        line = self._lines.of(data.get("chat_id", endpoint))
        if "chat_id" not in data:
            await line.reopening()
            return
        await line.turn()
        await self._all.acquire()

    def _mend(
        self,
        error: TelegramError,
        endpoint: str,
        data: dict[str, Any],
        next_pause: Callable[[], float],
    ) -> float:
        """Do what makes another try promising; returns the seconds to wait before, or raises."""
        if isinstance(error, RetryAfter):
            line = self._lines.of(data.get("chat_id", endpoint))
            line.close(_seconds(error))
            return line.closed_for
        if isinstance(error, ChatMigrated):
            return self._move(error, data)
        if isinstance(error, BadRequest) and REPLY_GONE in str(error).lower() and _unquote(data):
            return 0.0
        if passing(error):
            return next_pause()
        raise error

    def _move(self, error: ChatMigrated, data: dict[str, Any]) -> float:
        old, new = data.get("chat_id"), error.new_chat_id
        if old == new or not isinstance(old, Hashable):
            raise error
        self._moved[old] = new
        while len(self._moved) > MOVES_KEPT:
            self._moved.popitem(last=False)
        self._follow_move(data)
        return 0.0

    def _follow_move(self, data: dict[str, Any]) -> None:
        if (new := self._moved.get(data.get("chat_id"))) is not None:
            data["chat_id"] = new


def _seconds(error: RetryAfter) -> float:
    # The library is about to give a timedelta; this attribute is one in all of its versions.
    return error._retry_after.total_seconds()


def _unquote(data: dict[str, Any]) -> bool:
    """Take the quote out of a call, if it may go without; False where it may not."""
    quoted = data.get("reply_parameters")
    if not isinstance(quoted, ReplyParameters) or not quoted.allow_sending_without_reply:
        return False
    del data["reply_parameters"]
    return True
