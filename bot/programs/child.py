"""A program that works for the bot in a process of its own, and never outlives it."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.settings import SECRETS

LEASH = (sys.executable, "-m", "bot.programs.leash", "model")
"""Starts a command of the library at low priority, and ends it with the bot."""

PATIENCE = 5.0
"""Seconds from asking the child to end until it is killed."""

LOOK_SECONDS = 2.0
"""How long the child may be silent until somebody looks whether it is alive."""

LINE_MAX = 2**20
"""Bytes of the longest line that is read: a whole report is shorter."""

LAST_BYTES = 4096
"""Bytes of the child's standard error that are kept for the log: a traceback and a bit more."""


class Child:
    """A process that prints lines; made by `start`, and to be ended by `end` in any case."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._listener = asyncio.create_task(_last(_present(process.stderr)))

    @classmethod
    async def start(cls, command: Sequence[str], mnist_path: Path | None) -> "Child":
        """Start a program.

        Parameters
        ----------
        command
            The program and its arguments.
        mnist_path
            The data that it works with; None lets it find its own.
        """
        environment = dict(os.environ)
        if mnist_path is not None:
            environment["MNIST_PATH"] = str(mnist_path)
        for name in SECRETS:  # the child needs none
            environment.pop(name.upper(), None)
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_MAX,
            env=environment,
            # A group of its own: Ctrl-C in the terminal reaches the bot alone, which then ends it.
            start_new_session=True,
        )
        return cls(process)

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs."""
        return self._process.returncode

    async def lines(self) -> AsyncIterator[bytes]:
        """Yield what it prints, a line at a time, until its output or the child itself ends.

        The two differ where the child is killed while processes of its own still hold its output.
        """
        stream = _present(self._process.stdout)
        while True:
            try:
                # Not `wait_for`: in Python 3.11 a cancellation that comes with a line gets lost.
                async with asyncio.timeout(LOOK_SECONDS):
                    line = await stream.readline()
            except TimeoutError:
                if self.status is not None:
                    return
            else:
                if not line:
                    break
                yield line
        await self._wait()

    async def end(self) -> str:
        """Ask the child to end, where it has not, then kill all that is left of what it started.

        Returns
        -------
        The end of what it said on its standard error.
        """
        process = self._process
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await self._wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()
        return await self._listener

    async def _wait(self) -> None:
        """Wait for its end, but not for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()


def _present(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    assert stream is not None  # noqa: S101 - pipes were asked for
    return stream


async def _last(stream: asyncio.StreamReader) -> str:
    """Read a stream to its end and return the end; progress bars there have no lines to go by."""
    kept = b""
    while read := await stream.read(LAST_BYTES):
        kept = (kept + read)[-LAST_BYTES:]
    return kept.decode(errors="replace")
