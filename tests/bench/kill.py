"""kill -9 at random moments while people send photos: what is lost, what is answered twice."""

import asyncio
import random
import tempfile
from pathlib import Path

from bot.sandbox import Sandbox
from tests.bench.crowd import ADMIN, TOKEN, Crowd, Program, ending, held, settings

KILLS, PEOPLE, PHOTOS = 30, 20, 1000
UP_SECONDS = 0.5, 6.0
"""How long a program lives, its start of some two seconds included."""


async def run(
    kills: int = KILLS,
    people: int = PEOPLE,
    photos: int = PHOTOS,
    seed: int = 1,
    up: tuple[float, float] = UP_SECONDS,
) -> dict[str, dict[str, object]]:
    """Measure it."""
    chance = random.Random(seed)
    seconds = kills * sum(up) / 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with Sandbox(token=TOKEN, port=0, admin_id=ADMIN) as sandbox:
            crowd = Crowd.at(sandbox, people)
            program = Program(folder, "bot", settings(sandbox, folder))
            with ending(program):
                listening = asyncio.create_task(crowd.listen())
                sending = asyncio.create_task(crowd.send(photos, seconds, chance))
                in_hand = await _kill(program, kills, up, chance)
                program.start()
                await sending
                await crowd.all_answered()
                await asyncio.sleep(1)  # what comes now would be a repetition
                listening.cancel()
            faults = len(sandbox.faults)
    row = {"kills": kills} | crowd.row() | {"in hand": in_hand, "faults": faults}
    return {"kill -9": row}


async def _kill(
    program: Program, kills: int, up: tuple[float, float], chance: random.Random
) -> int:
    """Start and kill a program so many times; gives how many photos it had in hand, in all."""
    in_hand = 0
    database = program.folder / "data" / "bot.db"
    for _ in range(kills):
        program.start()
        await asyncio.sleep(chance.uniform(*up))
        await program.kill()
        if database.exists():
            in_hand += len(held(f"sqlite:///{database}"))
    return in_hand
