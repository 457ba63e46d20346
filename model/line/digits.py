"""A text of a line → its digits: where each stands, what it looks like, how sure it is."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from model.ink.page import Page, box_on
from model.line.decode import places
from model.line.strip import STEP, Line, Strip
from model.mark import Mark
from model.normalize import normalize, quantile
from model.reading import Digit
from model.search.candidate import Candidate

WIDEST = 0.6
"""A digit reaches no farther to each side of its step than this part of its line's height."""
INKED = 0.4
"""Part of the line's typical ink from which a pixel belongs to a stroke."""
FLOOR = 1e-3
"""Probability that the line network leaves to any digit at least."""
TINY = 1e-6
"""Probabilities nearer to 0 or 1 than this are taken for this."""


def agreed(
    row: Sequence[Digit], steps: NDArray[np.float32], text: tuple[int, ...]
) -> tuple[Digit, ...]:
    """Give the digits of a row the probabilities that both readers give them.

    Parameters
    ----------
    row
        What the path search has found.
    steps : (n, 11) float32
        What the line network says of each step.
    text
        What both together read: as many digits.
    """
    at = places(steps, text)
    return tuple(
        _both(digit, steps[step], value) for digit, step, value in zip(row, at, text, strict=True)
    )


def _both(digit: Digit, step: NDArray[np.float32], value: int) -> Digit:
    probabilities = _first(digit.probabilities * np.maximum(step[1:], FLOOR), value)
    yes = digit.is_digit * float(1 - step[0])
    no = (1 - digit.is_digit) * float(step[0])
    return Digit(digit.box, digit.picture, probabilities, yes / max(yes + no, 1e-9))


def _first(shares: NDArray[np.float32], value: int) -> NDArray[np.float32]:
    """Make shares probabilities; what the text as a whole says of a digit goes before its own."""
    shares[value] = shares.max()
    probabilities = shares / shares.sum()
    # Of equal ones the first would be taken.
    probabilities[value] += np.float32(1e-6)
    return np.asarray(probabilities, np.float32)


def borne_out(
    rows: tuple[tuple[Digit, ...], ...], sure: float
) -> tuple[tuple[tuple[Digit, ...], ...], float]:
    """Bring the digits of a page together with how sure its text is as a whole.

    Parameters
    ----------
    rows
        The digits of each row.
    sure
        How likely all of them are right, 0 … 1.

    Returns
    -------
    The digits, and the trust that makes their confidences `sure`, 0 … 1. Where the whole is surer
    than its digits are alone, each of them is surer than it was.
    """
    alone = float(np.prod([digit.confidence for row in rows for digit in row]))
    if alone >= sure:
        return rows, sure / max(alone, TINY)
    power = np.log(min(sure, 1 - TINY)) / np.log(max(alone, TINY))
    return tuple(tuple(_surer(digit, power) for digit in row) for row in rows), 1.0


def _surer(digit: Digit, power: float) -> Digit:
    """Raise a digit's confidence to a power below 1: what the other digits lose is its gain."""
    likeliest = float(digit.probabilities.max())
    raised = likeliest**power
    others = digit.probabilities * np.float32((1 - raised) / max(1 - likeliest, TINY))
    others[digit.digit] = raised
    return Digit(digit.box, digit.picture, others / others.sum(), digit.is_digit**power)


def written(
    strip: Strip,
    steps: NDArray[np.float32],
    text: tuple[int, ...],
    candidates: Sequence[Candidate],
) -> tuple[Digit, ...]:
    """Find the digits of a text that the line network has read.

    Parameters
    ----------
    strip
        The line.
    steps : (n, 11) float32
        What the network says of each step.
    text
        What it reads.
    candidates
        Marks of the strip's page, at least one: one of them that is where a digit must be, and
        looks like it, is the digit.
    """
    at = places(steps, text)
    columns = [(step + 0.5) * STEP / strip.picture.shape[1] for step in at]
    middles = [strip.line.x + column * strip.line.width for column in columns]
    reach = WIDEST * strip.line.height
    found = []
    for i, (step, value) in enumerate(zip(at, text, strict=True)):
        left = max([middles[i] - reach, *((a + middles[i]) / 2 for a in middles[:i][-1:])])
        right = min([middles[i] + reach, *((middles[i] + b) / 2 for b in middles[i + 1 :][:1])])
        mark = _mark(value, left, right, strip.line, candidates)
        found.append(_digit(steps[step], value, mark, candidates[0].page))
    return tuple(found)


def _digit(step: NDArray[np.float32], value: int, mark: Mark, page: Page) -> Digit:
    probabilities = _first(np.maximum(step[1:], FLOOR), value)
    picture = normalize(mark.on(page.ink), mark.mask)
    return Digit(box_on(page, mark), picture, probabilities, float(1 - step[0]))


def _mark(
    value: int, left: float, right: float, line: Line, candidates: Sequence[Candidate]
) -> Mark:
    """Find the mark between two columns of a line that looks like a digit, or cut it out."""
    fitting = [
        c
        for c in candidates
        if left <= c.mark.x + c.mark.width / 2 <= right
        and c.mark.width <= 2 * (right - left)
        and c.digit.digit == value
        and 0 <= c.mark.y + c.mark.height / 2 - _top(line, c.mark.x) <= line.height
    ]
    if fitting:
        return max(fitting, key=lambda c: c.digit.confidence).mark
    return _cut(left, right, line, candidates[0].page)


def _top(line: Line, x: float) -> float:
    return line.y + line.slope * (x - line.x)


def _cut(left: float, right: float, line: Line, page: Page) -> Mark:
    """Cut the ink between two columns of a line out of a page."""
    height, width = page.ink.shape
    x = int(np.clip(round(left), 0, width - 1))
    y = int(np.clip(round(_top(line, (left + right) / 2)), 0, height - 1))
    across = int(np.clip(round(right - x), 1, width - x))
    down = int(np.clip(round(line.height), 1, height - y))
    ink = page.ink[y : y + down, x : x + across]
    strong = INKED * quantile(ink, np.full_like(ink, 255), 0.97)
    mask = cv2.compare(ink, max(1.0, strong), cv2.CMP_GE)
    left_, top, box_width, box_height = cv2.boundingRect(mask)
    if not box_width:
        return Mark(x, y, np.full((down, across), 255, np.uint8), ())
    own = np.ascontiguousarray(mask[top : top + box_height, left_ : left_ + box_width])
    return Mark(x + left_, y + top, own, (), cut=True)
