"""Outlines: what the estimate of the light leaves of a thing larger than its window is taken out.

Inside a large thing there is no paper to be seen, so its middle becomes paper and its edge a ring,
and a ball is a 0. But a ring that a pen has drawn has paper on both sides; an edge has it on one.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.ink.light import SHARP
from model.ink.page import Page

SMALLEST = SHARP.window
"""A thing is at least so large, as a part of the page's longest side: beside what is smaller, paper
is always in sight."""
HOLLOW = 0.5
"""Part of what a ring encloses that is its hole, at least, in its sides and in its area."""
EDGE = 0.3
"""A ring is an edge if on one side of it there is less than this part of the contrast that there is
on the other."""
RIM = 3
"""Pixels beside a stroke that its blur may reach: they are neither stroke nor paper…"""
BESIDE = 6
"""…and pixels beyond them, which show what is there."""


def without_outlines(page: Page, mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take the outlines of large things out of a page's mask; what lies inside them stays.

    Parameters
    ----------
    page
        Without its pixels nothing is known, and nothing taken out.
    mask : (h, w) uint8
        Its ink: 0 paper, 255 ink.

    Returns
    -------
    (h, w) uint8; the same array where there is no outline.
    """
    if page.pixels is None:
        return mask
    least = SMALLEST * max(mask.shape)
    contours, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    cleared = mask
    for hole, (_, _, _, outer) in zip(contours, tree[0] if len(contours) else (), strict=True):
        if outer < 0 or min(cv2.boundingRect(hole)[2:]) < HOLLOW * least:
            continue  # no hole, or a small one
        ring = contours[outer]
        x, y, width, height = cv2.boundingRect(ring)
        if min(width, height) < least or cv2.contourArea(hole) < HOLLOW * cv2.contourArea(ring):
            continue
        left, top = max(0, x - RIM - BESIDE), max(0, y - RIM - BESIDE)
        box = (slice(top, y + height + RIM + BESIDE), slice(left, x + width + RIM + BESIDE))
        whole, empty = (_filled(mask[box], one, (left, top)) for one in (ring, hole))
        # The contour of a hole runs along the ring's own pixels.
        stroke = cv2.subtract(whole, cv2.erode(empty, np.ones((3, 3), np.uint8)))
        if _is_edge(page.pixels[box], whole, empty, cv2.bitwise_and(stroke, mask[box])):
            cleared = mask.copy() if cleared is mask else cleared
            cleared[box] = cv2.subtract(cleared[box], stroke)
    return cleared


def _filled(
    box: NDArray[np.uint8], contour: NDArray[np.int32], corner: tuple[int, int]
) -> NDArray[np.uint8]:
    """Fill a contour of the page, in a box of it with this corner."""
    filled = np.zeros_like(box)
    cv2.drawContours(filled, [contour - np.array(corner)], -1, 255, cv2.FILLED)
    return filled


def _is_edge(
    pixels: NDArray[np.uint8],
    whole: NDArray[np.uint8],
    hole: NDArray[np.uint8],
    stroke: NDArray[np.uint8],
) -> bool:
    """Tell an edge from a stroke, by what is on its two sides."""
    beyond, within, off = (_distance(of) for of in (cv2.bitwise_not(whole), hole,
                                                    cv2.bitwise_not(hole)))  # fmt: skip
    # What hangs on a ring, as the tail of a 9, may lie in another light: no farther from the hole
    # is looked than a ring is thick, twice.
    twice = min(hole.shape) * (np.sqrt(np.count_nonzero(whole) / np.count_nonzero(hole)) - 1)
    around = off <= twice + RIM + BESIDE
    red, green, blue = cv2.split(pixels)
    dark = cv2.min(cv2.min(red, green), blue)
    places = [dark[where & around] for where in (_near(beyond), _near(within), stroke > 0)]
    if not all(map(len, places)):
        return False
    levels = [float(np.median(place)) for place in places]
    contrasts = sorted(level - levels[2] for level in levels[:2])
    return contrasts[0] < EDGE * contrasts[1]


def _distance(mask: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Give the distance of each pixel of a mask from where it is 0, in pixels."""
    return np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 3), np.float32)


def _near(distance: NDArray[np.float32]) -> NDArray[np.bool_]:
    return (distance > RIM) & (distance <= RIM + BESIDE)
