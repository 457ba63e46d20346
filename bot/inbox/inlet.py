"""The way in: python-telegram-bot confirms an update once it has put it here, and not before."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.error import TelegramError

from bot.api.legible import leave_out


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
        """Write an update down; queue what else there is, as the library's own signal to stop.

        One that nothing can be made of is passed over: it would come again for ever.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        try:
            await self._write_down(item)
        except TelegramError:
            raise
        except Exception as error:  # a field of another type than Telegram's
            leave_out(item.update_id, error)
