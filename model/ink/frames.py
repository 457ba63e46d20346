"""Frames: a box that is printed or drawn around digits is taken out, and what it holds stays.

A digit that touches its box is one stroke with it, and the sides of a box are 1s to a classifier.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

SMALLEST = 0.12
"""Both sides of a frame are at least this part of the page's longest side."""
BAND = 0.15
"""A side of a frame leans and bends within this part of the frame's shorter side."""
ALONG = 0.92
"""A side has ink along this part of its length; an oval along two thirds."""
THICKEST = 0.14
"""A side is at most this thick, as a part of the frame's shorter side."""
MARGIN = 2
"""A side is soft: so many more pixels of its inner rim go with it."""
HOLDS = 0.3
"""A frame holds something that is this part of its height at least: a box alone may be a 0."""


def without_frames(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take the frames out of a mask.

    Parameters
    ----------
    mask : (h, w) uint8
        0 paper, 255 ink.

    Returns
    -------
    (h, w) uint8; the same array where there is no frame.
    """
    least = SMALLEST * max(mask.shape)
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1)
    cleared = mask
    for label in (np.flatnonzero(sides >= least) + 1).tolist():
        x, y, width, height = (int(v) for v in stats[label, :4])
        box = slice(y, y + height), slice(x, x + width)
        own = np.where(labels[box] == label, 255, 0).astype(np.uint8)
        frame = _frame(own)
        if frame is None:
            continue
        inside = cv2.subtract(mask[box], frame)
        if _tallest(inside) >= HOLDS * height:
            if cleared is mask:
                cleared = mask.copy()
            cleared[box] = inside
    return cleared


def _frame(stroke: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Find the four sides of a stroke that is a frame, with what else it may be; else None."""
    band = max(2, round(BAND * min(stroke.shape)))
    most = max(2, round(THICKEST * min(stroke.shape)))
    found = np.zeros_like(stroke)
    for turns in range(4):
        side = _side(np.rot90(stroke, turns), band, most)
        if side is None:
            return None
        found |= np.rot90(side, -turns)
    return found


def _side(stroke: NDArray[np.uint8], band: int, most: int) -> NDArray[np.uint8] | None:
    """Find the upper side of a frame: the first ink of each column, as deep as it is thick."""
    rim = stroke[:band] > 0
    columns = rim.any(axis=0)
    if columns.mean() < ALONG:
        return None
    top = np.where(columns, rim.argmax(axis=0), 0)
    # How thick it is: from the first ink to the first paper below it.
    rows = np.arange(len(stroke))[:, None]
    paper = (stroke == 0) & (rows > top)
    end = np.where(paper.any(axis=0), paper.argmax(axis=0), len(stroke))
    thick = float(np.median((end - top)[columns]))
    if thick > most:
        return None
    own = (rows >= top) & (rows < np.minimum(end, top + 1.5 * thick) + MARGIN) & columns
    return np.where(own, stroke, 0).astype(np.uint8)


def _tallest(mask: NDArray[np.uint8]) -> int:
    """Give the height of the highest stroke."""
    _, _, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    return int(stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0))
