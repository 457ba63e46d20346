import contextlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from bot.errors import StoreError
from bot.store import UNKNOWN_USER, Crop, Forgotten, Retraining, Stats, Store, Tally
from tests.kept import NOW, ago, answer, correction, crop, same


def reopened(database, keep_most=1000, keep_days=365):
    return contextlib.closing(Store(database, keep_most=keep_most, keep_days=keep_days))


@pytest.fixture
def store(database):
    """A store on each kind of database."""
    with reopened(database) as opened:
        yield opened


def ids(store, **of):
    return [one.message_id for one in store.corrections(**of)]


def test_an_answer_comes_back_as_it_was(store, database):
    odd = "\0" if database.startswith("sqlite") else ""  # which PostgreSQL refuses in a text
    given = answer(message_id=2**40, user_id=2**52, text="20\n24 ½" + odd, confidence=1 / 3)
    store.remember(given)
    assert store.answer(2**52, 2**40) == given
    assert store.answer(2**52, 1) is None
    assert store.answer(1, 2**40) is None
    with reopened(database) as later:
        assert later.answer(2**52, 2**40) == given


def test_an_answer_in_a_group_has_a_negative_chat(store):
    given = answer(chat_id=-(10**12), user_id=UNKNOWN_USER, text="", certain=False)
    store.remember(given)
    assert store.answer(-(10**12), 1) == given


def test_a_second_answer_of_a_message_replaces_the_first(store):
    store.remember(answer(text="1"))
    store.remember(answer(text="2"))
    assert store.answer(5, 1).text == "2"
    assert store.stats().answers == 1


def test_a_moment_comes_back_in_utc_and_needs_a_time_zone(store):
    there = timezone(timedelta(hours=5, minutes=30))
    store.remember(answer(at=NOW.astimezone(there)))
    assert store.answer(5, 1).at == NOW
    assert store.answer(5, 1).at.utcoffset() == timedelta(0)
    with pytest.raises(StoreError, match="time zone"):
        store.remember(answer(2, at=datetime.now()))  # noqa: DTZ005
    assert store.answer(5, 2) is None


@pytest.mark.parametrize(
    "rest",
    [
        {},
        {"crops": ()},
        {"crops": (crop(7, 1), crop(None, 2), crop(10, 3), crop(0, 4))},
        {"read": "", "right": "20\n24"},
        {"said_by": 99},
    ],
)
def test_a_correction_comes_back_as_it_was(store, database, rest):
    given = correction(**rest)
    store.keep(given)
    assert same(store.correction(5, 1), given)
    assert same(store.corrections()[0], given)
    with reopened(database) as later:
        assert same(later.correction(5, 1), given)


def test_a_correction_says_whether_it_confirms():
    assert correction(read="7", right="7").confirmed
    assert not correction(read="7", right="").confirmed


def test_a_second_correction_of_an_answer_replaces_the_first(store):
    store.keep(correction(crops=(crop(seed=1), crop(seed=2))))
    second = correction(right="4", said_by=99, crops=(crop(4, 3),))
    store.keep(second)
    assert same(store.correction(5, 1), second)
    assert store.count() == (1, 1)
    assert store.stats().crops == 1


@pytest.mark.parametrize(
    "wrong",
    [
        Crop(np.zeros((20, 20), np.uint8), 1, np.zeros(10, np.float32), 1.0),
        Crop(np.zeros((28, 28), np.uint8), 1, np.zeros(9, np.float32), 1.0),
    ],
)
def test_a_correction_that_cannot_be_kept_leaves_the_earlier_one(store, wrong):
    store.keep(correction())
    with pytest.raises(ValueError, match="shape"):
        store.keep(correction(right="4", crops=(crop(), wrong)))
    assert same(store.correction(5, 1), correction())


def test_pictures_do_not_get_into_a_values_text():
    assert "picture" not in repr(correction())
    assert "array" not in repr(correction())


def test_a_withdrawn_correction_is_gone_and_cannot_be_withdrawn_again(store):
    store.keep(correction())
    assert store.withdraw(5, 1)
    assert store.correction(5, 1) is None
    assert store.stats().crops == 0
    assert not store.withdraw(5, 1)


def test_corrections_come_oldest_first_of_all_or_of_one(store):
    for message, user, hours in ((1, 5, 1), (2, 6, 3), (3, 5, 2), (4, 6, 3)):
        store.keep(correction(message, user, at=ago(hours=hours)))
    assert ids(store) == [2, 4, 3, 1]
    assert ids(store, user_id=5) == [3, 1]
    assert ids(store, user_id=7) == []
    assert all(
        same(one, store.correction(one.chat_id, one.message_id)) for one in store.corrections()
    )


def test_dropped_corrections_neither_teach_nor_count(store):
    for message, user in ((1, 5), (2, 5), (3, 6)):
        store.keep(correction(message, user))
    assert store.drop(5) == 2
    assert ids(store) == [3]
    assert store.count() == (1, 1)
    assert store.tallies() == [Tally("shipped", 0, 1)]
    assert store.stats().crops == 1
    assert same(store.correction(5, 1), correction(crops=(), dropped=True))
    assert store.drop(5) == 0
    assert store.drop(7) == 0


def test_what_was_dropped_can_be_said_again(store):
    store.keep(correction())
    store.drop(5)
    store.keep(correction())
    assert same(store.correction(5, 1), correction())
    assert store.count() == (1, 1)


def test_tallies_are_by_version_the_latest_first(store):
    assert store.tallies() == []
    store.keep(correction(1, version="old", at=ago(days=3)))
    store.keep(correction(2, version="new", right="1", at=ago(days=1)))
    store.keep(correction(3, version="new", at=ago(days=2)))
    store.keep(correction(4, version="old", right="1", at=ago(days=4)))
    store.keep(correction(5, version="old", read="", right="", at=ago(days=4)))
    assert store.tallies() == [Tally("new", 1, 2), Tally("old", 2, 3)]


def test_the_stats_count_everything(store):
    assert store.stats() == Stats(None, 0, 0, 0, 0, 0, 0, 0, 0)
    store.remember(answer(1, 5, at=ago(hours=30)))
    store.remember(answer(2, 5, certain=False))
    store.remember(answer(3, 6))
    store.remember(answer(4, UNKNOWN_USER))
    store.keep(correction(1, 5, right="1"))
    store.keep(correction(3, 6, crops=(crop(), crop(seed=9))))
    assert store.stats() == Stats(
        since=ago(hours=30),
        answers=4,
        certain=3,
        last_day=3,
        people=2,
        corrections=2,
        confirmed=1,
        correctors=2,
        crops=3,
    )


def test_a_user_is_forgotten_whole_and_alone(store):
    store.told(5)
    store.told(6)
    store.remember(answer(1, 5))
    store.remember(answer(2, 5, chat_id=-100))
    store.remember(answer(3, 6))
    store.keep(correction(1, 5, crops=(crop(), crop(seed=9))))
    store.keep(correction(2, 5, chat_id=-100, said_by=6))
    store.keep(correction(3, 6, said_by=5))
    assert store.forget(5) == Forgotten(answers=2, corrections=2, crops=3)
    assert store.answer(5, 1) is None
    assert store.answer(-100, 2) is None
    assert store.answer(6, 3) == answer(3, 6)
    (left,) = store.corrections()
    assert same(left, correction(3, 6, said_by=UNKNOWN_USER))
    assert not store.told(5)
    assert store.told(6)
    assert store.forget(5) == Forgotten(0, 0, 0)


def test_a_dropped_users_rows_are_forgotten_too(store):
    store.keep(correction())
    store.drop(5)
    assert store.forget(5) == Forgotten(answers=0, corrections=1, crops=0)
    assert store.correction(5, 1) is None


def test_a_user_is_told_once(store, database):
    assert not store.told(5)
    assert store.told(5)
    assert not store.told(6)
    with reopened(database) as later:
        assert later.told(5)


def test_a_retraining_is_known_until_it_ends(store, database):
    assert store.retraining_left() is None
    first = Retraining(1, 7, "/retrain full", NOW)
    second = replace(first, message_id=8)
    store.retraining_began(first)
    store.retraining_began(second)
    with reopened(database) as later:
        assert later.retraining_left() == second
    store.retraining_ended()
    store.retraining_ended()
    assert store.retraining_left() is None
