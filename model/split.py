"""Stroke → parts: where touching digits may come apart.

A cut runs from the top of a stroke to its bottom and crosses as little ink as it can: a path of
least cost, as in S. Avidan and A. Shamir's "Seam Carving for Content-Aware Image Resizing" (2007).
So it leans with the hand and winds between digits that overlap in their columns. More is cut than
has to be, and the parts are put together again by what the classifier says of them.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

WORK_HEIGHT = 36
"""Height in which cuts are looked for, in pixels: a digit's strokes are 2 to 6 of them wide."""
WORK_WIDTH = 360
"""Widest picture in which cuts are looked for: ten digits."""
NARROWEST = 0.45
"""Width over height below which a stroke is one digit; two 1s that touch are wider."""
LOWEST = 2.5
"""A stroke lower than this many pen widths is a dash."""
DEAREST = 2.2
"""A cut crosses at most so many pen widths of ink: two overlapping loops are crossed twice."""
LEAN = 0.3
"""What a step to the side costs, in pixels of ink: the straight one of two cuts is taken."""
ROWS = (0.3, 0.5, 0.7)
"""Heights at which the best cut through each column is asked for."""
LEAST_PART = 0.3
"""A part has at least the ink of a straight line of this part of the stroke's height."""
MERGED = 0.4
"""Ink this many pen widths away from paper is two strokes that lie side by side…"""
MERGED_PRICE = 0.25
"""…and to cut along between them costs this part of what it costs to cut through one."""
PARTS_PER_HEIGHT = 3.0
"""Most parts for a stroke as wide as high: a wide 4 gives two or three."""
MOST_PARTS = 16
"""Most parts of one stroke."""

Cut = NDArray[np.int64]


def split(stroke: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Cut a stroke wherever two digits may touch.

    Parameters
    ----------
    stroke : (h, w) uint8
        Not 0 where the ink is; its box fits it closely.

    Returns
    -------
    (h, w) uint8, 0 paper, and 1, 2, … the parts from left to right.
    """
    height, width = stroke.shape
    whole = (stroke > 0).astype(np.uint8)
    if width < NARROWEST * height or height < 8:
        return whole
    factor = min(WORK_HEIGHT / height, WORK_WIDTH / width)
    size = (max(2, round(width * factor)), max(2, round(height * factor)))
    small = cv2.resize(stroke, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    pen, price = _price(small)
    if len(small) < LOWEST * pen:
        return whole
    cuts = _apart(_candidates(price, pen), small, pen)
    if not cuts:
        return whole
    edges = np.sort(np.stack(cuts), axis=0).astype(np.float32)
    edges = cv2.resize(edges.T, (len(cuts), height)).reshape(height, len(cuts)) / factor
    columns = np.arange(width, dtype=np.float32)
    for edge in edges.T:
        whole += (columns[None, :] >= edge[:, None]) & (stroke > 0)
    # What lies between two cuts that nearly touch may be empty on the page.
    numbers = np.cumsum(np.bincount(whole.ravel(), minlength=len(cuts) + 2) > 0) - 1
    return np.asarray(numbers.astype(np.uint8)[whole], np.uint8)


def _price(small: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
    """Find the pen's width in pixels and what a cut pays for each pixel."""
    ink = cv2.copyMakeBorder((small > 0.5).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 3)[1:-1, 1:-1]
    pen = max(1.0, 4 * float(depth[depth > 0].mean()) - 1) if depth.any() else 1.0
    # Four times the mean distance to paper is the width of an even stroke.
    return pen, np.where(depth > MERGED * pen, MERGED_PRICE * small, small)


def _candidates(price: NDArray[np.float32], pen: float) -> list[tuple[float, Cut]]:
    """Find cuts and what they cost in pixels of ink, the cheapest first."""
    (down, up), (from_above, from_below) = _costs(price)
    through = down + up[::-1] - price
    dearest = DEAREST * pen
    found = []
    for row in (round(part * (len(price) - 1)) for part in ROWS):
        for column in _valleys(through[row]):
            if through[row, column] <= dearest:
                above = _follow(from_above[: row + 1], column)[::-1]
                below = _follow(from_below[: len(price) - row], column)
                found.append((float(through[row, column]), np.array(above + below[1:])))
    return sorted(found, key=lambda cut: cut[0])


def _costs(price: NDArray[np.float32]) -> tuple[NDArray[np.float32], list[list[list[int]]]]:
    """Cheapest way to each pixel, and the step that led to it: from the first row, from the last.

    Both go from their first row on, so the second is upside down. Steps are lists, which Python
    follows pixel by pixel ten times as fast as an array.
    """
    cost = np.full((2, price.shape[0], price.shape[1] + 2), 1e6, np.float32)
    cost[0, :, 1:-1], cost[1, :, 1:-1] = price, price[::-1]
    for y in range(1, price.shape[0]):
        before = cost[:, y - 1]
        side = np.minimum(before[:, :-2], before[:, 2:]) + np.float32(LEAN)
        cost[:, y, 1:-1] += np.minimum(side, before[:, 1:-1])
    left, before, right = cost[:, :-1, :-2], cost[:, :-1, 1:-1], cost[:, :-1, 2:]
    aside = np.minimum(left, right) + np.float32(LEAN) < before
    steps = np.zeros((2, *price.shape), np.int64)
    steps[:, 1:] = np.where(aside, np.where(left <= right, -1, 1), 0)
    return cost[:, :, 1:-1], steps.tolist()


def _follow(steps: list[list[int]], column: int) -> list[int]:
    """Walk back from a pixel of the last row to the first row."""
    path = [column]
    for row in steps[:0:-1]:
        column += row[column]
        path.append(column)
    return path


def _valleys(cost: NDArray[np.float32]) -> list[int]:
    """Find the columns that cost no more than their neighbors; of a level stretch, its middle."""
    padded = np.concatenate(([np.inf], cost, [np.inf]))
    change = np.flatnonzero(np.abs(np.diff(padded)) > 0.05)
    starts, ends = change[:-1], change[1:]
    level = cost[starts]
    before, after = padded[starts], padded[np.minimum(ends + 1, len(padded) - 1)]
    low = (level <= before) & (level <= after)
    return [int(m) for m in (starts[low] + ends[low]) // 2]


def _apart(found: list[tuple[float, Cut]], small: NDArray[np.float32], pen: float) -> list[Cut]:
    """Choose the cheapest cuts that leave something of a stroke between them."""
    height, width = small.shape
    most = min(MOST_PARTS, 1 + round(PARTS_PER_HEIGHT * width / height))
    least = LEAST_PART * height * pen
    # Ink to the left of each pixel's left edge.
    left = np.concatenate((np.zeros((height, 1), np.float32), small.cumsum(axis=1)), axis=1)
    rows = np.arange(height)
    total = float(left[:, -1].sum())
    chosen: list[Cut] = []
    parted: list[float] = [0.0, total]
    for _, cut in found:
        ink = float(left[rows, cut].sum())
        if min(abs(ink - other) for other in parted) < least:
            continue
        chosen.append(cut)
        parted.append(ink)
        if len(chosen) + 1 >= most:
            break
    return chosen
