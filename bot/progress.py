"""How far a retraining is, from the lines that the training program prints."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import texts
from bot.units import bar, duration, score


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
        How much of the phase is done, 0 … 1.
    epoch, epochs : int
        The epoch that runs, counted from 1, and how many there are.
    accuracy, validation_accuracy : float or None
        On what it learns from, and on others after the last finished epoch.
    seconds_left : float or None
        Until the phase is done.
    error
        What the program says went wrong, in one sentence.
    """

    phase: str = "start"
    part: str = ""
    done: float = 0.0
    epoch: int = 0
    epochs: int = 0
    accuracy: float | None = None
    validation_accuracy: float | None = None
    seconds_left: float | None = None
    error: str | None = None

    def text(self, architecture: str) -> str:
        """Return what a user reads of the state."""
        during_fit = self.phase == "fit"
        epoch = texts.PHASE_EPOCH.format(epoch=self.epoch, epochs=self.epochs)
        text = texts.RETRAINING.format(
            architecture=architecture,
            phase=texts.PHASES.get(self.phase, self.phase) + texts.PARTS.get(self.part, ""),
            epoch=epoch if during_fit and self.epoch else "",
            bar=bar(self.done),
        )
        if during_fit and self.accuracy is not None:
            text += texts.PHASE_ACCURACY.format(accuracy=score(self.accuracy))
        if during_fit and self.validation_accuracy is not None:
            text += texts.PHASE_VALIDATION.format(accuracy=score(self.validation_accuracy))
        if self.seconds_left is not None:
            text += texts.PHASE_LEFT.format(duration=duration(self.seconds_left))
        return text

    def after(self, line: bytes) -> "Progress":
        """Return the state after a line of the program; a line that is no event changes nothing."""
        try:
            event = json.loads(line)
        except ValueError:
            return self
        if not isinstance(event, dict) or not isinstance(event.get("event"), str):
            return self
        if event["event"] == "error":
            return replace(self, error=str(event.get("error", "")))
        phase = event["event"]
        # Behind the phases that tell how much of them is done, the bar stays full.
        done = 0.0 if phase == "start" else 1.0
        part = str(event.get("part", ""))
        # What is known of one network is not true of the next.
        before = self if part == self.part else replace(Progress(), epochs=self.epochs)
        return replace(before, phase=phase, part=part, **{"done": done} | _numbers(event))


def _numbers(event: Mapping[str, Any]) -> dict[str, Any]:
    """Pick what a state keeps from an event; what an event lacks ends with it."""
    kept: dict[str, Any] = {"seconds_left": None}
    for name in ("done", "epoch", "epochs", "accuracy", "validation_accuracy", "seconds_left"):
        if isinstance(event.get(name), int | float):
            kept[name] = event[name]
    return kept
