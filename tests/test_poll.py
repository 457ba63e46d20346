"""Fetching updates: what is confirmed, what comes again, and how long is waited."""

import asyncio

import pytest
from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.api import poll as module
from bot.api.poll import GRACE_LEAST, GRACE_MOST, WAIT, WAIT_BUSY, Poll
from tests.fakes import until


class Telegram:
    """Answers each call with what comes next, then with nothing after a moment."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[int | None, int, float]] = []

    async def get_updates(self, offset, timeout=0, read_timeout=0.0, **_):  # noqa: ASYNC109
        self.calls.append((offset, timeout, read_timeout))
        if not self.answers:
            await asyncio.sleep(0.01)
            return ()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return tuple(Update(number) for number in answer)


class Inlet:
    """Takes updates, but for some the first time."""

    def __init__(self, *refused: int) -> None:
        self.refused, self.kept = set(refused), []

    async def put(self, update: Update) -> None:
        if update.update_id in self.refused:
            self.refused.discard(update.update_id)
            raise NetworkError("the disk is full")
        self.kept.append(update.update_id)


async def run(telegram: Telegram, inlet: Inlet, calls: int) -> list[str]:
    """Poll until so many calls were made; returns what was reported."""
    reported: list[str] = []
    poll = Poll(telegram, inlet.put, ["message"], lambda error: reported.append(str(error)))
    poll.start()
    await until(lambda: len(telegram.calls) >= calls or not poll.running)
    await poll.stop()
    return reported


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.again.PAUSE_FIRST", 0.001)
    monkeypatch.setattr("bot.api.again.PAUSE_LONGEST", 0.002)


async def test_updates_are_confirmed_once_they_are_safe():
    telegram, inlet = Telegram([5, 6], [7]), Inlet()
    assert await run(telegram, inlet, 4) == []
    assert inlet.kept == [5, 6, 7]
    assert [call[0] for call in telegram.calls][:4] == [None, 7, 8, 8]
    assert telegram.calls[-1][:2] == (8, 0)  # the last call tells what has arrived


async def test_what_could_not_be_kept_is_not_confirmed():
    telegram, inlet = Telegram([5, 6, 7], [6, 7]), Inlet(6)
    assert await run(telegram, inlet, 4) == ["the disk is full"]
    assert inlet.kept == [5, 7, 6, 7]  # the inbox knows by its number what it has already
    assert telegram.calls[1][0] == 6
    assert telegram.calls[2][0] == 8


async def test_failures_are_reported_and_tried_again():
    telegram = Telegram(NetworkError("a"), RetryAfter(0), ValueError("odd"), [5])
    inlet = Inlet()
    reported = await run(telegram, inlet, 6)
    assert reported[0] == "a"
    assert len(reported) == 2
    assert inlet.kept == [5]


async def test_a_token_that_is_not_known_ends_it():
    telegram = Telegram(InvalidToken())
    assert await run(telegram, Inlet(), 9) == []
    assert len(telegram.calls) == 2  # with the one at the end


async def test_calls_are_short_while_updates_keep_coming(monkeypatch):
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    telegram = Telegram([], [5], [])
    await run(telegram, Inlet(), 20)
    waits = [call[1] for call in telegram.calls[:-1]]
    assert waits[:4] == [WAIT, WAIT, WAIT_BUSY, WAIT_BUSY]
    assert waits[-1] == WAIT


async def test_a_slow_way_gets_more_time_and_less_again():
    telegram = Telegram(*[TimedOut() for _ in range(6)], *[[number] for number in range(40)])
    await run(telegram, Inlet(), 46)
    graces = [call[2] for call in telegram.calls[:46]]
    assert graces[:3] == [GRACE_LEAST, 2 * GRACE_LEAST, 4 * GRACE_LEAST]
    assert max(graces) == GRACE_MOST
    assert graces[7] > GRACE_MOST / 2
    assert graces[-1] == GRACE_LEAST


async def test_stopping_twice_or_before_the_start_does_nothing():
    poll = Poll(Telegram(), Inlet().put, [], print)
    await poll.stop()
    assert not poll.running
    poll.start()
    assert poll.running
    await poll.stop()
    await poll.stop()
    assert not poll.running
