"""The inbox at work: one loop that writes down, strikes off and claims, and a task an update."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from telegram import Bot, Update

from bot.errors import StoreError
from bot.inbox.hand import IN_HAND, Hand
from bot.inbox.inlet import NotKept
from bot.inbox.kinds import is_done_when_answered, lane_of
from bot.inbox.notices import Notices
from bot.store import Arrival, Claim, Postponed, Turn, Waiting
from bot.store.waiting import SUSPECT

log = logging.getLogger(__name__)

AT_ONCE = 256
"""Updates that are worked on at a time; most of that time they wait for the network."""

BEGUN_MOST = 5
"""How often an update is begun of which the program may have died, until it is given up."""

LOOK_SECONDS = 0.5
"""How often a copy looks for what others left or no longer hold back, and says that it lives."""

RETRY_SECONDS = 1.0
"""Pause after a turn that failed, as where the disk is full."""

CANCEL_SECONDS = 1.0
"""How long answers that are given up at the end may take to notice."""

STOPPING = "The bot is being stopped."


def _one_thread() -> ThreadPoolExecutor:
    # Not the store's, so that what is answered is struck off at once whatever else is looked up.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="inbox")


@dataclass(frozen=True)
class Work:
    """What the inbox needs of the application.

    Attributes
    ----------
    bot
        Who speaks.
    answer
        Answers an update; what goes wrong stays within.
    wants
        Whether anything would answer an update.
    """

    bot: Bot
    answer: Callable[[Update], Awaitable[None]]
    wants: Callable[[Update], bool]


@dataclass
class Inbox:
    """The updates that wait, and those in hand.

    Attributes
    ----------
    waiting
        Where they are written down.
    size
        How many may wait.
    notices
        Tells people what they have to know.
    """

    waiting: Waiting
    size: int
    notices: Notices
    _thread: ThreadPoolExecutor = field(default_factory=_one_thread, init=False)
    _work: Work | None = field(default=None, init=False)
    _loop: asyncio.Task[None] | None = field(default=None, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _stopping: bool = field(default=False, init=False)
    _closing: bool = field(default=False, init=False)
    _failing: bool = field(default=False, init=False)
    _seconds: float | None = field(default=None, init=False)
    _arrived: dict[int, Arrival] = field(default_factory=dict, init=False)
    _kept: dict[int, asyncio.Future[bool]] = field(default_factory=dict, init=False)
    _answered: set[int] = field(default_factory=set, init=False)
    _postponed: dict[int, Postponed] = field(default_factory=dict, init=False)
    _hands: dict[asyncio.Task[None], Hand] = field(default_factory=dict, init=False)
    _suspects: set[int] = field(default_factory=set, init=False)

    async def start(self, work: Work) -> None:
        """Begin with what an earlier run has left; raises StoreError."""
        self._work = work
        self.notices.start(work.bot)
        await asyncio.get_running_loop().run_in_executor(self._thread, self.waiting.open)
        log.info("The inbox is open; this copy of the bot is %s there", self.waiting.copy)
        self._loop = asyncio.create_task(self._run(work))
        self._wake.set()

    async def write_down(self, update: Update) -> None:
        """Write an update down, or tell why that cannot be.

        Raises
        ------
        NotKept
            It was not, so Telegram must keep it.
        """
        work = self._work
        if work is None or self._loop is None or self._loop.done():
            raise NotKept(STOPPING)
        if not work.wants(update):
            return
        id_ = update.update_id
        kept = self._kept.setdefault(id_, asyncio.get_running_loop().create_future())
        self._arrived.setdefault(id_, Arrival(id_, lane_of(update), update.to_json()))
        self._wake.set()
        try:
            there_was_room = await asyncio.shield(kept)
        except NotKept as error:
            self.notices.trouble(update, str(error))
            raise
        if not there_was_room:
            log.warning("An update was refused, since %d are waiting", self.size)
            self.notices.full(update)

    async def stop(self, seconds: float) -> None:
        """Finish what is in hand, but not for longer; the rest stays written down."""
        self._stopping = True
        if self._loop is not None:
            await self._finish(self._loop, seconds)
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _finish(self, loop: asyncio.Task[None], seconds: float) -> None:
        if self._hands:
            await asyncio.wait(self._hands, timeout=seconds)
        given_up = set(self._hands)
        for task in given_up:
            task.cancel()
        if given_up:
            log.warning("%d answers took too long, the next start gives them", len(given_up))
            await asyncio.wait(given_up, timeout=CANCEL_SECONDS)
        await self.notices.stop()
        self._closing = True
        self._wake.set()
        await asyncio.wait({loop}, timeout=CANCEL_SECONDS)
        loop.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loop

    async def _run(self, work: Work) -> None:
        while True:
            closing = self._closing
            try:
                await self._turn(work)
            except StoreError as error:
                self._failed(str(error))
            except Exception:
                log.exception("A turn of the inbox failed")
                self._failed(STOPPING)
            else:
                self._worked()
            if closing:
                self._refuse(STOPPING)
                return
            if self._failing:
                await asyncio.sleep(RETRY_SECONDS)
            else:
                await self._until_woken()

    async def _until_woken(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._longest_wait()):
                await self._wake.wait()

    def _longest_wait(self) -> float | None:
        waits = [self._seconds]
        if self.waiting.is_shared:
            waits.append(LOOK_SECONDS)
        return min((seconds for seconds in waits if seconds is not None), default=None)

    async def _turn(self, work: Work) -> None:
        """Bring the database up to date, and begin what comes next."""
        self._wake.clear()
        arrived, answered = dict(self._arrived), tuple(self._answered)
        postponed = tuple(self._postponed.values())
        turn = Turn(
            arrived=tuple(arrived.values()),
            answered=answered,
            postponed=postponed,
            most=self.size,
            room=0 if self._stopping else AT_ONCE - len(self._hands),
            suspect=not self._suspects,
            renew=self.waiting.is_shared and bool(self._hands),
        )
        outcome = await asyncio.get_running_loop().run_in_executor(
            self._thread, self.waiting.turn, turn
        )
        self._answered.difference_update(answered)
        for one in postponed:
            self._postponed.pop(one.update_id, None)
        for id_ in arrived:
            self._arrived.pop(id_, None)
            self._tell(id_, kept=id_ not in outcome.refused)
        if arrived and not outcome.refused:
            self.notices.room()
        self._seconds = outcome.seconds
        for claim in outcome.claimed:
            self._begin(work, claim)

    def _tell(self, id_: int, *, kept: bool) -> None:
        future = self._kept.pop(id_, None)
        if future is not None and not future.done():
            future.set_result(kept)

    def _refuse(self, reason: str) -> None:
        """Leave with Telegram what could not be written down."""
        self._arrived.clear()
        for future in self._kept.values():
            future.add_done_callback(asyncio.Future.exception)  # whoever waited may be gone
            future.set_exception(NotKept(reason))
        self._kept.clear()

    def _failed(self, reason: str) -> None:
        if not self._failing:
            log.error("The inbox cannot be written. %s", reason)
        self._failing = True
        self._refuse(reason)

    def _worked(self) -> None:
        if self._failing:
            log.info("The inbox can be written again")
        self._failing = False
        self.notices.well()

    def _begin(self, work: Work, claim: Claim) -> None:
        if claim.begun >= SUSPECT:
            self._suspects.add(claim.update_id)
        task = asyncio.create_task(self._answer(work, claim))
        self._hands[task] = self._hand_of(claim)
        task.add_done_callback(self._ended)

    def _hand_of(self, claim: Claim) -> Hand:
        return Hand(
            update_id=claim.update_id,
            age=claim.age,
            postponed=claim.postponed,
            repeat=claim.doubtful,
            doubtful=claim.doubtful,
            done_when_answered=False,
            strike=self._strike,
        )

    async def _answer(self, work: Work, claim: Claim) -> None:
        """Answer one update, in a task of its own."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        hand = self._hands[task]
        IN_HAND.set(hand)
        update = Update.de_json(json.loads(claim.body), work.bot)
        hand.done_when_answered = is_done_when_answered(update)
        if claim.begun < BEGUN_MOST:
            await work.answer(update)
            return
        log.error("Update %d was begun %d times in vain and is left", hand.update_id, claim.begun)
        hand.repeat = False
        await self.notices.gave_up(update)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Strike off what is done, and give back what is to be begun again."""
        hand = self._hands.pop(task)
        self._suspects.discard(hand.update_id)
        if not task.cancelled() and (error := task.exception()):
            log.error("Update %d could not be worked on", hand.update_id, exc_info=error)
        if hand.answered and hand.done_when_answered:
            pass  # it is struck off already
        elif task.cancelled():
            self._postponed[hand.update_id] = Postponed(hand.update_id, doubtful=hand.doubtful)
        elif hand.pause is not None:
            self._postponed[hand.update_id] = Postponed(
                hand.update_id, hand.pause, counts=True, doubtful=hand.doubtful
            )
        else:
            self._answered.add(hand.update_id)
        self._wake.set()

    def _strike(self, id_: int) -> None:
        self._answered.add(id_)
        self._wake.set()
