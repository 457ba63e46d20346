"""`python -m tests.bench.compute [FOLDER]`: what a reply takes of one processor, beside the naive
bot's; a 1280 px JPEG in, caption and chart out. Ten photos by one and then the same ten by the
other, and so on, so that a machine that slows down slows both. Prints JSON.

Counted is processor time, of user and system and of all threads, so that other programs on the
machine count little; the process keeps to one processor.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

PHOTOS = 60
WARM_UP = 5
IN_A_ROW = 10


def run(folder: Path | None) -> dict[str, dict[str, float]]:
    """Measure both on the same photos, one after the other."""
    import model
    from bot import memory
    from bot.answers.caption import caption
    from bot.handlers.photo import look
    from bot.sandbox.pictures import render
    from model.side_by_side import pool
    from tests.bench.naive import NaiveReader
    from tests.bench.reply import photos

    memory.give_back_large_blocks()  # as the bot does at its start
    # As Telegram delivers them: encoded again, 1280 px.
    sent = [render(photo)[-1].jpeg for photo in photos(WARM_UP + PHOTOS, folder)]
    recognizer, naive = model.load(), NaiveReader()

    def ours(data: bytes) -> int:
        reading, drawing = look(recognizer, data, "light")
        return len(caption(reading).text) + len(drawing)

    def theirs(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "image.png"
            path.write_bytes(data)
            return naive.answer(path)

    works: dict[str, Callable[[bytes], object]] = {"this bot": ours, "naive bot": theirs}
    taken: dict[str, list[float]] = {name: [] for name in works}
    with pool() as threads:  # as in the bot: no threads of OpenCV's own
        for at, (name, work) in product(range(0, len(sent), IN_A_ROW), works.items()):
            for data in sent[at : at + IN_A_ROW]:
                began = time.process_time()
                if name == "this bot":
                    threads.submit(work, data).result()
                else:
                    work(data)
                taken[name].append(1000 * (time.process_time() - began))
    return {name: _summary(times[WARM_UP:]) for name, times in taken.items()}


def _summary(times: list[float]) -> dict[str, float]:
    return {
        "median ms": round(statistics.median(times), 1),
        "p95 ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "replies": len(times),
    }


if __name__ == "__main__":
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(json.dumps(run(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
