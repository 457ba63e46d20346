"""The bot is killed at random moments while it trains, promotes and rolls back, and started again.

The true program, with `kill -9`, and a true training with few digits. After each kill it must
start, answer a photo with a version that is whole, and have nothing half-written left.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import model
from bot import texts
from bot.sandbox import Client, Sandbox
from bot.store import Store
from model.data import mnist
from model.errors import WeightsError
from model.report import check
from model.versions import ID, POINTER, Versions
from tests.bench.reply import photos
from tests.bench.teaching import ADMIN, ASKER, TOKEN

KILLS = 20
KINDS = ("train", "promote", "rollback")
LEARNED, TESTED = 600, 100
"""Digits of MNIST: a training of half a minute."""
PATIENCE = 120.0
"""Seconds that anything may take on a busy machine."""
ORPHAN_SECONDS = 30.0
"""How long a training may outlive the bot that was killed."""
SEED = 9


@dataclass
class Tally:
    """What became of the kills of a kind."""

    kills: int = 0
    answered: int = 0
    whole: int = 0
    clean: int = 0
    told: int = 0
    starts: list[float] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        return {
            "kills": self.kills,
            "answered": self.answered,
            "verified": self.whole,
            "clean": self.clean,
            "told": self.told,
            "slowest s": round(max(self.starts), 1),
        }


class Killed:
    """A bot that is started, killed and started again on the same data."""

    def __init__(self, sandbox: Sandbox, data: Path, digits: Path) -> None:
        self._sandbox, self.data = sandbox, data
        self.versions = Versions(data / "models")
        self._environment = os.environ | {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": sandbox.url,
            "ADMIN_IDS": str(ADMIN),
            "DATA_DIR": str(data),
            "MNIST_PATH": str(digits),
            "PROGRESS_SECONDS": "0.5",
        }
        self._process: asyncio.subprocess.Process | None = None
        self.admin: Client = sandbox.client(user_id=ADMIN)
        self._asker: Client = sandbox.client(user_id=ASKER)
        self._photo = photos(1)[0]

    async def start(self) -> float:
        """Start it; gives the seconds until it has answered a photo."""
        began = time.monotonic()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", env=self._environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        sent = await self._asker.send_photo(self._photo)
        answer = None
        # An update that was fetched before the kill may be answered, too, or not at all.
        while answer is None or answer.reply_to_message_id != sent.message_id:
            answer = await self._asker.next_message(timeout=PATIENCE)
        assert answer.photo is not None
        return time.monotonic() - began

    async def kill(self) -> None:
        """Kill the bot itself; what it has started must notice."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def said(self, *beginnings: str) -> str:
        """Wait until the admin is told something that begins in one of these ways."""
        while True:
            text = (await self.admin.next_message(timeout=PATIENCE)).text or ""
            if text.startswith(beginnings):
                return text

    async def is_clean(self) -> bool:
        """Whether soon nothing half-written and no orphan is left, and the database is whole."""
        # A command that the killed bot had not confirmed comes again, and may train again.
        await self.admin.send_text("/cancel")
        await self.said(texts.CANCELING, texts.NOTHING_RUNS)
        end = time.monotonic() + ORPHAN_SECONDS
        while not (clean := self._is_clean_now()) and time.monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        return clean

    def _is_clean_now(self) -> bool:
        with closing(
            Store(f"sqlite:///{self.data}/bot.db", keep_most=1000, keep_days=365)
        ) as store:
            left = store.retraining_left()
        names = {path.name for path in self.versions.folder.iterdir()} - {POINTER}
        whole_names = all(map(ID.fullmatch, names))
        training = self.data / "training"
        return left is None and whole_names and not training.exists() and not _works_on(self.data)

    def is_whole(self) -> bool:
        """Whether the promoted version answers, and all are what was trained."""
        serving = self.versions.serving()
        try:
            for version in self.versions.all():
                check(version.folder)
            check(serving.folder)
        except WeightsError:
            return False
        return serving.problem is None


async def train(bot: Killed) -> None:
    """Let it train; ends when the training has."""
    await bot.admin.send_text("/retrain mlp 1")
    await bot.said(texts.FINISHED[:20], texts.FAILED[:20])


async def promote(bot: Killed) -> None:
    """Let it serve another version; ends when it does."""
    await bot.admin.send_text("/models")
    listed = None
    while listed is None or not (listed.text or "").startswith(texts.MODELS):
        listed = await bot.admin.next_message(timeout=PATIENCE)
    _, data = listed.buttons[0][-1]
    await bot.admin.tap(listed, str(data))


async def rollback(bot: Killed) -> None:
    """Let it go back; ends when it has, or has nowhere to go."""
    await bot.admin.send_text("/rollback")
    await bot.said("Version", texts.NO_ROLLBACK[:20])


ACTS: dict[str, Callable[[Killed], Awaitable[None]]] = {
    "train": train,
    "promote": promote,
    "rollback": rollback,
}


async def run() -> dict[str, dict[str, object]]:
    """Kill it."""
    chance = random.Random(SEED)
    found = {kind: Tally() for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder, _few_digits(Path(folder)) as digits:
        async with Sandbox(token=TOKEN, port=0, admin_id=ADMIN) as sandbox:
            bot = Killed(sandbox, Path(folder) / "data", digits)
            for _ in range(3):
                bot.versions.promote(bot.versions.add(model.SHIPPED))
            await bot.start()
            lasts = {kind: await _lasts(ACTS[kind], bot) for kind in KINDS}
            for at in range(KILLS):
                kind = KINDS[at % len(KINDS)]
                await _kill_once(bot, kind, chance.uniform(0, lasts[kind]), found[kind])
            await bot.kill()
    return {kind: tally.row() for kind, tally in found.items()}


async def _kill_once(bot: Killed, kind: str, seconds: float, tally: Tally) -> None:
    act = asyncio.ensure_future(ACTS[kind](bot))
    done, _ = await asyncio.wait({act}, timeout=seconds)
    await bot.kill()
    act.cancel()
    await asyncio.wait({act})
    tally.kills += 1
    tally.starts.append(await bot.start())
    tally.answered += 1
    tally.whole += bot.is_whole()
    # It ended before the kill, or the next start says how it ended, or had not begun.
    tally.told += kind != "train" or bool(done) or await _is_told(bot)
    tally.clean += await bot.is_clean()


async def _is_told(bot: Killed) -> bool:
    """Whether the admin learns what became of the training."""
    try:
        async with asyncio.timeout(5):
            await bot.said(texts.INTERRUPTED[:20], texts.FINISHED[:20])
    except TimeoutError:
        # The command itself was lost or waits; then there was no training to tell of.
        return not any((m.text or "").startswith("Retraining (") for m in bot.admin.messages[-3:])
    return True


async def _lasts(act: Callable[[Killed], Awaitable[None]], bot: Killed) -> float:
    began = time.monotonic()
    await act(bot)
    return time.monotonic() - began


def _works_on(data: Path) -> bool:
    """Whether a program runs that was told to write there."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(data).encode() in process.read_bytes():
                return True
        except OSError:
            continue
    return False


@contextmanager
def _few_digits(folder: Path) -> Iterator[Path]:
    """Write a small file of digits."""
    data, path = mnist(), folder / "digits.npz"
    np.savez(
        path,
        x_train=data.train_images[:LEARNED],
        y_train=data.train_labels[:LEARNED],
        x_test=data.test_images[:TESTED],
        y_test=data.test_labels[:TESTED],
    )
    yield path
