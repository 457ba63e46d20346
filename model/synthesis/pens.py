"""Curves → ink: a round tip, pressed now more, now less, or the edge of a broad nib."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.touch import Curves

RUNS = 12
"""A stroke is drawn in so many runs where the pressure on the pen changes along it."""
NIB_ANGLE = (-15.0, 60.0)
"""Angles that the edge of a broad nib is held at, in degrees."""
NIB_THICKNESS = (0.12, 0.5)
"""Of the edge, as a part of its length: a chisel tip's is half, a steel nib's an eighth."""
FINE = 3.0
"""Pens thinner than this many pixels are drawn at twice the size, for widths between pixels."""

FRACTION_BITS = 4
"""Of the places that OpenCV draws at: sixteenths of a pixel."""


@dataclass(frozen=True)
class Nib:
    """The edge of a broad nib or a chisel tip, which draws thick one way and thin the other.

    Attributes
    ----------
    angle : float
        How far it rises to the right, in degrees.
    thickness : float
        Of the edge, as a part of its length.
    """

    angle: float
    thickness: float


def any_nib(rng: np.random.Generator) -> Nib:
    """Give an edge as a hand may hold it: level for thick downstrokes, or steeper."""
    return Nib(rng.uniform(*NIB_ANGLE), rng.uniform(*NIB_THICKNESS))


def draw_strokes(
    curves: Curves,
    height: float,
    width: float,
    pressure: NDArray[np.floating] | None = None,
    nib: Nib | None = None,
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
    pressure : (RUNS,)
        The pen's width along each stroke, as a part of `width`; None for an even one.
    nib
        The edge that it draws with, `width` long and not pressed; None for a round tip.

    Returns
    -------
    (h, w) uint8, 0 paper … 255 ink, with a margin of the pen's width.
    """
    grown = 2 if width < FINE else 1
    margin = width + 2
    points = [curve * height for curve in curves]
    low = np.min([p.min(axis=0) for p in points], axis=0) - margin
    high = np.max([p.max(axis=0) for p in points], axis=0) + margin
    columns, rows = np.ceil(high - low).astype(int)
    canvas = np.zeros((rows * grown, columns * grown), np.uint8)
    for p in points:
        if nib:
            _draw_broad(canvas, (p - low) * grown, width * grown, nib)
        else:
            _draw(canvas, (p - low) * grown, width * grown, pressure)
    if grown == 1:
        return canvas
    return np.asarray(cv2.resize(canvas, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _draw(
    canvas: NDArray[np.uint8],
    points: NDArray[np.float32],
    width: float,
    pressure: NDArray[np.floating] | None,
) -> None:
    fixed = _fixed(points)
    if pressure is None:
        runs = [(fixed, width)]
    else:
        ends = np.linspace(0, len(fixed) - 1, len(pressure) + 1).astype(int)
        runs = [
            (fixed[a : b + 1], width * float(part))
            for a, b, part in zip(ends, ends[1:], pressure, strict=False)
            if b > a
        ]
    for run, wide in runs:
        cv2.polylines(canvas, [run], False, 255, max(1, round(wide)), cv2.LINE_AA, FRACTION_BITS)


def _draw_broad(
    canvas: NDArray[np.uint8], points: NDArray[np.float32], width: float, nib: Nib
) -> None:
    """Draw a curve with an edge: what it sweeps over, piece by piece."""
    angle = np.deg2rad(nib.angle)
    thickness = max(1.0, nib.thickness * width)
    edge = np.array([np.cos(angle), -np.sin(angle)]) * max(0.0, width - thickness) / 2
    before, after = _fixed(points - edge), _fixed(points + edge)
    for at in range(len(points) - 1):
        swept = np.array([before[at], after[at], after[at + 1], before[at + 1]])
        cv2.fillConvexPoly(canvas, swept, 255, cv2.LINE_AA, FRACTION_BITS)
    rims = [before, after, np.stack([before[0], after[0]]), np.stack([before[-1], after[-1]])]
    cv2.polylines(canvas, rims, False, 255, round(thickness), cv2.LINE_AA, FRACTION_BITS)


def _fixed(points: NDArray[np.floating]) -> NDArray[np.int32]:
    """Give points as OpenCV's numbers with `FRACTION_BITS` bits for the fraction."""
    return np.round(points * (1 << FRACTION_BITS)).astype(np.int32)
