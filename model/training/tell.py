"""What a training tells while it goes on: JSON-ready events."""

import time
from collections.abc import Callable
from typing import Any

TELL_EVERY = 1.0
"""Seconds between two reports of progress."""

Tell = Callable[[dict[str, Any]], None]
"""Is told each step of a training as a JSON-ready event."""


def drawing(part: str, tell: Tell) -> Callable[[float], None]:
    """Turn the part of the photos that is drawn into events with the time left."""
    began = time.monotonic()

    def progress(done: float) -> None:
        if done <= 0:  # nothing was to be drawn so far: nothing says how long the rest takes
            return
        left = (time.monotonic() - began) * (1 - done) / done
        tell({
            "event": "prepare", "part": part,
            "done": round(done, 3), "seconds_left": round(left, 1),
        })  # fmt: skip

    return progress
