"""Taps on buttons and the bot's answers to them."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.values import Answer

QUERIES_KEPT = 1000
"""Taps remembered; far more than can wait for an answer."""
ANSWER_SECONDS = 30.0
"""How long a tap may be answered; Telegram gives some seconds up to a minute."""


@dataclass
class Tap:
    """A tap that may be answered until `deadline`, in seconds of the world's clock."""

    deadline: float
    answered: Callable[[Answer], None]


class Taps:
    """The taps that wait for an answer, by the id of their callback query."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: OrderedDict[str, Tap] = OrderedDict()

    def ask(self, answered: Callable[[Answer], None]) -> str:
        """Remember a tap; `answered` is called at most once."""
        query_id = str(secrets.randbits(62))
        self._waiting[query_id] = Tap(self._clock() + ANSWER_SECONDS, answered)
        while len(self._waiting) > QUERIES_KEPT:
            self._waiting.popitem(last=False)
        return query_id

    def answer(self, query_id: str, answer: Answer) -> bool:
        """Answer a tap; False where it is unknown, too old or answered already."""
        tap = self._waiting.pop(query_id, None)
        if tap is None or self._clock() > tap.deadline:
            return False
        tap.answered(answer)
        return True
