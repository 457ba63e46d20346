"""How fast each chat is called, by the clock of an event loop that does not wait."""

import asyncio

import pytest

from bot.api import chat_line
from bot.api.chat_line import CHAT_BURST, GROUP_BURST, ChatLine, ChatLines


class QuickLoop(asyncio.SelectorEventLoop):
    """An event loop whose time jumps to whatever is due next."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self.ahead += max(0.0, self._scheduled[0]._when - self.time())
        super()._run_once()


def run(work):
    loop = QuickLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


async def turns(line: ChatLine, count: int) -> list[float]:
    loop = asyncio.get_running_loop()
    began, times = loop.time(), []
    for _ in range(count):
        await line.turn()
        times.append(loop.time() - began)
    return times


@pytest.mark.parametrize(
    ("group", "burst", "a_second"), [(False, CHAT_BURST, 1), (True, GROUP_BURST, 1 / 3)]
)
def test_a_burst_passes_and_the_rest_comes_evenly(group, burst, a_second):
    times = run(turns(ChatLine(group=group), int(burst) + 10))
    assert times[int(burst) - 1] < 1
    assert times[-1] == pytest.approx(10 / a_second, abs=1)


def test_a_closed_line_opens_again_when_it_was_asked_to():
    async def work():
        line = ChatLine(group=False)
        line.close(7)
        line.close(3)
        assert line.closed_for > 6.9
        return await turns(line, 2)

    first, second = run(work())
    assert 7 <= first < 7.3
    assert second - first < 0.1


def test_groups_are_told_by_their_ids():
    lines = ChatLines()
    slow = [lines.of(chat)._bucket.max_rate for chat in (-5, "-100123", "@channel")]
    quick = [lines.of(chat)._bucket.max_rate for chat in (7, "7", "getFile")]
    assert (set(slow), set(quick)) == ({GROUP_BURST}, {CHAT_BURST})


def test_lines_are_forgotten_the_longest_unused_first(monkeypatch):
    monkeypatch.setattr(chat_line, "LINES_KEPT", 3)
    lines = ChatLines()
    first = lines.of(1)
    for chat in (2, 3, 1, 4):
        lines.of(chat)
    assert lines.of(1) is first
    assert set(lines._lines) == {3, 1, 4}
