"""The queue of updates and the long poll that empties it."""

import asyncio
from collections import deque
from collections.abc import Iterable

from bot.sandbox.refusal import Refusal
from bot.sandbox.wire import Json

FIRST_UPDATE_ID = 410_000_001
"""Telegram starts at an arbitrary number; a bot that assumes 0 or 1 is wrong."""
QUEUE_LIMIT = 10_000
"""Updates kept for a bot that does not fetch them; the oldest are dropped."""
LONG_POLL_LIMIT = 50
"""Longest wait of one getUpdates, seconds."""

CONFLICT_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
CONFLICT_WEBHOOK = "Conflict: terminated by setWebhook request"


class UpdateQueue:
    """Updates that the bot has not confirmed yet, the oldest first.

    Attributes
    ----------
    arrived
        Set while there are updates.
    polled
        Set while a bot waits in a long poll.
    """

    def __init__(self) -> None:
        self.pending: deque[Json] = deque(maxlen=QUEUE_LIMIT)
        self.allowed: frozenset[str] = frozenset()
        self._next_id = FIRST_UPDATE_ID
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.arrived = asyncio.Event()
        self.polled = asyncio.Event()

    def add(self, kind: str, payload: Json) -> None:
        """Queue an update, unless the bot asked for other kinds only."""
        if not self.allowed or kind in self.allowed:
            self.push({kind: payload})

    def push(self, fields: Json) -> None:
        """Queue an update of any fields, be they such as Telegram never sends."""
        self.pending.append({**fields, "update_id": self._next_id})
        self._next_id += 1
        self._wake()

    def allow(self, kinds: Iterable[str]) -> None:
        """Queue only these kinds from now on; none given means all."""
        self.allowed = frozenset(kinds)

    def confirm(self, offset: int) -> None:
        """Forget the updates before `offset`; a negative one keeps that many from the end."""
        if offset < 0:
            offset = self.pending[offset]["update_id"] if len(self.pending) >= -offset else 0
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
        if not self.pending:
            self.arrived.clear()

    def drop(self) -> None:
        """Forget all updates."""
        self.pending.clear()
        self.arrived.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - Telegram's word
        """Give up to `limit` updates, waiting up to `timeout` seconds for the first.

        Raises
        ------
        Refusal
            409 where another poll or a webhook takes over meanwhile.
        """
        self.end_poll(CONFLICT_POLL)
        self.confirm(offset)
        if not self.pending and timeout > 0 and not self._closed:
            await self._wait(min(timeout, LONG_POLL_LIMIT))
        return list(self.pending)[:limit]

    def end_poll(self, reason: str) -> None:
        """Answer the waiting poll, if there is one, with 409 Conflict."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Refusal(reason, 409))

    def open(self) -> None:
        """Let polls wait."""
        self._closed = False

    def close(self) -> None:
        """Wake the waiting poll and let no other one wait."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self.arrived.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self.polled.set()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
                self.polled.clear()
