"""`measure`: count again what a version reads right of all that its report tells."""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import model
from model.errors import ModelError

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

Counts = dict[str, tuple[int, int]]
"""By the name of a set, "mnist", "single" or one of `model.evaluate.SPLITS`: how many were read
right, and how many there are."""

EVERY_SECONDS = 1.0
"""Between two events of the progress; a person looks no more often."""

KNOWN_FROM = 0.05
"""Part that must be done until a time is told: before, starting is taken for the speed."""


def add_to(commands: "Subparsers") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("measure", help="count again what a version's report tells")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="another version's folder")
    parser.add_argument(
        "--progress-json", action="store_true", help="print events, a JSON object a line"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure; print a line for each set, or events."""
    folder = arguments.weights or model.SHIPPED
    if not arguments.progress_json:
        for name, (right, count) in measure(folder, lambda _: None).items():
            print(f"{name:12}{right:6,} of {count:6,}  {100 * right / count:6.2f} %")
        return 0
    try:
        found = measure(folder, Progress())
    except ModelError as error:
        _print("error", error=str(error))
        return 1
    _print("done", sets=found)
    return 0


Tell = Callable[[float], None]
"""Is told how much is done, 0 … 1."""


class Progress:
    """Prints how far a measurement is, and how long it will last at the speed so far."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._told = -EVERY_SECONDS

    def __call__(self, done: float) -> None:
        """Print an event, where the last one is old enough."""
        passed = time.monotonic() - self._began
        if passed - self._told >= EVERY_SECONDS:
            self._told = passed
            left = round(passed / done * (1 - done), 1) if done >= KNOWN_FROM else None
            _print("measure", done=round(done, 4), seconds_left=left)


def measure(folder: Path, tell: Tell) -> Counts:
    """Count what a version reads right of MNIST's test half and of the generated test photos.

    Parameters
    ----------
    folder
        The version's.
    tell
        Is told the progress now and then.

    Raises
    ------
    WeightsError
        If the version is damaged.
    DataError
        If MNIST is not to be had.
    """
    # Imported here: `read` starts faster without.
    from model.data import mnist
    from model.exam import SINGLE, examine

    tell(0.0)
    found = examine(folder, mnist(), tell)
    sets = {"mnist": found.test, SINGLE: found.generated} | dict(found.splits)
    return {name: (scores.right, scores.count) for name, scores in sets.items()}


def _print(event: str, **values: object) -> None:
    print(json.dumps({"event": event, **values}), flush=True)
