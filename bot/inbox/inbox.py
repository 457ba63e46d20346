"""The inbox at work: one loop that writes down what comes, strikes off, and claims what is next."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from telegram import Update

from bot.errors import StoreError
from bot.inbox.answering import Answering
from bot.inbox.arrivals import Arrivals
from bot.inbox.inlet import NotKept
from bot.inbox.notices import Notices
from bot.inbox.work import Work
from bot.store import Turn, Waiting

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
"""How often a copy looks for what others left or no longer hold back, and says that it lives."""

RETRY_SECONDS = 1.0
"""Pause after a turn that failed, as where the disk is full."""

TIDY_SECONDS = 30.0
"""How long nothing must happen until traces of what was answered are wiped."""

LAST_SECONDS = 1.0
"""How long the last turn may take when the bot is stopped."""

STOPPING = "The bot is being stopped."
UNEXPECTED = "Something unexpected went wrong; the log tells what."


def _one_thread() -> ThreadPoolExecutor:
    # Not the store's, so that what is answered is struck off at once whatever else is looked up.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="inbox")


@dataclass
class Inbox:
    """The updates that wait for their answer.

    Attributes
    ----------
    waiting
        Where they are written down.
    size
        How many may wait.
    notices
        Tells people what they have to know.
    count
        How many waited lately, those in hand included.
    """

    waiting: Waiting
    size: int
    notices: Notices
    count: int = field(default=0, init=False)
    _thread: ThreadPoolExecutor = field(default_factory=_one_thread, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _arrivals: Arrivals = field(default_factory=Arrivals, init=False)
    _work: Work | None = field(default=None, init=False)
    _loop: asyncio.Task[None] | None = field(default=None, init=False)
    _seconds: float | None = field(default=None, init=False)
    _stopping: bool = field(default=False, init=False)
    _closing: bool = field(default=False, init=False)
    _failing: bool = field(default=False, init=False)
    _untidy: bool = field(default=False, init=False)

    async def start(self, work: Work) -> None:
        """Begin with what an earlier run has left; raises StoreError."""
        self.notices.start(work.bot)
        await self._stored(self.waiting.open)
        log.info("The inbox is open; this copy of the bot is %s there", self.waiting.copy)
        self._work = work
        self._answering = Answering(work, self.notices, self._wake.set)
        self._loop = asyncio.create_task(self._run())

    async def write_down(self, update: Update) -> None:
        """Write an update down, or tell why that cannot be.

        Raises
        ------
        NotKept
            It was not, so Telegram must keep it.
        """
        if self._work is None or self._loop is None or self._loop.done():
            raise NotKept(STOPPING)
        if not self._work.wants(update):
            return
        kept = self._arrivals.add(update)
        self._wake.set()
        try:
            there_was_room = await asyncio.shield(kept)
        except NotKept as error:
            if not self._stopping:
                self.notices.trouble(update, str(error))
            raise
        if not there_was_room:
            log.warning("An update was refused, since %d are waiting", self.size)
            self.notices.full(update)

    async def stop(self, seconds: float) -> None:
        """Finish what is in hand, but not for longer; the rest stays written down."""
        self._stopping = True
        if self._loop is not None:
            await self._answering.finish(seconds)
            await self.notices.stop()
            self._closing = True
            self._wake.set()
            await asyncio.wait({self._loop}, timeout=LAST_SECONDS)
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self) -> None:
        while True:
            closing = self._closing
            self._wake.clear()
            try:
                await self._turn()
            except StoreError as error:
                self._failed(str(error))
            except Exception:
                log.exception("A turn of the inbox failed")
                self._failed(UNEXPECTED)
            else:
                self._worked()
            if closing:
                self._arrivals.refuse(STOPPING)
                return
            await (asyncio.sleep(RETRY_SECONDS) if self._failing else self._until_woken())

    async def _turn(self) -> None:
        """Bring the database up to date, and begin what comes next."""
        answering, arrived = self._answering, self._arrivals.all()
        answered, postponed = tuple(answering.answered), tuple(answering.postponed.values())
        turn = Turn(
            arrived=arrived,
            answered=answered,
            postponed=postponed,
            most=self.size,
            room=0 if self._stopping else answering.room,
            suspect=answering.takes_suspect,
            renew=self.waiting.is_shared and answering.busy,
        )
        outcome = await self._stored(self.waiting.turn, turn)
        answering.answered.difference_update(answered)
        for again in postponed:
            answering.postponed.pop(again.update_id)
        for one in arrived:
            self._arrivals.tell(one.update_id, kept=one.update_id not in outcome.refused)
        if arrived and not outcome.refused:
            self.notices.room()
        self._seconds, self.count = outcome.seconds, outcome.count
        self._untidy |= bool(answered)
        answering.begin(outcome.claimed)

    async def _until_woken(self) -> None:
        """Wait until there is something to do; where there is nothing for long, tidy up."""
        waits = (
            self._seconds,
            LOOK_SECONDS if self.waiting.is_shared else None,
            TIDY_SECONDS if self._untidy else None,
        )
        longest = min((seconds for seconds in waits if seconds is not None), default=None)
        try:
            async with asyncio.timeout(longest):
                await self._wake.wait()
        except TimeoutError:
            if longest == TIDY_SECONDS:
                await self._tidy()

    async def _tidy(self) -> None:
        try:
            await self._stored(self.waiting.tidy)
        except StoreError as error:  # it is tried again after the next answers
            log.warning("Traces of what was answered could not be wiped: %s", error)
        self._untidy = False

    def _failed(self, reason: str) -> None:
        if not self._failing:
            log.error("The inbox cannot be written. %s", reason)
        self._failing = True
        self._arrivals.refuse(reason)

    def _worked(self) -> None:
        if self._failing:
            log.info("The inbox can be written again")
        self._failing = False
        self.notices.well()

    async def _stored(self, work: Callable[..., Any], *values: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *values)
