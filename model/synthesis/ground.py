"""Paper: its tint and grain, and what is printed on it before anybody writes."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.printed import print_words

RULED, GRID, SHOWN_THROUGH, CREASED = 0.13, 0.08, 0.08, 0.06
"""Parts of the papers that are ruled, that have a grid, through which print shows, and that were
folded."""
BRIGHTNESS = (115, 252)
"""Gray levels of paper."""


def clouds(shape: tuple[int, ...], cells: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Smooth noise around 0 with standard deviation near 1; `cells` bumps along a side."""
    small = rng.standard_normal((cells + 1, cells + 1), dtype=np.float32)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))


def sheet_of_paper(
    shape: tuple[int, ...], rng: np.random.Generator, rough: float = 1.0
) -> NDArray[np.float32]:
    """Take an empty sheet, (h, w, 3) float32, 0 … 255; `rough` scales its grain."""
    tint = rng.uniform(*BRIGHTNESS) * (1 + rng.normal(0, 0.03, 3))
    if rng.random() < 0.1:
        tint = tint * (1 + rng.normal(0, 0.12, 3))  # colored paper, or a lamp's light
    grain = clouds(shape, max(shape) // 4, rng) * np.float32(rough * rng.uniform(0, 2.5) / 255)
    if rng.random() < 0.3:
        coarse = clouds(shape, int(rng.integers(5, 40)), rng)
        grain += coarse * np.float32(rough * rng.uniform(0, 4) / 255)
    if rng.random() < CREASED:
        grain += _crease(shape, rng)
    grain += 1
    return np.asarray(cv2.merge([grain * np.float32(t) for t in tint]), np.float32)


def _crease(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Fold the paper: one side of the line is a little darker, the line itself is light or dark."""
    height, width = shape[:2]
    angle = rng.uniform(0, np.pi)
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    off = (x - rng.uniform(0, width)) * np.float32(np.cos(angle)) + (
        y - rng.uniform(0, height)
    ) * np.float32(np.sin(angle))
    reach = 0.02 * max(shape)
    line = np.exp(-((off / np.float32(reach * rng.uniform(0.1, 0.4))) ** 2))
    side = np.tanh(off / np.float32(reach * 3))
    return np.asarray(line * rng.uniform(-0.12, 0.1) + side * rng.uniform(-0.05, 0.05), np.float32)


def print_on(paper: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Rule some of the papers, grid others, and let print show through some."""
    kind = rng.random()
    if kind < RULED + GRID:
        mask = _lines(paper.shape, kind < RULED, rng)
        strength = rng.uniform(0.05, 0.45)
    elif kind < RULED + GRID + SHOWN_THROUGH:
        mask = _words(paper.shape, rng)
        strength = rng.uniform(0.02, 0.1)
    else:
        return paper
    color = rng.uniform(0.3, 1.0, 3) * strength / 255
    through = [1 - mask * np.float32(part) for part in color]
    return np.asarray(cv2.multiply(paper, cv2.merge(through)), np.float32)


def _lines(shape: tuple[int, ...], ruled: bool, rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = shape[:2]
    side = max(height, width)
    mask = np.zeros((height, width), np.uint8)
    step = max(6, int(side * rng.uniform(0.05, 0.3)))
    tilt = rng.normal(0, 0.012)
    thick = max(1, round(side * rng.uniform(0.001, 0.006)))
    down, across = int(tilt * width), int(tilt * height)
    for at in range(int(rng.integers(step)), 2 * side, step):
        cv2.line(mask, (0, at), (width, at + down), 255, thick, cv2.LINE_AA)
        if not ruled:
            cv2.line(mask, (at, 0), (at - across, height), 255, thick, cv2.LINE_AA)
    if ruled and rng.random() < 0.2:  # a margin
        at = int(rng.uniform(0.02, 0.25) * width)
        cv2.line(mask, (at, 0), (at - across, height), 255, thick, cv2.LINE_AA)
    return mask.astype(np.float32)


def _words(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Lines of print on the other side of the page: mirrored and blurred."""
    height, width = shape[:2]
    mask = np.zeros((height, width), np.uint8)
    letter = max(5.0, max(height, width) * rng.uniform(0.015, 0.05))
    line = print_words(letter, width, rng)
    for y in range(round(rng.uniform(0, 2) * letter), height, round(2 * letter)):
        shifted = np.roll(line, int(rng.integers(width)), axis=1)
        part = mask[y : y + line.shape[0], : line.shape[1]]
        np.maximum(part, shifted[: part.shape[0], : part.shape[1]], out=part)
    return np.asarray(cv2.GaussianBlur(mask[:, ::-1], (5, 5), 0), np.float32)
