import cv2
import numpy as np

from model.ink.page import Page, Turn, box_on, place
from model.mark import Mark
from model.reading import Box

INK = np.zeros((100, 200), np.uint8)


def mark(x, y, width=20, height=40):
    return Mark(x, y, np.full((height, width), 255, np.uint8), ())


def test_on_a_page_as_it_was_photographed_a_mark_lies_where_it_is():
    at = place(Page(INK, 0.5, 1.0), mark(30, 10))
    assert (at.left, at.top, at.right, at.bottom, at.edges) == (30, 10, 50, 50, 0)
    assert place(Page(INK, 0.5, 1.0), mark(0, 60)).edges == 2
    assert box_on(Page(INK, 0.5, 1.0), mark(30, 10)) == Box(60, 20, 40, 80)


def quarter():
    """A page of 100 × 200 that was turned to the left by a quarter: now of 200 × 100."""
    back = cv2.invertAffineTransform(np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 99.0]]))
    return Page(INK, 1.0, 1.0, turn=Turn(back, 100, 200))


def test_on_a_turned_page_it_lies_where_it_was_before():
    at = place(quarter(), mark(30, 10))
    assert (at.left, at.top, at.right, at.bottom) == (50, 30, 90, 50)
    assert box_on(quarter(), mark(30, 10)) == Box(50, 30, 40, 20)


def test_the_sides_that_count_are_those_of_the_photo():
    assert place(quarter(), mark(0, 30)).edges == 1
    assert place(quarter(), mark(30, 60)).edges == 1
    assert place(quarter(), mark(190, 30)).edges == 1
    beyond = place(quarter(), mark(-15, 30))
    assert (beyond.top, beyond.edges) == (0, 1)
