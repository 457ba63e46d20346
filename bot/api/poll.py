"""Fetching updates by long polling: a silent or failing Telegram costs seconds, not minutes.

The library's own loop waits at least a second after each failure, and fifteen for a call that is
never answered, while everybody waits.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.api.again import pauses

log = logging.getLogger(__name__)

WAIT, WAIT_BUSY = 10, 1
"""Seconds for which Telegram holds a call that has nothing to bring: usually, and while updates
keep coming, when a call that is never answered would keep many of them waiting."""

BUSY_SECONDS = 30.0
"""How long after the last update more are expected."""

GRACE_LEAST, GRACE_MOST = 1.0, 20.0
"""Seconds for the way there and back before a call counts as lost: the way usually takes a tenth.
They double where one was lost, for the way may be slow…"""

EASE = 0.9
"""…and become less by this factor with each call that was answered."""


class Poll:
    """Fetches updates as long as it runs.

    Parameters
    ----------
    bot
        Whose updates these are.
    put
        Takes each; it is confirmed to Telegram once this returns, and fetched again if it raises.
    kinds
        Of updates.
    report
        Told of each failure.
    """

    def __init__(
        self,
        bot: Bot,
        put: Callable[[object], Awaitable[None]],
        kinds: Sequence[str],
        report: Callable[[TelegramError], None],
    ) -> None:
        self._bot, self._put, self._kinds, self._report = bot, put, kinds, report
        self._task: asyncio.Task[None] | None = None
        self._offset: int | None = None
        self._grace = GRACE_LEAST

    @property
    def running(self) -> bool:
        """Whether updates are fetched."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Fetch from now on."""
        self._task = asyncio.create_task(self._run(), name="poll")

    async def stop(self) -> None:
        """Fetch no more, and tell Telegram what has arrived."""
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        with contextlib.suppress(TelegramError):  # what is not confirmed comes again, and is known
            await self._bot.get_updates(self._offset, limit=1, timeout=0)

    async def _run(self) -> None:
        loop, failures = asyncio.get_running_loop(), pauses()
        busy_until = loop.time()
        while True:
            try:
                updates = await self._fetch(WAIT_BUSY if loop.time() < busy_until else WAIT)
                busy_until = loop.time() + BUSY_SECONDS if updates else busy_until
                await self._take(updates)
            except InvalidToken:  # which ends the program
                return
            except RetryAfter as error:
                self._report(error)
                await asyncio.sleep(error._retry_after.total_seconds())
            except TelegramError as error:
                self._report(error)
                await asyncio.sleep(next(failures))
            except Exception:
                log.exception("Updates could not be taken")
                await asyncio.sleep(next(failures))
            else:
                failures = pauses()

    async def _fetch(self, wait: int) -> Sequence[Update]:
        try:
            updates = await self._bot.get_updates(
                self._offset,
                timeout=wait,
                allowed_updates=self._kinds,
                read_timeout=self._grace,  # to which the library adds the other
            )
        except TimedOut:
            self._grace = min(2 * self._grace, GRACE_MOST)
            raise
        self._grace = max(GRACE_LEAST, EASE * self._grace)
        return updates

    async def _take(self, updates: Sequence[Update]) -> None:
        # All at once, so that they are written down in one go; what comes after one that could not
        # be is fetched again with it, and known then.
        ended = await asyncio.gather(*map(self._put, updates), return_exceptions=True)
        for update, error in zip(updates, ended, strict=True):
            if error is not None:
                raise error
            self._offset = update.update_id + 1
