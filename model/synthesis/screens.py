"""What screens show: plots, diagrams, windows and tables."""

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.printed import print_words


def draw_screen(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw a plot, a diagram or windows, in colors on a light or dark ground.

    Parameters
    ----------
    shape
        Height and width in pixels.
    rng
        Where all chance comes from.

    Returns
    -------
    (h, w, 3) uint8 RGB.
    """
    dark = rng.random() < 0.25
    screen = np.full((*shape, 3), 255 - rng.integers(0, 25), np.uint8)
    SCREENS[rng.integers(len(SCREENS))](screen, rng)
    for _ in range(int(rng.integers(0, 5))):
        _label(screen, rng)
    return np.asarray(255 - screen if dark else screen, np.uint8)


def _paint(rng: np.random.Generator) -> tuple[int, ...]:
    return tuple(int(v) for v in rng.integers(0, 220, 3))


def _spot(shape: tuple[int, ...], rng: np.random.Generator) -> tuple[int, int]:
    return int(rng.integers(shape[1])), int(rng.integers(shape[0]))


def _label(screen: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Print a word somewhere."""
    height, width = screen.shape[:2]
    word = print_words(rng.uniform(5, 0.06 * height + 6), width // 2, rng)
    x, y = int(rng.integers(width // 2)), int(rng.integers(height))
    part = screen[y : y + word.shape[0], x : x + word.shape[1]]
    ink = word[: part.shape[0], : part.shape[1], None]
    np.minimum(part, 255 - ink, out=part)


def _plots(screen: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Draw a plot, or several side by side."""
    for part in np.array_split(screen, int(rng.choice((1, 1, 1, 2, 3))), axis=1):
        _plot(part, rng)


def _plot(screen: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Axes, mostly with curves or bars."""
    height, width = screen.shape[:2]
    left, right = round(width * 0.12), round(width * 0.95)
    top, bottom = round(height * 0.08), round(height * 0.88)
    if rng.random() < 0.5:
        for at in np.linspace(0, 1, int(rng.integers(4, 9))):
            y, x = round(top + at * (bottom - top)), round(left + at * (right - left))
            cv2.line(screen, (left, y), (right, y), (215, 215, 215), 1)
            cv2.line(screen, (x, top), (x, bottom), (215, 215, 215), 1)
    cv2.rectangle(screen, (left, top), (right, bottom), (30, 30, 30), 1)
    count = int(rng.integers(4, 40))
    x = np.linspace(left, right, count)
    for _ in range(int(rng.choice((0, 1, 1, 2, 2, 3)))):
        steps = np.clip(np.cumsum(rng.normal(0, 0.5, count)) * rng.uniform(0.1, 1), -3, 3)
        y = top + (bottom - top) * (0.5 - steps / 6.5)
        if rng.random() < 0.3:
            wide = max(1, round(0.3 * (right - left) / count))
            color = _paint(rng)
            for at, tip in zip(x, y, strict=True):
                foot = (round(at) + wide, bottom)
                cv2.rectangle(screen, (round(at), round(tip)), foot, color, -1)
        else:
            points = np.round(np.stack([x, y], 1)).astype(np.int32)
            thick = int(rng.integers(1, 4))
            cv2.polylines(screen, [points], False, _paint(rng), thick, cv2.LINE_AA)


def _diagram(screen: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Boxes and disks with lines between them."""
    size = 0.04 * max(screen.shape) * rng.uniform(0.6, 1.6)
    spots = [_spot(screen.shape, rng) for _ in range(int(rng.integers(3, 12)))]
    for one, other in pairwise(spots):
        cv2.line(screen, one, other, (60, 60, 60), 1, cv2.LINE_AA)
    for x, y in spots:
        color, full = _paint(rng), -1 if rng.random() < 0.7 else 2
        if rng.random() < 0.5:
            cv2.circle(screen, (x, y), max(2, round(size * 0.6)), color, -1, cv2.LINE_AA)
        else:
            corner = (round(x + size * rng.uniform(0.8, 3)), round(y + size))
            cv2.rectangle(screen, (x, y), corner, color, full)


def _windows(screen: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Panels with title bars, or a grid of cells as in a table or a matrix."""
    height, width = screen.shape[:2]
    if rng.random() < 0.4:
        cell = max(6, round(min(height, width) * rng.uniform(0.05, 0.15)))
        tint = 255 - rng.integers(0, 255, 3)
        for y in range(cell, height - cell, cell):
            for x in range(cell, width - cell, cell):
                color = [float(v) for v in 255 - (255 - tint) * rng.random() ** 3]
                cv2.rectangle(screen, (x, y), (x + cell - 2, y + cell - 2), color, -1)
        return
    for _ in range(int(rng.integers(1, 5))):
        x, y = _spot(screen.shape, rng)
        corner = (x + int(width * rng.uniform(0.2, 0.7)), y + int(height * rng.uniform(0.2, 0.7)))
        cv2.rectangle(screen, (x, y), corner, (245, 245, 245), -1)
        cv2.rectangle(screen, (x, y), (corner[0], y + max(3, height // 20)), _paint(rng), -1)
        cv2.rectangle(screen, (x, y), corner, (120, 120, 120), 1)


SCREENS: tuple[Callable[[NDArray[np.uint8], np.random.Generator], None], ...] = (
    _plots, _plots, _diagram, _windows,
)  # fmt: skip
"""What screens show."""
