import cv2
import numpy as np

from model.join import MOST_JOINED
from model.segment import MOST_STROKES, marks


def blank(height=200, width=300):
    return np.zeros((height, width), np.uint8)


def box(mark):
    return mark.x, mark.y, mark.width, mark.height


def test_each_stroke_is_a_mark_in_its_box():
    mask = blank()
    mask[20:80, 30:50] = 255
    mask[20:90, 200:230] = 255
    found = marks(mask)
    assert [box(m) for m in found] == [(200, 20, 30, 70), (30, 20, 20, 60)]
    assert found[0].mask.all()


def test_pieces_near_one_another_are_offered_joined_as_well():
    mask = blank()
    mask[40:120, 100:120] = 255
    mask[40:50, 124:160] = 255
    stroke, bar, whole = marks(mask)
    assert whole.pieces == stroke.pieces + bar.pieces
    assert box(whole) == (100, 40, 60, 80)


def test_strokes_far_apart_are_not_joined():
    mask = blank()
    mask[40:120, 50:70] = 255
    mask[40:120, 200:220] = 255
    assert [m.pieces for m in marks(mask)] == [(0,), (1,)]


def test_a_mark_holds_its_own_ink_only():
    mask = blank()
    cv2.rectangle(mask, (50, 50), (150, 150), 255, 5)
    mask[90:110, 90:110] = 255
    frame = marks(mask)[0]
    assert frame.mask[2, 50] == 255
    assert frame.mask[50, 50] == 0


def test_specks_and_shadows_are_no_marks():
    mask = blank()
    mask[10:13, 10:13] = 255
    assert marks(mask) == []
    assert marks(np.full((200, 300), 255, np.uint8)) == []


def test_a_page_full_of_marks_is_bounded():
    mask = blank(1000, 1000)
    for y in range(20, 980, 50):
        for x in range(20, 980, 50):
            mask[y : y + 40, x : x + 10] = 255
    assert len(marks(mask)) <= MOST_STROKES + MOST_JOINED
