"""What people write and draw that is no digit: letters, signs, shapes and scribbles."""

import string

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.pens import Stroke, draw_strokes, shake

LOOK_ALIKES = frozenset("OoIlSsZzBbqgDQGJjtyY?<>$&@")
"""Letters that a person could take for a digit; they are no examples of anything."""
LETTERS = [c for c in string.ascii_letters + "&@#%?+=<>{}$" if c not in LOOK_ALIKES]
FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
LETTER_SIZE = 160
"""Pixels that a letter is drawn in before it is scaled."""

SIGNS: list[list[Stroke]] = [
    # Greek and other letters of one case: alpha, beta, gamma, epsilon, theta, lambda, pi, phi, psi,
    # omega, mu, xi, tau
    [[(1, 0.1), (0.6, 0.8), (0.25, 1), (0, 0.6), (0.2, 0.1), (0.5, 0.1), (0.8, 0.7), (1, 1)]],
    [[(0.1, 1), (0.15, 0.2), (0.5, 0), (0.85, 0.2), (0.4, 0.45), (0.95, 0.65), (0.6, 0.85), (0.2, 0.75)]],
    [[(0, 0.1), (0.25, 0.05), (0.5, 0.6), (0.5, 1), (0.4, 0.8), (1, 0)]],
    [[(0.9, 0.15), (0.4, 0), (0.15, 0.25), (0.6, 0.45), (0.1, 0.65), (0.3, 1), (0.95, 0.85)]],
    [[(0.5, 0), (0.1, 0.3), (0.1, 0.7), (0.5, 1), (0.9, 0.7), (0.9, 0.3), (0.5, 0)], [(0.1, 0.5), (0.9, 0.5)]],
    [[(0.1, 0), (0.3, 0.05), (0.95, 1)], [(0.5, 0.4), (0, 1)]],
    [[(0, 0.05), (1, 0)], [(0.3, 0.05), (0.25, 1)], [(0.7, 0.02), (0.75, 0.9), (0.95, 1)]],
    [[(0.5, 0.2), (0.1, 0.35), (0.15, 0.7), (0.5, 0.75), (0.9, 0.6), (0.85, 0.3), (0.5, 0.2)], [(0.5, 0), (0.5, 1)]],
    [[(0.05, 0.1), (0.1, 0.5), (0.5, 0.65), (0.9, 0.5), (0.95, 0.1)], [(0.5, 0), (0.5, 1)]],
    [[(0.2, 0.1), (0, 0.6), (0.2, 1), (0.5, 0.6), (0.5, 0.4), (0.5, 0.6), (0.8, 1), (1, 0.6), (0.8, 0.1)]],
    [[(0.1, 1), (0.15, 0), (0.15, 0.6), (0.5, 0.7), (0.8, 0.5), (0.85, 0), (0.85, 0.6), (1, 0.7)]],
    # shapes: triangle, square, star, heart, arrow, check, cross, house, spiral, zigzag, arc, moon
    [[(0.5, 0), (0.5, 0), (1, 1), (1, 1), (0, 1), (0, 1), (0.5, 0)]],
    [[(0, 0), (0, 0), (1, 0), (1, 0), (1, 1), (1, 1), (0, 1), (0, 1), (0, 0)]],
    [[(0.2, 1), (0.2, 1), (0.5, 0), (0.5, 0), (0.8, 1), (0.8, 1), (0, 0.4), (0, 0.4), (1, 0.4), (1, 0.4), (0.2, 1)]],
    [[(0.5, 1), (0.5, 1), (0, 0.35), (0.2, 0), (0.5, 0.25), (0.5, 0.25), (0.8, 0), (1, 0.35), (0.5, 1)]],
    [[(0, 0.5), (1, 0.5)], [(0.7, 0.2), (1, 0.5), (1, 0.5), (0.7, 0.8)]],
    [[(0, 0.6), (0.3, 1), (0.3, 1), (1, 0)]],
    [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
    [[(0, 0.4), (0.5, 0), (0.5, 0), (1, 0.4)], [(0.1, 0.4), (0.1, 1), (0.1, 1), (0.9, 1), (0.9, 1), (0.9, 0.4)]],
    [[(0.5, 0.5), (0.6, 0.4), (0.7, 0.55), (0.5, 0.7), (0.3, 0.5), (0.5, 0.2), (0.9, 0.4), (0.8, 0.9), (0.3, 0.95), (0, 0.5), (0.3, 0.05)]],
    [[(0, 1), (0, 1), (0.2, 0), (0.2, 0), (0.4, 1), (0.4, 1), (0.6, 0), (0.6, 0), (0.8, 1), (0.8, 1), (1, 0)]],
    [[(0, 1), (0, 0.4), (0.5, 0), (1, 0.4), (1, 1)], [(0.3, 1), (0.3, 0.6), (0.5, 0.4), (0.7, 0.6), (0.7, 1)]],
    [[(0.7, 0), (0.1, 0.3), (0.1, 0.7), (0.7, 1), (0.4, 0.7), (0.4, 0.3), (0.7, 0)]],
    # faces: eyes and a mouth
    [[(0.2, 0.1), (0.22, 0.3)], [(0.8, 0.1), (0.78, 0.3)], [(0, 0.6), (0.3, 0.95), (0.7, 0.95), (1, 0.6)]],
]  # fmt: skip


def doodle(height: float, width: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw something that is no digit.

    Parameters
    ----------
    height
        About how high it becomes, in pixels.
    width
        Width of the pen in pixels.

    Returns
    -------
    (h, w) uint8, 0 paper … 255 ink.
    """
    kind = rng.random()
    if kind < 0.5:
        return _letter(height, width, rng)
    if kind < 0.8:
        sign = SIGNS[rng.integers(len(SIGNS))]
    else:
        sign = [
            [(float(x), float(y)) for x, y in rng.random((int(rng.integers(6, 12)), 2))]
            for _ in range(int(rng.integers(1, 4)))
        ]
    curves = shake([np.array(s) for s in sign], rng.uniform(0.5, 1.1), rng)
    return draw_strokes(curves, height, width)


def _letter(height: float, width: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    canvas = np.zeros((2 * LETTER_SIZE, 2 * LETTER_SIZE), np.uint8)
    font = FONTS[rng.integers(len(FONTS))]
    thick = max(1, round(width / height * LETTER_SIZE * 0.8))
    start = (LETTER_SIZE // 2, round(1.4 * LETTER_SIZE))
    letter = LETTERS[rng.integers(len(LETTERS))]
    cv2.putText(canvas, letter, start, font, LETTER_SIZE / 28, 255, thick, cv2.LINE_AA)
    middle = (LETTER_SIZE, LETTER_SIZE)
    turn = cv2.getRotationMatrix2D(middle, rng.normal(0, 8), height / LETTER_SIZE)
    turn[0, 1] += rng.normal(0, 0.15)
    turn[:, 2] += height - LETTER_SIZE
    side = max(8, round(2 * height))
    drawn = cv2.warpAffine(canvas, turn, (side, side), flags=cv2.INTER_AREA)
    x, y, w, h = cv2.boundingRect(cv2.threshold(drawn, 60, 255, cv2.THRESH_BINARY)[1])
    return np.asarray(drawn[y : y + h, x : x + w], np.uint8)
