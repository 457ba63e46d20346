"""The updates in hand: a task for each, and what is to become of its row when it ends."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable

from telegram import Update

from bot.inbox.hand import IN_HAND, Hand
from bot.inbox.kinds import is_done_when_answered
from bot.inbox.notices import Notices
from bot.inbox.work import Work
from bot.store import Claim, Postponed
from bot.store.claiming import SUSPECT

log = logging.getLogger(__name__)

AT_ONCE = 256
"""Updates that are worked on at a time; most of that time they wait for the network."""

BEGUN_MOST = 5
"""How often an update is begun of which the program may have died, until it is given up."""

CANCEL_SECONDS = 1.0
"""How long answers that are given up at the end may take to notice."""


class Answering:
    """The updates that are being answered.

    Parameters
    ----------
    work
        What is done with an update.
    notices
        Tells people that their update is given up.
    changed
        Called when there is something new in `answered` or `postponed`.

    Attributes
    ----------
    answered
        Numbers of updates that are to be struck off.
    postponed
        Those that are to be begun again, by their number.
    """

    def __init__(self, work: Work, notices: Notices, changed: Callable[[], None]) -> None:
        self.answered: set[int] = set()
        self.postponed: dict[int, Postponed] = {}
        self._work = work
        self._notices = notices
        self._changed = changed
        self._hands: dict[asyncio.Task[None], Hand] = {}
        self._suspects: set[int] = set()

    @property
    def room(self) -> int:
        """How many more could be begun."""
        return AT_ONCE - len(self._hands)

    @property
    def busy(self) -> bool:
        """Whether any is in hand."""
        return bool(self._hands)

    @property
    def takes_suspect(self) -> bool:
        """Whether one could be begun of which the program may have died: one at a time."""
        return not self._suspects

    def begin(self, claims: Iterable[Claim]) -> None:
        """Answer updates, each in a task of its own."""
        in_hand = {hand.update_id for hand in self._hands.values()}
        for claim in claims:
            if (
                claim.update_id in in_hand
            ):  # another copy has held it for a while, and given it back
                continue
            if claim.begun >= SUSPECT:
                self._suspects.add(claim.update_id)
            task = asyncio.create_task(self._answer(claim))
            self._hands[task] = self._hand_of(claim)
            task.add_done_callback(self._ended)

    async def finish(self, seconds: float) -> None:
        """Let those in hand end, but not for longer; the others are postponed."""
        if self._hands:
            await asyncio.wait(self._hands, timeout=seconds)
        late = set(self._hands)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d answers took too long; the next start gives them", len(late))
            await asyncio.wait(late, timeout=CANCEL_SECONDS)

    def _hand_of(self, claim: Claim) -> Hand:
        return Hand(
            update_id=claim.update_id,
            age=claim.age,
            postponed=claim.postponed,
            repeat=claim.doubtful,
            doubtful=claim.doubtful,
            strike=self._strike,
        )

    async def _answer(self, claim: Claim) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        hand = self._hands[task]
        IN_HAND.set(hand)
        update = Update.de_json(json.loads(claim.body), self._work.bot)
        hand.done_when_answered = is_done_when_answered(update)
        if claim.begun < BEGUN_MOST:
            await self._work.answer(update)
            return
        log.error("Update %d was begun %d times in vain and is left", hand.update_id, claim.begun)
        hand.repeat = False
        await self._notices.gave_up(update)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Strike off what is done, and give back what is to be begun again."""
        hand = self._hands.pop(task)
        self._suspects.discard(hand.update_id)
        if not task.cancelled() and (error := task.exception()):
            log.error("Update %d could not be worked on", hand.update_id, exc_info=error)
        if task.cancelled() and not hand.is_done:
            self._postpone(Postponed(hand.update_id, doubtful=hand.doubtful))
        elif hand.pause is not None:
            again = Postponed(hand.update_id, hand.pause, counts=True, doubtful=hand.doubtful)
            self._postpone(again)
        elif not hand.is_done:
            self._strike(hand.update_id)
        self._changed()  # there is room for another

    def _postpone(self, postponed: Postponed) -> None:
        self.postponed[postponed.update_id] = postponed

    def _strike(self, id_: int) -> None:
        self.answered.add(id_)
        self._changed()
