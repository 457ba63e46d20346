"""The way out: every call to Telegram passes here, so here it shows whether an answer went out."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from telegram.constants import MessageLimit
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import BaseRateLimiter

from bot import texts
from bot.api.pace import NOT_TWICE
from bot.inbox.hand import IN_HAND, Hand

log = logging.getLogger(__name__)

ANSWERS = frozenset({"sendMessage", "sendPhoto", "sendMediaGroup", "sendDocument"})
"""Calls that answer somebody."""

TAP_ANSWER = "answerCallbackQuery"

TOO_LATE = ("query is too old", "query id is invalid")
"""What Telegram says of an answer to a tap that has waited too long, as while the bot was down."""

SAYING = {
    "text": int(MessageLimit.MAX_TEXT_LENGTH),
    "caption": int(MessageLimit.CAPTION_LENGTH),
}
"""Where a call has its words, and how many characters they may have."""


Call: TypeAlias = Callable[..., Coroutine[Any, Any, Any]]


class Outlet(BaseRateLimiter[int]):
    """A rate limiter around another one, since the library shows all calls to its rate limiter.

    Parameters
    ----------
    pace
        The one that limits the rate.
    """

    def __init__(self, pace: BaseRateLimiter[int]) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        """Begin."""
        await self._pace.initialize()

    async def shutdown(self) -> None:
        """End."""
        await self._pace.shutdown()

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make a call, and take note of what it means for the update in hand."""
        hand = IN_HAND.get()
        answers = hand is not None and endpoint in ANSWERS
        if hand is not None and answers and not hand.answered:
            rate_limit_args = rate_limit_args or NOT_TWICE
            callback = _in_doubt(hand, callback)
            if hand.repeat:
                _mark(data)
        call = self._pace.process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        if hand is not None and answers:
            return await _answer(hand, call)
        if endpoint == TAP_ANSWER:
            return await _answer_tap(call)
        return await call


def _in_doubt(hand: Hand, callback: Call) -> Call:
    """Take note when a call goes out: until Telegram answers, nobody knows what became of it."""

    async def call(*args: Any, **kwargs: Any) -> Any:
        hand.doubtful = True
        return await callback(*args, **kwargs)

    return call


async def _answer(hand: Hand, call: Coroutine[Any, Any, Any]) -> Any:
    before = hand.doubtful
    try:
        result = await call
    except TelegramError as error:
        if isinstance(error, BadRequest) or not isinstance(error, NetworkError):
            hand.doubtful = before
        hand.failed(error)
        raise
    hand.accepted()
    return result


async def _answer_tap(call: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await call
    except BadRequest as error:
        if not any(words in str(error).lower() for words in TOO_LATE):
            raise
        # What the tap asks for is done all the same, and shows in the message.
        log.info("A tap could not be answered: %s", error)
        return True


def _mark(data: dict[str, Any]) -> None:
    """Add a line to a message's words that tells that it may be a repetition."""
    for name, most in SAYING.items():
        words = data.get(name)
        if isinstance(words, str) and len(words) + len(texts.REPEATED) <= most:
            data[name] = words + texts.REPEATED
