"""Lines: drawn across the digit, or all that is left of it."""

import cv2
import numpy as np

from model.corruptions.pictures import COLUMNS, ROWS, SIDE, Pictures, blur

LINE = 2.3
"""Distance in pixels from a line's middle at which it has faded to nothing."""
ZIGZAG, ZIGZAG_ENDS = 2.0, (2.0, 25.0)
"""Height and half of the length of a zigzag's tooth; the columns where it begins and ends."""
CANNY = (25, 51)
"""Thresholds of the edges' gradient: 0.1 and 0.2 of the brightness range."""


def dotted_line(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Draw a dotted line across."""
    start, end = rng.integers(0, SIDE - 1, (2, len(x), 1, 1)).astype(np.float32)
    dots = (COLUMNS // 2) % 2 == 1
    return np.where(dots, x + _line(0, start, SIDE - 1, end), x)


def zigzag(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Draw a zigzag across."""
    first, last = ZIGZAG_ENDS
    start = rng.integers(0, SIDE - 1, (len(x), 1, 1)).astype(np.float32)
    rise = rng.integers(-5, 5, (len(x), 1, 1)) / (last - first)
    teeth = np.arange(ZIGZAG, last - first, 2 * ZIGZAG)
    along = np.concatenate([[0], teeth, [last - first]])
    aside = np.concatenate([[0], ZIGZAG * (-1.0) ** np.arange(len(teeth)), [-ZIGZAG / 2]])
    # Turned by the line's own slope, as one writes a zigzag along a slanted line.
    cosine = 1 / np.hypot(1, rise)
    columns = [first + cosine * (a - rise * b) for a, b in zip(along, aside, strict=True)]
    rows = [start + cosine * (rise * a + b) for a, b in zip(along, aside, strict=True)]
    for at in range(len(along) - 1):
        x = np.minimum(x + _line(columns[at], rows[at], columns[at + 1], rows[at + 1]), 1)
    return x


def canny_edges(x: Pictures, _: np.random.Generator) -> Pictures:
    """Leave nothing but the edges."""
    smooth = np.round(blur(x, 1.0) * 255).astype(np.uint8)
    edges = [cv2.Canny(one, *CANNY, L2gradient=True) for one in smooth]
    return np.array(edges, np.float32).reshape(x.shape) / 255


def _line(
    left: float | Pictures, start: Pictures, right: float | Pictures, end: Pictures
) -> Pictures:
    """Draw a line from (left, start) to (right, end) that fades to both sides."""
    middle = start + (end - start) / (right - left) * (COLUMNS - left)
    away = np.minimum(np.abs(ROWS - middle) / LINE, 1 - 1e-6)
    line = np.clip(1 + np.log(1 - away), 0, 1)
    inside = (np.floor(left) <= COLUMNS) & (np.ceil(right) > COLUMNS)
    return np.where(inside, line, 0).astype(np.float32)
