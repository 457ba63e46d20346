"""Digits → reading order: rows from top to bottom, each from left to right."""

from collections.abc import Sequence

import numpy as np

from model.search.candidate import Candidate

SAME_ROW = 0.4
"""Digits whose heights overlap by this part stand in one row."""


def rows(digits: Sequence[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    """Put digits into rows; a row may slant, for each digit is compared with its neighbor."""
    found: list[list[Candidate]] = []
    for digit in sorted(digits, key=lambda d: d.mark.y + d.mark.height / 2):
        for row in found:
            if _overlap(row, digit) >= SAME_ROW:
                row.append(digit)
                break
        else:
            found.append([digit])
    return tuple(tuple(sorted(row, key=lambda d: d.mark.x + d.mark.width / 2)) for row in found)


def _overlap(row: Sequence[Candidate], digit: Candidate) -> float:
    """Part of a digit's height that it shares with its nearest neighbor in a row."""
    near = min(row, key=lambda d: abs(d.mark.x - digit.mark.x)).mark
    own = digit.mark
    shared = min(near.y + near.height, own.y + own.height) - max(near.y, own.y)
    return float(np.clip(shared / min(near.height, own.height), 0, 1))
