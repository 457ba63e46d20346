"""A version measured again: the program that does it as a child process, one at a time."""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import texts
from bot.errors import MeasuringError
from bot.programs.child import LEASH, Child
from bot.units import bar, duration

log = logging.getLogger(__name__)

COMMAND = (*LEASH, "measure", "--progress-json")
"""The measuring program."""


@dataclass(frozen=True)
class Counted:
    """How many were read right, and how many there were."""

    right: int
    count: int


Sets = Mapping[str, Counted]
"""What was counted, by the name of the set: "mnist", "single", "number", "cheque", "not_digit"."""


@dataclass
class Measuring:
    """The one measurement that may run at a time.

    Attributes
    ----------
    command
        The program and its first arguments.
    stopped
        Whether the bot is being stopped, so that no other can start.
    """

    command: Sequence[str] = COMMAND
    stopped: bool = field(default=False, init=False)
    _told: Mapping[str, Any] = field(default_factory=dict, init=False)
    _task: asyncio.Task[Sets] | None = field(default=None, init=False)

    @property
    def running(self) -> bool:
        """Whether a measurement runs now."""
        return self._task is not None and not self._task.done()

    @property
    def text(self) -> str:
        """What a user reads of the state."""
        text = texts.MEASURING.format(bar=bar(float(self._told.get("done", 0))))
        left = self._told.get("seconds_left")
        return text + (texts.PHASE_LEFT.format(duration=duration(left)) if left else "")

    def start(self, version: Path, mnist_path: Path | None) -> asyncio.Task[Sets]:
        """Measure the version in a folder, only while no other is; the task ends with the counts.

        The task is canceled by `cancel` and `stop`; it raises MeasuringError where the program
        gives no result.
        """
        if self.stopped:
            raise MeasuringError("The bot is being stopped.")
        self._told = {}
        self._task = asyncio.create_task(self._measure(version, mnist_path))
        return self._task

    async def cancel(self) -> None:
        """End the measurement that runs, and its process."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    async def stop(self) -> None:
        """End the measurement that runs and start no other: the bot is being stopped."""
        self.stopped = True
        await self.cancel()

    async def _measure(self, version: Path, mnist_path: Path | None) -> Sets:
        child = await Child.start((*self.command, "--weights", str(version)), mnist_path)
        try:
            async for line in child.lines():
                self._told = _event(line) or self._told
        finally:
            last = await child.end()
        found = _sets(self._told)
        if child.status != 0 or found is None:
            log.error("The measurement ended with status %s:\n%s", child.status, last)
            raise MeasuringError(str(self._told.get("error") or texts.CRASHED))
        return found


def _event(line: bytes) -> Mapping[str, Any] | None:
    """Read a line of the program; None where it is no event."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and "event" in event else None


def _sets(event: Mapping[str, Any]) -> Sets | None:
    """Take the counts out of the last event; None where it has none."""
    try:
        found = {str(name): Counted(*map(int, pair)) for name, pair in event["sets"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return found or None
