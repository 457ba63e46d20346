"""The time left of a whole training: what is still to do, and how fast this machine has been."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from os import cpu_count
from typing import Any

from model.training.course import Limit
from model.training.precision import has_feature
from model.training.tell import Tell

DRAWING, LEARNING = "drawing", "learning"
"""Kinds of work: a machine may be fast in one and slow in the other."""


@dataclass(frozen=True)
class Cost:
    """What a network's training costs, in seconds.

    Attributes
    ----------
    photo : float
        For a core to draw a photo and cut the examples out.
    example : float
        To learn from an example once, on two cores that multiply bfloat16.
    """

    photo: float
    example: float


COSTS = {"digits": Cost(0.015, 0.0008), "line": Cost(0.02, 0.0048)}
"""By the network, measured on two cores of an Intel Xeon with AMX."""
SLOWER = 1.8
"""Times that learning takes longer without bfloat16."""
WRITING = 12.0
"""Seconds for a network to be built, calibrated, saved and exported."""
READING = 0.023
"""Seconds for a core to draw a photo and read it."""
TRUST = 15.0
"""How many seconds of work the costs above count for, against what this machine has shown."""
LEAST = 0.5
"""Part of a fit that there is time for in any case: of two rounds one, so that each correction is
learned. A machine on which that takes longer takes longer."""


@dataclass(frozen=True)
class Phase:
    """A part of a training.

    Attributes
    ----------
    event, part
        Of the events that tell its progress; "" where nothing is told.
    work
        `DRAWING` or `LEARNING`.
    seconds : float
        How long it should take.
    """

    event: str
    part: str
    work: str
    seconds: float


def phases_of(part: str, photos: int, examples: float) -> tuple[Phase, ...]:
    """Give the phases of a network's training.

    Parameters
    ----------
    part
        "digits" or "line".
    photos : int
        How many are drawn.
    examples : float
        How many are learned from, each as often as it is seen.
    """
    cost = COSTS[part]
    slower = 1.0 if has_feature() else SLOWER
    return (
        Phase("prepare", part, DRAWING, photos * cost.photo / (cpu_count() or 1)),
        Phase("fit", part, LEARNING, examples * cost.example * slower),
        Phase("", part, LEARNING, WRITING),
    )


def evaluation(photos: int) -> Phase:
    """Give the phase in which so many photos are read."""
    return Phase("evaluate", "", DRAWING, photos * READING / (cpu_count() or 1))


class Clock:
    """Adds the time left of the whole training to its events, as "total_left" in seconds.

    Parameters
    ----------
    tell
        Is told each event then.
    phases
        All parts of the training, in their order.
    budget : float or None
        Seconds that all of it may take: what is fitted is fitted in fewer steps where there is
        no time for all. None for no end.
    now
        Gives the time in seconds.
    """

    def __init__(
        self,
        tell: Tell,
        phases: Sequence[Phase],
        budget: float | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tell, self._now, self._planned = tell, now, tuple(phases)
        self._phases = list(phases)
        self._done = [0.0] * len(phases)
        self._began = self._moved = now()
        self._budget = budget
        self._spent = dict.fromkeys((DRAWING, LEARNING), 0.0)
        self._expected = dict.fromkeys((DRAWING, LEARNING), 0.0)

    def __call__(self, event: dict[str, Any]) -> None:
        """Pass an event on."""
        at = self._find(event)
        if at is not None:
            self._move(at, float(event.get("done", 0.0)))
        if at is not None or event["event"] == "start":
            left = max(self._left(), float(event.get("seconds_left", 0.0)))
            event = event | {"total_left": round(left, 1)}
        self._tell(event)

    def limit(self, part: str) -> Limit:
        """Give what says for how much of a network's fit there is time."""
        return partial(self._share, part)

    def _share(self, part: str, done: float, seconds: float) -> float:
        """Say for how much of a fit there is time: a `Limit`, of a part of the training.

        The fits that follow are thought to be as much slower than expected as this one.
        """
        at = self._find({"event": "fit", "part": part})
        if self._budget is None or at is None:
            return 1.0
        later = self._planned[at + 1 :]
        fits = sum(p.seconds for p in later if p.event == "fit")
        fits *= seconds / self._planned[at].seconds
        others = sum(p.seconds for p in later if p.event != "fit") * self._pace()[DRAWING]
        left = self._budget - (self._now() - self._began) - others
        share = done + (1 - done) * min(1.0, max(0.0, left / ((1 - done) * seconds + fits)))
        share = max(LEAST, share)
        self._cut(at, share)
        return share

    def _cut(self, at: int, share: float) -> None:
        """Note that a phase is only so much of what was planned."""
        before = self._phases[at].seconds
        self._phases[at] = replace(self._planned[at], seconds=share * self._planned[at].seconds)
        self._done[at] = min(1.0, self._done[at] * before / self._phases[at].seconds)

    def _find(self, event: dict[str, Any]) -> int | None:
        name = event["event"], event.get("part", "")
        return next((i for i, p in enumerate(self._phases) if (p.event, p.part) == name), None)

    def _move(self, at: int, done: float) -> None:
        """Note that a phase is so far, and all before it are done."""
        steps = dict.fromkeys(self._spent, 0.0)
        for i, phase in enumerate(self._phases[: at + 1]):
            reached = 1.0 if i < at else max(done, self._done[i])
            steps[phase.work] += (reached - self._done[i]) * phase.seconds
            self._done[i] = reached
        whole = sum(steps.values())
        if whole <= 0:
            return
        elapsed = self._now() - self._moved
        self._moved += elapsed
        for work, step in steps.items():
            self._expected[work] += step
            self._spent[work] += elapsed * step / whole

    def _pace(self) -> dict[str, float]:
        """Say how many times longer this machine takes than expected, by the kind of work."""
        spent, expected = sum(self._spent.values()), sum(self._expected.values())
        overall = (spent + TRUST) / (expected + TRUST)
        return {
            work: (self._spent[work] + TRUST * overall) / (self._expected[work] + TRUST)
            for work in self._spent
        }

    def _left(self) -> float:
        """Give what is left at the pace that this machine has shown, the nearer the surer."""
        pace = self._pace()
        return sum(
            (1 - done) * phase.seconds * pace[phase.work]
            for phase, done in zip(self._phases, self._done, strict=True)
        )
