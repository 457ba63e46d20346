"""A door that lets few in at a time and takes people by turns, however many things one has sent."""

import asyncio
import contextlib
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Hashable


class Door:
    """Lets so many in, so many of one person, and of those who wait everybody in turn.

    Parameters
    ----------
    most
        Inside at a time.
    most_of_one
        Inside at a time of one person.
    """

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most, self._most_of_one = most, most_of_one
        self._inside: Counter[Hashable] = Counter()
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many stand before the door."""
        return sum(map(len, self._waiting.values()))

    @contextlib.asynccontextmanager
    async def of(self, person: Hashable) -> AsyncIterator[None]:
        """Hold a place inside, for this person, as long as the block runs."""
        await self._enter(person)
        try:
            yield
        finally:
            self._leave(person)

    async def _enter(self, person: Hashable) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(place)
        self._admit()
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._leave(person)  # it was let in at the very moment
            raise

    def _leave(self, person: Hashable) -> None:
        self._inside[person] -= 1
        if not self._inside[person]:
            del self._inside[person]
        self._admit()

    def _admit(self) -> None:
        """Let in whoever can be, one of each person before the second of anybody."""
        while self._inside.total() < self._most and (person := self._next()) is not None:
            line = self._waiting[person]
            place = line.popleft()
            self._waiting.move_to_end(person)
            if not line:
                del self._waiting[person]
            if not place.done():  # a cancelled one has gone away
                self._inside[person] += 1
                place.set_result(None)

    def _next(self) -> Hashable | None:
        free = (one for one in self._waiting if self._inside[one] < self._most_of_one)
        return next(free, None)
