"""Many people, who send photos at a steady pace; sandbox, bot and people in a process each.

One sends a photo every so many seconds, or as soon as the reply to the last one is there.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.texts.training import PHASES
from tests.bench.people import Person, people
from tests.bench.programs import Program, bot, sandbox
from tests.bench.reply import TOKEN, photos

PEOPLE = 100
ADMIN = 1000
RATES = (5.0, 10.0, 20.0, 30.0)
"""Photos a second, of all together, up to what Telegram allows a bot."""
RATE_NAIVE = 2.0
RATE_TRAINING = 15.0
WARM_SECONDS = 5.0
"""Of each rate before anything counts."""
STEP_SECONDS = 20.0
"""How long the lower rates last."""
GIVE_UP_SECONDS = 60.0
PICTURES = 40


@dataclass
class Pressure:
    """What people who send at one pace have seen.

    Attributes
    ----------
    waits
        Seconds from sending to the reply, of each photo that was sent while it counted.
    arrivals
        When replies came, in seconds of `time.perf_counter`.
    lost
        Photos without a reply.
    """

    waits: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    lost: int = 0


async def press(
    crowd: Sequence[Person], pictures: Sequence[bytes], rate: float, begin: float, end: float
) -> Pressure:
    """Let all send from now to `end`; what is sent from `begin` on counts."""
    found, now, every = Pressure(), time.perf_counter(), len(crowd) / rate

    async def send(number: int, person: Person) -> None:
        turn, sent = now + number / rate, 0
        while turn < end:
            await asyncio.sleep(max(0.0, turn - time.perf_counter()))
            began = time.perf_counter()
            try:
                message = await person.send("photo", pictures[(number + sent) % len(pictures)])
                came = await person.replied(message, GIVE_UP_SECONDS)
            except TimeoutError:
                found.lost += 1
            else:
                found.arrivals.append(came)
                if began >= begin:
                    found.waits.append(came - began)
            sent += 1
            turn = max(turn + every, time.perf_counter())

    await asyncio.gather(*(send(at, person) for at, person in enumerate(crowd)))
    return found


async def step(
    crowd: Sequence[Person],
    pictures: Sequence[bytes],
    rate: float,
    seconds: float,
    programs: dict[str, Program],
) -> dict[str, object]:
    """Measure one pace for so long, and what each program takes meanwhile, a reply."""
    begin = time.perf_counter() + WARM_SECONDS
    end = begin + seconds
    task = asyncio.create_task(press(crowd, pictures, rate, begin, end))
    await asyncio.sleep(begin - time.perf_counter())
    before = {name: found.cpu for name, found in programs.items()} | {"people": time.process_time()}
    await asyncio.sleep(end - time.perf_counter())
    after = {name: found.cpu for name, found in programs.items()} | {"people": time.process_time()}
    found = await task
    replies = sum(begin <= came < end for came in found.arrivals)
    taken = {
        f"{name} ms": round(1000 * (after[name] - before[name]) / max(1, replies), 1)
        for name in after
    }
    waits = found.waits or [float("nan")]
    return {
        "offered/s": rate,
        "replies/s": round(replies / seconds, 2),
        "median ms": round(1000 * statistics.median(waits)),
        "p95 ms": round(1000 * statistics.quantiles(waits, n=20)[-1]) if len(waits) > 1 else "-",
        "lost": found.lost,
        **taken,
    }


async def run(
    folder: Path | None, seconds: float, rates: Sequence[float] = RATES
) -> dict[str, dict[str, object]]:
    """Measure this bot at growing paces, the last one for `seconds`; then the naive one."""
    plans = {"this bot": tuple(rates), "naive bot": (RATE_NAIVE,)}
    pictures, rows = photos(PICTURES, folder), {}
    for name, paces in plans.items():
        with tempfile.TemporaryDirectory() as data:
            async with (
                sandbox(TOKEN, PEOPLE, ADMIN) as (server, url),
                bot(name, TOKEN, url, Path(data), ADMIN) as served,
                people(url, PEOPLE) as crowd,
            ):
                await _warm(crowd, pictures)
                for pace in paces:
                    lasting = seconds if pace == paces[-1] else STEP_SECONDS
                    programs = {"bot": served, "sandbox": server}
                    rows[f"{name} {pace:g}/s"] = await step(
                        crowd, pictures, pace, lasting, programs
                    )
    return rows


async def run_training(folder: Path | None, seconds: float) -> dict[str, dict[str, object]]:
    """Measure this bot alone, and while an admin's `/retrain` runs from before to after."""
    pictures, rows = photos(PICTURES, folder), {}
    with tempfile.TemporaryDirectory() as data:
        async with (
            sandbox(TOKEN, ADMIN, ADMIN) as (server, url),
            bot("this bot", TOKEN, url, Path(data), ADMIN) as served,
            people(url, PEOPLE) as crowd,
        ):
            await _warm(crowd, pictures)
            programs = {"bot": served, "sandbox": server}
            admin = Person(url, ADMIN)
            await admin.open()
            for name in ("alone", "training"):
                if name == "training":
                    await admin.send("text", json.dumps({"text": "/retrain"}).encode())
                    await _until_it_works(admin)
                before = served.cpu_of_children
                rows[name] = await step(crowd, pictures, RATE_TRAINING, seconds, programs)
                rows[name]["training s"] = round(served.cpu_of_children - before, 1)
            await admin.send("text", json.dumps({"text": "/cancel"}).encode())
            await admin.close()
    return rows


async def _until_it_works(admin: Person) -> None:
    """Wait until the training has loaded its libraries and says that it works."""
    working = (PHASES["prepare"], PHASES["fit"])
    async with asyncio.timeout(GIVE_UP_SECONDS):
        while not any(phase in text for text in admin.texts for phase in working):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def _warm(crowd: Sequence[Person], pictures: Sequence[bytes]) -> None:
    """Wait until the bot answers, with everything loaded."""
    for person in crowd[:4]:
        number = await person.send("photo", pictures[0])
        await person.replied(number, GIVE_UP_SECONDS)
