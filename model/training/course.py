"""The course of a fit: how many steps it takes, and how large each of them is.

A fit that must not last too long is timed as it runs: on a slow machine, or with a larger network,
it takes fewer steps. They are larger by as much as they are fewer, so that all of them together go
as far (linear scaling: P. Goyal et al., "Accurate, Large Minibatch SGD", 2017).
"""

import math
import time
from collections.abc import Callable

WARM_UP = 0.06
"""Part of a fit in which the size of its steps rises; then it falls by a cosine."""
UNTIMED = 4
"""First steps that are not timed: what all others run by is compiled in them."""
FIRST_LOOK = 16
"""Steps after which the time that is left is looked at first; then after twice as many, and so on:
the more steps have been timed, the better it is known how many there will be."""

Limit = Callable[[float, float], float]
"""Is told how much of a fit is done, 0 … 1, and how many seconds all of it would take; gives how
much of it there is time for, 0 … 1."""


def without_end(_done: float, _seconds: float) -> float:
    """Give time for all of a fit."""
    return 1.0


class Course:
    """Counts the steps of a fit.

    Parameters
    ----------
    epochs, steps : int
        How often each example is to be seen, and how many steps that takes each time.
    highest
        Size of the largest step, as long as none is left out.
    limit
        Says for how much of that there is time.
    now
        Gives the time in seconds.

    Attributes
    ----------
    at : int
        Steps that were taken.
    total : int
        Steps that there will have been in the end.
    """

    def __init__(
        self,
        epochs: int,
        steps: int,
        highest: float,
        limit: Limit = without_end,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.at, self.total = 0, epochs * steps
        self._steps, self._planned, self._highest = steps, epochs * steps, highest
        self._limit, self._now = limit, now
        self._began = self._timed_from = now()
        self._look = FIRST_LOOK

    @property
    def rate(self) -> float:
        """Size of the next step."""
        highest = self._highest / self.share
        rising = max(1, round(self.total * WARM_UP))
        if self.at < rising:
            return highest * self.at / rising
        falling = max(1, round(self.total * (1 - WARM_UP)))
        return highest * (1 + math.cos(math.pi * min(1, (self.at - rising) / falling))) / 2

    @property
    def done(self) -> float:
        """How much of the fit is done, 0 … 1."""
        return self.at / self.total

    @property
    def over(self) -> bool:
        """Whether the last step was taken."""
        return self.at >= self.total

    @property
    def epochs(self) -> int:
        """Epochs that there will have been, the last one perhaps in part."""
        return -(-self.total // self._steps)

    @property
    def share(self) -> float:
        """How much of what was planned there is time for, 0 … 1."""
        return self.total / self._planned

    @property
    def seconds_left(self) -> float:
        """Until it is over, at the pace of all steps so far."""
        return (self._now() - self._began) * (1 - self.done) / self.done

    def step(self) -> None:
        """Note that a step was taken."""
        self.at += 1
        if self.at == UNTIMED:
            self._timed_from = self._now()
        elif self.at == self._look:
            self._look *= 2
            pace = (self._now() - self._timed_from) / (self.at - UNTIMED)
            share = self._limit(self.at / self._planned, pace * self._planned)
            self.total = min(self._planned, max(self.at, round(share * self._planned)))
