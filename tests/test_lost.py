"""The real program, killed and stopped while people send photos; the benches do more of it."""

import signal

import pytest

from tests.bench import copies, kill, stop

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


async def test_a_killed_bot_loses_nothing_and_marks_what_it_repeats():
    (row,) = (await kill.run(kills=3, people=4, photos=40, up=(1.5, 3.0))).values()
    assert row["photos"] == 40
    assert row["lost"] == row["unmarked"] == row["disordered"] == row["faults"] == 0
    assert row["twice"] <= row["in hand"]


async def test_a_stopped_bot_exits_in_time_with_its_child_and_loses_nothing():
    (row,) = (await stop.run(stops=2, people=4, photos=30)).values()
    assert row["photos"] == 28
    assert row["lost"] == row["unmarked"] == row["disordered"] == row["faults"] == 0
    assert row["failed"] == row["orphans"] == 0
    assert row["exit s"] < 10


@pytest.mark.usefixtures("postgresql")
async def test_of_two_copies_one_goes_on_and_no_answer_is_given_twice():
    (row,) = (await copies.run(kills=1, people=4, photos=40, up=(0.5, 1.5))).values()
    assert row["photos"] == 40
    assert row["lost"] == row["unmarked"] == row["disordered"] == row["faults"] == 0
    assert row["outside"] == 0
    assert row["taken up s"] < 5
