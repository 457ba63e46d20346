"""The training program as a child process: one at a time, its progress and its end."""

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot import texts
from bot.errors import TrainingError
from bot.progress import Progress
from model.versions import Version, Versions

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "bot.leash", "model", "train")
"""The training program, on a leash that ends it with the bot."""

PATIENCE = 5.0
"""Seconds from asking the child to end until it is killed."""

LOOK_SECONDS = 2.0
"""How long the child may be silent until somebody looks whether it is alive."""

LINE_MAX = 2**20
"""Bytes of the longest line that is read; the last one holds a whole report."""

LAST_BYTES = 4096
"""Bytes of the child's standard error that are kept for the log: a traceback and a bit more."""


@dataclass(frozen=True)
class Order:
    """What to train.

    Attributes
    ----------
    architecture
        "cnn" or "mlp".
    epochs : int
        How many.
    start
        The folder of the version to go on from; None trains from nothing.
    """

    architecture: str
    epochs: int
    start: Path | None

    def arguments(self, out: Path) -> list[str]:
        """Return the order as arguments of the training program, which writes to `out`."""
        arguments = ["--architecture", self.architecture, "--epochs", str(self.epochs)]
        if self.start is not None:
            arguments += ["--start", str(self.start)]
        return [*arguments, "--out", str(out), "--progress-json"]


@dataclass
class Training:
    """The one retraining that may run at a time.

    Attributes
    ----------
    folder
        Where the child writes; everything in it belongs to this object.
    versions
        Where results are kept.
    command
        The program and its first arguments.
    mnist_path
        The data that the child trains on; None lets it find its own.
    """

    folder: Path
    versions: Versions
    command: Sequence[str] = COMMAND
    mnist_path: Path | None = None
    progress: Progress = field(default_factory=Progress, init=False)
    stopped: bool = field(default=False, init=False)
    _architecture: str = field(default="", init=False)
    _task: asyncio.Task[Version] | None = field(default=None, init=False)

    @property
    def running(self) -> bool:
        """Whether a retraining runs now."""
        return self._task is not None and not self._task.done()

    @property
    def text(self) -> str:
        """What a user reads of the state."""
        return self.progress.text(self._architecture)

    def clear(self) -> None:
        """Remove what an interrupted training left behind; only while none runs."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, order: Order) -> asyncio.Task[Version]:
        """Start a retraining, only while none runs; its task ends with the version that was made.

        The task is canceled by `cancel` and `stop`; it raises TrainingError where the program
        gives no result, and WeightsError where that is damaged.
        """
        if self.stopped:
            raise TrainingError("The bot is being stopped.")
        self.progress = Progress(epochs=order.epochs)
        self._architecture = order.architecture
        self._task = asyncio.create_task(self._train(order))
        log.info("Retraining started: %s, %s epochs", order.architecture, order.epochs)
        return self._task

    async def cancel(self) -> None:
        """End the retraining that runs, and its process."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    async def stop(self) -> None:
        """End the retraining that runs and start no other: the bot is being stopped."""
        self.stopped = True
        await self.cancel()

    async def _train(self, order: Order) -> Version:
        self.clear()
        self.folder.mkdir(parents=True)
        try:
            out = await self._run(order, self.folder / order.architecture)
            return await asyncio.to_thread(self.versions.add, out)
        finally:
            self.clear()

    async def _run(self, order: Order, out: Path) -> Path:
        child = await self._spawn(order.arguments(out))
        assert child.stdout is not None and child.stderr is not None  # noqa: S101, PT018
        listener = asyncio.create_task(_last(child.stderr))
        try:
            async for line in _lines(child, child.stdout):
                self.progress = self.progress.after(line)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), PATIENCE)
        finally:
            await _end(child)
            last = await listener
        if child.returncode != 0 or self.progress.phase != "done":
            log.error("The training ended with status %s:\n%s", child.returncode, last)
            raise TrainingError(self.progress.error or texts.CRASHED)
        return out

    async def _spawn(self, arguments: Sequence[str]) -> asyncio.subprocess.Process:
        environment = dict(os.environ)
        if self.mnist_path is not None:
            environment["MNIST_PATH"] = str(self.mnist_path)
        environment.pop("BOT_TOKEN", None)  # the child needs no secret
        return await asyncio.create_subprocess_exec(
            *self.command,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_MAX,
            env=environment,
            # A group of its own: Ctrl-C in the terminal reaches the bot alone, which then ends it.
            start_new_session=True,
        )


async def _last(stream: asyncio.StreamReader) -> str:
    """Read a stream to its end and return the end; progress bars there have no lines to go by."""
    kept = b""
    while read := await stream.read(LAST_BYTES):
        kept = (kept + read)[-LAST_BYTES:]
    return kept.decode(errors="replace")


async def _lines(
    child: asyncio.subprocess.Process, stream: asyncio.StreamReader
) -> AsyncIterator[bytes]:
    """Yield the child's lines until its output or the child itself ends.

    The two differ where the child is killed while processes of its own still hold its output.
    """
    while True:
        try:
            line = await asyncio.wait_for(stream.readline(), LOOK_SECONDS)
        except TimeoutError:
            if child.returncode is not None:
                return
        else:
            if not line:
                return
            yield line


async def _end(child: asyncio.subprocess.Process) -> None:
    """Ask the child to end, where it has not, then kill all that is left of what it started."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), PATIENCE)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    await child.wait()
    if child.stdin is not None:
        child.stdin.close()
