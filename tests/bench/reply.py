"""What a reply takes: of one processor, and from a photo sent to its chart received, one after the
other in a warm sandbox.
"""

import contextlib
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import cv2
import numpy as np

from bot.app import build
from bot.running import running
from bot.sandbox import Sandbox
from bot.settings import Settings
from model.synthesis.paper import photograph
from model.synthesis.pens import draw_strokes
from model.synthesis.touch import strokes_of
from tests.bench.naive import naive_bot
from tests.bench.programs import program

TOKEN = "123456:a-token-for-measurements-only"
WARM_UP = 5
PHOTOS = 60
PEOPLE = 5
"""Who send them in turn: of one person the bot does not answer so many in a minute."""
SIZE = (960, 1280)
"""Height and width of a photo as Telegram delivers it."""


def photos(count: int, folder: Path | None = None) -> list[bytes]:
    """Take the first photos of a folder, or draw noisy ones of one digit each, 1280 px wide."""
    if folder is not None:
        found = sorted(path for path in folder.rglob("*.jpg"))
        return [path.read_bytes() for path in found[:: max(1, len(found) // count)]][:count]
    rng = np.random.default_rng(3)
    made = []
    for at in range(count):
        ink = np.zeros(SIZE, np.uint8)
        drawn = draw_strokes(strokes_of(at % 10, rng), 520, 26)
        y, x = (SIZE[0] - drawn.shape[0]) // 2, (SIZE[1] - drawn.shape[1]) // 2
        ink[y : y + drawn.shape[0], x : x + drawn.shape[1]] = drawn
        made.append(cv2.imencode(".jpg", photograph(ink, rng)[..., ::-1])[1].tobytes())
    return made


async def measure(photos_: list[bytes], sandbox: Sandbox) -> list[float]:
    """Milliseconds of each reply, without those that only warm up."""
    people = [sandbox.client(user_id=number) for number in range(7, 7 + PEOPLE)]
    taken = []
    for at, photo in enumerate(photos_):
        client = people[at % PEOPLE]
        began = time.perf_counter()
        await client.send_photo(photo)
        await client.next_message(timeout=30)
        taken.append((time.perf_counter() - began) * 1000)
    return taken[WARM_UP:]


@contextlib.asynccontextmanager
async def ours(sandbox: Sandbox) -> AsyncIterator[None]:
    """Run this project's bot."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None, bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=Path(folder)
        )
        async with running(build(settings)):
            yield


@contextlib.asynccontextmanager
async def naive(sandbox: Sandbox) -> AsyncIterator[None]:
    """Run the rival."""
    application = naive_bot(TOKEN, sandbox.url)
    async with application:
        await application.start()
        await application.updater.start_polling()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


async def run(folder: Path | None) -> dict[str, dict[str, float]]:
    """Measure what a reply computes; then both bots in turn, twice, from sent to received.

    In turn, so that a machine that slows down slows both.
    """
    rows = {f"computing, {name}": row for name, row in (await _computing(folder)).items()}
    sent = photos(WARM_UP + PHOTOS, folder)
    found: dict[str, list[float]] = {"this bot": [], "naive bot": []}
    for _ in range(2):
        for name, start in (("this bot", ours), ("naive bot", naive)):
            async with Sandbox(token=TOKEN, port=0, admin_id=1) as sandbox, start(sandbox):
                found[name] += await measure(sent, sandbox)
    for name, taken in found.items():
        rows[name] = {
            "median ms": round(statistics.median(taken), 1),
            "p95 ms": round(statistics.quantiles(taken, n=20)[-1], 1),
            "replies": len(taken),
        }
    return rows


async def _computing(folder: Path | None) -> dict[str, dict[str, float]]:
    """Measure that in a process of its own, which keeps to one processor."""
    arguments = [] if folder is None else [str(folder)]
    async with program("tests.bench.compute", *arguments) as computing:
        found: dict[str, dict[str, float]] = json.loads(await computing.line())
    return found
