"""Digits of a row → the line of the page that they stand in."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from model.axis import axis, median_height
from model.line.strip import Line
from model.mark import Mark

ROOM = 0.1
"""Room above and below a line, as a part of its height…"""
ROOM_BESIDE = 0.8
"""…and at its ends, where a digit may stand that the path search has not found…"""
BEYOND = 0.3
"""…but no more than this beyond the page's edge."""
NEAR_END = 0.9
"""Where a digit is read this near to the line's end, in heights of the line, another one may
follow: the line is made longer…"""
LONGER = 1.5
"""…by so many heights."""
TALL = 1.1
"""Nothing of a line lies farther from its middle than so many heights of its digits: a slash may
be taken for a 1."""
REACH = 1.5
"""A stroke this near to the line's end, in heights of its digits, may belong to it…"""
AS_FAR = 1.5
"""…and one at most so many times as far off as the row's digits stand apart at the widest…"""
LIKE = (0.35, 2.0)
"""…if its height is between these parts of theirs…"""
SHARED = 0.5
"""…and this part of it, or of a digit's height, lies in the line."""


def locate(row: Sequence[Mark], strokes: Sequence[Mark]) -> Line:
    """Find the line that digits stand in, with what stands beside them and may be one, too.

    Parameters
    ----------
    row
        At least one digit, from left to right.
    strokes
        All strokes of the page; those that follow the row belong to its line.
    """
    tall = median_height(row)
    slope, middle = axis(row)
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
    apart = max((b.x - a.x - a.width for a, b in pairwise(row)), default=0)
    reach = max(REACH * tall, AS_FAR * apart)
    for stroke in sorted(beside, key=lambda s: s.x):
        if right < stroke.x + stroke.width and stroke.x <= right + reach:
            right = stroke.x + stroke.width
    for stroke in sorted(beside, key=lambda s: -s.x - s.width):
        if stroke.x < left <= stroke.x + stroke.width + reach:
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


def widen(line: Line, first: float, last: float, page: int) -> Line:
    """Make a line longer at each end that a digit was read near to.

    Parameters
    ----------
    line
        As `locate` gives it.
    first, last
        Where the middles of the first and the last digit are, in page pixels from its left end.
    page
        Width of the page in pixels.

    Returns
    -------
    The same line where no digit is near an end, or the page ends there.
    """
    room = LONGER * line.height
    left = room if first < NEAR_END * line.height else 0.0
    right = room if line.width - last < NEAR_END * line.height else 0.0
    return within(
        replace(line, x=line.x - left, y=line.y - line.slope * left,
                width=line.width + left + right),
        page,
    )  # fmt: skip


def within(line: Line, page: int) -> Line:
    """Cut off what of a line reaches too far beyond the edges of a page of so many pixels."""
    most = BEYOND * line.height
    x = max(line.x, -most)
    right = min(line.x + line.width, page + most)
    return replace(line, x=x, y=line.y + line.slope * (x - line.x), width=max(1.0, right - x))
