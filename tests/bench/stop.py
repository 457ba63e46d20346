"""SIGTERM while people send photos and a training runs: how soon it exits, what is lost."""

import asyncio
import contextlib
import random
import signal
import tempfile
import time
from pathlib import Path

from bot.sandbox import Sandbox
from tests.bench.crowd import ADMIN, TOKEN, Crowd, Program, ending, settings

STOPS, PEOPLE, PHOTOS = 20, 20, 600
UP_SECONDS = 0.3, 3.0
"""How long a program works until it is told to stop."""

START_SECONDS = 2.5
"""About how long it takes to start and to stop: what the photos are spread over."""

TRAINS_EVERY = 4
"""In each so many-th of them a retraining runs."""


async def run(
    stops: int = STOPS, people: int = PEOPLE, photos: int = PHOTOS, seed: int = 1
) -> dict[str, dict[str, object]]:
    """Measure it."""
    chance = random.Random(seed)
    seconds = stops * (sum(UP_SECONDS) / 2 + START_SECONDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with Sandbox(token=TOKEN, port=0, admin_id=ADMIN) as sandbox:
            crowd = Crowd.at(sandbox, people)
            admin = sandbox.client(ADMIN, "Admin")
            program = Program(folder, "bot", settings(sandbox, folder))
            with ending(program):
                listening = asyncio.create_task(crowd.listen())
                sending = asyncio.create_task(crowd.send(photos, seconds, chance))
                took, failed, orphans = [], 0, 0
                for number in range(stops):
                    program.start()
                    await program.is_up()
                    if number % TRAINS_EVERY == 0:
                        await admin.send_text("/retrain")
                    await asyncio.sleep(chance.uniform(*UP_SECONDS))
                    children = children_of(program)
                    began = time.monotonic()
                    program.send(signal.SIGTERM)
                    failed += await program.ended() != 0
                    took.append(time.monotonic() - began)
                    orphans += sum(map(is_alive, children))
                program.start()
                await sending
                await crowd.all_answered()
                await asyncio.sleep(1)  # what comes now would be a repetition
                listening.cancel()
            faults = len(sandbox.faults)
    row = {"stops": stops, "exit s": round(max(took), 2), "failed": failed}
    row |= {"orphans": orphans} | crowd.row() | {"faults": faults}
    return {"SIGTERM": row}


def children_of(program: Program) -> list[int]:
    """The processes that a program has started."""
    assert program.process is not None
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after_name = path.read_text().rpartition(")")[2].split()
            if int(after_name[1]) == program.process.pid:
                found.append(int(path.parent.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
