"""A page of ink, and where it lies on the photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.mark import Mark
from model.reading import Box


@dataclass(frozen=True, eq=False)
class Turn:
    """How a page was turned.

    Attributes
    ----------
    back : (2, 3) float64
        Where a pixel of it was before: this times (x, y, 1).
    width, height : int
        Of the page before, in page pixels.
    """

    back: NDArray[np.float64]
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Page:
    """How much ink there is.

    Attributes
    ----------
    ink : (h, w) uint8
        0 paper … 255 no light at all: the part of the paper's light that the darkest color
        channel has lost, less what the bare paper itself loses.
    scale : float
        Page pixels per pixel of the upright photo.
    noise : float
        Standard deviation of bare paper, in levels of `ink`.
    pixels : (h, w, 3) uint8 or None
        The photo at this size, inverted where ink is light; None where there is none.
    turn
        How it was turned; None where it lies as it was photographed.
    """

    ink: NDArray[np.uint8]
    scale: float
    noise: float
    pixels: NDArray[np.uint8] | None = None
    turn: Turn | None = None


@dataclass(frozen=True)
class Place:
    """Where a mark lies on the page as it was photographed, in page pixels.

    Attributes
    ----------
    left, top, right, bottom : float
        The smallest upright box around its ink; the last two are beyond it.
    edges : int
        How many sides of the page it touches.
    """

    left: float
    top: float
    right: float
    bottom: float
    edges: int


def place(page: Page, mark: Mark) -> Place:
    """Find where a mark of a page lies on the page as it was photographed."""
    height, width = page.ink.shape
    left, top, right, bottom = _box(page, mark)
    if page.turn is not None:
        width, height = page.turn.width, page.turn.height
    edges = int(left <= 1) + int(top <= 1) + int(right >= width - 1) + int(bottom >= height - 1)
    return Place(max(left, 0), max(top, 0), min(right, width), min(bottom, height), edges)


def _box(page: Page, mark: Mark) -> tuple[float, float, float, float]:
    if page.turn is None:
        return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
    down, across = np.nonzero(mark.mask)
    at = page.turn.back @ np.stack([across + mark.x, down + mark.y, np.ones(len(down))])
    (left, top), (right, bottom) = at.min(axis=1), at.max(axis=1) + 1
    return float(left), float(top), float(right), float(bottom)


def box_on(page: Page, mark: Mark) -> Box:
    """Give a mark's box in pixels of the upright photo."""
    at = place(page, mark)
    left, top = round(at.left / page.scale), round(at.top / page.scale)
    right, bottom = round(at.right / page.scale), round(at.bottom / page.scale)
    return Box(left, top, max(1, right - left), max(1, bottom - top))
