"""The inbox in the database: what comes first, who holds it, and what a dead program leaves."""

import contextlib
import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Arrival, Postponed, Store, Turn
from bot.store import waiting as module
from bot.store.claiming import LEASE_SECONDS, SUSPECT, SUSPECT_SECONDS

BOT = 123456


@contextlib.contextmanager
def opened(database, bot_id=BOT):
    with contextlib.closing(Store(database, keep_most=100, keep_days=100)) as store:
        yield store.waiting(bot_id)


@pytest.fixture
def waiting(database):
    with opened(database) as found:
        yield found


class Clock:
    """The database's clock, standing still between two steps of a test."""

    def __init__(self):
        self.now = datetime(2026, 11, 26, tzinfo=UTC)

    def __call__(self, _):
        return self.now

    def go(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "_now", clock)
    return clock


def arrivals(*numbers, lane="7 messages"):
    return tuple(Arrival(number, lane, f'{{"update_id": {number}}}') for number in numbers)


def arrive(waiting, *numbers, lane="7 messages", most=100):
    return waiting.turn(Turn(arrived=arrivals(*numbers, lane=lane), most=most)).refused


def claim(waiting, room=100, **rest):
    turn = Turn(room=room, **{"suspect": True} | rest)
    return [one.update_id for one in waiting.turn(turn).claimed]


def test_a_lane_is_worked_on_in_its_order_and_lanes_beside_one_another(waiting):
    arrive(waiting, 5, 3)
    arrive(waiting, 4, lane="8 messages")
    assert claim(waiting) == [3, 4]
    assert claim(waiting) == []
    assert claim(waiting, answered=(3,)) == [5]
    assert waiting.count() == 2


def test_what_comes_is_claimed_in_the_same_turn(waiting):
    turn = Turn(arrived=arrivals(1, 2), most=10, room=10)
    (claimed,) = waiting.turn(turn).claimed
    assert (claimed.update_id, claimed.body) == (1, '{"update_id": 1}')
    assert (claimed.begun, claimed.postponed, claimed.doubtful) == (0, 0, False)
    assert 0 <= claimed.age < 5


def test_no_more_is_claimed_than_there_is_room(waiting):
    for number in range(1, 6):
        arrive(waiting, number, lane=str(number))
    assert claim(waiting, room=2) == [1, 2]
    assert claim(waiting, room=0) == []


def test_what_comes_twice_is_kept_once_also_after_it_was_answered(waiting):
    arrive(waiting, 1, 1, 2)
    assert claim(waiting) == [1]
    arrive(waiting, 1)
    assert claim(waiting, answered=(1,)) == [2]
    arrive(waiting, 1, 2)
    assert claim(waiting, answered=(2,)) == []
    assert waiting.count() == 0


def test_more_than_may_wait_is_refused_and_what_is_known_is_not(waiting):
    assert arrive(waiting, 1, 2, 3, most=2) == {3}
    assert arrive(waiting, 1, 4, most=2) == {4}
    assert claim(waiting, answered=(1, 2)) == []
    assert arrive(waiting, 5, most=2) == set()


def test_nothing_of_an_answered_update_stays_but_its_number(waiting, database):
    secret = "5550123"
    waiting.turn(Turn(arrived=(Arrival(1, "7 messages", secret),), most=9))
    claim(waiting, answered=(1,))
    with waiting._database.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM inbox").all()
    assert secret not in str(row)
    assert "7 messages" not in str(row)


def test_what_is_postponed_waits_and_holds_its_lane_up_but_no_other(waiting, clock):
    arrive(waiting, 1, 2)
    assert claim(waiting) == [1]
    turn = Turn(postponed=(Postponed(1, 30, counts=True, doubtful=True),), room=9)
    outcome = waiting.turn(turn)
    assert outcome.claimed == ()
    assert outcome.seconds == 30
    arrive(waiting, 3, lane="8 messages")
    clock.go(29)
    assert claim(waiting) == [3]
    clock.go(1)
    (claimed,) = waiting.turn(Turn(room=9)).claimed
    assert (claimed.update_id, claimed.postponed, claimed.begun) == (1, 1, 0)
    assert claimed.doubtful


def test_what_ended_on_its_own_is_not_held_against_it(waiting):
    arrive(waiting, 1)
    for _ in range(9):
        (claimed,) = waiting.turn(Turn(room=9)).claimed
        assert (claimed.begun, claimed.doubtful) == (0, False)
        waiting.turn(Turn(postponed=(Postponed(1),)))


def test_what_a_dead_program_held_is_begun_again_and_may_be_a_repetition(database, clock):
    for number in (1, 2):
        with opened(database) as waiting:
            arrive(waiting, number, lane=str(number))
            assert claim(waiting)[-1] == number
        clock.go(LEASE_SECONDS + SUSPECT_SECONDS)
    with opened(database) as waiting:
        claimed = waiting.turn(Turn(room=9, suspect=True)).claimed
        assert [(one.update_id, one.begun, one.doubtful) for one in claimed] == [
            (2, 1, True),
            (1, 2, True),
        ]


def test_at_its_start_a_program_takes_back_what_a_dead_one_held_where_it_is_alone(database, clock):
    with opened(database) as dead:
        arrive(dead, 1)
        claim(dead)
    with opened(database) as waiting:
        waiting.open()
        assert claim(waiting) == ([] if waiting.is_shared else [1])


def test_what_the_program_dies_of_again_and_again_rests_longer_and_longer(database, clock):
    rests = []
    with opened(database) as waiting:
        arrive(waiting, 1)
    for _ in range(4):
        with opened(database) as waiting:
            assert claim(waiting) == [1]
            clock.go(LEASE_SECONDS + 0.001)
            rests.append(0)
            while waiting.turn(Turn()).seconds:
                clock.go(1)
                rests[-1] += 1
    assert rests == [0, *(SUSPECT_SECONDS * times - LEASE_SECONDS for times in (1, 2, 4))]


def test_what_the_program_may_have_died_of_is_begun_alone(database, clock):
    for _ in range(SUSPECT):
        with opened(database) as waiting:
            for number in (1, 2, 3):
                arrive(waiting, number, lane=str(number))
            assert claim(waiting, suspect=True) == [1, 2, 3]
            clock.go(LEASE_SECONDS + SUSPECT_SECONDS)
    with opened(database) as waiting:
        arrive(waiting, 4, lane="4")
        assert claim(waiting, suspect=False) == [4]
        assert claim(waiting) == [1]
        assert claim(waiting, suspect=False) == []
        assert claim(waiting, answered=(1,)) == [2]


def test_a_copy_that_lives_keeps_what_it_holds(database, clock):
    with opened(database) as one, opened(database) as other:
        arrive(one, 1)
        assert claim(one) == [1]
        for _ in range(6):
            clock.go(LEASE_SECONDS / 2)
            one.turn(Turn(renew=True))
            assert claim(other) == []
        clock.go(LEASE_SECONDS + 0.001)
        assert claim(other) == [1]
        one.turn(Turn(postponed=(Postponed(1),), renew=True))
        assert claim(one) == [], "it is no longer this one's to give back"


def test_what_takes_long_is_not_begun_twice_by_the_same_copy(waiting, clock):
    arrive(waiting, 1)
    assert claim(waiting) == [1]
    clock.go(100 * LEASE_SECONDS)
    assert claim(waiting) == []


def test_another_bots_updates_are_left_alone_and_removed_when_old(database, monkeypatch):
    with opened(database) as one, opened(database, BOT + 1) as other:
        arrive(one, 1)
        arrive(other, 1, 2)
        assert claim(one, answered=(1,)) == []
        assert claim(other) == [1]
        one.open()
        assert other.count() == 2
        monkeypatch.setattr(module, "FOREIGN_DAYS", 0)
        one.open()
        assert other.count() == 0


def test_the_numbers_of_answered_updates_are_kept_for_a_while(database, monkeypatch):
    monkeypatch.setattr(module, "KNOWN_MOST", 3)
    monkeypatch.setattr(module, "TRIM_EVERY", 4)
    with opened(database) as waiting:
        for number in range(1, 9):
            arrive(waiting, number)
            claim(waiting, answered=(number,))
        with waiting._database.reading() as connection:
            kept = connection.exec_driver_sql("SELECT update_id FROM inbox ORDER BY 1").all()
    assert kept == [(6,), (7,), (8,)]


def test_copies_share_the_work_and_each_update_goes_to_one(database):
    chats, each, copies = 5, 20, 3
    done = {chat: [] for chat in range(chats)}
    failed = []

    def work():
        try:
            with opened(database) as waiting:
                answered = ()
                while sum(map(len, done.values())) < chats * each:
                    turn = Turn(answered=answered, room=2)
                    claimed = waiting.turn(turn).claimed
                    for one in claimed:
                        done[one.update_id % chats].append(one.update_id)
                    answered = tuple(one.update_id for one in claimed)
        except Exception as error:
            failed.append(error)

    with opened(database) as waiting:
        for chat in range(chats):
            arrive(waiting, *range(chat, chats * each, chats), lane=str(chat))
        threads = [threading.Thread(target=work) for _ in range(copies)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    assert failed == []
    assert done == {chat: list(range(chat, chats * each, chats)) for chat in range(chats)}


def test_two_copies_may_be_given_the_same_update_at_once(postgresql):
    database = postgresql.new_database()
    ready = threading.Barrier(2)
    claimed, failed = [], []

    def receive():
        try:
            with opened(database) as waiting:
                for number in range(1, 31):
                    ready.wait()
                    turn = Turn(arrived=arrivals(number, lane=str(number)), most=99, room=9)
                    claimed.extend(one.update_id for one in waiting.turn(turn).claimed)
        except Exception as error:
            failed.append(error)
            ready.abort()

    threads = [threading.Thread(target=receive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert sorted(claimed) == list(range(1, 31))
