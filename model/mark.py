"""A mark: ink of a page that may be a digit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Mark:
    """Connected ink, a part of it, or several pieces of ink: a box on the page and a mask.

    Attributes
    ----------
    x, y : int
        Top left corner of the box on the page, in page pixels.
    mask : (h, w) uint8
        255 where the ink inside the box is the mark's.
    pieces : tuple of int
        The numbers of the pieces it consists of. A piece is a connected stroke, or a part of one
        that may be several digits; marks that share a piece exclude each other.
    largest : float
        The part of its ink that the largest connected stroke has, 0 … 1.
    cut : bool
        Whether it was cut out of a connected stroke whose other parts it leaves behind.
    """

    x: int
    y: int
    mask: NDArray[np.uint8]
    pieces: tuple[int, ...]
    largest: float = 1.0
    cut: bool = False

    @property
    def width(self) -> int:
        """Width of the box in page pixels."""
        return int(self.mask.shape[1])

    @property
    def height(self) -> int:
        """Height of the box in page pixels."""
        return int(self.mask.shape[0])

    @property
    def size(self) -> int:
        """The longer side of the box in page pixels."""
        return max(self.width, self.height)

    @property
    def whole(self) -> bool:
        """Whether it is a connected stroke, neither cut nor put together."""
        return self.largest == 1 and not self.cut

    @property
    def ink(self) -> int:
        """How many pixels are its ink."""
        return int(np.count_nonzero(self.mask))

    def on(self, page: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Crop the mark's box out of a page of (h, w)."""
        return page[self.y : self.y + self.height, self.x : self.x + self.width]


def union(group: Sequence[Mark]) -> Mark:
    """Put marks together: the smallest box around them, all their ink and all their pieces."""
    left, top = min(m.x for m in group), min(m.y for m in group)
    right = max(m.x + m.width for m in group)
    bottom = max(m.y + m.height for m in group)
    mask = np.zeros((bottom - top, right - left), np.uint8)
    for m in group:
        part = mask[m.y - top : m.y - top + m.height, m.x - left : m.x - left + m.width]
        np.maximum(part, m.mask, out=part)
    inks = [m.ink for m in group]
    pieces = tuple(piece for m in group for piece in m.pieces)
    largest = max(inks) / max(1, sum(inks))
    return Mark(left, top, mask, pieces, largest, any(m.cut for m in group))


def gap(a: Mark, b: Mark) -> float:
    """Distance of two marks' boxes in page pixels; 0 where they overlap."""
    across = max(a.x, b.x) - min(a.x + a.width, b.x + b.width)
    down = max(a.y, b.y) - min(a.y + a.height, b.y + b.height)
    return float(np.hypot(max(across, 0), max(down, 0)))
