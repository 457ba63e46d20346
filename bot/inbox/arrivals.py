"""The updates that have come and are not yet written down, and who waits for that."""

import asyncio

from telegram import Update

from bot.inbox.inlet import NotKept
from bot.inbox.kinds import lane_of
from bot.store import Arrival


class Arrivals:
    """What has arrived since the last turn."""

    def __init__(self) -> None:
        self._arrived: dict[int, Arrival] = {}
        self._kept: dict[int, asyncio.Future[bool]] = {}

    def add(self, update: Update) -> asyncio.Future[bool]:
        """Take an update; the future tells whether there was room, or raises NotKept."""
        id_ = update.update_id
        self._arrived.setdefault(id_, Arrival(id_, lane_of(update), update.to_json()))
        return self._kept.setdefault(id_, asyncio.get_running_loop().create_future())

    def all(self) -> tuple[Arrival, ...]:
        """Give all of them."""
        return tuple(self._arrived.values())

    def tell(self, id_: int, *, kept: bool) -> None:
        """Tell what became of one."""
        self._arrived.pop(id_, None)
        future = self._kept.pop(id_, None)
        if future is not None:
            future.set_result(kept)

    def refuse(self, reason: str) -> None:
        """Leave all of them with Telegram."""
        self._arrived.clear()
        for future in self._kept.values():
            future.add_done_callback(asyncio.Future.exception)  # whoever waited may be gone
            future.set_exception(NotKept(reason))
        self._kept.clear()
