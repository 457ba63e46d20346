import keras
import numpy as np
import pytest

from model.training.course import FIRST_LOOK, UNTIMED, WARM_UP, Course


def taken(course: Course) -> list[float]:
    """Take all steps of a course; gives their sizes."""
    rates = []
    while not course.over:
        rates.append(course.rate)
        course.step()
    return rates


def test_the_steps_rise_and_fall_as_in_keras():
    rates = taken(Course(3, 50, 2e-3))
    same = keras.optimizers.schedules.CosineDecay(
        0.0, round(150 * (1 - WARM_UP)), warmup_target=2e-3, warmup_steps=round(150 * WARM_UP)
    )
    np.testing.assert_allclose(rates, [float(same(at)) for at in range(150)], atol=1e-8)
    assert rates[0] == 0
    assert max(rates) == pytest.approx(2e-3)


def test_a_course_of_one_step_takes_it():
    course = Course(1, 1, 1.0)
    assert len(taken(course)) == course.epochs == course.done == course.share == 1


class Slow:
    """A fit whose steps take a second each, and 20 for the first one."""

    def __init__(self, seconds: float) -> None:
        self.time, self.asked = 0.0, []
        self._seconds = seconds
        self.course = Course(2, 100, 1.0, self.limit, lambda: self.time)

    def limit(self, done: float, seconds: float) -> float:
        self.asked.append((done, seconds))
        return min(1.0, self._seconds / seconds)

    def take(self) -> list[float]:
        rates = []
        while not self.course.over:
            rates.append(self.course.rate)
            self.time += 1.0 if self.course.at else 20.0
            self.course.step()
        return rates


def test_where_there_is_no_time_for_all_fewer_steps_are_taken():
    fit = Slow(130)
    rates = fit.take()
    course = fit.course
    assert (len(rates), course.at, course.total, course.epochs) == (130, 130, 130, 2)
    assert course.share == 0.65
    assert rates[-1] < 0.001, "the last steps are small ones all the same"
    assert max(rates) == pytest.approx(1 / 0.65, rel=0.02)
    # But for those before the first look, all of them together go as far as all that were planned.
    assert sum(rates) == pytest.approx(sum(taken(Course(2, 100, 1.0))), rel=0.1)
    looks = [FIRST_LOOK * 2**at for at in range(4)]
    assert fit.asked == [(at / 200, pytest.approx(200.0)) for at in looks], "compiling is not timed"


def test_where_there_is_time_for_all_of_it_no_step_is_left_out():
    fit = Slow(1000)
    assert len(fit.take()) == 200
    assert (fit.course.share, fit.course.epochs) == (1, 2)


def test_a_course_that_was_cut_too_short_gets_longer_again():
    fit = Slow(1.0)
    fit.course = Course(1, 100, 1.0, lambda done, _: 0.2 if done < 0.2 else 0.9, lambda: fit.time)
    # The first look is after 16 of 100 steps: 20 are left then, and over before the second look.
    assert len(fit.take()) == 20
    fit.course = Course(1, 100, 1.0, lambda done, _: 0.4 if done < 0.2 else 0.9, lambda: fit.time)
    assert len(fit.take()) == 90


def test_what_is_done_stays_done():
    course = Course(1, 100, 1.0, lambda *_: 0.01, lambda: 0.0)
    for _ in range(FIRST_LOOK):
        course.step()
    assert course.over
    assert course.total == FIRST_LOOK > UNTIMED


def test_the_time_left_goes_by_the_pace_so_far():
    fit = Slow(1000)
    for at in range(50):
        fit.time = 2.0 * (at + 1)
        fit.course.step()
    assert fit.course.seconds_left == pytest.approx(300)
