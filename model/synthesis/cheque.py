"""Strips of security paper, as cheques have them: small, gray, with a woven or waved ground."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.camera import add_noise, compress
from model.synthesis.ground import clouds
from model.synthesis.printed import print_words

PAPER = (100, 245)
"""Gray levels of the strips' paper."""
DEPTH = (0.03, 0.45)
"""How much darker the pattern is at its darkest, as a part of the paper's light."""
PERIOD = (2.5, 9.0)
"""Distance of the pattern's lines in pixels."""
PEN = (0.08, 0.62)
"""Part of the light that is left under the pen; gray pens are the rarer ones."""
LINED, WORDED, BOXED = 0.4, 0.15, 0.2
"""Parts of the strips with a printed line below the number, with print, and with a box's edges."""
GRAINED, GRAIN = 0.3, (0.03, 0.14)
"""Part of the strips whose paper is grained, and the standard deviation of the grain's darkness."""
SOFTEST = 1.1
"""Largest blur of the scanner, in pixels."""


def scan(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Scan ink on security paper.

    Parameters
    ----------
    ink : (h, w) uint8
        0 paper … 255 ink.
    rng
        Where all chance comes from.

    Returns
    -------
    (h, w, 3) uint8 RGB, mostly gray.
    """
    ground = _pattern(ink.shape, rng)
    dark = 1 - ground * np.float32(rng.uniform(*DEPTH))
    dark *= 1 - _print(ink.shape, rng) * np.float32(rng.uniform(0.15, 0.8))
    if rng.random() < GRAINED:
        grain = rng.normal(0, rng.uniform(*GRAIN), ink.shape).astype(np.float32)
        # Coarser than the scanner's pixels: it would be noise else.
        dark *= 1 + cv2.GaussianBlur(grain, (0, 0), rng.uniform(0.4, 1.0)) * np.float32(1.5)
    dark *= 1 + clouds(ink.shape, 3, rng) * np.float32(rng.uniform(0, 0.05))
    kept = PEN[0] + (PEN[1] - PEN[0]) * rng.random() ** 1.6
    amount = ink.astype(np.float32) * np.float32(1 / 255)
    if rng.random() < 0.4:
        amount *= 1 - np.abs(clouds(ink.shape, max(ink.shape) // 2, rng)) * np.float32(0.12)
    # Where a dense pen has been, the pattern is hardly seen.
    under = np.sqrt(np.minimum(dark, 1)) * np.float32(kept)
    picture = dark + amount * (under - dark)
    gray = cv2.convertScaleAbs(picture, alpha=rng.uniform(*PAPER))
    gray = cv2.GaussianBlur(gray, (0, 0), rng.uniform(0.3, SOFTEST))
    if rng.random() < 0.85:
        colored = cv2.merge([gray] * 3)
    else:
        tint = 1 - rng.uniform(0, 0.2, 3)
        colored = cv2.merge([cv2.convertScaleAbs(gray, alpha=t) for t in tint])
    return compress(add_noise(colored, rng.uniform(0, 5), rng), rng, (40, 95))


def _pattern(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """One or two line families over one another, 0 paper … 1 where they are darkest."""
    y, x = np.indices(shape, np.float32)
    count = int(rng.choice((1, 2, 3), p=(0.45, 0.4, 0.15)))
    layers = []
    for _ in range(count):
        period = rng.uniform(*PERIOD)
        phase = FAMILIES[rng.integers(len(FAMILIES))](x, y, rng) / np.float32(period)
        wave = 0.5 + 0.5 * np.cos(np.float32(2 * np.pi) * phase)
        # Sharp thin lines, soft ones, or anything between.
        layers.append(wave ** np.float32(rng.uniform(0.7, 5)) * np.float32(rng.uniform(0.4, 1)))
    ground = np.max(layers, axis=0) if rng.random() < 0.7 else np.mean(layers, axis=0)
    if rng.random() < 0.3:  # the scanner breaks the lines up
        ground = ground * (0.75 + 0.35 * clouds(shape, max(shape) // 3, rng))
    return np.asarray(np.clip(ground, 0, 1.2), np.float32)


def _waved(
    x: NDArray[np.float32], y: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Lines that run across in waves."""
    high, long = rng.uniform(0.5, 6), rng.uniform(12, 90)
    lean, start = rng.normal(0, 0.15), rng.uniform(0, 6.3)
    ripple = high * np.sin(x * np.float32(2 * np.pi / long) + np.float32(start))
    return np.asarray(y + np.float32(lean) * x + ripple, np.float32)


def _straight(
    x: NDArray[np.float32], y: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Lines in one direction, a little bent."""
    angle = rng.uniform(0, np.pi)
    bow = np.float32(rng.normal(0, 0.0015)) * (x - x.max() / 2) ** 2
    across = np.float32(np.cos(angle)) * x + np.float32(np.sin(angle)) * y
    return np.asarray(across + bow, np.float32)


def _rings(
    x: NDArray[np.float32], y: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Rings, or the rosettes of a guilloche."""
    across = x - np.float32(rng.uniform(-0.3, 1.3) * x.max())
    down = y - np.float32(rng.uniform(-1.5, 2.5) * y.max())
    far = np.sqrt(across**2 + (down * np.float32(rng.uniform(0.5, 2))) ** 2)
    if rng.random() < 0.5:
        petals = np.sin(np.arctan2(down, across) * int(rng.integers(3, 12)))
        far = far * (1 + np.float32(rng.uniform(0.02, 0.15)) * petals)
    return np.asarray(far, np.float32)


def _woven(
    x: NDArray[np.float32], y: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Threads over and under one another: neither the lines nor their distance are steady."""
    shape = x.shape
    push = clouds(shape, max(3, max(shape) // int(rng.integers(4, 16))), rng)
    along = x if rng.random() < 0.5 else y
    across = y if along is x else x
    under = np.sin(across) * rng.uniform(0, 2)
    return np.asarray(along + push * rng.uniform(0.5, 2) + under, np.float32)


FAMILIES: tuple[
    Callable[[NDArray[np.float32], NDArray[np.float32], np.random.Generator], NDArray[np.float32]],
    ...,
] = (_waved, _waved, _straight, _rings, _woven)
"""What the lines of a pattern are like; waves are the most frequent."""


def _print(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Print a line to write on, a word, the edges of a box."""
    height, width = shape
    mask = np.zeros((height, width), np.uint8)
    thick = int(rng.integers(1, 3))
    if rng.random() < LINED:
        y, tilt = round(rng.uniform(0.8, 0.99) * height), round(rng.normal(0, 0.01) * width)
        cv2.line(mask, (0, y), (width, y + tilt), 255, thick, cv2.LINE_AA)
    if rng.random() < BOXED:
        x = round(rng.choice((0.02, 0.98)) * width + rng.normal(0, 2))
        y = round(rng.choice((0.03, 0.97)) * height)
        cv2.line(mask, (x, 0), (x, height), 255, thick)
        cv2.line(mask, (0, y), (width, y), 255, thick)
    if rng.random() < WORDED:
        word = print_words(rng.uniform(5, 10), round(width * rng.uniform(0.2, 1)), rng)
        x = int(rng.integers(max(1, width - word.shape[1])))
        y = round(height * rng.choice((0.0, 0.88)))
        part = mask[y : y + word.shape[0], x : x + word.shape[1]]
        np.maximum(part, word[: part.shape[0], : part.shape[1]], out=part)
    return mask.astype(np.float32) / np.float32(255)
