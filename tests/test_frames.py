import cv2
import numpy as np
import pytest

import model
from model.ink.frames import without_frames
from tests.drawn import jpeg, page_with

BOX = (60, 40, 180, 220)
"""A frame: left, top, width, height."""


def framed(*, pen=6, lean=0, box=BOX, inside=True):
    """A mask with a frame, and a 7 in it if there is something inside."""
    mask = np.zeros((320, 320), np.uint8)
    x, y, w, h = box
    corners = [(x, y), (x + w, y + lean), (x + w - lean, y + h), (x, y + h - lean)]
    cv2.polylines(mask, [np.array(corners)], True, 255, pen)
    if inside:
        cv2.polylines(mask, [SEVEN], False, 255, 9)
    return mask


SEVEN = np.array([(110, 100), (190, 100), (140, 200)])


def seven():
    return cv2.polylines(np.zeros((320, 320), np.uint8), [SEVEN], False, 255, 9)


@pytest.mark.parametrize("look", [{}, {"pen": 2}, {"pen": 18}, {"lean": 14}, {"lean": -14}])
def test_a_frame_goes_and_what_it_holds_stays(look):
    found = without_frames(framed(**look))
    assert np.array_equal(found > 0, seven() > 0)


def test_a_digit_that_touches_its_frame_loses_nothing_but_where_they_meet():
    found = without_frames(framed(box=(60, 40, 135, 220)))
    own = seven() > 0
    assert (found[own] > 0).mean() > 0.9
    assert (found[~own] > 0).sum() < 0.03 * own.sum()


def test_the_mask_given_is_not_changed():
    mask = framed()
    before = mask.copy()
    assert not np.array_equal(without_frames(mask), before)
    assert np.array_equal(mask, before)


def test_a_frame_that_holds_nothing_stays_for_it_may_be_a_0():
    mask = framed(inside=False)
    assert without_frames(mask) is mask
    cv2.circle(mask, (150, 150), 12, 255, -1)  # a speck in it
    assert np.array_equal(without_frames(mask), mask)


def test_an_oval_around_a_digit_and_an_8_stay():
    mask = seven()
    cv2.ellipse(mask, (150, 150), (90, 120), 0, 0, 360, 255, 8)
    cv2.polylines(mask, [np.array([(250, 40), (300, 40), (300, 140), (250, 140)])], True, 255, 8)
    cv2.line(mask, (250, 90), (300, 90), 255, 8)
    assert without_frames(mask) is mask


def test_three_sides_are_no_frame():
    mask = seven()
    cv2.polylines(mask, [np.array([(60, 40), (60, 260), (240, 260), (240, 40)])], False, 255, 6)
    assert without_frames(mask) is mask


@pytest.mark.parametrize("digit", [2, 4, 5])
def test_a_digit_in_a_box_is_read(digit):
    photo = page_with(digit, 400)
    cv2.rectangle(photo, (70, 40), (330, 360), (60, 60, 70), 5)
    assert model.load().read(jpeg(photo)).text == str(digit)
