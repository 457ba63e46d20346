"""Ink → photo: paper, light and a camera, all drawn.

What is varied, and how far, follows what phone photos of handwriting are like in general: the
paper's brightness and tint, uneven light, shadows, ruled and grid lines, page edges, faint and
colored pens, boards with light ink, blur, noise and JPEG.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.camera import shoot
from model.synthesis.ground import clouds, print_on, sheet_of_paper
from model.synthesis.light import cast
from model.synthesis.surroundings import surround

PENS = np.array(
    [(20, 20, 25), (50, 50, 55), (25, 35, 110), (30, 60, 160), (160, 30, 35), (25, 110, 60),
     (80, 80, 80), (120, 120, 125), (235, 130, 130), (70, 190, 215), (110, 60, 140),
     (240, 120, 190), (225, 190, 60), (240, 140, 40), (120, 200, 90)],
    np.float32,
)  # fmt: skip
"""Colors of pens and pencils, RGB."""
OFTEN = 0.65
"""Part of the pictures whose pen is one of the first, dark ones."""
DARK_PENS = 7
FAINT = 0.12
"""Part of the pictures with a faint pencil…"""
FAINTEST = (0.1, 0.26)
"""…that takes this part of the paper's light away, where the darkest color is."""
LEAST_TAKEN = 0.22
"""What other pens take away at least."""
LIGHT_ON_DARK = 0.13
"""Part of the pictures that are boards and screens: light ink on a dark ground."""
CLEAN = 0.2
"""Part of the pictures that are drawings: even ground, no camera."""
GRAINY = 0.3
"""Part of the pens that leave grain: pencils, crayons, chalk."""


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
    faint = rng.random() < FAINT
    paper = print_on(sheet_of_paper(ink.shape, rng, 0.4 if faint else 1.0), rng)
    amount = ink.astype(np.float32) * np.float32(rng.uniform(0.75, 1.0) / 255)
    if rng.random() < GRAINY:
        grain = clouds(ink.shape, max(ink.shape) // 2, rng) * rng.uniform(0.05, 0.35)
        amount = np.clip(amount * (1 - np.abs(grain)), 0, 1)
    taken = rng.uniform(*FAINTEST) if faint else LEAST_TAKEN
    picture = np.asarray(cv2.multiply(paper, _filter(amount, _pen(rng, faint, taken))))
    picture = cast(surround(picture, ink, rng), rng)
    if rng.random() < LIGHT_ON_DARK:
        picture = np.float32(255) - picture * np.float32(rng.uniform(0.7, 1))
    # What a faint pencil leaves would drown in a bad camera's noise, and nobody could read it.
    return shoot(picture, rng, calm=faint)


def _filter(amount: NDArray[np.float32], kept: NDArray[np.float32]) -> NDArray[np.float32]:
    """Part of each color's light that the ink lets through."""
    return np.asarray(cv2.merge([1 - amount * (1 - part) for part in kept]), np.float32)


def _pen(rng: np.random.Generator, faint: bool, taken: float) -> NDArray[np.float32]:
    """Part of each color's light that the pen lets through where it is full."""
    if faint:
        tint = rng.uniform(0.75, 1, 3)
        return np.asarray(1 - taken * tint / tint.max(), np.float32)
    dark = rng.random() < OFTEN
    pen = PENS[rng.integers(DARK_PENS) if dark else rng.integers(len(PENS))]
    kept = np.clip(pen * rng.uniform(0.6, 1.25) / 255, 0.02, 0.97)
    kept[np.argmin(kept)] = min(kept.min(), 1 - taken)
    return np.asarray(kept, np.float32)


def _drawing(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Paint, a tablet or a scanner: even ground, at most soft edges."""
    if rng.random() < 0.3:
        ink = np.where(ink > 127, 255, 0).astype(np.uint8)
    pen = np.full(3, rng.uniform(0, 60), np.float32)
    if rng.random() < 0.4:
        pen = PENS[rng.integers(len(PENS))]
    ground = np.full(3, 255, np.float32) if rng.random() < 0.7 else rng.uniform(215, 255, 3)
    if rng.random() < 0.12:  # a light gray ground, or a scan's pale ink
        ground = np.full(3, rng.uniform(150, 255), np.float32)
        pen = ground * np.float32(rng.uniform(0.1, 0.75))
    if np.min(pen - ground) > -50:  # yellow on white is no drawing that anybody sends
        pen = pen * np.float32(0.5)
    steps = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    colors = ground * (1 - steps) + pen * steps
    if rng.random() < 0.45:
        colors = 255 - colors
    table = np.clip(colors, 0, 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(cv2.merge([ink] * 3), table), np.uint8)
