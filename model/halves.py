"""Pictures by halves: four pixels become one, the quick way to a much smaller picture."""

import cv2
import numpy as np
from numpy.typing import NDArray


def brought_to(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Bring a picture's longest side to so many pixels; what is smaller is enlarged.

    Parameters
    ----------
    pixels : (h, w) or (h, w, 3) uint8
        Any picture.
    side
        The longest side of the result.
    """
    half, _ = halved(pixels, max(pixels.shape[:2]) / side)
    factor = side / max(half.shape[:2])
    height, width = (max(1, round(length * factor)) for length in half.shape[:2])
    return np.asarray(cv2.resize(half, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def halved(pixels: NDArray[np.uint8], factor: float) -> tuple[NDArray[np.uint8], int]:
    """Halve both sides of a picture as often as that divides them by at most a factor.

    To reduce it at once takes four times as long.

    Parameters
    ----------
    pixels : (h, w) or (h, w, 3) uint8
        Any picture.
    factor
        Below 2 the picture stays as it is.

    Returns
    -------
    The picture, and by what its sides were divided: 1, 2, 4, … Pixel (x, y) shows the mean of
    that many rows and columns from there times (x, y) on; what is left over at the end is cut off.
    """
    divided = 1
    while 2 * divided <= factor and min(pixels.shape[:2]) >= 2:
        height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
        even = pixels[: 2 * height, : 2 * width]
        pixels = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA))
        divided *= 2
    return pixels, divided
