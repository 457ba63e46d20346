import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import readers
from bot.errors import ReadingHangs
from bot.readers import Readers
from tests.fakes import until

ROOT = Path(__file__).parents[1]


class Hanging:
    """Work that hangs until it is released."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.ended = 0

    def __call__(self, fails: bool = False) -> None:
        self.released.wait(60)
        self.ended += 1
        if fails:
            raise ValueError("nobody waits for this any more")


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    work = Hanging()
    yield work
    work.released.set()


async def test_a_call_gives_its_result_or_its_error():
    crew = Readers(2)
    assert await crew.within(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await crew.within(divmod, 7, 0)
    assert await asyncio.get_running_loop().run_in_executor(crew, divmod, 7, 2) == (3, 1)
    crew.shutdown()


async def test_an_own_timeout_of_the_work_is_its_error():
    def late() -> None:
        raise TimeoutError("its own")

    crew = Readers(1)
    with pytest.raises(TimeoutError, match="its own"):
        await crew.within(late)
    crew.shutdown()


async def test_what_hangs_is_given_up_and_its_thread_replaced(hanging, caplog):
    crew = Readers(1, seconds=0.05)
    with pytest.raises(ReadingHangs):
        await crew.within(hanging)
    assert await crew.within(divmod, 7, 2) == (3, 1)
    assert "hangs and is replaced" in caplog.text
    hanging.released.set()
    await until(lambda: hanging.ended == 1)
    assert await crew.within(divmod, 7, 2) == (3, 1)
    crew.shutdown()


async def test_the_time_in_the_queue_does_not_count():
    crew = Readers(1, seconds=0.2)
    naps = [crew.within(threading.Event().wait, 0.1) for _ in range(5)]
    assert await asyncio.gather(*naps) == [False] * 5
    crew.shutdown()


async def test_more_than_a_few_that_hang_are_not_replaced(hanging, monkeypatch):
    monkeypatch.setattr(readers, "LEFT_MOST", 2)
    crew = Readers(1, seconds=0.05)
    before = threading.active_count()
    for _ in range(3):
        assert not crew.stuck
        with pytest.raises(ReadingHangs):
            await crew.within(hanging, True)
    assert crew.stuck
    assert threading.active_count() == before + 3
    with pytest.raises(ReadingHangs):  # at once, for nobody could take it
        await crew.within(divmod, 7, 2)
    hanging.released.set()
    await until(lambda: not crew.stuck)
    assert await crew.within(divmod, 7, 2) == (3, 1)
    crew.shutdown()


async def test_who_goes_away_frees_what_has_not_begun(hanging):
    crew = Readers(1)
    first = asyncio.create_task(crew.within(hanging))
    done = []
    second = asyncio.create_task(crew.within(done.append, 1))
    await until(lambda: crew.waiting == 1)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    hanging.released.set()
    await first
    assert await crew.within(divmod, 7, 2) == (3, 1)
    assert done == []
    crew.shutdown()


async def test_shutdown_cancels_what_waits(hanging):
    crew = Readers(1)
    first = asyncio.create_task(crew.within(hanging))
    second = asyncio.create_task(crew.within(divmod, 7, 2))
    await until(lambda: crew.waiting == 1)
    crew.shutdown(wait=False, cancel_futures=True)
    with pytest.raises(asyncio.CancelledError):
        await second
    with pytest.raises(RuntimeError):
        crew.submit(divmod, 7, 2)
    hanging.released.set()
    await first


PROGRAM = """
import asyncio, threading
from bot.errors import ReadingHangs
from bot.readers import Readers

async def main():
    crew = Readers(1, seconds=0.05)
    try:
        await crew.within(threading.Event().wait)
    except ReadingHangs:
        crew.shutdown(wait=False, cancel_futures=True)
        print("given up")

asyncio.run(main())
"""


def test_what_hangs_for_ever_does_not_keep_the_program_from_ending():
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (0, "given up\n")


async def test_each_thread_begins_with_what_it_was_given() -> None:
    begun: list[str] = []
    both = threading.Barrier(2)
    pool = Readers(2, begin=lambda: begun.append(threading.current_thread().name))
    try:
        for _ in range(3):
            await asyncio.gather(*(pool.within(both.wait) for _ in range(2)))
    finally:
        pool.shutdown()
    assert len(begun) == 2
