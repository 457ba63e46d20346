"""Blur and distortion: what moves brightness elsewhere."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.corruptions.pictures import COLUMNS, ROWS, SIDE, Pictures, blur, signs

MIDDLE = (SIDE - 1) / 2
"""The point of a picture that stays where it is when it is sheared, scaled or turned."""
GLASS = 0.7
"""Blur before and after pixels were swapped with a neighbor, standard deviation in pixels."""
GLASS_ROUNDS = 2
TRAIL, TRAIL_FADES = 10, 3.0
"""Pixels of a moving point's trail that can be seen, and the standard deviation of its fading."""
TRAIL_ANGLE = 45.0
"""Most degrees that a motion is from horizontal."""
SHEAR = 0.4
"""Angle in radians."""
SCALE = 0.7
TURN = 0.4
"""Angle in radians."""
SHIFT = 3
"""Pixels, down or up and left or right."""


def glass_blur(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Swap pixels with their neighbors, as frosted glass does."""
    x, every = blur(x, GLASS), np.arange(len(x))
    for row, column in [*np.ndindex(SIDE - 2, SIDE - 2)][::-1] * GLASS_ROUNDS:
        row, column = row + 2, column + 2
        up, left = rng.integers(0, 2, (2, len(x))) * rng.integers(0, 2, len(x))
        other = x[every, row - up, column - left]
        x[every, row - up, column - left] = x[:, row, column]
        x[:, row, column] = other
    return blur(x, GLASS)


def motion_blur(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Let every point leave a trail."""
    angle = np.deg2rad(rng.uniform(-TRAIL_ANGLE, TRAIL_ANGLE, (len(x), 1, 1)))
    weights = np.exp(-(np.arange(TRAIL) ** 2) / (2 * TRAIL_FADES**2))
    every, blurred = np.arange(len(x))[:, None, None], np.zeros_like(x)
    for step, weight in enumerate(weights / weights.sum()):
        down = np.round(step * np.sin(angle)).astype(int)
        right = np.round(step * np.cos(angle)).astype(int)
        rows, columns = np.clip(ROWS + down, 0, SIDE - 1), np.clip(COLUMNS + right, 0, SIDE - 1)
        blurred += np.float32(weight) * x[every, rows, columns]
    return blurred


def shear(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Slant it, to either side."""
    angle = SHEAR * signs(rng, len(x))
    ones, zeros = np.ones(len(x)), np.zeros(len(x))
    return _warp(x, np.array([[ones, -np.sin(angle)], [zeros, np.cos(angle)]]))


def scale(x: Pictures, _: np.random.Generator) -> Pictures:
    """Make it smaller."""
    return _warp(x, np.repeat(np.eye(2)[..., None] / SCALE, len(x), axis=2))


def rotate(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Turn it, to either side."""
    angle = TURN * signs(rng, len(x))
    cosine, sine = np.cos(angle), np.sin(angle)
    return _warp(x, np.array([[cosine, -sine], [sine, cosine]]))


def translate(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Shift it into one of the four corners."""
    down, right = SHIFT * signs(rng, 2, len(x), 1, 1)
    padded = np.pad(x, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT)))
    every = np.arange(len(x))[:, None, None]
    return np.asarray(padded[every, ROWS + SHIFT + down, COLUMNS + SHIFT + right])


def _warp(x: Pictures, back: NDArray[np.float64]) -> Pictures:
    """Distort pictures about their middle; `back`, (2, 2, n), leads from the new to the old."""
    shift = MIDDLE - MIDDLE * back.sum(axis=1)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    matrices = np.concatenate([back, shift[:, None]], axis=1).transpose(2, 0, 1)
    warped = [
        cv2.warpAffine(picture, matrix, (SIDE, SIDE), flags=how)
        for picture, matrix in zip(x, matrices, strict=True)
    ]
    return np.array(warped, np.float32).reshape(x.shape)
