import numpy as np

from model.join import MOST_JOINED, join, mend
from model.mark import Mark


def mark(x, y, width, height, piece, *, cut=False):
    return Mark(x, y, np.full((height, width), 255, np.uint8), (piece,), cut=cut)


def pieces(found):
    return [set(mark.pieces) for mark in found]


def test_near_strokes_are_joined_and_far_ones_are_not():
    strokes = [mark(0, 0, 20, 100, 0), mark(25, 0, 40, 20, 1), mark(200, 0, 20, 40, 2)]
    assert pieces(join(strokes)) == [{0, 1}]


def test_a_dot_is_no_piece_of_a_digit():
    assert join([mark(0, 0, 20, 100, 0), mark(25, 90, 8, 8, 1)]) == []


def test_three_pieces_around_one_are_joined_together_too():
    strokes = [mark(0, 20, 20, 100, 0), mark(25, 20, 40, 20, 1), mark(0, 0, 40, 10, 2)]
    assert {0, 1, 2} in pieces(join(strokes))


def test_a_bar_is_joined_with_the_part_that_it_is_near_to():
    stroke = mark(0, 20, 160, 80, 0)
    runs = [mark(0, 20, 80, 80, 5, cut=True), mark(80, 20, 80, 80, 6, cut=True)]
    assert pieces(mend([stroke, mark(110, 0, 50, 12, 9)], [runs, []])) == [{6, 9}]


def test_unions_are_bounded():
    strokes = [mark(0, 12 * i, 20, 10, i) for i in range(100)]
    assert len(join(strokes)) == MOST_JOINED
