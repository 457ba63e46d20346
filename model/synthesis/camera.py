"""Cameras: blur, noise, JPEG, and the small frames of webcams."""

import cv2
import numpy as np
from numpy.typing import NDArray

SOFTEST = 1.8
"""Largest blur of a lens, in pixels of a photo of `BLUR_SIDE` pixels."""
BLUR_SIDE = 500
MOVED = 0.08
"""Part of the photos that are blurred by a moving hand."""
MOVED_BY = (0.006, 0.025)
"""How far it moves, as a part of the longest side."""
NOISIEST = 7.0
"""Standard deviation of a bad camera's noise in gray levels; of a calm one, a fifth."""
COMPRESSED = 0.6
"""Part of the photos that went through a JPEG file."""
FLATTEST = 0.16
"""Contrast that is left in the frames of the worst webcams."""


def shoot(
    picture: NDArray[np.float32], rng: np.random.Generator, *, calm: bool = False
) -> NDArray[np.uint8]:
    """Take a photo of a picture, (h, w, 3) float32 → uint8; a calm camera has little noise."""
    side = max(picture.shape)
    seen = cv2.convertScaleAbs(np.maximum(picture, 0))
    sigma = rng.uniform(0, SOFTEST) * side / BLUR_SIDE * (0.5 if calm else 1)
    if sigma > 0.25:
        seen = cv2.GaussianBlur(seen, (0, 0), sigma)
    if rng.random() < MOVED and not calm:
        seen = _moved(seen, rng)
    seen = add_noise(seen, rng.uniform(0, NOISIEST) * (0.2 if calm else 1), rng)
    return compress(seen, rng, (70, 95) if calm else (40, 95))


def webcam_frame(
    photo: NDArray[np.uint8], side: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Reduce a photo to a frame of so many pixels: blurred, noisy and often flat."""
    factor = side / max(photo.shape)
    frame = cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        frame = cv2.GaussianBlur(frame, (0, 0), rng.uniform(0.2, 0.7))
    if rng.random() < 0.5:
        kept = rng.uniform(FLATTEST, 1)
        frame = cv2.convertScaleAbs(frame, alpha=kept, beta=rng.uniform(0, 255 * (1 - kept)))
        frame = add_noise(frame, rng.uniform(0, 6 * kept), rng)
    return compress(np.asarray(frame, np.uint8), rng, (60, 97))


def add_noise(seen: NDArray[np.uint8], sigma: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Add a sensor's noise, the same to each color."""
    noise = rng.integers(0, 256, seen.shape[:2], np.uint8)
    shift = cv2.LUT(noise, np.clip(_NORMAL * sigma, -127, 127).round().astype(np.int16))
    return np.asarray(cv2.add(seen, cv2.merge([shift] * 3), dtype=cv2.CV_8U), np.uint8)


def compress(
    seen: NDArray[np.uint8], rng: np.random.Generator, qualities: tuple[int, int]
) -> NDArray[np.uint8]:
    """Send most photos through a JPEG file."""
    if rng.random() >= COMPRESSED:
        return seen
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*qualities))]
    file = cv2.imencode(".jpg", seen, quality)[1]
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)


def _moved(seen: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    length = max(2, round(rng.uniform(*MOVED_BY) * max(seen.shape)))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    half = (length - 1) / 2
    step = np.array((np.cos(angle), np.sin(angle))) * half
    ends = [tuple(int(v) for v in np.round(half + sign * step)) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return np.asarray(cv2.filter2D(seen, -1, kernel / kernel.sum()), np.uint8)


def _normal_levels() -> NDArray[np.float64]:
    """256 values that are equally likely under a normal distribution, in order."""
    grid = np.linspace(-4, 4, 8001)
    share = np.cumsum(np.exp(-(grid**2) / 2))
    return np.interp((np.arange(256) + 0.5) / 256, share / share[-1], grid)


_NORMAL = _normal_levels()
