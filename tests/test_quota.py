from bot import quota
from bot.quota import Quota, Verdict


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_a_minute_are_read_and_the_rest_is_told_once():
    counted = Quota(3, Clock())
    verdicts = [counted.take("ann") for _ in range(10)]
    assert verdicts == [Verdict.READ] * 3 + [Verdict.TELL] + [Verdict.SKIP] * 6
    assert counted.take("ben") is Verdict.READ


def test_it_comes_back_in_time_but_not_the_telling():
    clock = Clock()
    counted = Quota(3, clock)
    for _ in range(4):
        counted.take("ann")
    clock.now += 21  # seconds: a third of a minute and a bit
    assert [counted.take("ann") for _ in range(2)] == [Verdict.READ, Verdict.SKIP]
    clock.now += 600
    verdicts = [counted.take("ann") for _ in range(5)]
    assert verdicts == [Verdict.READ] * 3 + [Verdict.TELL, Verdict.SKIP]


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(quota, "PEOPLE_KEPT", 5)
    counted = Quota(1)
    for person in range(20):
        counted.take(person)
    assert list(counted._accounts) == [15, 16, 17, 18, 19]
