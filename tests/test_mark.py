import numpy as np
import pytest

from model.mark import Mark, gap, union


def mark(x, y, width, height, pieces=(0,), **more):
    return Mark(x, y, np.full((height, width), 255, np.uint8), pieces, **more)


def test_a_union_has_the_ink_and_the_pieces_of_all():
    both = union([mark(10, 20, 5, 30, (3,)), mark(20, 40, 10, 4, (1, 2))])
    assert (both.x, both.y, both.width, both.height) == (10, 20, 20, 30)
    assert np.count_nonzero(both.mask) == 5 * 30 + 10 * 4
    assert both.pieces == (3, 1, 2)
    assert both.largest == pytest.approx(150 / 190)
    assert not both.cut


def test_a_union_with_a_part_leaves_ink_behind():
    assert union([mark(0, 0, 5, 5, cut=True), mark(9, 0, 5, 5, (1,))]).cut


@pytest.mark.parametrize(("x", "y", "distance"), [(5, 5, 0), (13, 0, 3), (13, 14, 5)])
def test_the_gap_is_the_distance_of_the_boxes(x, y, distance):
    assert gap(mark(0, 0, 10, 10), mark(x, y, 10, 10)) == distance


def test_the_part_of_a_page_under_a_mark():
    page = np.arange(200, dtype=np.uint8).reshape(10, 20)
    assert mark(3, 2, 2, 1).on(page).tolist() == [[43, 44]]
