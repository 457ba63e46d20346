import contextlib
from datetime import datetime, timedelta

import pytest

from bot.store import Store
from tests.kept import NOW, ago, answer, correction, crop, same


def reopened(database, keep_most=1000, keep_days=365):
    return contextlib.closing(Store(database, keep_most=keep_most, keep_days=keep_days))


@pytest.fixture
def store(database):
    """A store on each kind of database."""
    with reopened(database) as opened:
        yield opened


def ids(store):
    return [one.message_id for one in store.corrections()]


def test_the_oldest_corrections_make_room(database):
    with reopened(database, keep_most=3) as store:
        for message, hours in ((1, 1), (2, 9), (3, 2), (4, 3)):
            store.keep(correction(message, at=ago(hours=hours)))
        assert ids(store) == [4, 3, 1]
        assert store.stats().crops == 3
        store.drop(5)
        store.keep(correction(9, 6, at=ago(hours=20)))
        assert ids(store) == [9]
        assert store.correction(5, 4) is None
        assert store.correction(5, 3).dropped
    with reopened(database, keep_most=1) as store:
        assert ids(store) == [9]
        assert store.correction(5, 3) is None


def test_corrections_with_many_crops_make_room_too(database, monkeypatch):
    monkeypatch.setattr("bot.store.trim.CROPS_MOST", 5)
    many = tuple(crop(seed=seed) for seed in range(3))
    with reopened(database) as store:
        for message in range(1, 4):
            store.keep(correction(message, crops=many, at=ago(hours=9 - message)))
            assert store.stats().crops == 3
        store.keep(correction(4, crops=many[:2]))
        assert ids(store) == [3, 4]


class Later(datetime):
    """A clock that is 11 days fast."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=11)


@pytest.mark.parametrize("event", ["correction", "answer", "start"])
def test_what_is_too_old_goes_with_the_next(event, database, monkeypatch):
    soon = NOW + timedelta(days=5)
    with reopened(database, keep_days=10) as store:
        for message, at in ((1, NOW), (2, soon)):
            store.keep(correction(message, at=at))
            store.remember(answer(message, at=at))
        store.told(5)
        monkeypatch.setattr("bot.store.trim.datetime", Later)
        if event == "correction":
            store.keep(correction(3, 6, at=soon))
        elif event == "answer":
            store.remember(answer(3, 6, at=soon))
        else:
            reopened(database, keep_days=10).thing.close()
        assert store.correction(5, 1) is None
        assert store.answer(5, 1) is None
        assert same(store.correction(5, 2), correction(2, at=soon))
        assert store.answer(5, 2) == answer(2, at=soon)
        assert not store.told(5), "a user who was told long ago is told again"


def test_no_more_answers_are_remembered_than_fit(store, database, monkeypatch):
    monkeypatch.setattr("bot.store.trim.ANSWERS_MOST", 3)
    monkeypatch.setattr("bot.store.trim.EVERY", 4)
    for message, hours in ((1, 5), (2, 9), (3, 4), (4, 3)):
        store.remember(answer(message, at=ago(hours=hours)))
    assert [message for message in range(1, 5) if store.answer(5, message)] == [1, 3, 4]
    monkeypatch.setattr("bot.store.trim.ANSWERS_MOST", 2)
    with reopened(database):
        assert [message for message in range(1, 5) if store.answer(5, message)] == [3, 4]


def test_answers_are_counted_now_and_then_only(store, monkeypatch):
    monkeypatch.setattr("bot.store.trim.ANSWERS_MOST", 2)
    monkeypatch.setattr("bot.store.trim.EVERY", 5)
    for message in range(1, 5):
        store.remember(answer(message, at=ago(hours=9 - message)))
    assert all(store.answer(5, message) for message in range(1, 5))
    store.remember(answer(5, at=ago(hours=1)))
    assert [message for message in range(1, 6) if store.answer(5, message)] == [4, 5]
