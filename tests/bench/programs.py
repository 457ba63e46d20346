"""Programs in processes of their own, and what each of them takes of the machine."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
"""Parts of a second that the system counts processor time in."""

STOP_SECONDS = 20
"""How long a program may take to end."""


@dataclass(frozen=True)
class Program:
    """A process that runs."""

    process: asyncio.subprocess.Process

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far, of user and system, without children."""
        return _cpu(self.process.pid)

    @property
    def cpu_of_children(self) -> float:
        """The same of the processes that it has started, and of theirs, ended ones included."""
        pid = self.process.pid
        return _cpu_of_ended(pid) + sum(
            _cpu(child) + _cpu_of_ended(child) for child in _descendants(pid)
        )

    @property
    def resident(self) -> float:
        """Resident memory in MB."""
        return self._memory("VmRSS")

    @property
    def peak(self) -> float:
        """The most of it so far."""
        return self._memory("VmHWM")

    def _memory(self, name: str) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        kilobytes = next(line for line in status.splitlines() if line.startswith(name))
        return int(kilobytes.split()[1]) / 1024

    async def line(self) -> str:
        """Wait for the next line that it prints."""
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise RuntimeError("the program has ended")
        return line.decode().strip()


def _cpu(pid: int) -> float:
    user, system, *_ = _times(pid)
    return user + system


def _cpu_of_ended(pid: int) -> float:
    """Seconds that the children of a process have taken that ended."""
    _, _, user, system = _times(pid)
    return user + system


def _times(pid: int) -> tuple[float, ...]:
    """Seconds of user and of system, its own and those of its children that ended."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    fields = stat.rpartition(")")[2].split()
    return tuple(int(field) / TICKS for field in fields[11:15])


def _descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text(encoding="ascii").split()):
            found += [child, *_descendants(child)]
    return found


@contextlib.asynccontextmanager
async def program(*arguments: str, **environment: str) -> AsyncIterator[Program]:
    """Run `python -m …` as long as the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        env=dict(os.environ) | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield Program(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(process.communicate(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.communicate()


@contextlib.asynccontextmanager
async def sandbox(token: str, people: int, admin: int) -> AsyncIterator[tuple[Program, str]]:
    """Run a sandbox with so many people in it; gives its address, too."""
    name = "tests.bench.sandbox"
    async with program(name, token, str(people), str(admin)) as found:
        yield found, await found.line()


@contextlib.asynccontextmanager
async def bot(name: str, token: str, url: str, folder: Path, admin: int) -> AsyncIterator[Program]:
    """Run "this bot" or the "naive bot" at a sandbox."""
    if name == "naive bot":
        starting = program("tests.bench.naive", token, url)
    else:
        starting = program(
            "bot", BOT_TOKEN=token, BOT_API_URL=url, DATA_DIR=str(folder), ADMIN_IDS=str(admin)
        )
    async with starting as found:
        yield found
