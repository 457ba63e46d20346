"""Photos that were not taken from straight above: turned, or of a sheet on a table.

On purpose not those of `model.synthesis.askew`, from which the networks have learned: what is read
of its tables only is not read of anybody's.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

WOOD = (40, 70, 110)
"""The brown of a table, BGR."""
LARGEST = 1280
"""Longest side of a photo in pixels, as Telegram sends it."""


def turned(photo: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """Turn a photo so that its rows fall by an angle; its own colors go on beyond its sides."""
    matrix, size = _turn(photo, degrees)
    how = {"flags": cv2.INTER_AREA, "borderMode": cv2.BORDER_REPLICATE}
    return np.asarray(cv2.warpAffine(photo, matrix, size, **how), np.uint8)


def on_table(
    photo: NDArray[np.uint8], rng: np.random.Generator, most: float = 15.0
) -> NDArray[np.uint8]:
    """Lay a photo on a table, as a sheet of paper, turned by up to so many degrees.

    Parameters
    ----------
    photo : (h, w, 3) uint8
        BGR, as the result.
    rng
        Of the angle, the room around it, and the table: wood, or any gray.
    most
        Largest angle.
    """
    matrix, (width, height) = _turn(photo, rng.uniform(-most, most))
    left, right, above, below = rng.uniform(0.02, 0.25, 4) * max(photo.shape[:2])
    matrix[:, 2] += (left, above)
    size = int(width + left + right), int(height + above + below)
    sheet = cv2.warpAffine(photo, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    shows = cv2.warpAffine(np.full(photo.shape[:2], 255, np.uint8), matrix, size)[..., None] / 255
    laid = (sheet * shows + _table(size, rng) * (1 - shows)).astype(np.uint8)
    factor = LARGEST / max(size)
    if factor < 1:
        laid = cv2.resize(laid, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(laid, np.uint8)


def _turn(photo: NDArray[np.uint8], degrees: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Give the matrix that turns a photo, and the size that it has then."""
    height, width = photo.shape[:2]
    cosine, sine = np.abs((np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))))
    size = int(width * cosine + height * sine), int(height * cosine + width * sine)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    matrix[:, 2] += (np.array(size) - (width, height)) / 2
    return matrix, size


def _table(size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw a table: its color, its grain, and how the light falls on it."""
    width, height = size
    wood = np.array(WOOD) * rng.uniform(0.2, 1.6) * rng.uniform(0.7, 1.3, 3)
    color = wood if rng.random() < 0.7 else np.full(3, rng.uniform(10, 230))
    cells = max(2, height // int(rng.choice([4, 40]))), max(2, width // 40)
    grain = rng.normal(0, 1, cells).astype(np.float32) * rng.uniform(2, 15)
    grain = cv2.resize(grain, size, interpolation=cv2.INTER_CUBIC)
    down, across = np.mgrid[0:height, 0:width] / np.reshape((height, width), (2, 1, 1)) - 0.5
    light = 1 + rng.uniform(-0.2, 0.2) * across + rng.uniform(-0.2, 0.2) * down
    noise = rng.normal(0, 3, (height, width, 1))
    return np.clip((color + grain[..., None]) * light[..., None] + noise, 0, 255).astype(np.uint8)
