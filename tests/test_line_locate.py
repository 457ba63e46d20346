import numpy as np
import pytest

from model.line.locate import (
    AS_FAR,
    BEYOND,
    LONGER,
    NEAR_END,
    REACH,
    ROOM,
    ROOM_BESIDE,
    locate,
    widen,
    within,
)
from model.line.strip import Line
from model.mark import Mark


def mark(x, y, width=40, height=60):
    return Mark(x, y, np.full((height, width), 255, np.uint8), ())


def test_a_line_has_room_around_its_digits():
    line = locate([mark(100, 50), mark(160, 50)], [])
    assert (line.x, line.y) == pytest.approx((100 - 60 * ROOM_BESIDE, 50 - 60 * ROOM))
    assert line.width == pytest.approx(100 + 120 * ROOM_BESIDE)
    assert line.height == pytest.approx(60 + 120 * ROOM)
    assert line.slope == 0


def test_a_line_takes_in_the_strokes_that_follow_it():
    digits = [mark(100, 50), mark(160, 50)]
    beside = [mark(230, 60), mark(300, 45), mark(40, 55)]
    alone, longer = locate(digits, digits), locate(digits, [*digits, *beside])
    assert longer.x == pytest.approx(alone.x - 60)
    assert longer.x + longer.width == pytest.approx(alone.x + alone.width + 140)
    assert (longer.y, longer.height) == (alone.y, alone.height)


@pytest.mark.parametrize(
    "stroke",
    [
        mark(round(201 + REACH * 60), 50),
        mark(220, 200),
        mark(220, 100, 8, 10),
        mark(220, 0, 10, 300),
    ],
    ids=["far away", "another row", "a speck", "an edge"],
)
def test_other_strokes_do_not_belong_to_it(stroke):
    digits = [mark(100, 50), mark(160, 50)]
    assert locate(digits, [*digits, stroke]) == locate(digits, digits)


def test_a_row_of_digits_far_apart_takes_in_the_next_one_as_far_off():
    digits = [mark(100, 50), mark(260, 50)]
    near, far = mark(299 + round(AS_FAR * 120), 50), mark(302 + round(AS_FAR * 120), 50)
    assert AS_FAR * 120 > REACH * 60
    assert locate(digits, [*digits, near]).width > locate(digits, digits).width
    assert locate(digits, [*digits, far]) == locate(digits, digits)


def test_a_row_that_falls_has_a_slope_and_the_height_of_its_digits():
    digits = [mark(60 * i, 100 + 12 * i) for i in range(6)]
    line = locate(digits, digits)
    assert line.slope == pytest.approx(0.2)
    assert line.height == pytest.approx(60 * (1 + 2 * ROOM), abs=1)
    top_at_150 = line.y + (150 - line.x) * line.slope
    assert top_at_150 == pytest.approx(100 + 0.2 * (150 - 20) - 60 * ROOM, abs=1)


def test_two_digits_of_different_height_have_no_slope():
    assert locate([mark(0, 0), mark(60, 20)], []).slope == 0


def test_a_slash_does_not_stretch_the_line():
    digits = [mark(60 * i, 100) for i in range(5)]
    slash = mark(300, 20, 40, 220)
    assert locate([*digits, slash], []).height <= 2.2 * 60 * (1 + 2 * ROOM)


def test_a_line_grows_at_the_end_that_a_digit_is_near_to():
    line = Line(200, 100, 300, 50, 0.1)
    near, far = 0.5 * NEAR_END * 50, 1.5 * NEAR_END * 50
    assert widen(line, far, 300 - far, 1000) == line
    left = widen(line, near, 300 - far, 1000)
    assert (left.x, left.width) == (200 - LONGER * 50, 300 + LONGER * 50)
    assert left.y == pytest.approx(100 - 0.1 * LONGER * 50)
    right = widen(line, far, 300 - near, 1000)
    assert (right.x, right.y, right.width) == (200, 100, 300 + LONGER * 50)


def test_a_line_ends_with_the_page():
    line = within(Line(-100, 20, 500, 40, 0.2), 300)
    assert line.x == -BEYOND * 40
    assert line.x + line.width == pytest.approx(300 + BEYOND * 40)
    assert line.y == pytest.approx(20 + 0.2 * (100 - BEYOND * 40))
    assert within(Line(10, 20, 100, 40), 300) == Line(10, 20, 100, 40)
