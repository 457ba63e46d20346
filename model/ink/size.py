"""The size in which photos are looked at."""

import cv2
import numpy as np
from numpy.typing import NDArray

WORK_SIDE = 640
"""Longest side of a page in pixels: half of what Telegram delivers, so quick to reduce to; ten
digits in a row still have 50 px each."""
SMALLEST_SIDE = 224
"""Smaller pictures are enlarged to this longest side, so that the stages below see strokes and
not single pixels."""
SOFTEN = 0.45
"""Standard deviation of the blur that joins the beads which enlarged pixels leave of a thin stroke,
in pixels of the small picture."""


def work_size(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring a picture, (h, w, 3) uint8, to a size between `SMALLEST_SIDE` and `WORK_SIDE`."""
    side = max(pixels.shape[:2])
    if side > WORK_SIDE:
        return _resize(pixels, WORK_SIDE / side, cv2.INTER_AREA)
    if side < SMALLEST_SIDE:
        factor = SMALLEST_SIDE / side
        return np.asarray(
            cv2.GaussianBlur(_resize(pixels, factor, cv2.INTER_CUBIC), (0, 0), SOFTEN * factor)
        )
    return pixels


def _resize(pixels: NDArray[np.uint8], factor: float, how: int) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)
