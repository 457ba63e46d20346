"""Line of a page → the strip that the line network reads."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.halves import halved

HEIGHT = 32
"""Height of a strip in pixels."""
WIDEST = 640
"""A longer line is squeezed to this width in pixels: about 27 digits, or eight far apart."""
STEP = 4
"""Columns of a strip that the network sums up in one step; a strip's width is a multiple of it."""
STRONG = 97
"""Percentile of a strip that counts as its ink…"""
STRONG_INK = 200
"""…and becomes this…"""
LEAST_INK = 20
"""…unless it is fainter than this on the page: then nothing is written there."""


@dataclass(frozen=True)
class Line:
    """Where a line of text stands on a page, in page pixels.

    Attributes
    ----------
    x, y, width, height : float
        The box around it as it would be if the line ran level, turned about its left end.
    slope : float
        How far the line falls for each pixel to the right.
    """

    x: float
    y: float
    width: float
    height: float
    slope: float = 0.0


@dataclass(frozen=True, eq=False)
class Strip:
    """A line as the network sees it.

    Attributes
    ----------
    picture : (32, w) uint8
        0 paper … 255 ink; w is a multiple of `STEP`.
    line
        Where it was cut out, with the room around it.
    """

    picture: NDArray[np.uint8]
    line: Line


def cut_strip(ink: NDArray[np.uint8], line: Line) -> Strip:
    """Cut a line out of a page and bring it to the network's height.

    Parameters
    ----------
    ink : (h, w) uint8
        0 paper … 255 ink; beyond its edges there is paper.
    line
        What to cut out, with all the room that is wanted around it.
    """
    width = max(1.0, line.width) * HEIGHT / max(1.0, line.height)
    columns = min(WIDEST, max(STEP, STEP * round(width / STEP)))
    factors = max(1.0, line.width) / columns, max(1.0, line.height) / HEIGHT
    # Where a pixel of the strip lies on the page: sheared, so that strokes keep their upright.
    matrix = np.array([
        [factors[0], 0, line.x + (factors[0] - 1) / 2],
        [line.slope * factors[0], factors[1], line.y + (factors[1] - 1) / 2],
    ])  # fmt: skip
    near, matrix = _around(ink, matrix, columns)
    blurred, matrix = _reduced(near, matrix)
    sampled = cv2.warpAffine(
        blurred, matrix, (columns, HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    strong = max(LEAST_INK, _percentile(np.asarray(sampled, np.uint8), STRONG))
    picture = sampled * np.float32(STRONG_INK / strong)
    return Strip(np.clip(picture, 0, 255).astype(np.uint8), line)


def _percentile(levels: NDArray[np.uint8], percent: float) -> float:
    """Give what NumPy's function of that name does, in a tenth of its time: levels are few."""
    counts = np.cumsum(cv2.calcHist([levels], [0], None, [256], [0, 256]))
    at = (levels.size - 1) * percent / 100
    below, above = np.searchsorted(counts, (int(at), int(np.ceil(at))), side="right").tolist()
    return float(below + (above - below) * (at % 1))


def _around(
    ink: NDArray[np.uint8], matrix: NDArray[np.float64], columns: int
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Leave out what of a page is not near the strip, which may be most of it."""
    corners = matrix @ np.array([[0, columns, 0, columns], [0, 0, HEIGHT, HEIGHT], [1, 1, 1, 1]])
    # What is averaged for the outermost pixels, and something for rounding.
    beyond = 2 * max(1.0, matrix[0, 0], matrix[1, 1])
    limits = np.array([ink.shape[1], ink.shape[0]])
    first = np.clip(np.floor(corners.min(axis=1) - beyond), 0, limits - 1).astype(int)
    last = np.clip(np.ceil(corners.max(axis=1) + beyond), first + 1, limits).astype(int)
    moved = matrix - np.array([[0, 0, first[0]], [0, 0, first[1]]])
    return ink[first[1] : last[1], first[0] : last[0]], moved


def _reduced(
    ink: NDArray[np.uint8], matrix: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Average pixels first where the strip has fewer: sampling alone would lose thin strokes."""
    factor = float(max(matrix[0, 0], matrix[1, 1]))
    if factor <= 1:
        return ink, matrix
    half, divided = halved(ink, factor)
    (height, width), left = half.shape, factor / divided
    size = max(1, round(width / left)), max(1, round(height / left))
    small = cv2.resize(half, size, interpolation=cv2.INTER_AREA)
    across, down = divided * width / size[0], divided * height / size[1]
    scaled = matrix / np.array([[across], [down]])
    # The middle of the first pixel is at 0, its edge at -1/2, before and after.
    scaled[:, 2] = (matrix[:, 2] + 0.5) / (across, down) - 0.5
    return np.asarray(small, np.uint8), scaled
