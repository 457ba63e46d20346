"""Digits of a row → the line of the page that they stand in."""

from collections.abc import Sequence

import numpy as np

from model.line.strip import Line
from model.mark import Mark

ROOM = 0.06
"""Room above and below a line, as a part of its height: the larger the digits, the better…"""
ROOM_BESIDE = 0.25
"""…and at its ends."""
TALL = 1.1
"""Nothing of a line lies farther from its middle than so many heights of its digits: a slash may
be taken for a 1."""
REACH = 1.5
"""A stroke this near to the line's end, in heights of its digits, may belong to it…"""
LIKE = (0.35, 2.0)
"""…if its height is between these parts of theirs…"""
SHARED = 0.5
"""…and this part of it, or of a digit's height, lies in the line."""
LEVEL = 3
"""A row of fewer digits says too little about its slope…"""
LONG = 2.0
"""…and so does one that is shorter than so many times its height."""


def locate(row: Sequence[Mark], strokes: Sequence[Mark]) -> Line:
    """Find the line that digits stand in, with what stands beside them and may be one, too.

    Parameters
    ----------
    row
        At least one digit, from left to right.
    strokes
        All strokes of the page; those that follow the row belong to its line.
    """
    tall = float(np.median([digit.height for digit in row]))
    slope, middle = _axis(row, tall)
    left = min(digit.x for digit in row)
    right = max(digit.x + digit.width for digit in row)

    def fall(mark: Mark) -> float:
        return slope * (mark.x + mark.width / 2)

    top = max(min(d.y - fall(d) for d in row), middle - TALL * tall)
    bottom = min(max(d.y + d.height - fall(d) for d in row), middle + TALL * tall)
    beside = [
        s
        for s in strokes
        if LIKE[0] * tall <= s.height <= LIKE[1] * tall
        and min(s.y + s.height - fall(s), bottom) - max(s.y - fall(s), top)
        >= SHARED * min(s.height, tall)
    ]
    for stroke in sorted(beside, key=lambda s: s.x):
        if right < stroke.x + stroke.width and stroke.x <= right + REACH * tall:
            right = stroke.x + stroke.width
    for stroke in sorted(beside, key=lambda s: -s.x - s.width):
        if stroke.x < left <= stroke.x + stroke.width + REACH * tall:
            left = stroke.x
    height = bottom - top
    x = left - ROOM_BESIDE * height
    return Line(
        x,
        top - ROOM * height + slope * x,
        right - left + 2 * ROOM_BESIDE * height,
        (1 + 2 * ROOM) * height,
        slope,
    )


def _axis(row: Sequence[Mark], tall: float) -> tuple[float, float]:
    """Fit a line through the digits' middles: its slope, and its height above the page's left."""
    across = np.array([digit.x + digit.width / 2 for digit in row])
    down = np.array([digit.y + digit.height / 2 for digit in row])
    if len(row) < LEVEL or np.ptp(across) < LONG * tall:
        return 0.0, float(np.median(down))
    slope = float(np.polyfit(across, down, 1)[0])
    return slope, float(np.median(down - slope * across))
