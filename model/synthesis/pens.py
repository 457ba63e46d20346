"""Digits as hands around the world write them, drawn from strokes.

MNIST is American: its 1 is a bare stroke, its 7 has no bar. The strokes below are what else a
person would take for a digit: flagged and based 1s, barred and hooked 7s, open and closed 4s,
slashed 0s, looped 2s, flat-topped 3s, 5s with their bar apart, straight and curled 9s.

A stroke is a list of points in a box of width 1 and height 1, x to the right and y down, through
which a pen runs smoothly; a point that is given twice is a corner.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Stroke = list[tuple[float, float]]

STYLES: dict[int, list[list[Stroke]]] = {
    0: [
        [[(0.5, 0), (0.15, 0.15), (0, 0.5), (0.15, 0.87), (0.5, 1), (0.85, 0.87), (1, 0.5), (0.85, 0.13), (0.52, 0)]],
        [[(0.6, 0.02), (0.2, 0.12), (0, 0.5), (0.2, 0.9), (0.5, 1), (0.85, 0.85), (1, 0.45), (0.8, 0.1), (0.4, 0.04)]],
        [[(0.5, 0), (0.15, 0.15), (0, 0.5), (0.15, 0.87), (0.5, 1), (0.85, 0.87), (1, 0.5), (0.85, 0.13), (0.5, 0)], [(0.86, 0.1), (0.14, 0.9)]],
        [[(0.35, 0.1), (0.05, 0.4), (0.1, 0.85), (0.5, 1), (0.92, 0.8), (0.95, 0.35), (0.65, 0.02), (0.4, 0.08), (0.25, 0.2)]],
    ],
    1: [
        [[(0.5, 0), (0.5, 1)]],
        [[(0.2, 0.22), (0.55, 0), (0.55, 0), (0.55, 1)]],
        [[(0, 0.42), (0.6, 0), (0.6, 0), (0.6, 1)]],
        [[(0, 0.6), (0.7, 0), (0.7, 0), (0.66, 1)]],
        [[(0.12, 0.26), (0.5, 0), (0.5, 0), (0.5, 1)], [(0.1, 1), (0.9, 1)]],
        [[(0.02, 0.36), (0.5, 0), (0.5, 0), (0.5, 1)], [(0, 0.99), (1, 1)]],
        [[(0.3, 0.12), (0.5, 0), (0.5, 0), (0.5, 1), (0.5, 1), (0.1, 1), (0.1, 1), (0.95, 1)]],
        [[(0.5, 0), (0.5, 1)], [(0.15, 1), (0.85, 1)]],
    ],
    2: [
        [[(0.05, 0.25), (0.2, 0.05), (0.55, 0), (0.9, 0.2), (0.75, 0.5), (0.35, 0.8), (0, 1), (0, 1), (1, 1)]],
        [[(0.08, 0.2), (0.4, 0), (0.8, 0.1), (0.85, 0.35), (0.5, 0.7), (0.1, 0.97), (0.02, 0.85), (0.2, 0.8), (0.55, 0.95), (1, 0.92)]],
        [[(0, 0.05), (0.85, 0.02), (0.85, 0.02), (0.05, 1), (0.05, 1), (1, 0.98)]],
        [[(0.1, 0.3), (0.3, 0.02), (0.75, 0.05), (0.85, 0.35), (0.45, 0.7), (0.02, 0.98), (0.02, 0.98), (0.4, 0.9), (0.7, 1), (1, 0.9)]],
    ],
    3: [
        [[(0.08, 0.12), (0.45, 0), (0.85, 0.2), (0.65, 0.42), (0.35, 0.48), (0.35, 0.48), (0.8, 0.55), (0.95, 0.78), (0.5, 1), (0.02, 0.88)]],
        [[(0.05, 0), (0.9, 0), (0.9, 0), (0.4, 0.4), (0.4, 0.4), (0.85, 0.5), (0.9, 0.8), (0.5, 1), (0.02, 0.9)]],
        [[(0.15, 0.1), (0.6, 0), (0.8, 0.2), (0.5, 0.45), (0.3, 0.45), (0.6, 0.42), (0.95, 0.65), (0.6, 1), (0, 0.95)]],
        [[(0.1, 0.15), (0.5, 0), (0.85, 0.2), (0.55, 0.45), (0.4, 0.5), (0.5, 0.42), (0.62, 0.5), (0.95, 0.72), (0.5, 1), (0.05, 0.85)]],
    ],
    4: [
        [[(0.35, 0), (0.05, 0.6), (0.05, 0.6), (1, 0.6)], [(0.7, 0.3), (0.65, 1)]],
        [[(0.1, 0), (0.05, 0.5), (0.05, 0.5), (0.95, 0.5)], [(0.8, 0), (0.78, 1)]],
        [[(0.7, 0), (0, 0.68), (0, 0.68), (1, 0.68)], [(0.7, 0), (0.7, 1)]],
        [[(0.72, 1), (0.72, 0), (0.72, 0), (0, 0.7), (0, 0.7), (1, 0.7)]],
        [[(0.05, 0.05), (0.1, 0.5), (0.5, 0.55), (0.85, 0.4)], [(0.9, 0), (0.8, 0.5), (0.75, 1)]],
        [[(0.55, 0), (0.1, 0.55), (0.1, 0.62), (0.95, 0.55)], [(0.7, 0.2), (0.55, 1)]],
    ],
    5: [
        [[(0.92, 0), (0.15, 0), (0.15, 0), (0.1, 0.45), (0.1, 0.45), (0.5, 0.38), (0.92, 0.6), (0.75, 0.93), (0.35, 1), (0, 0.9)]],
        [[(0.2, 0.03), (0.12, 0.45), (0.12, 0.45), (0.55, 0.38), (0.9, 0.65), (0.6, 0.98), (0, 0.92)], [(0.2, 0.02), (1, 0)]],
        [[(0.15, 0.1), (0.1, 0.45), (0.5, 0.4), (0.9, 0.65), (0.6, 0.98), (0, 0.95)], [(0.22, 0), (0.95, 0.02)]],
        [[(0.9, 0.02), (0.35, 0.05), (0.15, 0.3), (0.5, 0.48), (0.85, 0.7), (0.6, 0.97), (0.02, 0.95)]],
    ],
    6: [
        [[(0.75, 0), (0.3, 0.25), (0.02, 0.65), (0.25, 0.97), (0.7, 0.98), (0.95, 0.75), (0.65, 0.52), (0.25, 0.6), (0.06, 0.75)]],
        [[(0.6, 0), (0.15, 0.4), (0, 0.75), (0.4, 1), (0.85, 0.9), (0.85, 0.65), (0.5, 0.55), (0.1, 0.7)]],
        [[(0.9, 0.08), (0.5, 0), (0.1, 0.35), (0.05, 0.75), (0.45, 1), (0.95, 0.8), (0.75, 0.52), (0.35, 0.5), (0.08, 0.7)]],
        [[(0.3, 0), (0.05, 0.5), (0.1, 0.85), (0.5, 1), (0.9, 0.85), (0.8, 0.6), (0.4, 0.6), (0.1, 0.85)]],
    ],
    7: [
        [[(0, 0.03), (0.95, 0), (0.95, 0), (0.35, 1)]],
        [[(0, 0.03), (0.95, 0), (0.95, 0), (0.4, 1)], [(0.3, 0.5), (0.95, 0.48)]],
        [[(0.02, 0.2), (0.05, 0.02), (0.05, 0.02), (0.95, 0), (0.95, 0), (0.6, 0.5), (0.4, 1)]],
        [[(0, 0.15), (0.05, 0), (0.05, 0), (0.9, 0.02), (0.9, 0.02), (0.5, 1)], [(0.25, 0.55), (0.9, 0.5)]],
        [[(0, 0.08), (0.3, 0), (0.6, 0.1), (1, 0), (0.6, 0.45), (0.45, 1)], [(0.25, 0.5), (0.95, 0.52)]],
        [[(0.05, 0), (0.9, 0), (0.9, 0), (0.88, 1)], [(0.55, 0.55), (1.15, 0.55)]],
    ],
    8: [
        [[(0.85, 0.12), (0.45, 0), (0.1, 0.2), (0.5, 0.47), (0.95, 0.75), (0.5, 1), (0.05, 0.78), (0.45, 0.5), (0.88, 0.25), (0.8, 0.08)]],
        [[(0.5, 0), (0.12, 0.12), (0.18, 0.38), (0.5, 0.47), (0.82, 0.36), (0.85, 0.12), (0.5, 0)], [(0.5, 0.47), (0.05, 0.6), (0.1, 0.92), (0.5, 1), (0.92, 0.9), (0.95, 0.6), (0.5, 0.47)]],
        [[(0.9, 0.05), (0.35, 0.02), (0.1, 0.25), (0.6, 0.5), (0.9, 0.8), (0.45, 1), (0.02, 0.8), (0.4, 0.5), (0.95, 0.02)]],
        [[(0.45, 0.47), (0.1, 0.25), (0.5, 0), (0.88, 0.2), (0.5, 0.48), (0.05, 0.75), (0.5, 1), (0.95, 0.75), (0.5, 0.48)]],
    ],
    9: [
        [[(0.9, 0.15), (0.5, 0), (0.08, 0.2), (0.3, 0.48), (0.75, 0.4), (0.92, 0.12), (0.92, 0.12), (0.88, 1)]],
        [[(0.88, 0.2), (0.5, 0), (0.05, 0.22), (0.3, 0.5), (0.85, 0.3), (0.9, 0.6), (0.6, 0.98), (0.1, 0.92)]],
        [[(0.85, 0.25), (0.55, 0), (0.05, 0.2), (0.35, 0.5), (0.88, 0.25), (0.7, 0.65), (0.45, 1)]],
        [[(0.9, 0.1), (0.4, 0), (0.05, 0.25), (0.4, 0.5), (0.9, 0.1), (0.95, 0.6), (0.75, 0.98), (0.3, 1), (0.1, 0.85)]],
    ],
}  # fmt: skip

ONE_ASPECT = (0.12, 0.7)
"""Width over height of a 1 with a flag; the bar below it may be wider than it is high."""
BASED_ASPECT = (0.3, 1.15)
USUAL_ASPECT = (0.45, 0.95)
WOBBLE = 0.035
"""Standard deviation of a point's place, as a part of the digit's height."""
SLANT = 0.18
"""Standard deviation of the slant: how far the top leans, as a part of the height."""
TURN = 5.0
"""Standard deviation of a digit's rotation, in degrees."""
STEPS = 10
"""Straight pieces that a curve between two points is drawn with."""


def strokes_of(digit: int, rng: np.random.Generator) -> list[NDArray[np.float32]]:
    """Write a digit: one curve a stroke, (n, 2) float32, the digit about 1 high around (0, 0)."""
    style = STYLES[digit][rng.integers(len(STYLES[digit]))]
    based = digit == 1 and max(y for stroke in style for _, y in stroke[-1:]) >= 0.99
    span = USUAL_ASPECT if digit != 1 else BASED_ASPECT if based else ONE_ASPECT
    aspect = rng.uniform(*span)
    return shake([np.array(stroke) for stroke in style], aspect, rng)


def shake(
    strokes: list[NDArray[np.float64]], aspect: float, rng: np.random.Generator
) -> list[NDArray[np.float32]]:
    """Write strokes of the unit box with a hand: its wobble, slant, turn and width over height."""
    wobble = WOBBLE * rng.uniform(0.2, 1.6)
    angle = np.deg2rad(rng.normal(0, TURN))
    slant = rng.normal(0.05, SLANT)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    lean = np.array([[aspect, -slant], [0, 1]])
    curves = []
    for stroke in strokes:
        points = stroke - 0.5
        # A corner is one place: both of its points move alike.
        moves = rng.normal(0, wobble, stroke.shape)
        same = np.all(stroke[1:] == stroke[:-1], axis=1)
        moves[1:][same] = moves[:-1][same]
        bent = points @ lean.T + moves
        curves.append(_smooth(bent @ turn.T))
    return curves


def _smooth(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Run a Catmull-Rom curve through the points; points given twice make corners."""
    padded = np.vstack([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    pieces = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        if np.array_equal(p1, p2):
            continue
        before = p1 if np.array_equal(p0, p1) else p0
        after = p2 if np.array_equal(p2, p3) else p3
        pieces.append(
            0.5
            * (
                2 * p1
                + (p2 - before) * t
                + (2 * before - 5 * p1 + 4 * p2 - after) * t**2
                + (3 * p1 - before - 3 * p2 + after) * t**3
            )
        )
    return np.vstack([*pieces, points[-1:]]).astype(np.float32)


def draw_strokes(
    curves: list[NDArray[np.float32]], height: float, width: float
) -> NDArray[np.uint8]:
    """Draw curves with a pen.

    Parameters
    ----------
    curves
        Each (n, 2) float32, as `strokes_of` gives them.
    height
        Pixels that a distance of 1 becomes.
    width
        Width of the pen in pixels.

    Returns
    -------
    (h, w) uint8, 0 paper … 255 ink, with a margin of the pen's width.
    """
    fraction_bits = 4
    margin = width + 2
    points = [curve * height for curve in curves]
    low = np.min([p.min(axis=0) for p in points], axis=0) - margin
    high = np.max([p.max(axis=0) for p in points], axis=0) + margin
    columns, rows = np.ceil(high - low).astype(int)
    canvas = np.zeros((rows, columns), np.uint8)
    for p in points:
        fixed = np.round((p - low) * (1 << fraction_bits)).astype(np.int32)
        cv2.polylines(canvas, [fixed], False, 255, max(1, round(width)), cv2.LINE_AA, fraction_bits)
    return canvas
