import cv2
import numpy as np
import pytest

from model.apart import MOST_MARKS, parts_of, take_apart
from model.ink.page import Page
from model.reading import Box, Digit
from model.search.candidate import Candidate
from model.segment import marks


def rings(*, bar=False):
    """Draw two rings that touch, if asked with a bar above the right one."""
    mask = np.zeros((200, 300), np.uint8)
    cv2.circle(mask, (80, 100), 40, 255, 8)
    cv2.circle(mask, (164, 100), 40, 255, 8)
    if bar:
        mask[46:54, 150:200] = 255
    return mask


def seen(mask, sure):
    page = Page(mask, 1.0, 1.0)
    digit = Digit(Box(0, 0, 9, 9), np.zeros((28, 28), np.uint8), np.eye(10)[0], sure)
    return [Candidate(page, mark, digit) for mark in marks(mask)]


def test_touching_digits_are_offered_apart_and_together():
    (whole,), parts = parts_of(marks(rings()))
    assert whole.width > 160
    assert not whole.cut
    halves = [m for m in parts if 78 <= m.width <= 95]
    assert {m.x < 60 for m in halves} == {True, False}
    assert all(m.cut and set(m.pieces) < set(whole.pieces) for m in parts)


def test_a_bar_is_offered_with_a_part_of_a_stroke():
    wholes, parts = parts_of(marks(rings(bar=True)))
    bar = next(m for m in wholes if (m.width, m.height) == (50, 8))
    assert any(m.x > 100 and set(bar.pieces) < set(m.pieces) for m in parts)


def test_a_union_has_the_pieces_that_its_strokes_fell_into():
    wholes, _ = parts_of(marks(rings(bar=True)))
    union = wholes[-1]
    assert set(union.pieces) == {n for m in wholes[:-1] for n in m.pieces}
    assert len(union.pieces) > 2


def test_what_stays_whole_is_one_piece():
    (whole,), parts = parts_of(marks(rings()), whole={0})
    assert whole.pieces == (0,)
    assert parts == []


@pytest.mark.parametrize("side", [900, 1800])
def test_a_page_full_of_strokes_is_bounded(side):
    mask = np.zeros((side, side), np.uint8)
    for y in range(100, side - 100, 200):
        for x in range(100, side - 100, 200):
            cv2.circle(mask, (x, y), 50, 255, 8)
            cv2.circle(mask, (x + 60, y), 50, 255, 8)
    wholes, parts = parts_of(marks(mask))
    assert len(wholes) + len(parts) <= MOST_MARKS
    assert bool(parts) == (side == 900)


def test_a_plain_digit_is_not_taken_apart_and_a_doubtful_one_is():
    ring = rings()[:, :124]
    assert take_apart(seen(ring, 0.99))[1] == []
    wholes, parts = take_apart(seen(ring, 0.5))
    assert len(wholes[0].mark.pieces) > 1
    assert parts
    assert all(page is wholes[0].page for page, _ in parts)


def test_each_page_is_taken_apart_by_itself():
    plain, doubtful = seen(rings()[:, :124], 0.99), seen(rings(), 0.5)
    wholes, parts = take_apart(plain + doubtful)
    assert wholes[0].mark.pieces == (0,)
    assert {id(page) for page, _ in parts} == {id(doubtful[0].page)}
