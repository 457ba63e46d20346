import asyncio

import pytest

from bot.door import Door


class Hall:
    """Behind a door: who is inside, and who has been let in so far."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.door = Door(most, most_of_one)
        self.inside: list[str] = []
        self.order: list[str] = []
        self.ends: list[asyncio.Event] = []
        self.visits: list[asyncio.Task[None]] = []

    def come(self, *people: str) -> None:
        for person in people:
            end = asyncio.Event()
            self.ends.append(end)
            self.visits.append(asyncio.create_task(self._visit(person, end)))

    async def _visit(self, person: str, end: asyncio.Event) -> None:
        async with self.door.of(person):
            self.inside.append(person)
            self.order.append(person)
            await end.wait()
            self.inside.remove(person)

    async def leave_one_by_one(self) -> None:
        for end in self.ends:
            end.set()
            await settle()
        await asyncio.gather(*self.visits)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_persons_hundred_do_not_delay_anothers_one():
    hall = Hall(most=4, most_of_one=2)
    hall.come(*["ann"] * 100)
    await settle()
    assert hall.inside == ["ann", "ann"]
    hall.come("ben")
    await settle()
    assert hall.inside == ["ann", "ann", "ben"]
    assert hall.door.waiting == 98
    await hall.leave_one_by_one()
    assert len(hall.order) == 101


async def test_those_who_wait_take_turns():
    hall = Hall(most=1, most_of_one=1)
    hall.come("ann", "ann", "ann", "ben", "ben", "eve")
    await settle()
    await hall.leave_one_by_one()
    assert hall.order == ["ann", "ann", "ben", "eve", "ann", "ben"]


async def test_no_more_come_in_than_fit():
    hall = Hall(most=3, most_of_one=2)
    hall.come("ann", "ben", "eve", "joe")
    await settle()
    assert hall.inside == ["ann", "ben", "eve"]
    await hall.leave_one_by_one()
    assert hall.inside == []


async def test_who_goes_away_while_waiting_takes_no_place():
    hall = Hall(most=1, most_of_one=1)
    hall.come("ann", "ben", "eve")
    await settle()
    hall.visits[1].cancel()
    await settle()
    hall.ends[0].set()
    await settle()
    assert hall.inside == ["eve"]
    hall.visits[2].cancel()
    await settle()
    hall.come("joe")
    await settle()
    assert hall.order == ["ann", "eve", "joe"]
    hall.visits[3].cancel()


async def test_a_place_given_to_who_just_left_is_given_on():
    door = Door(1, 1)
    async with door.of("ann"):
        late = asyncio.create_task(door._enter("ben"))
        await settle()
    late.cancel()  # in the very moment in which it was let in
    with pytest.raises(asyncio.CancelledError):
        await late
    async with asyncio.timeout(5), door.of("eve"):
        pass


async def test_an_error_inside_frees_the_place():
    door = Door(1, 1)
    with pytest.raises(ValueError, match="inside"):
        async with door.of("ann"):
            raise ValueError("inside")
    async with asyncio.timeout(5), door.of("ann"):
        pass
