import cv2
import numpy as np
import pytest

from model.split import MOST_PARTS, split


def rings(*centers, radius=20, width=5, height=50):
    mask = np.zeros((height, centers[-1] + radius + 6), np.uint8)
    for center in centers:
        cv2.circle(mask, (center, height // 2), radius, 255, width)
    x, y, w, h = cv2.boundingRect(mask)
    return mask[y : y + h, x : x + w]


def parts_of(labels, columns):
    """Share of each part's ink that lies in some columns."""
    return [
        (labels[:, columns] == i).sum() / (labels == i).sum() for i in range(1, labels.max() + 1)
    ]


def test_all_ink_belongs_to_a_part_and_paper_to_none():
    mask = rings(25, 66, 107)
    labels = split(mask)
    np.testing.assert_array_equal(labels > 0, mask > 0)
    assert set(np.unique(labels)) == set(range(labels.max() + 1))


def test_two_rings_come_apart_where_they_touch():
    labels = split(rings(25, 66))
    left = parts_of(labels, slice(0, 44))
    assert all(share > 0.9 or share < 0.1 for share in left)


def test_a_cut_leans_with_the_hand():
    mask = np.zeros((60, 90), np.uint8)
    cv2.line(mask, (35, 3), (10, 56), 255, 5)
    cv2.line(mask, (75, 3), (50, 56), 255, 5)
    cv2.line(mask, (22, 30), (62, 30), 255, 4)
    labels = split(mask)
    assert labels[4, 35] != labels[55, 50]
    assert labels[4, 35] == labels[20, 27]


@pytest.mark.parametrize("shape", [(60, 12), (5, 80), (1, 1)])
def test_a_bare_stroke_or_a_dash_stays_whole(shape):
    mask = np.full(shape, 255, np.uint8)
    assert split(mask).max() == 1


def test_a_long_scribble_is_bounded():
    labels = split(rings(*range(25, 1200, 38)))
    assert 4 < labels.max() <= MOST_PARTS
