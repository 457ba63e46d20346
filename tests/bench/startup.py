"""From starting the program to the first photo answered, beside its own sandbox.

The photo is sent as soon as the address is printed, over HTTP like from the chat page.
"""

import asyncio
import statistics
import tempfile
import time

from tests.bench.people import Person
from tests.bench.programs import Program, program
from tests.bench.reply import photos

ROUNDS = 7
ROUNDS_NAIVE = 3
VISITOR = 1001
"""Telegram id of the ordinary user of every sandbox."""
GIVE_UP_SECONDS = 120.0


async def run() -> dict[str, dict[str, object]]:
    """Start both in turn, several times."""
    (picture,) = photos(1)
    found: dict[str, list[dict[str, float]]] = {"this bot": [], "naive bot": []}
    for at in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            settings = {"DATA_DIR": folder, "SANDBOX_PORT": "0", "BOT_TOKEN": ""}
            found["this bot"].append(await _first(picture, "bot", settings))
        if at < ROUNDS_NAIVE:
            found["naive bot"].append(await _first(picture, "tests.bench.naive", {}))
    return {
        name: {key: round(statistics.median(one[key] for one in times), 2) for key in times[0]}
        | {"starts": len(times)}
        for name, times in found.items()
    }


async def _first(picture: bytes, name: str, settings: dict[str, str]) -> dict[str, float]:
    began = time.perf_counter()
    async with program(name, **settings) as started:
        url = await _address(started)
        address = time.perf_counter()
        person = Person(url, VISITOR)
        await person.open()
        try:
            message = await person.send("photo", picture)
            came = await person.replied(message, GIVE_UP_SECONDS)
            taken = started.cpu
            again = time.perf_counter()
            message = await person.send("photo", picture)
            second = await person.replied(message, GIVE_UP_SECONDS) - again
        finally:
            await person.close()
    return {
        "address s": address - began,
        "answered s": came - began,
        "cpu s": taken,
        "second s": second,
    }


async def _address(started: Program) -> str:
    """Wait for the line that names the address."""
    async with asyncio.timeout(GIVE_UP_SECONDS):
        while True:
            words = (await started.line()).split()
            for word in words:
                if word.startswith("http://"):
                    return word
