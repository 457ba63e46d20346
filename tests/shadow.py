"""Photos that a shadow with an edge falls across: of a pen, a finger, the phone.

On purpose not those of `model.synthesis.light`, from which the networks have learned.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH = (0.08, 0.35)
"""Of a shadow, as a part of the photo's longest side."""
KEPT = (0.3, 0.7)
"""Part of the light that is left in it."""
LEAN = 0.8
"""How far it may lean, in radians."""
ENDS = 0.5
"""Part of the shadows that end in the photo; the others go through."""
HARDEST, SOFTEST = 0.002, 0.008
"""Standard deviation of its edge's blur, as a part of the photo's longest side."""


def shaded(
    photo: NDArray[np.uint8], corners: NDArray[np.int32], kept: float, blur: float
) -> NDArray[np.uint8]:
    """Let a shadow fall on a photo.

    Parameters
    ----------
    photo : (h, w, 3) uint8
        In any order of colors, as the result.
    corners : (n, 2) int32
        Of the shadow, x and y in pixels.
    kept
        Part of the light that is left in it.
    blur
        Standard deviation of its edge's blur, in pixels.
    """
    light = np.ones(photo.shape[:2], np.float32)
    cv2.fillPoly(light, [corners], kept)
    light = cv2.GaussianBlur(light, (0, 0), blur)
    return np.asarray(photo * light[..., None], np.uint8)


def across(photo: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Let a strip of shadow fall across the middle of a photo, which it enters from below.

    Parameters
    ----------
    photo : (h, w, 3) uint8
        In any order of colors, as the result.
    rng
        Of its place, width, lean, depth and edge.
    """
    height, width = photo.shape[:2]
    side = max(height, width)
    middle = rng.uniform(0.25, 0.75, 2) * (width, height)
    lean = rng.uniform(-LEAN, LEAN)
    down = np.array([np.sin(lean), np.cos(lean)])
    beside = np.array([down[1], -down[0]]) * rng.uniform(*WIDTH) * side / 2
    top = middle - down * (rng.uniform(0, 0.3) * height if rng.random() < ENDS else 2 * side)
    foot = middle + down * 2 * side
    corners = np.array([top - beside, top + beside, foot + beside, foot - beside], np.int32)
    return shaded(photo, corners, rng.uniform(*KEPT), rng.uniform(HARDEST, SOFTEST) * side + 0.3)
