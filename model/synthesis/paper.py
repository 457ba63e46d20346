"""Ink → photo: paper, light and a camera, all drawn.

What is varied, and how far, follows what phone photos of handwriting are like in general: the
paper's brightness and tint, uneven light, shadows, ruled and grid lines, page edges, faint and
colored pens, boards with light ink, blur, noise and JPEG.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

PENS = np.array(
    [(20, 20, 25), (50, 50, 55), (25, 35, 110), (30, 60, 160), (160, 30, 35), (25, 110, 60),
     (80, 80, 80), (120, 120, 125), (235, 130, 130), (70, 190, 215), (110, 60, 140)],
    np.float32,
)  # fmt: skip
"""Colors of pens and pencils, RGB."""
FAINTEST_PEN = 0.22
"""Least part of the paper's light that a pen takes away."""
LIGHT_ON_DARK = 0.15
"""Part of the pictures that are boards and screens: light ink on a dark ground."""
CLEAN = 0.22
"""Part of the pictures that are drawings: even ground, no camera."""


def photograph(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Make a photo of ink on paper.

    Parameters
    ----------
    ink : (h, w) uint8
        0 paper … 255 ink.
    rng
        Where all chance comes from.

    Returns
    -------
    (h, w, 3) uint8 RGB.
    """
    if rng.random() < CLEAN:
        return _drawing(ink, rng)
    paper = _paper(ink.shape, rng)
    paper = _print_lines(paper, rng)
    amount = (ink.astype(np.float32) / 255)[..., None] * rng.uniform(0.7, 1.0)
    pen = PENS[rng.integers(len(PENS))] * rng.uniform(0.6, 1.3)
    kept = np.clip(pen / 255, 0.02, 1 - FAINTEST_PEN)
    picture = paper * (1 - amount * (1 - kept))
    picture = _dirt(picture, rng) * _light(ink.shape, rng)
    if rng.random() < LIGHT_ON_DARK:
        picture = 255 - picture * rng.uniform(0.7, 1)
    return _camera(picture, rng)


def _drawing(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Paint, a tablet or a scanner: even ground, at most soft edges."""
    if rng.random() < 0.3:
        ink = np.where(ink > 127, 255, 0).astype(np.uint8)
    amount = (ink.astype(np.float32) / 255)[..., None]
    pen = np.full(3, rng.uniform(0, 60), np.float32)
    if rng.random() < 0.4:
        pen = PENS[rng.integers(len(PENS))]
    ground = np.full(3, 255, np.float32) if rng.random() < 0.7 else rng.uniform(215, 255, 3)
    picture = ground * (1 - amount) + pen * amount
    if rng.random() < 0.45:
        picture = 255 - picture
    return np.clip(picture, 0, 255).astype(np.uint8)


def _clouds(shape: tuple[int, ...], cells: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Smooth noise around 0 with standard deviation near 1; `cells` bumps along a side."""
    small = rng.standard_normal((cells + 1, cells + 1)).astype(np.float32)
    return np.asarray(
        cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32
    )


def _paper(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    tint = rng.uniform(120, 250) * (1 + rng.normal(0, 0.03, 3)).astype(np.float32)
    grain = _clouds(shape, max(shape) // 4, rng) * rng.uniform(0, 2.5)
    if rng.random() < 0.3:
        grain = grain + _clouds(shape, int(rng.integers(5, 40)), rng) * rng.uniform(0, 4)
    return np.asarray(tint * (1 + grain[..., None] / 255), np.float32)


def _print_lines(paper: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Rule some of the papers, grid others, and let print show through some."""
    kind = rng.random()
    height, width = paper.shape[:2]
    side = max(height, width)
    mask = np.zeros((height, width), np.uint8)
    if kind < 0.22:
        step = int(side * rng.uniform(0.05, 0.3))
        tilt = rng.normal(0, 0.01)
        thick = max(1, round(side * rng.uniform(0.002, 0.006)))
        for at in range(int(rng.integers(step)), 2 * side, step):
            down, across = int(tilt * width), int(tilt * height)
            if kind < 0.18:
                cv2.line(mask, (0, at), (width, at + down), 255, thick, cv2.LINE_AA)
            if kind < 0.08 or kind > 0.18:
                cv2.line(mask, (at, 0), (at - across, height), 255, thick, cv2.LINE_AA)
        strength = rng.uniform(0.05, 0.4)
    elif kind < 0.30:
        letters = "".join(chr(c) for c in rng.integers(97, 123, 40))
        scale = side / 400 * rng.uniform(0.4, 1.0)
        for at in range(0, height, max(8, int(30 * scale))):
            cv2.putText(mask, letters, (-20, at), 3, scale, 255, 1, cv2.LINE_AA)
        mask = cv2.GaussianBlur(mask[:, ::-1], (5, 5), 0)
        strength = rng.uniform(0.02, 0.09)
    else:
        return paper
    color = rng.uniform(0.3, 1.0, 3).astype(np.float32)
    return np.asarray(paper * (1 - strength * color * (mask / np.float32(255))[..., None]))


def _light(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Light that falls unevenly, (h, w, 1) float32 around 0.3 … 1."""
    rows = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, shape[1], dtype=np.float32)[None]
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * rows + np.sin(angle) * columns
    light = 1 + slope * rng.uniform(0, 0.25)
    if rng.random() < 0.35:
        far = (rows - rng.normal(0, 0.3)) ** 2 + (columns - rng.normal(0, 0.3)) ** 2
        light = light * (1 - np.clip(far * rng.uniform(0, 0.35), 0, 0.75))
    if rng.random() < 0.25:
        edge = 1 / (1 + np.exp(-(slope - rng.uniform(-1, 1)) * rng.uniform(3, 40)))
        light = light * (1 - edge * rng.uniform(0.1, 0.5))
    if rng.random() < 0.2:
        light = light * (1 + _clouds(shape, 3, rng) * 0.08)
    return np.asarray(light / light.max() * rng.uniform(0.7, 1), np.float32)[..., None]


def _dirt(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Page edges, bindings and specks near the border."""
    height, width = picture.shape[:2]
    side = max(height, width)
    if rng.random() < 0.15:
        reach = rng.uniform(0.01, 0.14) * side
        wall = np.full(3, rng.uniform(10, 110), np.float32) * rng.uniform(0.7, 1.3, 3)
        tilt = rng.normal(0, 0.04) * side
        corners = np.array([(-5, -5), (width + 5, -5), (width + 5, reach + tilt), (-5, reach)])
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [corners.astype(np.int32)], 255, cv2.LINE_AA)
        if rng.random() < 0.25:
            for at in range(0, width, max(6, side // 30)):
                cv2.circle(mask, (at, int(reach * 1.5)), max(2, side // 120), 255, -1, cv2.LINE_AA)
        mask = _turn(mask, rng)
        amount = (cv2.GaussianBlur(mask, (5, 5), 0) / np.float32(255))[..., None]
        picture = picture * (1 - amount) + wall * amount
    if rng.random() < 0.2:
        for _ in range(int(rng.integers(1, 8))):
            place = (int(rng.integers(width)), int(rng.integers(height)))
            size = max(1, int(rng.uniform(0.001, 0.008) * side))
            cv2.circle(picture, place, size, [float(rng.uniform(20, 120))] * 3, -1, cv2.LINE_AA)
    return picture


def _turn(mask: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Move what lies along the upper edge to one of the four edges; the size stays."""
    height, width = mask.shape
    turned = np.rot90(mask, int(rng.integers(4)))
    return np.asarray(cv2.resize(np.ascontiguousarray(turned), (width, height)), np.uint8)


def _camera(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.uint8]:
    sigma = rng.uniform(0, 1.6) * max(picture.shape) / 500
    if sigma > 0.25:
        picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    noise = rng.standard_normal(picture.shape[:2], dtype=np.float32) * np.float32(rng.uniform(0, 6))
    seen = cv2.convertScaleAbs(np.maximum(picture + noise[..., None], 0))
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 95))]
        seen = cv2.imdecode(cv2.imencode(".jpg", seen, quality)[1], cv2.IMREAD_COLOR)
    return np.asarray(seen, np.uint8)
