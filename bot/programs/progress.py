"""How far a retraining is, from the lines that the training program prints."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import texts
from bot.units import bar, duration, score

SOON = 1.0
"""Seconds left below which no time is told: it would be over before it is read."""


@dataclass(frozen=True)
class Epoch:
    """What is known of a network after an epoch, or in the midst of the one that runs.

    Attributes
    ----------
    part
        "digits" or "line": which network; "" where that is not told.
    epoch : int
        Which one, counted from 1.
    loss : float
        Mean over the epoch.
    validation_accuracy : float or None
        On what it does not learn from, 0 … 1, as of the end of the epoch.
    """

    part: str
    epoch: int
    loss: float
    validation_accuracy: float | None


@dataclass(frozen=True)
class Progress:
    """The state of a retraining.

    Attributes
    ----------
    phase
        "start", "prepare", "fit", "evaluate" or "done".
    part
        "digits" or "line": which network is trained; "" where that is not told.
    done : float
        How much of the phase is done, or of the whole where `total_left` is known, 0 … 1.
    epoch, epochs : int
        The epoch that runs, counted from 1, and how many there are.
    loss : float or None
        Mean over the epoch that runs.
    accuracy, validation_accuracy : float or None
        On what it learns from, and on others after the last finished epoch.
    seconds_left, total_left : float or None
        Until the phase is done, and until the whole retraining is.
    told_at : float
        When that was told, in seconds since the start of the retraining.
    curves
        All epochs so far.
    error
        What the program says went wrong, in one sentence.
    """

    phase: str = "start"
    part: str = ""
    done: float = 0.0
    epoch: int = 0
    epochs: int = 0
    loss: float | None = None
    accuracy: float | None = None
    validation_accuracy: float | None = None
    seconds_left: float | None = None
    total_left: float | None = None
    told_at: float = 0.0
    curves: tuple[Epoch, ...] = ()
    error: str | None = None

    def text(self, name: str, now: float = 0.0) -> str:
        """Return what a user reads of the state.

        Parameters
        ----------
        name
            Of what is trained, in a few words.
        now
            Seconds since the start of the retraining: what was left is less by then.
        """
        during_fit = self.phase == "fit"
        epoch = texts.PHASE_EPOCH.format(epoch=self.epoch, epochs=self.epochs)
        text = texts.RETRAINING.format(
            name=name,
            phase=texts.PHASES.get(self.phase, self.phase) + texts.PARTS.get(self.part, ""),
            epoch=epoch if during_fit and self.epoch else "",
            bar=bar(self.done),
        )
        if during_fit:
            text += self._scores()
        return text + self._left(max(0.0, now - self.told_at))

    def after(self, line: bytes, now: float = 0.0) -> "Progress":
        """Return the state after a line of the program; a line that is no event changes nothing.

        Parameters
        ----------
        line
            As it was printed.
        now
            Seconds since the start of the retraining.
        """
        try:
            event = json.loads(line)
        except ValueError:
            return self
        if not isinstance(event, dict) or not isinstance(event.get("event"), str):
            return self
        if event["event"] == "error":
            return replace(self, error=str(event.get("error", "")))
        phase, part = event["event"], str(event.get("part", ""))
        # What is known of one network is not true of the next.
        before = self if part == self.part else Progress(epochs=self.epochs, curves=self.curves)
        # Behind the phases that tell how much of them is done, the bar stays full.
        told = {"done": 0.0 if phase == "start" else 1.0} | _numbers(event)
        if told["total_left"] is not None:
            # What the bar has shown it never takes back, even where more is left than was thought.
            share = now / (now + told["total_left"]) if now > 0 else 0.0
            told["done"] = max(share, self.done if self.total_left is not None else 0.0)
        after = replace(before, phase=phase, part=part, told_at=now, **told)
        return replace(after, curves=after._curves()) if phase == "fit" else after

    def _scores(self) -> str:
        known = (
            (texts.PHASE_LOSS, "loss", None if self.loss is None else f"{self.loss:.4f}"),
            (texts.PHASE_ACCURACY, "accuracy", _score(self.accuracy)),
            (texts.PHASE_VALIDATION, "accuracy", _score(self.validation_accuracy)),
        )
        return "".join(line.format(**{name: value}) for line, name, value in known if value)

    def _left(self, since: float) -> str:
        """Say how long it takes from here, `since` seconds after that was told."""
        left = self.seconds_left if self.total_left is None else self.total_left
        if left is not None and left - since >= SOON:
            return texts.PHASE_LEFT.format(duration=duration(left - since))
        return "" if self.total_left is None else texts.PHASE_SOON

    def _curves(self) -> tuple[Epoch, ...]:
        """Add what the epoch that runs has shown; the last that it shows is what holds of it."""
        if self.loss is None or not self.epoch:
            return self.curves
        now = Epoch(self.part, self.epoch, self.loss, self.validation_accuracy)
        others = (e for e in self.curves if (e.part, e.epoch) != (now.part, now.epoch))
        return (*others, now)


NUMBERS = (
    "done",
    "epoch",
    "epochs",
    "loss",
    "accuracy",
    "validation_accuracy",
    "seconds_left",
    "total_left",
)
"""What a state keeps of an event."""


def _numbers(event: Mapping[str, Any]) -> dict[str, Any]:
    """Pick what a state keeps from an event; what an event lacks of the time left ends with it."""
    kept: dict[str, Any] = {"seconds_left": None, "total_left": None}
    for name in NUMBERS:
        value = event.get(name)
        if isinstance(value, int | float) and 0 <= value < math.inf:
            kept[name] = value
    return kept


def _score(accuracy: float | None) -> str | None:
    return None if accuracy is None else score(accuracy)
