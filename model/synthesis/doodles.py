"""What people write and draw that is no digit: letters, signs, shapes, words and scribbles."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.eastern import EASTERN
from model.synthesis.letters import LETTERS, SHAPES
from model.synthesis.pens import draw_strokes
from model.synthesis.printed import FONTS, bend, print_letter, print_words
from model.synthesis.scripts import print_character
from model.synthesis.touch import Touch, any_touch, shake, strokes

LETTER_STYLES = [
    style for ways in (LETTERS, EASTERN) for styles in ways.values() for style in styles
]
ASPECT = (0.5, 1.1)
"""Width over height of what is drawn from strokes."""
SCRIPT = [style for name in "adefhkmnprtuwxy" for style in LETTERS[name]]
"""Letters that are written by hand in a row."""
JOINED = 0.6
"""Part of the letters that are joined to the one before."""
MOST_STROKES = 60
"""Strokes of a line of handwriting; a longer line teaches no more."""
SIMPLE_PART = 0.6
"""Part of the further parts of a figure that are simple ones…"""
SIMPLE = (
    "50,0 15,15 0,50 15,87 50,100 85,87 100,50 85,13 50,0",
    "0,0 100,100", "50,0 50,100", "0,50 100,50", "0,100 100,0",
)  # fmt: skip
"""…a ring or a stick, each of which alone would be a digit."""
FIRST = (
    "50,0 20,10 10,50 20,90 50,100 80,90 90,50 80,10 50,0; 30,52 42,44 56,56 70,46",
    "100,0 60,50 20,96 0,70 0,40 20,10 60,60 96,100",
    *SHAPES,
)
"""What a figure begins with: an oval with a wave in it, a loop with two tails, or a shape."""
PART_SIZE = (0.35, 1.0)
"""Size of a figure's parts beside the largest possible one."""
GRID = 5
"""Made-up letters run between the points of a grid of so many rows and columns."""
INKED = 60
"""Ink from which a pixel counts towards a doodle's box."""

Draw = Callable[[float, float, np.random.Generator, Touch | None], NDArray[np.uint8]]


def doodle(
    height: float, width: float, rng: np.random.Generator, touch: Touch | None = None
) -> NDArray[np.uint8]:
    """Draw something that is no digit.

    Parameters
    ----------
    height
        About how high it becomes, in pixels.
    width
        Width of the pen in pixels.
    rng
        Where all chance comes from.
    touch
        The hand; None for any.

    Returns
    -------
    (h, w) uint8, 0 paper … 255 ink.
    """
    ink = _DRAWS[int(rng.choice(len(_DRAWS), p=_PARTS))](height, width, rng, touch)
    x, y, w, h = cv2.boundingRect(cv2.compare(ink, INKED, cv2.CMP_GT))
    return ink[y : y + h, x : x + w] if w else ink


def text_block(height: int, width: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Fill a page with printed or scribbled lines, (h, w) uint8, 0 paper … 255 ink."""
    page = np.zeros((height, width), np.uint8)
    letter = rng.uniform(0.03, 0.16) * min(height, width) + 4
    left, y = round(rng.uniform(0, 0.15) * width), round(rng.uniform(0, 0.2) * height)
    font = FONTS[rng.integers(len(FONTS))]
    printed, pen = rng.random() < 0.6, max(1.0, letter * rng.uniform(0.06, 0.2))
    script = np.zeros((1, 1), np.uint8) if printed else _script(letter, 2 * width, pen, rng)
    while y + 2 * letter < height * rng.uniform(0.7, 1):
        room = width - left
        room = room if rng.random() < 0.8 else max(8, int(room * rng.uniform(0.3, 1)))
        line = print_words(letter, room, rng, font) if printed else script[:, :room]
        if not printed:
            script = np.roll(script, -int(rng.integers(script.shape[1])), axis=1)
        part = page[y : y + line.shape[0], left : left + line.shape[1]]
        np.maximum(part, line[: part.shape[0], : part.shape[1]], out=part)
        y += round(letter * rng.uniform(1.5, 2.4)) + 2
    return page


def _letter(
    height: float, width: float, rng: np.random.Generator, touch: Touch | None
) -> NDArray[np.uint8]:
    style = LETTER_STYLES[rng.integers(len(LETTER_STYLES))]
    return draw_strokes(shake(strokes(style), rng.uniform(*ASPECT), rng, touch), height, width)


def _printed(
    height: float, width: float, rng: np.random.Generator, _touch: Touch | None
) -> NDArray[np.uint8]:
    ink = print_letter(height, width, rng)
    return bend(ink, rng) if rng.random() < 0.7 else ink


def _foreign(
    height: float, width: float, rng: np.random.Generator, _touch: Touch | None
) -> NDArray[np.uint8]:
    return print_character(height, width, rng)


def _shape(
    height: float, width: float, rng: np.random.Generator, touch: Touch | None
) -> NDArray[np.uint8]:
    curves = shake(strokes(SHAPES[rng.integers(len(SHAPES))]), rng.uniform(0.6, 1.3), rng, touch)
    return draw_strokes(curves, height, width)


def _figure(
    height: float, width: float, rng: np.random.Generator, touch: Touch | None
) -> NDArray[np.uint8]:
    """Put shapes, rings and sticks together: side by side, on one another, one in another."""
    curves = []
    place = np.zeros(2)
    for part in range(int(rng.integers(1, 5))):
        # The first is no digit, whatever comes to it: a ring and a stick alone may be a slashed 0.
        among = SIMPLE if part and rng.random() < SIMPLE_PART else FIRST
        template = among[rng.integers(len(among))]
        size = rng.uniform(*PART_SIZE)
        drawn = shake(strokes(template), rng.uniform(*ASPECT), rng, touch)
        curves += [(curve * size + place).astype(np.float32) for curve in drawn]
        place = place + rng.normal(0, (0.6, 0.25)) * (1 if rng.random() < 0.7 else 0.1)
    span = float(np.ptp(np.concatenate(curves), axis=0).max())
    return draw_strokes([curve / np.float32(span) for curve in curves], height, width)


def _filled(
    height: float, width: float, rng: np.random.Generator, touch: Touch | None
) -> NDArray[np.uint8]:
    """Fill a shape, a disk or a blob."""
    if rng.random() < 0.5:
        outline = shake(strokes(SHAPES[rng.integers(10)]), rng.uniform(0.6, 1.4), rng, touch)[0]
    else:
        angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        bumps = [rng.normal(0, 0.12 / k) * np.cos(k * angles + k) for k in range(2, 6)]
        radius = 0.5 * (1 + np.sum(bumps, axis=0) * rng.integers(2))
        round_ = np.stack([np.cos(angles) * rng.uniform(0.5, 1.5), np.sin(angles)], 1)
        outline = (radius[:, None] * round_).astype(np.float32)
    ink = draw_strokes([outline], height, width)
    at = (outline - outline.min(0)) * height + width + 2
    cv2.fillPoly(ink, [np.round(at).astype(np.int32)], 255, cv2.LINE_AA)
    return ink


def _made_up(
    height: float, width: float, rng: np.random.Generator, touch: Touch | None
) -> NDArray[np.uint8]:
    """Draw a letter of no alphabet: few strokes between the points of a grid."""
    template = []
    lengths = rng.integers(3, 6, int(rng.integers(2, 5)))
    for length in lengths:
        points = rng.integers(0, GRID, (length, 2)) / (GRID - 1) - 0.5
        template.append(np.repeat(points, 2, axis=0) if rng.random() < 0.4 else points)
    return draw_strokes(shake(tuple(template), rng.uniform(*ASPECT), rng, touch), height, width)


def _scribble(
    height: float, width: float, rng: np.random.Generator, touch: Touch | None
) -> NDArray[np.uint8]:
    tangle = tuple(
        rng.random((int(rng.integers(7, 16)), 2)) - 0.5 for _ in range(int(rng.integers(1, 4)))
    )
    return draw_strokes(shake(tangle, rng.uniform(0.6, 1.6), rng, touch), height, width)


def _word(
    height: float, width: float, rng: np.random.Generator, _touch: Touch | None
) -> NDArray[np.uint8]:
    letters = height * rng.uniform(0.3, 0.6)
    if rng.random() < 0.5:
        return bend(print_words(letters, round(1.6 * height), rng), rng)
    return _script(letters, round(1.6 * height), min(width, 0.15 * letters), rng)


def _script(height: float, width: int, pen: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Write words by hand, the letters of each joined up."""
    hand = any_touch(rng)
    line: list[NDArray[np.float32]] = []
    x, end = 0.0, 0.0
    while x * height < width and len(line) < MOST_STROKES:
        curves = shake(strokes(SCRIPT[rng.integers(len(SCRIPT))]), rng.uniform(0.5, 0.9), rng, hand)
        left = min(float(curve[:, 0].min()) for curve in curves)
        moved = [curve + np.array((x - left, 0), np.float32) for curve in curves]
        if end and rng.random() < JOINED:
            line.append(np.stack([line[-1][-1], moved[0][0]]))
        line += moved
        x = end = max(float(curve[:, 0].max()) for curve in moved) + rng.uniform(0.02, 0.25)
        if rng.random() < 0.2:
            x, end = x + rng.uniform(0.4, 0.9), 0.0
    return draw_strokes(line, height, max(1.0, pen))[:, :width]


_TABLE: tuple[tuple[float, Draw], ...] = (
    (0.35, _letter),
    (0.08, _printed),
    (0.18, _foreign),
    (0.09, _shape),
    (0.12, _figure),
    (0.08, _made_up),
    (0.03, _scribble),
    (0.03, _filled),
    (0.04, _word),
)
"""How often each kind of doodle is drawn."""
_PARTS = [part for part, _ in _TABLE]
_DRAWS = [draw for _, draw in _TABLE]
