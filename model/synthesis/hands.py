"""Hands: who writes a sheet, with which pen and in which way, the same from the first digit on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.pens import RUNS, Nib, any_nib, draw_strokes
from model.synthesis.sheet import Examples
from model.synthesis.touch import Curves, Touch, any_touch, strokes_of

TRACED = 0.5
"""Part of the sheets whose digits are drawn from strokes; the others are written with MNIST's."""
MIXED = 0.15
"""Part of the digits of a sheet that come from the other source."""
PEN_WIDTH = (0.015, 0.22)
"""Width of the pen as a part of the digit's height; thin pens are the more frequent."""
MNIST_PEN = (0.075, 0.16)
"""Width that the pens of MNIST's digits can be given, as a part of the digit's height."""
MNIST_RIMS = (165.0, 60.0)
"""Gray level of MNIST's rims from which they are ink, for the thinnest and the widest of these."""
THINNEST = 1.0
"""Pixels; a pen does not become thinner, however small the digits."""
PRESSED = 0.35
"""Part of the hands that press the pen now more, now less."""
BROAD = 0.14
"""Part of the hands that write with a broad nib or a chisel tip, at least with the usual width of
an MNIST digit's pen: a narrower edge is like any tip."""
RETRACED = 0.07
"""Part of the hands that go over each stroke a second time."""
SKIPS = 0.12
"""Part of the digits whose pen skips: gaps that a person does not even see."""
MNIST_BOX = 20
"""Longer side of MNIST's digits in their own pixels."""
INKED = 60
"""Ink from which a pixel counts towards a digit's box."""
ALIKE: Mapping[int, float] = MappingProxyType({})
"""All digits are about as high."""


@dataclass(frozen=True)
class Hand:
    """A hand and its pen.

    Attributes
    ----------
    pen : float
        Width of the pen as a part of the digit's height.
    traced : float
        Part of the digits that are drawn from strokes.
    habit : int
        Which style of each digit it writes.
    weight : float
        Gray level of MNIST's rims from which they are ink: low for fat strokes.
    pressed, retraced : bool
        Whether the pressure on the pen varies; whether strokes are drawn twice.
    touch : Touch
        How it moves the pen.
    nib : Nib or None
        The edge of its pen; None for a round tip.
    """

    pen: float
    traced: float
    habit: int
    weight: float
    pressed: bool
    retraced: bool
    touch: Touch
    nib: Nib | None = None


def any_hand(rng: np.random.Generator, pens: tuple[float, float] = PEN_WIDTH) -> Hand:
    """Choose a hand; `pens` is the span of its pen's width."""
    traced = 1 - MIXED
    pen = pens[0] * (pens[1] / pens[0]) ** rng.random()
    if rng.random() >= TRACED:
        traced, pen = MIXED, rng.uniform(*MNIST_PEN)
    elif not MNIST_PEN[0] <= pen <= MNIST_PEN[1]:
        traced = 1.0
    nib = any_nib(rng) if pen >= MNIST_PEN[0] and rng.random() < BROAD else None
    return Hand(
        pen=pen,
        traced=traced,
        habit=int(rng.integers(1 << 30)),
        weight=float(np.interp(pen, MNIST_PEN, MNIST_RIMS)),
        pressed=nib is None and rng.random() < PRESSED,
        retraced=rng.random() < RETRACED,
        touch=any_touch(rng),
        nib=nib,
    )


def write_digit(
    hand: Hand,
    height: float,
    source: Examples,
    rng: np.random.Generator,
    digit: int | None = None,
    heights: Mapping[int, float] = ALIKE,
) -> tuple[int, NDArray[np.uint8]]:
    """Write a digit.

    Parameters
    ----------
    hand
        Who writes.
    height
        About how high the digit becomes, in pixels.
    source
        MNIST's digits to write with; what it does not have is drawn.
    digit
        0 … 9; None for any.
    heights
        Digits that this hand writes higher or lower than the others, and how much.

    Returns
    -------
    The digit, and its ink of (h, w) uint8, 0 paper … 255 ink.
    """
    alike = None if digit is None else np.flatnonzero(source.labels == digit)
    if rng.random() < hand.traced or (alike is not None and not len(alike)):
        digit = int(rng.integers(10)) if digit is None else digit
        # A hand mostly keeps to its habit.
        habit = hand.habit // 7**digit if rng.random() < 0.85 else None
        curves = strokes_of(digit, rng, hand.touch, habit)
        higher = heights.get(digit, 1.0)
        ink = draw(curves, height * higher, replace(hand, pen=hand.pen / higher), rng)
    else:
        chosen = int(rng.choice(len(source.labels) if alike is None else alike))
        digit = int(source.labels[chosen])
        ink = _enlarge(source.pictures[chosen], height * heights.get(digit, 1.0), hand, rng)
    return digit, _skip(ink, height, rng) if rng.random() < SKIPS else ink


def draw(curves: Curves, height: float, hand: Hand, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw curves about 1 high with the hand's pen, cut to what is inked."""
    pressure = None
    if hand.pressed:
        knots = np.append(rng.uniform(0.65, 1.2, 4), rng.uniform(0.3, 1.1))
        pressure = np.interp(np.linspace(0, 4, RUNS), np.arange(5), knots)
    width = max(THINNEST, hand.pen * height)
    if hand.retraced:
        shifts = rng.normal(0, 0.35 * width / height + 0.012, (len(curves), 2))
        again = [c * rng.uniform(0.95, 1.05) + s for c, s in zip(curves, shifts, strict=True)]
        curves = [*curves, *(curve.astype(np.float32) for curve in again)]
    return _cut(draw_strokes(curves, height, width, pressure, hand.nib))


def _cut(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    x, y, w, h = cv2.boundingRect(cv2.compare(ink, INKED, cv2.CMP_GT))
    return ink[y : y + h, x : x + w] if w else ink


def _skip(ink: NDArray[np.uint8], size: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Take small gaps out of the strokes."""
    gaps = np.full_like(ink, 255)
    inked = np.argwhere(ink > 127)
    for at in rng.integers(len(inked), size=int(rng.integers(1, 4))) if len(inked) else ():
        y, x = inked[at]
        radius = max(1, round(size * rng.uniform(0.02, 0.05)))
        cv2.circle(gaps, (int(x), int(y)), radius, 0, -1, cv2.LINE_AA)
    return np.asarray(cv2.min(ink, gaps), np.uint8)


def _enlarge(
    image: NDArray[np.uint8], height: float, hand: Hand, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Draw an MNIST digit large: smooth strokes with sharp rims, a little thinner or fatter."""
    factor = height / MNIST_BOX
    side = round(28 * factor)
    turn = cv2.getRotationMatrix2D((13.5, 13.5), hand.touch.turn + rng.normal(0, 2), factor)
    lean = rng.normal(0, 0.05) + hand.touch.slant / 2
    turn[0, 1] -= lean * factor
    turn[0, 2] += lean * factor * 13.5 + side / 2 - 13.5
    turn[1, 2] += side / 2 - 13.5
    grown = cv2.warpAffine(image, turn, (side, side), flags=cv2.INTER_CUBIC)
    grown = cv2.GaussianBlur(grown, (0, 0), max(0.3, 0.35 * factor))
    slope = max(0.6, 0.6 * factor, 2.5)
    levels = np.clip((np.arange(256) - hand.weight) * slope + 127, 0, 255).astype(np.uint8)
    return _cut(np.asarray(cv2.LUT(grown, levels), np.uint8))
