from bot import quota
from bot.quota import Quota, Verdict


def take(counted: Quota, count: int, at: float, first: int = 0) -> list[Verdict]:
    return [counted.take("ann", at, first + number) for number in range(count)]


def test_so_many_a_minute_are_read_and_the_rest_is_told_once():
    counted = Quota(3)
    verdicts = take(counted, 10, at=1000)
    assert verdicts == [Verdict.READ] * 3 + [Verdict.TELL] + [Verdict.SKIP] * 6
    assert counted.take("ben", 1000, 1) is Verdict.READ


def test_it_comes_back_in_time_but_not_the_telling():
    counted = Quota(3)
    take(counted, 4, at=1000)
    later = take(counted, 2, at=1021, first=10)  # a third of a minute and a bit
    assert later == [Verdict.READ, Verdict.SKIP]
    verdicts = take(counted, 5, at=1600, first=20)
    assert verdicts == [Verdict.READ] * 3 + [Verdict.TELL, Verdict.SKIP]


def test_what_was_sent_over_an_hour_is_read_even_if_it_is_all_begun_at_once():
    counted = Quota(3)
    assert {counted.take("ann", 60 * at, at) for at in range(100)} == {Verdict.READ}


def test_what_is_begun_again_is_not_counted_again():
    counted = Quota(3)
    first = take(counted, 5, at=1000)
    assert take(counted, 5, at=1000) == first


def test_an_older_picture_gives_nothing_back():
    counted = Quota(3)
    take(counted, 3, at=1000)
    assert counted.take("ann", 900, "older") is Verdict.TELL
    assert counted.take("ann", 950, "newer") is Verdict.SKIP


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(quota, "PEOPLE_KEPT", 5)
    monkeypatch.setattr(quota, "VERDICTS_KEPT", 4)
    counted = Quota(1)
    for person in range(20):
        counted.take(person, 1000, 1)
    assert list(counted._accounts) == [15, 16, 17, 18, 19]
    for picture in range(20):
        counted.take(19, 1000, picture)
    assert len(counted._accounts[19].verdicts) == 4
