"""The training program as a child process: one at a time, its progress and its end."""

import asyncio
import logging
import secrets
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot import texts
from bot.errors import TrainingError
from bot.programs.alone import Alone
from bot.programs.child import LEASH, Child
from bot.programs.order import Order
from bot.programs.progress import Progress
from model.corrections import Corrections, save
from model.versions import Version, Versions

log = logging.getLogger(__name__)

COMMAND = (*LEASH, "train")
"""The training program, on a leash that ends it with the bot."""

CORRECTIONS = "corrections.npz"
"""The file from which the child learns what users corrected, in the folder that it writes to."""

LOOK_SECONDS = 1.0
"""How often it is looked whether another copy of the bot wants the training to end."""

Gather = Callable[[], Awaitable[Corrections | None]]
"""Gives what the child is to learn from users; None for nothing."""


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
    _name: str = field(default="", init=False)
    _began: float = field(default=0.0, init=False)
    _task: asyncio.Task[Version] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._alone = Alone(self.folder.with_name(f"{self.folder.name}.lock"))
        self._cancel = self.folder.with_name(f"{self.folder.name}.cancel")

    @property
    def running(self) -> bool:
        """Whether a retraining runs now."""
        return self._task is not None and not self._task.done()

    @property
    def elsewhere(self) -> bool:
        """Whether another copy of the bot retrains now."""
        return not self.running and self._alone.held_elsewhere

    @property
    def text(self) -> str:
        """What a user reads of the state."""
        return self.progress.text(self._name, time.monotonic() - self._began)

    def clear(self) -> None:
        """Remove what an interrupted training left behind, unless another copy's runs."""
        if self._alone.take():
            self._remove()
            self._alone.release()

    def _remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._cancel.unlink(missing_ok=True)

    def start(self, order: Order, gather: Gather) -> asyncio.Task[Version]:
        """Start a retraining, only while none runs; its task ends with the version that was made.

        What users corrected is gathered before the child starts. The task is canceled by `cancel`
        and `stop`; it raises TrainingError where the program gives no result, and WeightsError
        where that is damaged.
        """
        if self.stopped:
            raise TrainingError("The bot is being stopped.")
        if not self._alone.take():
            raise TrainingError("Another copy of the bot retrains.")
        self.progress = Progress(epochs=order.epochs or 0)
        self._name, self._began = order.name, time.monotonic()
        self._task = asyncio.create_task(self._train(order, gather))
        asked = asyncio.create_task(self._cancel_when_asked(self._task))

        def ended(_: object) -> None:
            asked.cancel()
            self._alone.release()

        self._task.add_done_callback(ended)
        log.info("Retraining started: %s, %s epochs", order.name, order.epochs or "its own")
        return self._task

    async def cancel(self) -> None:
        """End the retraining that runs here, and its process."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    async def cancel_anywhere(self) -> None:
        """End the one that runs, also where another copy of the bot runs it."""
        if self.elsewhere:
            self._cancel.touch()
        await self.cancel()

    async def _cancel_when_asked(self, task: asyncio.Task[Version]) -> None:
        """Do for another copy what it asks for."""
        while not self._cancel.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(LOOK_SECONDS)
        task.cancel()

    async def stop(self) -> None:
        """End the retraining that runs and start no other: the bot is being stopped."""
        self.stopped = True
        await self.cancel()

    async def _train(self, order: Order, gather: Gather) -> Version:
        self._remove()
        self.folder.mkdir(parents=True)
        # A name of its own: the child of a bot that was killed may be ending only now.
        out = self.folder / f"{order.architecture}-{secrets.token_hex(4)}"
        try:
            corrections = await self._write(await gather())
            await self._run(order.arguments(out, corrections))
            return await asyncio.to_thread(self.versions.add, out)
        finally:
            self._remove()

    async def _write(self, corrections: Corrections | None) -> Path | None:
        """Write the file of corrections, if there are any, and add them to the name."""
        if not corrections:
            return None
        self._name += texts.WITH_CORRECTIONS.format(count=f"{len(corrections):,}")
        await asyncio.to_thread(save, self.folder / CORRECTIONS, corrections)
        return self.folder / CORRECTIONS

    async def _run(self, arguments: Sequence[str]) -> None:
        child = await Child.start([*self.command, *arguments], self.mnist_path)
        try:
            async for line in child.lines():
                self.progress = self.progress.after(line, time.monotonic() - self._began)
        finally:
            last = await child.end()
        if child.status != 0 or self.progress.phase != "done":
            log.error("The training ended with status %s:\n%s", child.status, last)
            raise TrainingError(self.progress.error or texts.CRASHED)
