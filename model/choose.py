"""Marks and what the network says of them → the digits of a reading, in reading order.

Pieces and the whole that they may form were classified alike; the surer reading of the same ink
wins. What then stands beside the surest digit must look like its neighbor: about its height, and
written by the same pen.
"""

from dataclasses import dataclass

import numpy as np

from model.grayscale import Page
from model.reading import Box, Digit
from model.segment import Mark

LEAST = 0.30
"""Confidence below which a mark is no digit."""
WHOLE_BONUS = 0.05
"""Confidence that a whole of several pieces is ahead of its pieces: a piece of a digit often looks
like another digit, two digits together rarely look like one."""
SPECK = 0.93
"""From this part of its ink in one piece, a whole is that piece with a speck beside it."""
SMALL_BESIDE = 0.4
"""A neighbor lower than this part of the largest digit's height is a dot, a comma or dirt."""
FAINT_BESIDE = 0.5
"""A neighbor with less than this part of the surest digit's ink was not written by the same pen."""
BEYOND_DOUBT = 0.2
"""What is worth this much less than the best is as sure as it."""
AT_EDGE = 0.15
"""Confidence that a mark loses for each side of the page that it touches, in the choice: a
digit is rarely cut off, a shadow or a page's edge always."""
SAME_ROW = 0.4
"""Digits whose heights overlap by this part stand in one row."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A mark of a page, and what the network says of it."""

    page: Page
    mark: Mark
    digit: Digit

    @property
    def merit(self) -> float:
        """What it is worth in the choice: its confidence, and how it lies on the page."""
        height, width = self.page.ink.shape
        mark = self.mark
        edges = (
            (mark.x <= 1)
            + (mark.y <= 1)
            + (mark.x + mark.width >= width - 1)
            + (mark.y + mark.height >= height - 1)
        )
        bonus = 0.0
        if len(mark.pieces) > 1:
            bonus = -WHOLE_BONUS if mark.largest >= SPECK else WHOLE_BONUS
        return self.digit.confidence + bonus - AT_EDGE * float(edges)

    @property
    def ink(self) -> float:
        """How strong its ink typically is, 0 … 255."""
        mark = self.mark
        ink = self.page.ink[mark.y : mark.y + mark.height, mark.x : mark.x + mark.width]
        return float(np.median(ink[mark.mask > 0]))


def choose(candidates: list[Candidate]) -> tuple[tuple[Digit, ...], ...]:
    """Choose the digits and put them in reading order.

    Parameters
    ----------
    candidates
        Of all pages; pieces and wholes of the same ink among them.

    Returns
    -------
    Rows from top to bottom, each from left to right; empty where nothing is a digit.
    """
    likely = [c for c in candidates if c.digit.confidence >= LEAST]
    chosen: list[Candidate] = []
    for candidate in sorted(likely, key=lambda c: -c.merit):
        if not any(_clash(candidate, other) for other in chosen):
            chosen.append(candidate)
    return _rows([c.digit for c in _alike(chosen)])


def _clash(one: Candidate, other: Candidate) -> bool:
    """Whether two readings exclude each other: one ink is read once, a page has one polarity."""
    if one.page is not other.page:
        return True
    if set(one.mark.pieces) & set(other.mark.pieces):
        return True
    return _inside(one.digit.box, other.digit.box) or _inside(other.digit.box, one.digit.box)


def _inside(one: Box, other: Box) -> bool:
    """Whether the middle of a box lies in another box."""
    x, y = one.x + one.width / 2, one.y + one.height / 2
    return other.x <= x <= other.x + other.width and other.y <= y <= other.y + other.height


def _alike(chosen: list[Candidate]) -> list[Candidate]:
    """Leave out what is too small or too faint beside the digit that is beyond doubt."""
    if len(chosen) < 2:
        return chosen
    best = max(c.merit for c in chosen)
    sure = [c for c in chosen if c.merit >= best - BEYOND_DOUBT]
    height = SMALL_BESIDE * max(c.digit.box.height for c in sure)
    ink = FAINT_BESIDE * max(c.ink for c in sure)
    return [c for c in chosen if c.digit.box.height >= height and c.ink >= ink]


def _rows(digits: list[Digit]) -> tuple[tuple[Digit, ...], ...]:
    rows: list[list[Digit]] = []
    for digit in sorted(digits, key=lambda d: d.box.y + d.box.height / 2):
        for row in rows:
            if _overlap(row, digit) >= SAME_ROW:
                row.append(digit)
                break
        else:
            rows.append([digit])
    return tuple(tuple(sorted(row, key=lambda d: d.box.x)) for row in rows)


def _overlap(row: list[Digit], digit: Digit) -> float:
    """Part of a digit's height that it shares with its nearest neighbor in a row."""
    near = min(row, key=lambda d: abs(d.box.x - digit.box.x)).box
    own = digit.box
    shared = min(near.y + near.height, own.y + own.height) - max(near.y, own.y)
    return float(np.clip(shared / min(near.height, own.height), 0, 1))
