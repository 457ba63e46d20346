"""Frames: a box that is printed or drawn around digits is taken out, and what it holds stays.

A digit that touches its box is one stroke with it, and the sides of a box are 1s to a classifier.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.components import components

SMALLEST = 0.12
"""Both sides of a frame are at least this part of the page's longest side."""
BAND = 0.15
"""A side of a frame leans and bends within this part of the frame's shorter side."""
ALONG = 0.92
"""A side has ink along this part of its length; an oval along two thirds."""
THICKEST = 0.14
"""A side is at most this thick, as a part of the frame's shorter side."""
LARGEST_DEPTH = 1.5
"""What is deeper than so many times that is something that touches the side…"""
MARGIN = 2
"""…beyond so many pixels more, since a side is soft."""
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
    labels, stats = components(mask)
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1)
    cleared = mask
    for label in (np.flatnonzero(sides >= SMALLEST * max(mask.shape)) + 1).tolist():
        x, y, width, height = (int(v) for v in stats[label, :4])
        box = slice(y, y + height), slice(x, x + width)
        frame = _frame(labels[box] == label)
        if frame is None:
            continue
        inside = np.where(frame, 0, cleared[box]).astype(np.uint8)
        _, held = components(inside)
        if held[1:, cv2.CC_STAT_HEIGHT].max(initial=0) >= HOLDS * height:
            cleared = mask.copy() if cleared is mask else cleared
            cleared[box] = inside
    return cleared


def _frame(stroke: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Find the four sides of a stroke that is a frame; None where it is none."""
    band = max(2, round(BAND * min(stroke.shape)))
    turned = [np.rot90(stroke, turns) for turns in range(4)]
    if any(side[:band].any(axis=0).mean() < ALONG for side in turned):
        return None
    most = max(2, round(THICKEST * min(stroke.shape)))
    found = np.zeros_like(stroke)
    for turns, side in enumerate(turned):
        upper = _side(side, band, most)
        if upper is None:
            return None
        found |= np.rot90(upper, -turns)
    return found


def _side(stroke: NDArray[np.bool_], band: int, most: int) -> NDArray[np.bool_] | None:
    """Find the upper side of a frame: the first ink of each column, as deep as it is thick."""
    columns = stroke[:band].any(axis=0)
    top = np.where(columns, stroke[:band].argmax(axis=0), 0)
    rows = np.arange(len(stroke))[:, None]
    paper = ~stroke & (rows > top)  # the first of it below ends the side
    end = np.where(paper.any(axis=0), paper.argmax(axis=0), len(stroke))
    thick = float(np.median((end - top)[columns]))
    if thick > most:
        return None
    depth = np.minimum(end, top + LARGEST_DEPTH * thick) + MARGIN
    return stroke & (rows >= top) & (rows < depth) & columns
