"""Photo replies while `/retrain` runs beside them, against those of an idle bot.

One photo after the other, with a pause between them, as a busy chat sends them.
"""

import asyncio
import statistics
import time
from pathlib import Path

from tests.bench.reply import WARM_UP, photos
from tests.bench.teaching import Lesson, lesson

IDLE = 60
"""Photos that are sent before the retraining."""
PAUSE = 0.5
"""Seconds between a reply and the next photo: the training goes on meanwhile."""
PHASES = ("prepare", "fit", "evaluate")


async def run(start: Path | None, folder: Path | None) -> dict[str, dict[str, object]]:
    """Measure; None for the shipped version and for drawn photos."""
    sent = photos(WARM_UP + IDLE, folder)
    async with lesson(start) as taught:
        for photo in sent[:WARM_UP]:
            await _reply(taught, photo)
        idle = [await _reply(taught, photo) for photo in sent[WARM_UP:]]
        found: dict[str, list[float]] = {phase: [] for phase in PHASES}
        task = asyncio.create_task(taught.retrain())
        while not task.done():
            for photo in sent:
                phase, taken = taught.phase, await _reply(taught, photo)
                if phase in found and not task.done():
                    found[phase].append(taken)
                await asyncio.sleep(PAUSE)
                if task.done():
                    break
        print((await task).words)
    during = [taken for phase in PHASES for taken in found[phase]]
    rows = {"idle": idle, "during": during} | found
    return {name: _row(taken, statistics.median(idle)) for name, taken in rows.items() if taken}


async def _reply(taught: Lesson, photo: bytes) -> float:
    """Milliseconds from a photo to its chart."""
    asker, began = next(taught.askers), time.perf_counter()
    await asker.send_photo(photo)
    await asker.next_message(timeout=120)
    return (time.perf_counter() - began) * 1000


def _row(taken: list[float], idle: float) -> dict[str, object]:
    median = statistics.median(taken)
    return {
        "median ms": round(median, 1),
        "p95 ms": round(statistics.quantiles(taken, n=20)[-1], 1) if len(taken) > 1 else "",
        "replies": len(taken),
        "times idle": round(median / idle, 2),
    }
