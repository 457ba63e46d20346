import pytest

from model.training.clock import (
    DRAWING,
    LEARNING,
    LEAST,
    SLOWER,
    Clock,
    Phase,
    evaluation,
    phases_of,
)

PHASES = (
    Phase("prepare", "digits", DRAWING, 100.0),
    Phase("fit", "digits", LEARNING, 200.0),
    Phase("", "digits", LEARNING, 10.0),
    Phase("evaluate", "", DRAWING, 50.0),
)


class Training:
    """A training whose time passes as a test says."""

    def __init__(self, phases: tuple[Phase, ...] = PHASES, budget: float | None = None) -> None:
        self.time = 1000.0
        self.told: list[dict] = []
        self._clock = Clock(self.told.append, phases, budget, lambda: self.time)

    def share(self, part: str, done: float, seconds: float) -> float:
        return self._clock.limit(part)(done, seconds)

    def left(self, seconds: float, event: str, **values: object) -> float | None:
        self.time += seconds
        self._clock({"event": event, **values})
        assert self.told[-1].items() >= {"event": event, **values}.items()
        return self.told[-1].get("total_left")


def test_at_first_the_costs_are_as_expected():
    training = Training()
    assert training.left(0, "start") == 360
    assert training.left(10, "prepare", part="digits", done=0.1) == 350


def test_a_machine_of_half_the_speed_is_found_out():
    training = Training()
    training.left(0, "start")
    for done in range(1, 11):
        left = training.left(20, "prepare", part="digits", done=done / 10)
    # Learning has not been seen: it is thought to be as slow as all else.
    assert 460 < left < 520
    for done in range(1, 11):
        left = training.left(20, "fit", part="digits", done=done / 10)
    # Learning was as fast as expected: 10 seconds for writing, and reading at half speed.
    assert 95 < left < 120
    assert training.left(10, "evaluate", done=0.0) < left
    assert training.left(100, "evaluate", done=1.0) == 0


def test_a_stage_that_stands_still_keeps_its_time():
    training = Training()
    training.left(10, "prepare", part="digits", done=0.1)
    waits = [training.left(30, "prepare", part="digits", done=0.1) for _ in range(3)]
    assert waits == [350] * 3
    # With the next step the clock sees that this one took ten times as long as it should.
    assert training.left(0, "prepare", part="digits", done=0.2) > 1000


def test_never_less_than_the_phase_says():
    training = Training()
    assert training.left(50, "evaluate", done=0.9, seconds_left=400.0) == 400


def test_other_events_pass_as_they_are():
    training = Training()
    assert training.left(1, "done") is None
    assert training.left(1, "error") is None
    assert training.left(1, "fit", part="line", done=0.5) is None


def test_more_photos_and_examples_take_longer(monkeypatch):
    monkeypatch.setattr("model.training.clock.has_feature", lambda: True)
    prepare, fit, writing = phases_of("line", 1000, 5000)
    assert [p.event for p in (prepare, fit, writing)] == ["prepare", "fit", ""]
    assert phases_of("line", 2000, 5000)[0].seconds == 2 * prepare.seconds
    assert evaluation(200).seconds == 2 * evaluation(100).seconds
    monkeypatch.setattr("model.training.clock.has_feature", lambda: False)
    assert phases_of("line", 1000, 5000)[1].seconds == SLOWER * fit.seconds


BOTH = (*PHASES[:3], Phase("fit", "line", LEARNING, 100.0), PHASES[3])
"""Of 460 seconds, 300 are of the two fits."""


def test_without_an_end_there_is_time_for_all():
    training = Training()
    assert training.share("digits", 0.1, 10_000.0) == 1
    assert Training(budget=1.0).share("another", 0.1, 10_000.0) == 1


def test_as_long_as_all_of_it_fits_nothing_is_left_out():
    training = Training(BOTH, budget=460.0)
    training.left(100, "prepare", part="digits", done=1.0)
    training.left(20, "fit", part="digits", done=0.1)
    assert training.share("digits", 0.1, 200.0) == 1
    assert training.left(0, "fit", part="digits", done=0.1) == 340


def test_a_dearer_network_gets_the_part_that_there_is_time_for():
    training = Training(BOTH, budget=460.0)
    training.left(100, "prepare", part="digits", done=1.0)
    training.left(15, "fit", part="digits", done=0.05)
    # 345 seconds are left, 60 for what is no fit; the fits would take 285 + 150.
    share = training.share("digits", 0.05, 300.0)
    assert share == pytest.approx(0.05 + 0.95 * 285 / 435, rel=0.01)
    # What was done of the plan is more of what is left of it, and nothing was done for nothing.
    left = training.left(0, "fit", part="digits", done=0.05 / share)
    assert 320 < left < 420
    ended = (share - 0.05) * 300
    training.left(ended, "fit", part="digits", done=1.0)
    # Now it is the line's turn, and that network is no dearer than expected.
    training.left(10, "fit", part="line", done=0.1)
    assert training.share("line", 0.1, 100.0) == 1


def test_with_more_time_than_it_seemed_more_is_learned():
    training = Training(PHASES, budget=360.0)
    training.left(100, "prepare", part="digits", done=1.0)
    shares = [1.0]
    for seconds, done, all_seconds in ((15, 0.05, 300.0), (10, 0.1, 250.0), (15, 0.2, 200.0)):
        training.left(seconds, "fit", part="digits", done=done / shares[-1])
        shares.append(training.share("digits", done, all_seconds))
    assert shares[1] < shares[2] < shares[3]
    assert shares[3] == pytest.approx(1, abs=0.01)
    assert training.left(0, "fit", part="digits", done=0.2) == pytest.approx(220, rel=0.05)


def test_a_part_is_learned_however_little_time_there_is():
    training = Training(BOTH, budget=460.0)
    training.left(1000, "prepare", part="digits", done=1.0)
    assert training.share("digits", 0.01, 5000.0) == LEAST
    assert training.share("digits", LEAST, 5000.0) == LEAST
