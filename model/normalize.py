"""Mark → the 28×28 picture that the network sees, the way MNIST was made.

MNIST's digits were scaled into a box of 20×20 with their aspect kept, which leaves gray levels
behind, and placed in 28×28 so that the center of mass is in the middle (Y. LeCun, C. Cortes,
C. Burges, "The MNIST database of handwritten digits").
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.halves import halved

SIDE = 28
"""Side of the picture in pixels."""
CENTER = 14
"""Index of the row and column where the center of mass lies; in MNIST's training half its mean
is 14.0 and its spread that of rounding."""
BOX = 20
"""Side of the box that the digit is scaled into, in pixels."""
ENOUGH = 100
"""Longer side that a mark keeps at least, in pixels: five for each of the picture's."""
THINNEST_STROKE = 2.0
"""Strokes thinner than this in the finished picture are thickened first, in its pixels: they
would fade away in the scaling, and MNIST has few that are thinner."""
FULL_INK = 0.6
"""Ink of this part of a mark's typical ink is drawn as full ink, as a scanner would."""
RIM = 0.15
"""Ink below this part of a mark's typical ink is paper's shade or blur."""


def normalize(ink: NDArray[np.uint8], mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Draw a mark the way MNIST's digits are drawn.

    Parameters
    ----------
    ink : (h, w) uint8
        0 paper … 255 ink, the part of a page that the mark's box covers.
    mask : (h, w) uint8
        Not 0 where the ink is the mark's; at least one pixel.

    Returns
    -------
    (28, 28) uint8, 0 paper … 255 ink.
    """
    ink, mask = _smaller(ink, mask)
    gray = _even(ink, mask)
    side = max(gray.shape)
    thin = THINNEST_STROKE * side / BOX - _stroke_width(mask)
    pad = max(1, int(np.ceil(thin)))
    gray = cv2.copyMakeBorder(gray, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    if thin >= 1:
        width = round(thin) | 1
        gray = cv2.dilate(gray, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)))
    return _center(_fit(_trim(np.asarray(gray, np.uint8))))


def _smaller(
    ink: NDArray[np.uint8], mask: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Halve a large mark: of so many pixels nothing is left in the end, but each takes its time."""
    factor = max(mask.shape) / ENOUGH
    if factor < 2:
        return ink, mask
    (small, _), (half, _) = halved(ink, factor), halved(mask, factor)
    return small, np.asarray(cv2.compare(half, 63, cv2.CMP_GT), np.uint8)


def _even(ink: NDArray[np.uint8], mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Stretch the mark's ink to 0 … 255 and leave out what is not the mark's."""
    typical = quantile(ink, mask, 0.75)
    low, high = RIM * typical, max(FULL_INK * typical, RIM * typical + 1)
    levels = np.clip((np.arange(256) - low) / (high - low) * 255, 0, 255).astype(np.uint8)
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(cv2.LUT(ink, levels), cv2.LUT(near, _BINARY)), np.uint8)


def quantile(ink: NDArray[np.uint8], mask: NDArray[np.uint8], part: float) -> float:
    """Find the level, 0 … 255, that this part of the ink under a mask does not exceed."""
    levels = np.cumsum(cv2.calcHist([ink], [0], mask, [256], [0, 256]))
    return float(np.searchsorted(levels, part * levels[-1]))


_BINARY = np.array([0] + [255] * 255, np.uint8)


def _stroke_width(mask: NDArray[np.uint8]) -> float:
    """Mean width of the strokes in pixels: four times the mean distance of ink to paper."""
    padded = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    distance = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    return 4 * float(cv2.mean(distance, padded)[0]) - 1


def _trim(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    x, y, width, height = cv2.boundingRect(cv2.threshold(gray, 64, 255, cv2.THRESH_BINARY)[1])
    if width == 0:
        return gray
    return gray[y : y + height, x : x + width]


def _fit(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = gray.shape
    factor = BOX / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(gray, size, interpolation=how), np.uint8)


def _center(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Place the digit in the picture with its center of mass in the middle."""
    height, width = gray.shape
    weight = cv2.moments(gray)
    mass = max(weight["m00"], 1.0)
    left = round(CENTER - weight["m10"] / mass)
    top = round(CENTER - weight["m01"] / mass)
    left, top = min(max(left, 0), SIDE - width), min(max(top, 0), SIDE - height)
    picture = np.zeros((SIDE, SIDE), np.uint8)
    picture[top : top + height, left : left + width] = gray
    return picture
