"""The way in: python-telegram-bot confirms an update once it has put it here, and not before."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.error import TelegramError


class NotKept(TelegramError):
    """An update could not be written down, so Telegram must keep it; `str(error)` says why.

    It is a TelegramError since those are what the library takes for a reason to fetch again.
    """


class Inlet(asyncio.Queue[object]):
    """The queue that the library fills; what is put into it is written down.

    Parameters
    ----------
    write_down
        Returns once the update is safe, or raises `NotKept`.
    """

    def __init__(self, write_down: Callable[[Update], Awaitable[None]]) -> None:
        super().__init__()
        self._write_down = write_down

    async def put(self, item: object) -> None:
        """Write an update down; queue what else there is, as the library's own signal to stop."""
        if isinstance(item, Update):
            await self._write_down(item)
        else:
            await super().put(item)
