"""What stands with the digits of a number and is not read: points, dashes, lines, boxes."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from model.synthesis.hands import Hand, draw
from model.synthesis.letters import LETTERS
from model.synthesis.touch import shake, strokes

BETWEEN = {
    ".": ("0,0 4,3", 0.07, 0.0),
    ",": ("10,0 12,20 -4,50", 0.24, 0.1),
    "'": ("8,0 0,40", 0.2, -0.8),
    "-": ("0,4 100,0", 0.22, -0.35),
}
"""Signs between digits: strokes, size and how far below the baseline they reach; the last two as
parts of the digits' height."""

AFTER = {
    ".-": ("0,0 4,3; 60,-20 190,-24", 0.2, -0.15),
    ",-": ("4,0 6,12 -6,36; 60,-30 200,-36", 0.28, 0.05),
    "=": ("0,0 100,-6; 4,36 104,28", 0.35, -0.2),
    "-": ("0,4 100,0", 0.5, -0.35),
    "long dash": ("0,0 100,-4 200,2 300,0", 0.5, -0.3),
    "tilde": ("0,20 40,0 90,24 140,4", 0.4, -0.3),
    "//": ("60,0 0,100; 96,0 36,100", 1.4, 0.25),
    "/": ("70,0 0,100", 1.5, 0.3),
    "#": ("36,0 24,100; 78,0 64,100; 2,34 100,30; 0,70 98,66", 0.75, 0.0),
    "**": ("20,0 20,40; 0,10 40,30; 40,10 0,30; 70,0 70,40; 50,10 90,30; 90,10 50,30", 0.8, -0.2),
    ".": ("0,0 4,3", 0.08, 0.0),
    ",": ("10,0 12,20 -4,50", 0.24, 0.1),
    "flourish": ("0,40 40,0 60,50 90,10 120,46 160,20 240,30", 0.6, -0.1),
}
"""Signs after a number: that nobody adds a digit."""

BEFORE = {
    "$": ("90,15 50,5 14,24 84,66 50,92 8,80; 50,-10 50,110", 1.1, 0.08),
    "#": ("36,0 24,100; 78,0 64,100; 2,34 100,30; 0,70 98,66", 0.8, 0.0),
    "=": ("0,0 100,-6; 4,36 104,28", 0.4, -0.2),
    "euro": ("95,12 50,0 14,40 14,66 50,100 92,90; -6,40 66,40; -8,60 60,60", 1.0, 0.0),
    "Fr": ("90,0 5,2! 8,100; 8,46 70,44; 96,40 100,100! 110,56 140,40", 0.9, 0.0),
    "-": ("0,4 100,0", 0.4, -0.35),
    "**": ("20,0 20,40; 0,10 40,30; 40,10 0,30; 70,0 70,40; 50,10 90,30; 90,10 50,30", 0.8, -0.2),
}
"""Signs before a number."""

HIGH, LOW = "A E F H K M N P R T V W X k percent euro question", "a e m n r u w x"
LETTERS_BESIDE = [
    (style, size, 0.0)
    for names, size in ((HIGH, 1.0), (LOW, 0.65))
    for name in names.split()
    for style in LETTERS[name]
]
"""Letters of units and names that stand beside a number, as signs of the tables above: none that
could be one digit more."""


def draw_sign(
    sign: tuple[str, float, float], height: float, hand: Hand, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], float]:
    """Draw a sign of one of the tables.

    Parameters
    ----------
    sign
        A row of `BETWEEN`, `AFTER`, `BEFORE` or `LETTERS_BESIDE`.
    height
        Height of the digits beside it in pixels.
    hand
        Who writes.

    Returns
    -------
    Its ink, (h, w) uint8, and how far its foot lies below the baseline, in pixels.
    """
    text, size, below = sign
    size *= height * rng.uniform(0.7, 1.3)
    pen = hand.pen * height / size  # the same pen, however small the sign
    curves = shake(strokes(text), rng.uniform(0.7, 1.2), rng, hand.touch)
    ink = draw(curves, size, replace(hand, pen=pen), rng)
    return ink, (below + rng.normal(0, 0.04)) * height


def draw_line(
    length: float, height: float, hand: Hand, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Draw an underline of a length, in pixels, below digits of a height."""
    slope, bow = rng.normal(0, 0.02), rng.normal(0, 0.01)
    at = np.linspace(-0.5, 0.5, 9)
    line = np.stack([at, slope * at + bow * at**2 * 4], 1).astype(np.float32)
    return draw([line], length, replace(hand, pen=hand.pen * height / length), rng)


def draw_box(
    width: float, height: float, hand: Hand, pen: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Draw a box of a width and height, in pixels, with a pen of so many pixels."""
    corners = strokes("0,0! 100,1! 99,100! 0,99! 0,0")
    moved = [stroke * (width / height, 1) + rng.normal(0, 0.01, stroke.shape) for stroke in corners]
    curve = np.concatenate(
        [np.linspace(a, b, 4) for a, b in zip(moved[0], moved[0][1:], strict=False)]
    )
    return draw([curve.astype(np.float32)], height, replace(hand, pen=pen / height), rng)
