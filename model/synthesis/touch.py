"""Strokes as text → curves: a hand that wobbles, leans or trembles, with proportions of its own."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from model.synthesis.styles import BASED, FLAT, STYLES

ONE_ASPECT = (0.12, 0.7)
"""Width over height of a 1 with a flag; the bar below it may be wider than it is high."""
FLAT_ASPECT = (0.12, 0.4)
"""The same where the flag is nearly level: whoever learns wider ones doubts every plain 7."""
BASED_ASPECT = (0.3, 1.6)
SEVEN_ASPECT = (0.55, 1.1)
"""A narrower 7 is a 1 with a long flag."""
USUAL_ASPECT = (0.4, 1.05)
WOBBLE = 0.032
"""Standard deviation of a point's place, as a part of the digit's height."""
SLANT = 0.18
"""Standard deviation of the slant: how far the top leans, as a part of the height."""
TURN = 5.0
"""Standard deviation of a digit's rotation, in degrees."""
ASKEW = 0.12
"""Part of the hands that lean and turn their digits, or hold the sheet, `MORE` as much."""
MORE = 2.5
FORM = 0.18
"""Standard deviation of what a hand makes of all its symbols: how much wider than the foot the top
is, how far their waist lies from the middle, and how far they bow."""
ANGULAR = 0.12
"""Part of the hands that draw what is round from straight pieces, more or less."""
STEPS = 8
"""Straight pieces that a curve between two points is drawn with."""
TREMOR_REACH = 5
"""Points of a curve over which a trembling hand moves to and fro."""

Curves = list[NDArray[np.float32]]


@dataclass(frozen=True)
class Touch:
    """How a hand moves its pen.

    Attributes
    ----------
    wobble : float
        Standard deviation of where it goes, as a part of `WOBBLE`.
    tremor : float
        Standard deviation of its trembling, as a part of the symbol's height.
    slant : float
        How far the top leans to the right, as a part of the height.
    turn : float
        Rotation in degrees.
    form : (float, float, float)
        How much wider than the foot the top is, how far the waist lies from the middle, and how
        far it bows to the side: as parts of the width and, both of the others, of a quarter of the
        height.
    angular : float
        How straight it runs from point to point: 0 as smoothly as it can, 1 without a curve.
    """

    wobble: float
    tremor: float
    slant: float
    turn: float
    form: tuple[float, float, float] = (0.0, 0.0, 0.0)
    angular: float = 0.0


def any_touch(rng: np.random.Generator) -> Touch:
    """Give any hand's touch; few hands tremble."""
    tremor = rng.uniform(0.004, 0.014) if rng.random() < 0.2 else 0.0
    more = MORE if rng.random() < ASKEW else 1.0
    slant, turn = rng.normal(0.05, SLANT * more), rng.normal(0, TURN * more)
    top, waist, bow = rng.normal(0, FORM, 3).tolist()
    angular = rng.uniform(0.4, 1) if rng.random() < ANGULAR else 0.0
    return Touch(rng.uniform(0.1, 1.7), tremor, slant, turn, (top, waist, bow), angular)


@cache
def strokes(text: str) -> tuple[NDArray[np.float64], ...]:
    """Read strokes written as text.

    Strokes are separated by `;`, points by spaces. A point is `x,y` in hundredths of a box that
    is 1 wide and 1 high, x to the right and y down; the pen runs smoothly through the points, but
    for those with a `!`, which are corners.

    Returns
    -------
    Each stroke's points, (n, 2), around the box's middle; a corner is given twice.
    """
    found = []
    for stroke in text.split(";"):
        points: list[tuple[float, ...]] = []
        for word in stroke.split():
            point = tuple(float(number) / 100 - 0.5 for number in word.rstrip("!").split(","))
            points += [point, point] if word.endswith("!") else [point]
        found.append(np.array(points))
    return tuple(found)


def strokes_of(
    digit: int, rng: np.random.Generator, touch: Touch | None = None, style: int | None = None
) -> Curves:
    """Write a digit.

    Parameters
    ----------
    digit
        0 … 9.
    rng
        Where all chance comes from.
    touch
        The hand; None for any.
    style
        The hand's habit, any number; None for any.

    Returns
    -------
    A curve for each stroke, (n, 2) float32, the digit about 1 high around (0, 0).
    """
    ways = STYLES[digit]
    way = int(rng.integers(len(ways))) if style is None else style % len(ways)
    span = SEVEN_ASPECT if digit == 7 else USUAL_ASPECT
    if digit == 1:
        span = BASED_ASPECT if way >= BASED else FLAT_ASPECT if way in FLAT else ONE_ASPECT
    return shake(strokes(ways[way]), rng.uniform(*span), rng, touch)


def shake(
    template: tuple[NDArray[np.float64], ...],
    aspect: float,
    rng: np.random.Generator,
    touch: Touch | None = None,
) -> Curves:
    """Write the strokes of a template as a hand does, `aspect` times as wide as high."""
    touch = touch or any_touch(rng)
    angle = np.deg2rad(touch.turn + rng.normal(0, TURN / 3))
    slant = touch.slant + rng.normal(0, SLANT / 5)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    lean = turn @ np.array([[aspect, -slant], [0, 1]])
    curves = []
    for stroke in template:
        # A corner is one place: both of its points move alike.
        moves = rng.normal(0, WOBBLE * touch.wobble, stroke.shape)
        same = np.all(stroke[1:] == stroke[:-1], axis=1)
        moves[1:][same] = moves[:-1][same]
        curve = _smooth(_formed(stroke, touch.form) @ lean.T + moves, touch.angular)
        if touch.tremor:
            shivers = rng.normal(0, touch.tremor, (len(curve) // TREMOR_REACH + 2, 2))
            at = np.arange(len(curve)) / TREMOR_REACH
            knots = np.arange(len(shivers))
            curve += np.stack([np.interp(at, knots, s) for s in shivers.T], 1).astype(np.float32)
        curves.append(curve)
    return curves


_T = np.linspace(0, 1, STEPS, endpoint=False)[None, :, None]


def _formed(stroke: NDArray[np.float64], form: tuple[float, float, float]) -> NDArray[np.float64]:
    """Give points of a box, (n, 2) around its middle, the proportions of a hand."""
    top, waist, bow = form
    x, y = stroke.T
    inside = 0.25 - y**2  # nothing at the top and the foot, which stay where they are
    return np.stack([x * (1 - top * y) + bow * inside, y + waist * inside], 1)


def _smooth(points: NDArray[np.float64], angular: float = 0.0) -> NDArray[np.float32]:
    """Run a Catmull-Rom curve through the points; points given twice make corners.

    It is drawn towards the straight lines between them by so much of the way as `angular` says.
    """
    p = np.vstack([points[:1], points, points[-1:]])
    p0, p1, p2, p3 = (p[i : len(p) - 3 + i, None] for i in range(4))
    curve = 0.5 * (
        2 * p1
        + (p2 - p0) * _T
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * _T**2
        + (3 * p1 - p0 - 3 * p2 + p3) * _T**3
    )
    curve += angular * (p1 + (p2 - p1) * _T - curve)
    moving = np.any(p1 != p2, axis=2)[:, 0]
    return np.vstack([curve[moving].reshape(-1, 2), points[-1:]]).astype(np.float32)
