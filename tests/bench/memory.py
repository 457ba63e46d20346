"""Resident memory of the bot's process after many photos; its sandbox is another process."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.people import Person, people
from tests.bench.programs import Program, bot, sandbox
from tests.bench.reply import TOKEN, photos

PEOPLE = 100
"""Who send photos at a time: few enough for none to be asked for patience."""
ADMIN = 1000
AFTER = (100, 1_000, 6_000, 11_000)
AFTER_NAIVE = (100, 300)
"""Photos after which is looked; the naive bot takes half a second each."""
PICTURES = 97
GIVE_UP_SECONDS = 120.0
REST_SECONDS = 2.0
"""Until it is looked: the answers are out, and what was free is given back."""


async def run(folder: Path | None, most: int) -> dict[str, dict[str, object]]:
    """Measure both, this bot up to `most` photos."""
    pictures, rows = photos(PICTURES, folder), {}
    plans = {"this bot": [count for count in AFTER if count <= most], "naive bot": AFTER_NAIVE}
    for name, stops in plans.items():
        with tempfile.TemporaryDirectory() as data:
            async with (
                sandbox(TOKEN, PEOPLE, ADMIN) as (_, url),
                bot(name, TOKEN, url, Path(data), ADMIN) as served,
                people(url, PEOPLE) as crowd,
            ):
                rows[name] = await _climb(served, crowd, pictures, stops)
        print(f"{name}: {json.dumps(rows[name])}", file=sys.stderr, flush=True)
    return rows


async def _climb(
    served: Program, crowd: Sequence[Person], pictures: Sequence[bytes], stops: Sequence[int]
) -> dict[str, object]:
    found: dict[str, object] = {f"after {count:,}": "-" for count in AFTER}
    resident: dict[int, float] = {}
    sent = 0
    for stop in stops:
        share = -(-(stop - sent) // len(crowd))
        await asyncio.gather(
            *(_send(person, pictures, share, at) for at, person in enumerate(crowd))
        )
        sent = stop
        await asyncio.sleep(REST_SECONDS)
        resident[stop] = served.resident
        found[f"after {stop:,}"] = round(served.resident, 1)
    steady = [mb for count, mb in resident.items() if count >= min(1_000, max(stops))]
    return found | {"growth MB": round(steady[-1] - steady[0], 1), "peak": round(served.peak, 1)}


async def _send(person: Person, pictures: Sequence[bytes], count: int, first: int) -> None:
    for at in range(count):
        message = await person.send("photo", pictures[(first + at) % len(pictures)])
        await person.replied(message, GIVE_UP_SECONDS)
