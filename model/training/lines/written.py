"""Sheet → where its lines of digits stand on a page, and what each says."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.components import components
from model.line.strip import Line
from model.mark import Mark
from model.synthesis.labeling import deceives
from model.synthesis.sheet import NOT_DIGIT, Sheet, Symbol

CLOSE = (-0.05, 0.3)
"""Room on each side of a line, as a part of its height: so much more or less the walk may give."""
FAR = (0.0, 2.0)
"""Room to the left and to the right of some lines: signs, dirt and edges come in with it."""
FAR_PART = 0.3
"""Part of the lines with such room."""
CUT_OFF = 0.15
"""Most that is cut off of the outer digits, as a part of their width: less of a 1 is nothing."""
BEYOND = 0.3
"""How far a line reaches over the page's edge at most, as a part of its height."""
SLIVER = 0.06
"""How much of the rows above and below is seen at most, as a part of the line's height."""
STEADY = 0.7
"""Few digits say little of a slope: it is drawn towards 0 like by one more digit at this distance,
as a part of the line's height, on each side."""
SLOPE = 0.015
"""Standard deviation of what the walk finds of a slope."""
LEVEL = 0.04
"""A slope below this one may be overlooked…"""
OVERLOOKED = 0.3
"""…in this part of the cases."""
STROKES = 0.65
"""Part of the lines without digits that are put around something drawn."""
ROOM = (-0.1, 0.4)
"""Room around it, as a part of its height."""
COMPANY = 0.6
"""A ring or a stick on a page without digits is a part of a drawing or a text, and no digit, if
other strokes reach this part of its height."""
SMALLEST = 6
"""What is less high, in pixels, is a speck."""
ANYWHERE = (0.06, 0.7)
"""Height of a line that is put anywhere, as a part of the page's shorter side…"""
ASPECT = (0.5, 5.0)
"""…and its width over its height."""


@dataclass(frozen=True)
class Written:
    """A line of a page and its digits, which may be none."""

    line: Line
    text: str


def written_lines(
    sheet: Sheet, page: tuple[int, ...], rng: np.random.Generator
) -> tuple[Written, ...]:
    """Find a sheet's lines of digits on a page of it.

    Parameters
    ----------
    sheet
        What is written.
    page
        Height and width of the page in pixels.
    rng
        Of the room around the lines.
    """
    factors = page[1] / sheet.ink.shape[1], page[0] / sheet.ink.shape[0]
    digits = [_scaled(symbol, factors) for symbol in sheet.symbols if symbol.label != NOT_DIGIT]
    lines, start = [], 0
    for text in sheet.text.split():
        end = start + len(text)
        line = _around(digits[start:end], digits[:start] + digits[end:], page, rng)
        lines.append(Written(line, text))
        start = end
    return tuple(lines)


def stray_line(mask: NDArray[np.uint8], rng: np.random.Generator) -> Written | None:
    """Put a line on a page without digits; None where what it shows looks like some.

    Parameters
    ----------
    mask : (h, w) uint8
        The page's ink: 0 paper, 255 ink.
    rng
        Where all chance comes from.
    """
    height, width = mask.shape
    if rng.random() >= STROKES:
        tall = min(height, width) * rng.uniform(*ANYWHERE)
        wide = min(width, tall * rng.uniform(*ASPECT))
        x, y = rng.uniform(0, width - wide), rng.uniform(0, height - tall)
        return Written(Line(x, y, wide, tall, rng.normal(0, LEVEL)), "")
    labels, stats = components(mask)
    strokes = [i for i in range(1, len(stats)) if stats[i, cv2.CC_STAT_HEIGHT] >= SMALLEST]
    if not strokes:
        return None
    # As often as it is high: of a text a letter, of a drawing what is drawn and not its dirt.
    heights = stats[strokes, cv2.CC_STAT_HEIGHT].astype(float)
    chosen = strokes[int(rng.choice(len(strokes), p=heights / heights.sum()))]
    x, y, wide, tall, _ = (int(v) for v in stats[chosen])
    own = (labels[y : y + tall, x : x + wide] == chosen).astype(np.uint8) * 255
    if deceives(Mark(x, y, own, ())) and not _in_company(stats, chosen):
        return None
    left, above, right, below = rng.uniform(*ROOM, 4) * tall
    if rng.random() < FAR_PART:
        left, right = rng.uniform(*FAR, 2) * tall
    return Written(Line(x - left, y - above, wide + left + right, tall + above + below), "")


def _in_company(stats: NDArray[np.int32], chosen: int) -> bool:
    """Tell whether there are strokes of about the height of the chosen one, or higher."""
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    return int((heights >= COMPANY * stats[chosen, cv2.CC_STAT_HEIGHT]).sum()) > 1


@dataclass(frozen=True)
class _Box:
    """A digit's box on the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def _scaled(symbol: Symbol, factors: tuple[float, float]) -> _Box:
    across, down = factors
    return _Box(symbol.x * across, symbol.y * down,
                (symbol.x + symbol.width) * across, (symbol.y + symbol.height) * down)  # fmt: skip


def _around(
    row: list[_Box], others: list[_Box], page: tuple[int, ...], rng: np.random.Generator
) -> Line:
    """Put a line around the digits of a row, with more or less room."""
    slope = _slope(row, rng)
    left, right = min(b.left for b in row), max(b.right for b in row)

    def fall(box: _Box) -> float:
        return slope * (box.middle[0] - left)

    top, bottom = min(b.top - fall(b) for b in row), max(b.bottom - fall(b) for b in row)
    height = bottom - top
    room = rng.uniform(*CLOSE, 4) * height
    if rng.random() < FAR_PART:
        room[:2] = rng.uniform(*FAR, 2) * height
    first, last = min(row, key=lambda b: b.left), max(row, key=lambda b: b.right)
    room[0] = max(room[0], -CUT_OFF * (first.right - first.left))
    room[1] = max(room[1], -CUT_OFF * (last.right - last.left))
    room[0] = min(room[0], left + BEYOND * height)
    room[1] = min(room[1], page[1] - right + BEYOND * height)
    for box in others:
        above = top - (box.bottom - fall(box)) + SLIVER * height
        below = box.top - fall(box) - bottom + SLIVER * height
        side, most = (2, above) if above > below else (3, below)
        room[side] = min(room[side], most)
    start = left - room[0]
    return Line(start, top - room[2] - slope * room[0],
                right + room[1] - start, height + room[2] + room[3], slope)  # fmt: skip


def _slope(row: list[_Box], rng: np.random.Generator) -> float:
    """Fit a slope to the middles of digits, as well as the walk does."""
    at = np.array([box.middle for box in row])
    at -= at.mean(axis=0)
    distance = STEADY * max(box.bottom - box.top for box in row)
    slope = float(at[:, 0] @ at[:, 1] / (at[:, 0] @ at[:, 0] + 2 * distance**2))
    if abs(slope) < LEVEL and rng.random() < OVERLOOKED:
        return 0.0
    return slope + float(rng.normal(0, SLOPE))
