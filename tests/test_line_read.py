from dataclasses import dataclass, field

import numpy as np
import pytest

from model.line.decode import NOTHING
from model.line.read import LOOKS, MOST_WIDENED, read_line
from model.line.strip import STEP, Line

PAGE = (200, 1000)


@dataclass
class Marks:
    """A line network that reads its strokes, from left to right, as these digits."""

    digits: dict[int, int]
    sure: float = 0.97
    widths: list[int] = field(default_factory=list)

    def answer(self, picture):
        self.widths.append(picture.shape[1])
        steps = np.zeros((picture.shape[1] // STEP, 11), np.float32)
        steps[:, NOTHING] = 1
        columns = picture.reshape(picture.shape[0], -1, STEP).max(axis=(0, 2))
        inked = np.concatenate(([0], columns > 60, [0])).astype(int)
        starts, ends = np.flatnonzero(np.diff(inked) == 1), np.flatnonzero(np.diff(inked) == -1)
        peaks = (starts + ends) // 2
        for number, at in enumerate(peaks):
            steps[at] = (1 - self.sure) / 10
            steps[at, self.digits[number] + 1] = self.sure
        return steps


def page(*columns):
    ink = np.zeros(PAGE, np.uint8)
    for x in columns:
        ink[80:120, x - 3 : x + 4] = 200
    return ink


def test_a_line_is_looked_at_further_out_and_three_times_where_its_digits_stand_inside():
    network = Marks({0: 4, 1: 2})
    heard = read_line(page(300, 360), Line(200, 70, 260, 60), network)
    assert heard.texts[0].digits == (4, 2)
    assert heard.texts[0].probability == pytest.approx(0.97**2, abs=0.01)
    assert heard.strip.line == Line(200, 70, 260, 60)
    assert len(network.widths) == 2 + len(LOOKS)
    assert len(set(network.widths)) == len(network.widths)


@pytest.mark.parametrize(
    ("expected", "sure", "looks"),
    [
        ((4, 2), 0.9999, 1),
        ((4, 2), 0.97, 2 + len(LOOKS)),
        ((4, 3), 0.9999, 2 + len(LOOKS)),
        (None, 0.9999, 2 + len(LOOKS)),
    ],
)
def test_one_look_is_enough_where_it_surely_says_what_is_expected(expected, sure, looks):
    network = Marks({0: 4, 1: 2}, sure)
    heard = read_line(page(300, 360), Line(200, 70, 260, 60), network, expected)
    assert heard.texts[0].digits == (4, 2)
    assert len(network.widths) == looks


@dataclass
class Faint(Marks):
    """The same, but it hears next to nothing: what it is not sure of is no digit."""

    def answer(self, picture):
        steps = super().answer(picture)
        steps[:, NOTHING] = 1 - steps[:, 5]
        steps[:, [at for at in range(11) if at not in (NOTHING, 5)]] = 0
        return steps


@pytest.mark.parametrize(
    ("expected", "heard", "looks"),
    [((), 0.05, 1), ((), 0.2, 2 + len(LOOKS)), (None, 0.05, 2 + len(LOOKS))],
)
def test_one_look_is_enough_where_nothing_is_expected_and_next_to_nothing_is_heard(
    expected, heard, looks
):
    network = Faint({0: 4}, heard)
    found = read_line(page(330), Line(200, 70, 260, 60), network, expected)
    assert found.texts[0].digits == ()
    assert found.texts[0].probability == pytest.approx(1 - heard, abs=0.01)
    assert len(network.widths) == looks


def test_a_digit_at_the_end_makes_the_line_longer_until_the_next_one_is_found():
    ink = page(300, 360, 420, 480, 540)
    heard = read_line(ink, Line(250, 70, 150, 60), Marks({i: i + 1 for i in range(5)}))
    assert heard.texts[0].digits == (1, 2, 3, 4, 5)
    assert heard.strip.line.x + heard.strip.line.width > 540


def test_a_line_grows_so_often_and_no_more():
    network = Marks(dict.fromkeys(range(20), 1))
    read_line(page(*range(40, 960, 60)), Line(30, 70, 60, 60), network)
    assert len(network.widths) == 2 * (1 + MOST_WIDENED) + len(LOOKS)


class Halves(Marks):
    """The same, but what the strip's end cuts off is nothing."""

    def answer(self, picture):
        whole = picture.copy()
        for columns in (picture.T, picture.T[::-1]):
            inked = columns.max(axis=1) > 60
            cut = int(np.argmin(inked)) if inked[0] and not inked.all() else 0
            side = slice(0, cut) if columns is picture.T else slice(len(inked) - cut, None)
            whole[:, side] = 0
        return super().answer(whole)


def test_a_digit_that_the_line_goes_through_is_read_whole():
    ink = page(300, 420)
    ink[80:120, 180:212] = 200
    heard = read_line(ink, Line(200, 70, 300, 60), Halves({0: 7, 1: 4, 2: 2}))
    assert heard.texts[0].digits == (7, 4, 2)
    assert heard.strip.line.x < 180


def test_a_line_without_digits_says_so():
    heard = read_line(page(), Line(100, 70, 200, 60), Marks({}))
    assert heard.texts[0].digits == ()
    assert heard.texts[0].probability == pytest.approx(1)


def test_what_its_steps_cannot_say_is_left_out():
    heard = read_line(page(40), Line(30, 70, 14, 60), Marks({0: 7}))
    assert all(text.steps <= len(heard.steps) for text in heard.texts)
