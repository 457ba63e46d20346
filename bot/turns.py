"""One after another: what several people, or several taps at once, want of the same answer."""

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """A lock for each answer; it is gone once nobody holds or awaits it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    def of(self, chat_id: int, message_id: int) -> asyncio.Lock:
        """Return the lock of one message."""
        return self._locks.setdefault((chat_id, message_id), asyncio.Lock())
