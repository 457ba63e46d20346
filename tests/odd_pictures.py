"""Pictures that no one draws by hand but that a decoder and the walk must get over: whole ones."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.files import FORMATS, encode

Pixels = NDArray[np.uint8]

SIDES = (1, 2, 3, 8, 27, 28, 29, 64, 100, 333, 640, 1280)
"""Pixels: the sides of the pictures, in any pairing."""


def pictures(count: int, seed: int) -> Iterator[bytes]:
    """Yield files of every format with patterns that make as many strokes as can be."""
    rng = np.random.default_rng(seed)
    forms = list(FORMATS)
    for at in range(count):
        height, width = rng.choice(SIDES, 2).tolist()
        kind = PATTERNS[int(rng.integers(len(PATTERNS)))]
        page = kind((height, width), rng)
        if rng.random() < 0.3:
            page = np.clip(page + rng.normal(0, 12, page.shape), 0, 255).astype(np.uint8)
        color = np.repeat(page[..., None], 3, 2)
        if rng.random() < 0.2:
            color = np.dstack([color, rng.integers(0, 2, page.shape, dtype=np.uint8) * 255])
        form = forms[at % len(forms)]
        if form in (".jpg", ".bmp", ".tif", ".gif"):
            color = np.ascontiguousarray(color[..., :3])
        yield encode(form, color)


def _noise(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    coarse = max(1, int(rng.integers(1, 24)))
    small = rng.integers(0, 2, (shape[0] // coarse + 1, shape[1] // coarse + 1), dtype=np.uint8)
    return np.kron(small * 255, np.ones((coarse, coarse), np.uint8))[: shape[0], : shape[1]]


def _stripes(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    step = int(rng.integers(2, 40))
    line = ((np.arange(max(shape)) % step) < max(1, step // 3)).astype(np.uint8) * 255
    across, along = line[: shape[0], None], line[None, : shape[1]]
    return 255 - (across | along if rng.random() < 0.5 else across + 0 * along).astype(np.uint8)


def _strokes(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    page = np.full(shape, 240, np.uint8)
    for _ in range(int(rng.integers(1, 400))):
        start, end = (tuple(int(rng.integers(0, side)) for side in shape[::-1]) for _ in "ab")
        cv2.line(page, start, end, int(rng.integers(0, 90)), int(rng.integers(1, 12)))
    return page


def _digits(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    page = np.full(shape, 230, np.uint8)
    for _ in range(int(rng.integers(1, 250))):
        at = int(rng.integers(0, shape[1])), int(rng.integers(0, shape[0] + 10))
        scale = float(rng.uniform(0.4, 3))
        text = str(rng.integers(0, 10 ** int(rng.integers(1, 9))))
        cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, 40, max(1, round(2 * scale)))
    return page


def _rings(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    page = np.full(shape, 250, np.uint8)
    step = int(rng.integers(6, 60))
    for y in range(0, shape[0], step):
        for x in range(0, shape[1], step):
            cv2.circle(page, (x, y), max(1, step // 3), 20, max(1, step // 12))
    return page


def _gradient(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    ramp = np.add.outer(np.linspace(0, 255, shape[0]), np.linspace(0, 255, shape[1]))
    return (ramp * float(rng.uniform(0.1, 4)) % 256).astype(np.uint8)


PATTERNS: tuple[Callable[[tuple[int, int], np.random.Generator], Pixels], ...] = (
    _noise, _stripes, _strokes, _digits, _rings, _gradient,
)  # fmt: skip
