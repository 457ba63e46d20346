"""A hundred decompression bombs and files of 20 MB, sent at once to the bot in a process."""

import asyncio
import time
from itertools import cycle, islice
from pathlib import Path

from bot.sandbox import Client, Sandbox
from tests.bench.bot_under_test import in_a_process
from tests.bench.reply import TOKEN, photos
from tests.bombs import bombs, large

COUNT = 100
PEOPLE = 10
LOOK_SECONDS = 0.005
"""How often the memory is looked at."""

IDLE_SECONDS = 3.0
WAIT_SECONDS = 600.0


class Memory:
    """The most resident memory of a process since it was last asked, and now, in MB."""

    def __init__(self, process_id: int) -> None:
        self._file = Path(f"/proc/{process_id}/statm")
        self.most = 0.0

    def now(self) -> float:
        return int(self._file.read_text().split()[1]) * 4096 / 1e6

    async def watch(self) -> None:
        while True:
            self.most = max(self.most, self.now())
            await asyncio.sleep(LOOK_SECONDS)


async def run() -> dict[str, dict[str, object]]:
    """Send bombs, then large files, then both mixed, to one bot each."""
    made = {"bombs": list(bombs()), "20 MB files": list(large())}
    mixed = made["bombs"] + made["20 MB files"] * 4
    rows = {}
    for name, sent in {**made, "both": mixed}.items():
        rows[name] = await _once(list(islice(cycle(sent), COUNT)))
    return rows


async def _once(sent: list[tuple[str, bytes]]) -> dict[str, object]:
    async with Sandbox(token=TOKEN, port=0, admin_id=1) as sandbox, in_a_process(sandbox) as bot:
        memory = Memory(bot.pid)
        warm = sandbox.client(99)
        for photo in photos(8):
            await warm.send_photo(photo)
            await warm.next_message(timeout=120)
        await asyncio.sleep(IDLE_SECONDS)
        idle = memory.now()
        watching = asyncio.create_task(memory.watch())
        people = [sandbox.client(100 + at) for at in range(PEOPLE)]
        began = time.monotonic()
        for at, (form, data) in enumerate(sent):
            await people[at % PEOPLE].send_document(data, f"picture{form}")
        answers = await asyncio.gather(
            *(_answers(person, len(sent[at::PEOPLE])) for at, person in enumerate(people))
        )
        seconds = time.monotonic() - began
        watching.cancel()
        await asyncio.sleep(IDLE_SECONDS)
        return {
            "files": len(sent),
            "answered": sum(map(len, answers)),
            "read": sum(bool(photo) for one in answers for photo in one),
            "idle MB": round(idle),
            "peak MB": round(memory.most),
            "above idle": round(memory.most - idle),
            "after MB": round(memory.now()),
            "s a file": round(seconds / len(sent), 2),
        }


async def _answers(person: Client, count: int) -> list[bytes | None]:
    return [(await person.next_message(timeout=WAIT_SECONDS)).photo for _ in range(count)]
