import cv2
import numpy as np
import pytest

import model
from model.ink.page import Page
from model.level import LEAST, leveled, skew, turned
from model.mark import Mark
from model.search.choose import Choice
from tests.askew import turned as photo_turned
from tests.drawn import jpeg, page_with
from tests.seen import candidate

LEVEL_ROW = [(40 + 60 * at, 100 + 4 * (at % 2)) for at in range(5)]


def bar(x, y):
    return Mark(round(x), round(y), np.full((40, 22), 255, np.uint8), ())


def row(degrees):
    """Five bars whose row falls by an angle."""
    return [bar(x, y + np.tan(np.deg2rad(degrees)) * x) for x, y in LEVEL_ROW]


def chosen(marks):
    digits = tuple(candidate(8, m.x, m.y, m.width, m.height) for m in marks)
    return Choice((digits,), 1.0, 0.0, digits)


@pytest.mark.parametrize("degrees", [-20, -9, 0, 6, 13])
def test_the_angle_that_rows_fall_by_is_found(degrees):
    rows = row(degrees) + [bar(m.x, m.y + 120) for m in row(degrees)]
    assert np.rad2deg(skew(rows)) == pytest.approx(degrees, abs=2)


def test_a_page_of_level_rows_or_of_two_digits_stays():
    assert leveled(chosen(row(0))) is None
    assert leveled(chosen(row(12)[:2])) is None
    page = leveled(chosen(row(12)))
    assert page is not None
    assert page.turn is not None


def test_a_turned_page_has_level_rows_and_knows_where_they_were():
    ink = np.zeros((300, 360), np.uint8)
    marks = row(12)
    for mark in marks:
        ink[mark.y : mark.y + 40, mark.x : mark.x + 22] = 200
    page = turned(Page(ink, 1.0, 1.0, np.dstack([255 - ink] * 3)), np.deg2rad(12), marks)
    found = cv2.connectedComponentsWithStats(cv2.compare(page.ink, 100, cv2.CMP_GT))[2][1:]
    assert len(found) == len(marks)
    middles = found[:, 1] + found[:, 3] / 2
    assert np.ptp(middles) <= 6
    assert page.pixels is not None
    assert page.pixels.shape[:2] == page.ink.shape
    assert page.turn is not None
    assert (page.turn.width, page.turn.height) == (360, 300)
    first = found[found[:, 0].argmin()]
    middle = first[0] + first[2] / 2, first[1] + first[3] / 2, 1
    assert page.turn.back @ middle == pytest.approx((marks[0].x + 11, marks[0].y + 20), abs=3)


def test_no_digit_is_turned_out_of_the_page():
    wide = [bar(x, 10) for x in range(5, 380, 60)]
    ink = np.zeros((60, 400), np.uint8)
    for mark in wide:
        ink[mark.y : mark.y + 40, mark.x : mark.x + 22] = 200
    page = turned(Page(ink, 1.0, 1.0), np.deg2rad(20), wide)
    assert page.ink.sum(dtype=float) == pytest.approx(ink.sum(dtype=float), rel=0.02)


@pytest.mark.parametrize("degrees", [-20, -14, 14, 20])
def test_rows_on_a_photo_held_askew_are_read_and_boxed_on_it(degrees):
    line = np.hstack([page_with(d, 150) for d in (2, 0, 4, 7, 5)])
    sheet = np.vstack([line, np.hstack([page_with(d, 150) for d in (5, 1, 5, 2, 4)])])
    photo = photo_turned(cv2.copyMakeBorder(sheet, 90, 90, 90, 90, cv2.BORDER_REPLICATE), degrees)
    reading = model.load().read(jpeg(photo))
    assert reading.text == "20475\n51524"
    assert reading.photo.shape[0] < reading.photo.shape[1]
    slope = np.tan(np.deg2rad(degrees))
    assert np.rad2deg(LEAST) < abs(degrees)
    for digits in reading.rows:
        first, last = (digits[at].box for at in (0, -1))
        across = last.x + last.width / 2 - first.x - first.width / 2
        down = last.y + last.height / 2 - first.y - first.height / 2
        assert down / across == pytest.approx(slope, abs=0.06)
        for digit in digits:
            box = digit.box
            inside = photo[box.y : box.y + box.height, box.x : box.x + box.width]
            assert inside.min() < 120
            assert 40 < box.height < 160
