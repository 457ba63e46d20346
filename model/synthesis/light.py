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
    """Let a hand, a phone or a head stand in the light: a polygon with soft or hard edges."""
    height, width = shape
    middle = np.array((rng.uniform(-0.1, 1.1) * width, rng.uniform(-0.1, 1.1) * height))
    count = int(rng.integers(3, 7))
    angles = np.sort(rng.uniform(0, 2 * np.pi, count))
    reach = rng.uniform(0.3, 1.3, count) * max(shape)
    corners = middle + np.stack([np.cos(angles) * reach, np.sin(angles) * reach], 1)
    mask = np.zeros(shape, np.float32)
    cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], float(rng.uniform(*DEEPEST)))
    soft = max(shape) * (0.004 if rng.random() < HARD else rng.uniform(0.02, 0.15))
    return np.asarray(1 - cv2.GaussianBlur(mask, (0, 0), max(0.5, soft)), np.float32)
