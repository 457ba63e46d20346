"""Ruled and grid lines, which run across the whole page, are taken out."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.components import components

LINE_PIECE = 0.12
"""A straight run of ink of this part of the page's side may be a piece of a printed line."""
LINE_SPAN = 0.95
"""Pieces in a row that reach over this part of the page are a printed line; few strokes do."""
LINE_SHORTEST = 0.65
"""A printed line is at least this long, as a part of the longest side: on a narrow strip every
stroke reaches from edge to edge."""
LINE_WIDTH = 0.025
"""A printed line is at most this wide, as a part of the longest side."""


def without_lines(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take printed lines out and mend the strokes that they cross.

    Parameters
    ----------
    mask : (h, w) uint8
        0 paper, 255 ink.

    Returns
    -------
    (h, w) uint8; equal to the one given where no line runs across the page.
    """
    flat = _without_rows(mask)
    return np.asarray(cv2.transpose(_without_rows(cv2.transpose(flat))), np.uint8)


def _without_rows(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take out the lines that run from left to right."""
    height, width = mask.shape
    if width < LINE_SHORTEST * height:
        return mask
    thick = max(2, round(LINE_WIDTH * max(height, width)))
    if not _may_cross(mask, thick):
        return mask
    piece = np.ones((1, max(3, round(LINE_PIECE * width))), np.uint8)
    joint = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 5), np.uint8))
    # A stroke that crosses a line is taller than the line is thick.
    tall = cv2.morphologyEx(joint, cv2.MORPH_OPEN, np.ones((2 * thick, 1), np.uint8))
    flat = cv2.morphologyEx(
        cv2.subtract(joint, tall), cv2.MORPH_CLOSE, np.ones((1, 2 * thick), np.uint8)
    )
    flat = cv2.morphologyEx(flat, cv2.MORPH_OPEN, piece)
    if not flat.any():
        return mask
    # Pieces of a slanting line meet end to end; where a stroke crosses, they are its width apart.
    chain = cv2.dilate(flat, np.ones((3, 4 * thick + 1), np.uint8))
    labels, stats = components(np.asarray(chain, np.uint8))
    labels[flat == 0] = 0
    lines = [
        label
        for label in range(1, len(stats))
        if stats[label, cv2.CC_STAT_WIDTH] >= LINE_SPAN * width
        and _span(labels == label) >= LINE_SPAN * width
    ]
    if not lines:
        return mask
    line = np.where(np.isin(labels, lines), 255, 0).astype(np.uint8)
    line = cv2.dilate(line, np.ones((5, 3), np.uint8))
    cut = cv2.bitwise_and(mask, cv2.bitwise_or(cv2.bitwise_not(line), tall))
    mended = cv2.morphologyEx(cut, cv2.MORPH_CLOSE, np.ones((thick + 3, 1), np.uint8))
    return np.asarray(cv2.bitwise_or(cut, cv2.bitwise_and(mended, mask)), np.uint8)


def _may_cross(mask: NDArray[np.uint8], thick: int) -> bool:
    """Rule out at a glance most pages that no line crosses: their ink has wide gaps."""
    columns = np.flatnonzero(np.bitwise_or.reduce(mask, axis=0))
    if not len(columns):
        return False
    gaps = np.flatnonzero(np.diff(columns) > 4 * thick + 6)
    first, last = np.append(0, gaps + 1), np.append(gaps, -1)
    reach = int((columns[last] - columns[first]).max()) + 1
    # What is closed below may grow to the page's edge by its own width.
    return bool(reach >= LINE_SPAN * mask.shape[1] - 2 * (thick + 3))


def _span(pixels: NDArray[np.bool_]) -> int:
    """Count the columns from the first pixel to the last."""
    columns = np.flatnonzero(pixels.any(axis=0))
    return int(columns[-1] - columns[0]) + 1
