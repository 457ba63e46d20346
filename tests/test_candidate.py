import numpy as np
import pytest

from model.ink.page import Page
from model.mark import Mark
from model.reading import Box, Digit
from model.search.candidate import MANY, Candidate, settled

PAGE = Page(np.full((100, 200), 90, np.uint8), 1.0, 1.0)


def mark(x, width, pieces):
    return Mark(x, 20, np.full((50, width), 255, np.uint8), pieces)


def seen(of, sure):
    return Candidate(
        PAGE, of, Digit(Box(0, 0, 9, 9), np.zeros((28, 28), np.uint8), np.eye(10)[3], sure)
    )


def test_a_plain_digit_is_settled():
    plain, doubtful = seen(mark(20, 40, (0,)), 0.99), seen(mark(90, 40, (1,)), 0.9)
    assert settled([plain, doubtful]) == {0}


def test_the_strokes_of_a_plain_union_are_settled():
    assert settled([seen(mark(20, 40, (2, 5)), 0.99), seen(mark(20, 9, (2,)), 0.3)]) == {2, 5}


def test_what_is_too_wide_for_a_digit_is_not():
    assert settled([seen(mark(20, 90, (0,)), 0.99)]) == set()


def test_a_page_of_text_is():
    text = [seen(mark(20, 40, (i,)), 0.02) for i in range(MANY)]
    assert settled(text) == set(range(MANY))
    assert settled(text[1:]) == set()


def test_the_ink_is_that_under_the_mark():
    assert seen(mark(20, 40, (0,)), 1).ink == pytest.approx(90, abs=1)


@pytest.mark.parametrize(("x", "width", "sides"), [(20, 40, 0), (0, 40, 1), (0, 200, 2)])
def test_the_sides_of_the_page_that_a_mark_touches_are_counted(x, width, sides):
    assert seen(mark(x, width, (0,)), 1).edges == sides
