"""The lines in which calls wait for Telegram: one for each chat, so that none holds up another."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable

from aiolimiter import AsyncLimiter
from telegram.constants import FloodLimit

CHAT_BURST, CHAT_SECONDS = 60.0, 60.0
"""Calls for a private chat, in so many seconds: Telegram wants one message a second in the long run
and lets short bursts pass, as the answers to an album are."""

GROUP_BURST, GROUP_SECONDS = float(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP), 60.0
"""The same for a group or a channel, whose ids are negative."""

LINES_KEPT = 2000
"""Lines remembered; those that were used last."""

MARGIN = 0.1
"""Seconds added to what Telegram asks for, which it gives in whole ones."""


class ChatLine:
    """Where the calls of one chat wait: for their rate, and while Telegram wants none."""

    def __init__(self, *, group: bool) -> None:
        burst, seconds = (GROUP_BURST, GROUP_SECONDS) if group else (CHAT_BURST, CHAT_SECONDS)
        self._bucket = AsyncLimiter(burst, seconds)
        self._open_at = 0.0

    @property
    def closed_for(self) -> float:
        """Seconds until Telegram takes calls again, at most 0 where it does."""
        return self._open_at - asyncio.get_running_loop().time()

    def close(self, seconds: float) -> None:
        """Let no call through for so long, as Telegram has asked for."""
        until = asyncio.get_running_loop().time() + seconds + MARGIN
        self._open_at = max(self._open_at, until)

    async def turn(self) -> None:
        """Wait for the next turn."""
        await self._bucket.acquire()
        await self.reopening()

    async def reopening(self) -> None:
        """Wait until Telegram takes calls again."""
        while self.closed_for > 0:  # noqa: ASYNC110 - a time is waited for, no event
            await asyncio.sleep(self.closed_for)  # it may be closed anew meanwhile


class ChatLines:
    """The lines of all chats; one that nobody waits in is forgotten in time."""

    def __init__(self) -> None:
        self._lines: OrderedDict[Hashable, ChatLine] = OrderedDict()

    def of(self, chat: Hashable) -> ChatLine:
        """Return the line of a chat, by its id, or of anything else that has one."""
        if chat not in self._lines:
            group = (isinstance(chat, int) and chat < 0) or str(chat).startswith(("@", "-"))
            self._lines[chat] = ChatLine(group=group)
            while len(self._lines) > LINES_KEPT:
                self._lines.popitem(last=False)
        self._lines.move_to_end(chat)
        return self._lines[chat]
