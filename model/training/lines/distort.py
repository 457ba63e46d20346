"""Distortions of strips: the same line by another hand, with another pen, on a worse photo."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.line.strip import HEIGHT

SLANT = 0.12
"""Standard deviation of the shear of upright strokes."""
TURN = 0.015
"""Standard deviation of the slope."""
SCALE = 0.06
"""Standard deviation of the height, as a part of it; the width is the batch's."""
SHIFT = 1.0
"""Standard deviation of the height on which the line stands, in pixels."""
BENT = 0.5
"""Part of the strips that are bent…"""
BEND = 0.9
"""…with this standard deviation of the displacement in pixels…"""
BEND_CELL = 8
"""…drawn on a grid of so many pixels and smooth between them."""
PEN = 0.12
"""Part of the strips whose strokes become thinner, and as many whose strokes become fatter."""
STRENGTH = (0.7, 1.25)
"""What the ink is multiplied by…"""
CURVE = (0.8, 1.4)
"""…after its share of full ink was raised to a power: what is pale becomes darker or vanishes."""
NOISY = 0.3
"""Part of the strips with noise…"""
NOISE = (2.0, 20.0)
"""…of this standard deviation, in gray levels."""
BLURRED = 0.2
"""Part of the strips that are blurred…"""
BLUR = (0.4, 1.3)
"""…with this standard deviation in pixels."""


def distort(
    picture: NDArray[np.uint8], columns: int, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Distort a strip.

    Parameters
    ----------
    picture : (32, w) uint8
        0 paper … 255 ink.
    columns
        To how many columns it is stretched or squeezed.
    rng
        Where all chance comes from.

    Returns
    -------
    (32, columns) uint8.
    """
    picture = _redraw(picture, columns, rng)
    change = rng.random()
    if change < PEN:
        # Half of the way: the whole of it would leave a thin stroke a quarter of its ink.
        picture = cv2.addWeighted(picture, 0.5, cv2.erode(picture, _CROSS), 0.5, 0)
    elif change > 1 - PEN:
        picture = cv2.dilate(picture, _CROSS)
    if rng.random() < BLURRED:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(*BLUR))
    shares = np.linspace(0, 1, 256) ** rng.uniform(*CURVE) * rng.uniform(*STRENGTH)
    picture = cv2.LUT(picture, np.clip(255 * shares, 0, 255).astype(np.uint8))
    if rng.random() < NOISY:
        noise = rng.standard_normal(picture.shape, np.float32) * rng.uniform(*NOISE)
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    return np.asarray(picture, np.uint8)


_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def _redraw(
    picture: NDArray[np.uint8], columns: int, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Slant, turn, stretch, shift and bend a strip, in one go."""
    middle = (HEIGHT - 1) / 2
    rows, across = np.indices((HEIGHT, columns), np.float32)
    rows -= np.float32(middle)
    x = across * np.float32(picture.shape[1] / columns) + rows * np.float32(rng.normal(0, SLANT))
    turn, shift = rng.normal(0, TURN), middle + rng.normal(0, SHIFT)
    y = rows * np.float32(np.exp(rng.normal(0, SCALE))) + np.float32(shift)
    y += (across - np.float32(columns / 2)) * np.float32(turn)
    if rng.random() < BENT:
        grid = (HEIGHT // BEND_CELL, max(2, columns // BEND_CELL))
        for at in (x, y):
            moves = rng.normal(0, BEND, grid).astype(np.float32)
            at += cv2.resize(moves, (columns, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR), np.uint8)
