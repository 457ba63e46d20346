"""Light that falls on a page: slopes, vignettes, shadows, spots."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.ground import clouds

VIGNETTE, SHADOW, HARD, CLOUDY = 0.35, 0.28, 0.4, 0.2
"""Parts of the photos with darker corners, with a shadow, with a hard one of these, and with light
that is patchy."""
DEEPEST = (0.1, 0.6)
"""Part of the light that a shadow takes."""
STRIP = 0.25
"""Part of the shadows that are strips: a pen's, a finger's, a bar's of a window…"""
STRIP_WIDTH = (0.03, 0.3)
"""…so wide, as a part of the photo's longer side; half of them end in the photo."""
COARSE = 3
"""Light is computed on a picture so much smaller, but for the edges of hard shadows."""


def cast(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Let light fall on a picture of (h, w, 3) float32."""
    height, width = picture.shape[:2]
    small = max(2, height // COARSE), max(2, width // COARSE)
    rows = np.linspace(-1, 1, small[0], dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, small[1], dtype=np.float32)[None]
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.float32(np.cos(angle)) * rows + np.float32(np.sin(angle)) * columns
    light = 1 + slope * np.float32(rng.uniform(0, 0.3))
    if rng.random() < VIGNETTE:
        far = (rows - rng.normal(0, 0.3)) ** 2 + (columns - rng.normal(0, 0.3)) ** 2
        light *= 1 - np.clip(far * np.float32(rng.uniform(0, 0.4)), 0, 0.8)
    if rng.random() < CLOUDY:
        light *= 1 + clouds(small, 3, rng) * np.float32(0.08)
    light = light * np.float32(rng.uniform(0.72, 1) / light.max())
    if rng.random() < SHADOW:
        light *= _shadow(small, rng)
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(picture, cv2.merge([full] * 3)), np.float32)


def _shadow(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """Let something stand in the light, with soft or hard edges."""
    corners = _strip(shape, rng) if rng.random() < STRIP else _polygon(shape, rng)
    mask = np.zeros(shape, np.float32)
    cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], float(rng.uniform(*DEEPEST)))
    soft = max(shape) * (0.004 if rng.random() < HARD else rng.uniform(0.02, 0.15))
    return np.asarray(1 - cv2.GaussianBlur(mask, (0, 0), max(0.5, soft)), np.float32)


def _polygon(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Give the corners of what a hand, a phone or a head is to the light, (n, 2)."""
    height, width = shape
    middle = np.array((rng.uniform(-0.1, 1.1) * width, rng.uniform(-0.1, 1.1) * height))
    count = int(rng.integers(3, 7))
    angles = np.sort(rng.uniform(0, 2 * np.pi, count))
    reach = rng.uniform(0.3, 1.3, count) * max(shape)
    return np.asarray(middle + np.stack([np.cos(angles) * reach, np.sin(angles) * reach], 1))


def _strip(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Give the corners of a strip that runs into the photo from anywhere, (4, 2)."""
    side = max(shape)
    tip = rng.uniform(0, 1, 2) * shape[::-1]
    angle = rng.uniform(0, 2 * np.pi)
    along = np.array((np.cos(angle), np.sin(angle))) * 2 * side
    if rng.random() < 0.5:
        tip -= along
    beside = np.array((-np.sin(angle), np.cos(angle))) * rng.uniform(*STRIP_WIDTH) * side / 2
    foot = tip + 2 * along
    return np.array([tip - beside, tip + beside, foot + beside, foot - beside])
