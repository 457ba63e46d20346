"""What is deleted is not to be found in the database's files any more."""

import contextlib
import logging

import pytest
from sqlalchemy import func, select

from bot.store import Store
from bot.store.opening import Database
from bot.store.schema import answers
from tests.kept import ago, answer, correction, crop


def url(tmp_path):
    return f"sqlite:///{tmp_path}/bot.db"


def opened(tmp_path, keep_most=1000):
    return contextlib.closing(Store(url(tmp_path), keep_most=keep_most, keep_days=365))


def on_disk(tmp_path):
    """All bytes of the database's files, its journal included."""
    return b"".join(path.read_bytes() for path in sorted(tmp_path.glob("bot.db*")))


def traces(tmp_path, crops):
    """How many of these crops have a piece of their picture left on the disk."""
    content = on_disk(tmp_path)
    # A row can be cut anywhere by a page's end, but not all of its pieces can.
    pieces = [[one.picture.tobytes()[at : at + 32] for at in range(0, 784, 98)] for one in crops]
    return sum(any(piece in content for piece in each) for each in pieces)


def fill(store, user_ids, many=40, each=3):
    """Keep corrections of several users in turn; returns each one's crops."""
    crops = {user_id: [] for user_id in user_ids}
    for number in range(1, many + 1):
        for user_id in user_ids:
            small = tuple(crop(seed=10_000 * user_id + 10 * number + at) for at in range(each))
            crops[user_id] += small
            store.keep(correction(number, user_id, crops=small, at=ago(hours=many - number + 1)))
            store.remember(answer(number, user_id, text=f"{user_id}-{number}-wrote-this"))
    return crops


def test_the_bytes_of_a_forgotten_user_are_gone_and_those_of_others_are_not(tmp_path):
    with opened(tmp_path) as store:
        crops = fill(store, (5, 6, 7))
        assert traces(tmp_path, crops[6]) == len(crops[6])
        store.forget(6)
        assert traces(tmp_path, crops[6]) == 0
        assert b"6-1-wrote-this" not in on_disk(tmp_path)
        assert b"7-1-wrote-this" in on_disk(tmp_path)
        assert traces(tmp_path, crops[5] + crops[7]) == len(crops[5] + crops[7])
    assert traces(tmp_path, crops[6]) == 0


@pytest.mark.parametrize("way", ["drop", "withdraw", "replace", "make room", "age"])
def test_the_bytes_of_whatever_is_deleted_are_gone(tmp_path, way):
    with opened(tmp_path, keep_most=80) as store:
        crops = fill(store, (5, 6), many=40)
        gone = crops[5][:3]
        assert traces(tmp_path, gone) == 3
        if way == "drop":
            store.drop(5)
            gone = crops[5]
        elif way == "withdraw":
            store.withdraw(5, 1)
        elif way == "replace":
            store.keep(correction(1, 5, at=ago(hours=40)))
        elif way == "make room":
            store.keep(correction(99, 7, crops=()))
        else:
            with contextlib.closing(Store(url(tmp_path), keep_most=80, keep_days=1)):
                gone = crops[5][: 3 * 17] + crops[6][: 3 * 17]
        assert traces(tmp_path, gone) == 0
        assert traces(tmp_path, crops[6][-3:]) == 3


def test_a_reader_at_work_delays_the_emptying_of_the_journal_and_nothing_else(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    with opened(tmp_path) as store, contextlib.closing(Database(url(tmp_path))) as reader:
        crops = fill(store, (5, 6), many=5)
        with reader.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(answers)) == 10
            store.forget(5)
            assert store.count() == (5, 1)
            assert "its journal is emptied after the next deletion" in caplog.text
        store.forget(7)
        assert traces(tmp_path, crops[5]) == 0
