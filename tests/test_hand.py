import numpy as np
import pytest

from model.ink.page import Page
from model.search.hand import FAINT, SAME_PEN, SMALL, TALL, Hand, hand_of
from tests.seen import candidate

HAND = Hand(height=60, ink=0)


def test_the_surest_and_largest_digits_say_what_the_hand_is_like():
    digits = [candidate(4, 50, 50, height=60), candidate(2, 150, 50, height=60)]
    assert hand_of(digits).height == 60
    unsure = candidate(1, 250, 50, height=20, sure=0.4)
    assert 57 < hand_of([*digits, unsure]).height < 60


def test_what_touches_an_edge_says_little():
    edge = candidate(1, 0, 100, height=200)
    assert hand_of([candidate(6, 250, 150, height=100), edge]).height < 130


@pytest.mark.parametrize(
    ("x", "height", "wrote"),
    [
        (100, 60, True),
        (100, round(SMALL * 60) - 2, False),
        (100, round(TALL * 60) + 2, True),
        (0, round(TALL * 60) + 2, False),
        (0, 60, True),
    ],
)
def test_a_hand_writes_digits_of_about_one_height(x, height, wrote):
    assert HAND.wrote(candidate(3, x, 50, height=height)) is wrote


def test_a_hand_writes_with_one_pen():
    page = Page(np.full((400, 600), 40, np.uint8), 1.0, 1.0)
    found = candidate(3, 300, 200, page=page)
    assert Hand(60, 40 / FAINT - 5).wrote(found)
    assert not Hand(60, 40 / FAINT + 5).wrote(found)
    assert Hand(60, 40 / SAME_PEN - 5).left(found)
    assert not Hand(60, 40 / SAME_PEN + 5).left(found)


def test_ink_that_is_left_is_of_the_digits_size_and_in_the_open():
    assert HAND.left(candidate(3, 100, 100))
    assert not HAND.left(candidate(3, 100, 100, height=10))
    assert not HAND.left(candidate(3, 100, 100, height=200))
    assert not HAND.left(candidate(3, 0, 0))
