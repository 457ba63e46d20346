"""Digits → reading order: rows from top to bottom, each from left to right."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from model.axis import axis, median_height
from model.search.candidate import Candidate

SAME_ROW = 0.4
"""Digits whose heights overlap by this part stand in one row…"""
SAME_LINE = 0.8
"""…and rows whose middles are nearer than so many heights of the taller one's digits are one: that
a 1 is much taller than its neighbors, or a digit badly cut, has parted them."""

Row = tuple[Candidate, ...]


def rows(digits: Sequence[Candidate]) -> tuple[Row, ...]:
    """Put digits into rows; a row may slant, for each digit is compared with its neighbor."""
    found: list[list[Candidate]] = []
    for digit in sorted(digits, key=lambda d: d.mark.y + d.mark.height / 2):
        for row in found:
            if _overlap(row, digit) >= SAME_ROW:
                row.append(digit)
                break
        else:
            found.append([digit])
    return _joined(tuple(_ordered(row) for row in found))


def _ordered(digits: Sequence[Candidate]) -> Row:
    return tuple(sorted(digits, key=lambda d: d.mark.x + d.mark.width / 2))


def _overlap(row: Sequence[Candidate], digit: Candidate) -> float:
    """Part of a digit's height that it shares with its nearest neighbor in a row."""
    near = min(row, key=lambda d: abs(d.mark.x - digit.mark.x)).mark
    own = digit.mark
    shared = min(near.y + near.height, own.y + own.height) - max(near.y, own.y)
    return float(np.clip(shared / min(near.height, own.height), 0, 1))


def _joined(found: tuple[Row, ...]) -> tuple[Row, ...]:
    """Join rows that lie on one line."""
    for above, below in pairwise(found):
        if _apart(above, below) < SAME_LINE:
            both = _ordered(above + below)
            return _joined(tuple(both if r is above else r for r in found if r is not below))
    return found


def _apart(one: Row, other: Row) -> float:
    """How far the middles of two rows lie apart where both are, in heights of their digits."""
    marks = [[digit.mark for digit in row] for row in (one, other)]
    first = max(min(mark.x for mark in row) for row in marks)
    last = min(max(mark.x + mark.width for mark in row) for row in marks)
    (slope, height), (slope_of_other, height_of_other) = map(axis, marks)
    at = (first + last) / 2
    apart = abs((slope - slope_of_other) * at + height - height_of_other)
    return apart / max(map(median_height, marks))
