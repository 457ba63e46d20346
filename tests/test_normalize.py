import cv2
import numpy as np
import pytest

from model.normalize import normalize
from tests.drawn import mnist_digits


def bar(height, width, level=200):
    ink = np.full((height, width), level, np.uint8)
    return normalize(ink, np.full((height, width), 255, np.uint8))


def extent(picture):
    rows, columns = np.flatnonzero(picture.max(1)), np.flatnonzero(picture.max(0))
    return np.ptp(rows) + 1, np.ptp(columns) + 1


@pytest.mark.parametrize("size", [(200, 60), (60, 200), (100, 100), (14, 5), (3, 1), (1, 1)])
def test_the_longer_side_becomes_20_and_full_ink_255(size):
    picture = bar(*size)
    assert picture.shape == (28, 28)
    assert picture.dtype == np.uint8
    assert max(extent(picture)) == 20
    assert picture.max() == 255


def test_the_center_of_mass_is_in_the_middle():
    ink = np.zeros((100, 80), np.uint8)
    ink[:, :20] = 220
    ink[90:, :] = 220
    moments = cv2.moments(normalize(ink, ink))
    assert moments["m10"] / moments["m00"] == pytest.approx(14, abs=0.6)
    assert moments["m01"] / moments["m00"] == pytest.approx(14, abs=0.6)


def test_a_thin_stroke_does_not_fade_away():
    ink = np.zeros((300, 200), np.uint8)
    cv2.line(ink, (20, 10), (180, 290), 90, 3)
    picture = normalize(ink, np.where(ink > 0, 255, 0).astype(np.uint8))
    assert (picture.max(axis=1)[5:23] > 200).all()


def test_ink_of_another_mark_in_the_box_is_left_out():
    ink = np.zeros((100, 100), np.uint8)
    ink[:, 10:30] = 200
    mask = np.where(ink > 0, 255, 0).astype(np.uint8)
    alone = normalize(ink, mask)
    ink[:, 80:90] = 200
    assert np.array_equal(normalize(ink, mask), alone)


def test_faint_and_strong_ink_look_alike():
    assert np.array_equal(bar(100, 30, level=40), bar(100, 30, level=250))


def test_an_mnist_digit_stays_what_it_was():
    likeness = []
    for image in mnist_digits(40)[0]:
        x, y, w, h = cv2.boundingRect(image)
        cut = np.ascontiguousarray(image[y : y + h, x : x + w])
        again = normalize(cut, np.where(cut > 60, 255, 0).astype(np.uint8))
        likeness.append(np.corrcoef(again.ravel(), image.ravel())[0, 1])
    # Strokes come back a little fatter, and now and then a pixel aside.
    assert np.median(likeness) > 0.97
    assert min(likeness) > 0.6
