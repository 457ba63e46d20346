"""Sheets: digits and doodles laid out in ink, with the truth about what stands where."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.doodles import doodle
from model.synthesis.pens import draw_strokes, strokes_of

NOT_DIGIT = 10
"""Label of what is no digit."""
LONG_SIDE = (160, 480)
"""Longest side of a sheet in pixels."""
ASPECT = (0.55, 1.8)
"""Width over height of a sheet with one symbol."""
SINGLE = 0.6
"""Part of the sheets that hold one symbol; the others hold a row of two to five."""
FRAME_SHARE = (0.3, 0.93)
"""Longer side of a single symbol as a part of the frame's shorter side."""
FROM_STROKES = 0.4
"""Part of the digits that are drawn from strokes; the others are MNIST's."""
DOODLES = 0.2
"""Part of the symbols that are no digits."""
SKIPS = 0.12
"""Part of the digits whose pen skips: gaps that a person does not even see."""
PEN_WIDTH = (0.015, 0.17)
"""Width of the pen as a part of the symbol's height; thin pens are the more frequent."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Pictures of (n, 28, 28) uint8 and labels of (n,) uint8: 0 … 9 or `NOT_DIGIT`."""

    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]


@dataclass(frozen=True)
class Symbol:
    """What stands where: `label` is 0 … 9 or `NOT_DIGIT`, the box is in pixels of the sheet."""

    label: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """Ink of (h, w) uint8, 0 paper … 255 ink, and its symbols from left to right."""

    ink: NDArray[np.uint8]
    symbols: tuple[Symbol, ...]


def write_sheet(
    digits: Examples,
    rng: np.random.Generator,
    *,
    single: float = SINGLE,
    doodles: float = DOODLES,
) -> Sheet:
    """Write a symbol, or a row of them, onto an empty sheet.

    Parameters
    ----------
    digits
        MNIST's digits to write with.
    rng
        Where all chance comes from.
    single, doodles
        Part of the sheets with one symbol; part of the symbols that are no digits.
    """
    count = 1 if rng.random() < single else int(rng.integers(2, 6))
    side = rng.uniform(*LONG_SIDE)
    aspect = rng.uniform(*ASPECT) if count == 1 else rng.uniform(1.0, 0.9 * count)
    width, height = (side, side / aspect) if aspect > 1 else (side * aspect, side)
    share = rng.uniform(*FRAME_SHARE) if count == 1 else rng.uniform(0.4, 0.75)
    size = min(share * min(width, height), 0.8 * width / count)
    pen = PEN_WIDTH[0] * (PEN_WIDTH[1] / PEN_WIDTH[0]) ** rng.random() * size
    drawn = [_symbol(digits, size * rng.uniform(0.85, 1), pen, doodles, rng) for _ in range(count)]
    return _lay_out(drawn, (round(height), round(width)), rng)


def _symbol(
    digits: Examples,
    size: float,
    pen: float,
    doodles: float,
    rng: np.random.Generator,
) -> tuple[int, NDArray[np.uint8]]:
    pen = max(pen, 1.2)
    if rng.random() < doodles:
        return NOT_DIGIT, doodle(size, pen, rng)
    if rng.random() < FROM_STROKES:
        digit = int(rng.integers(10))
        ink = draw_strokes(strokes_of(digit, rng), size, pen)
    else:
        chosen = int(rng.integers(len(digits.labels)))
        digit, ink = int(digits.labels[chosen]), _enlarge(digits.pictures[chosen], size, rng)
    return digit, _skip(ink, size, rng) if rng.random() < SKIPS else ink


def _skip(ink: NDArray[np.uint8], size: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Take small gaps out of the strokes."""
    gaps = np.full_like(ink, 255)
    for x, y in rng.permutation(np.argwhere(ink.T > 127))[: int(rng.integers(1, 4))]:
        radius = max(1, round(size * rng.uniform(0.02, 0.05)))
        cv2.circle(gaps, (int(x), int(y)), radius, 0, -1, cv2.LINE_AA)
    return np.asarray(cv2.min(ink, gaps), np.uint8)


def _enlarge(image: NDArray[np.uint8], size: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw an MNIST digit large: smooth strokes with sharp rims, a little thinner or fatter."""
    factor = size / 20
    side = round(28 * factor)
    grown = cv2.resize(image, (side, side), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    grown = cv2.GaussianBlur(grown, (0, 0), 0.35 * factor)
    middle, slope = rng.uniform(70, 150), 2.5 / max(1.0, 0.25 * factor)
    ink = np.clip((grown - middle) * max(slope, 0.6) * factor / 3 + 127, 0, 255)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), rng.normal(0, 5), 1)
    turn[0, 1] += rng.normal(0, 0.08)
    turned = cv2.warpAffine(ink.astype(np.uint8), turn, (side, side), flags=cv2.INTER_LINEAR)
    x, y, w, h = cv2.boundingRect(cv2.threshold(turned, 60, 255, cv2.THRESH_BINARY)[1])
    return np.asarray(turned[y : y + h, x : x + w], np.uint8)


def _lay_out(
    drawn: list[tuple[int, NDArray[np.uint8]]], shape: tuple[int, int], rng: np.random.Generator
) -> Sheet:
    """Place the symbols in a row, well apart, somewhere on the sheet."""
    height = max(shape[0], *(ink.shape[0] + 4 for _, ink in drawn))
    gap = round(rng.uniform(0.12, 0.5) * max(ink.shape[0] for _, ink in drawn))
    length = sum(ink.shape[1] for _, ink in drawn) + gap * (len(drawn) - 1)
    width = max(shape[1], length + 4)
    sheet = np.zeros((height, width), np.uint8)
    x = _somewhere(width - length, rng)
    base = _somewhere(height - max(ink.shape[0] for _, ink in drawn), rng)
    symbols = []
    for label, ink in drawn:
        h, w = ink.shape
        if h == 0 or w == 0:
            continue
        y = min(max(0, base + round(rng.normal(0, 0.03 * h))), height - h)
        sheet[y : y + h, x : x + w] = np.maximum(sheet[y : y + h, x : x + w], ink)
        bx, by, bw, bh = cv2.boundingRect(cv2.threshold(ink, 100, 255, cv2.THRESH_BINARY)[1])
        symbols.append(Symbol(label, x + bx, y + by, bw, bh))
        x += w + gap
    return Sheet(sheet, tuple(symbols))


def _somewhere(room: int, rng: np.random.Generator) -> int:
    """Choose a place in the room that is left: mostly near the middle, sometimes at the edge."""
    return round(float(np.clip(rng.normal(0.5, 0.2), 0.02, 0.98)) * max(room, 0))
