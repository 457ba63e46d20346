"""People who send photos to the real program while it is stopped, killed and started again."""

import asyncio
import contextlib
import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import create_engine, text

from bot import texts
from bot.sandbox import Client, Sandbox, Seen
from model.synthesis.pens import draw_strokes
from model.synthesis.touch import strokes_of

ROOT = Path(__file__).parents[2]
TOKEN = "123456:a-token-for-measurements-only"
ADMIN = 1
UP = "answers with version"
"""What the program logs once it is at work."""

COPY = re.compile(r"this copy of the bot is (\w+) there")
START_SECONDS = 60.0
END_SECONDS = 100.0
"""How long no answer may come until those that are missing count as lost: longer than anything
rests in the inbox that was not given up."""


def photo(rng: np.random.Generator) -> bytes:
    """A small photo of one digit: these benches are about what is lost, not about how fast."""
    page = np.full((480, 640), 235, np.uint8)
    ink = draw_strokes(strokes_of(int(rng.integers(10)), rng), 300, 18)
    y, x = (480 - ink.shape[0]) // 2, (640 - ink.shape[1]) // 2
    page[y : y + ink.shape[0], x : x + ink.shape[1]] -= (ink // 255 * 190).astype(np.uint8)
    return cv2.imencode(".jpg", page)[1].tobytes()


@dataclass
class Program:
    """`python -m bot`, as a process that can be killed."""

    folder: Path
    name: str
    variables: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def copy(self) -> str:
        """How it calls itself in the inbox; "" before it has opened it."""
        found = COPY.findall(self.log.read_text(errors="replace"))
        return found[-1] if found else ""

    def start(self) -> None:
        with self.log.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot"],
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.variables},
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )

    async def is_up(self) -> None:
        async with asyncio.timeout(START_SECONDS):
            while UP not in self.log.read_text(errors="replace"):
                assert self.process is not None
                assert self.process.poll() is None, self.log.read_text(errors="replace")
                await asyncio.sleep(0.02)

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    async def ended(self) -> int:
        """Its exit status, once it has one."""
        assert self.process is not None
        return await asyncio.to_thread(self.process.wait)

    async def kill(self) -> None:
        self.send(signal.SIGKILL)
        await self.ended()


@contextlib.contextmanager
def ending(*programs: Program) -> Iterator[None]:
    """See to it that none is left behind."""
    try:
        yield
    finally:
        for program in programs:
            if program.process is not None and program.process.poll() is None:
                program.process.kill()
                program.process.wait()


def settings(sandbox: Sandbox, folder: Path, **more: str) -> dict[str, str]:
    """The variables of a program that talks with a sandbox."""
    given = {"BOT_TOKEN": TOKEN, "BOT_API_URL": sandbox.url, "DATA_DIR": str(folder / "data")}
    return given | {"ADMIN_IDS": str(ADMIN), **more}


@dataclass
class Crowd:
    """People in chats of their own, and all that they have sent.

    Attributes
    ----------
    sent
        When each photo was sent, by its chat and number.
    """

    clients: list[Client]
    photos: list[bytes]
    sent: dict[tuple[int, int], float] = field(default_factory=dict)
    answered: dict[tuple[int, int], list[Seen]] = field(default_factory=dict)
    first: dict[tuple[int, int], float] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    @classmethod
    def at(cls, sandbox: Sandbox, people: int) -> "Crowd":
        rng = np.random.default_rng(5)
        clients = [sandbox.client(100 + number, f"User {number}") for number in range(people)]
        return cls(clients, [photo(rng) for _ in range(10)])

    async def send(self, count: int, seconds: float, chance: random.Random) -> None:
        """Send so many photos, all people alike, at random moments of a span of time."""
        await asyncio.gather(
            *(
                self._send(client, count // len(self.clients), seconds, chance)
                for client in self.clients
            )
        )

    async def _send(
        self, client: Client, count: int, seconds: float, chance: random.Random
    ) -> None:
        began = time.monotonic()
        for moment in sorted(chance.uniform(0, seconds) for _ in range(count)):
            await asyncio.sleep(max(0.0, began + moment - time.monotonic()))
            seen = await client.send_photo(chance.choice(self.photos))
            self.sent[client.user.id, seen.message_id] = time.monotonic()

    async def listen(self) -> None:
        """Note all answers until it is canceled."""
        await asyncio.gather(*(self._listen(client) for client in self.clients))

    async def _listen(self, client: Client) -> None:
        while True:
            message = await client.next_message(timeout=3600)
            if message.photo is None:
                self.refused[message.text or ""] += 1
                continue
            key = client.user.id, message.reply_to_message_id or 0
            self.answered.setdefault(key, []).append(message)
            self.first.setdefault(key, time.monotonic())

    @property
    def lost(self) -> list[tuple[int, int]]:
        return [key for key in self.sent if key not in self.answered]

    @property
    def twice(self) -> list[tuple[int, int]]:
        """Photos that were answered again, once for each time."""
        return [key for key, found in self.answered.items() for _ in found[1:]]

    @property
    def unmarked(self) -> int:
        """Repetitions that do not say so."""
        again = (message for found in self.answered.values() for message in found[1:])
        return sum(texts.REPEATED not in (message.caption or "") for message in again)

    @property
    def out_of_order(self) -> int:
        """Photos whose first answer came before that of an earlier one of the same chat."""
        found = 0
        for client in self.clients:
            numbers = [key for key in self.first if key[0] == client.user.id]
            numbers.sort(key=lambda key: self.answered[key][0].message_id)
            found += sum(a > b for a, b in itertools.pairwise(numbers))
        return found

    async def all_answered(self) -> None:
        """Wait until nothing is missing, or nothing comes any more."""
        known, since = 0, time.monotonic()
        while self.lost and time.monotonic() - since < END_SECONDS:
            if len(self.answered) > known:
                known, since = len(self.answered), time.monotonic()
            await asyncio.sleep(0.1)

    def row(self) -> dict[str, object]:
        """What a table says of it."""
        waits = sorted(self.first[key] - at for key, at in self.sent.items() if key in self.first)
        return {
            "photos": len(self.sent),
            "lost": len(self.lost),
            "twice": len(self.twice),
            "unmarked": self.unmarked,
            "disordered": self.out_of_order,
            "median s": round(waits[len(waits) // 2], 2) if waits else None,
            "longest s": round(waits[-1], 2) if waits else None,
        }


def held(database: str, copy: str | None = None) -> set[tuple[int, int]]:
    """The photos, by chat and number, that are in hand according to the inbox, all or a copy's."""
    engine = create_engine(database)
    where = "waits AND holder IS NOT NULL" + (" AND holder = :copy" if copy else "")
    try:
        with engine.connect() as connection:
            asked = text(f"SELECT body FROM inbox WHERE {where}")  # noqa: S608
            bodies = connection.execute(asked, {"copy": copy} if copy else {}).scalars().all()
    finally:
        engine.dispose()
    return {_photo_of(body) for body in bodies}


def _photo_of(body: str) -> tuple[int, int]:
    message = json.loads(body).get("message", {"chat": {"id": 0}, "message_id": 0})
    return message["chat"]["id"], message["message_id"]
