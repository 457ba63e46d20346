"""Ink mask → marks: the connected strokes, alone and joined, that may be digits.

Which mark is a digit and which one is dirt, and whether a bar belongs to the hook below it, is not
decided here: every reading that makes sense is offered, and the classifier has its say.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SMALLEST_MARK = 0.03
"""Marks whose longer side is below this part of the page's longest side are specks."""
LARGEST_FILL = 0.6
"""A mark that covers more than this part of the page is a shadow or a table, not a stroke."""
LIES_ALONG = 0.4
"""A digit that is cut off meets the page's edge with the end of a stroke; what lies along the edge
with this part of its longer side is a shadow or the page's own edge."""
NEAR = 0.15
"""Marks this near to one another, as a part of the larger one's longer side, may be pieces of one
digit."""
PIECE = 0.2
"""A piece of a digit has at least this part of the longer side of the largest piece."""
MOST_PIECES = 4
"""A digit falls into no more pieces than these."""
MOST_MARKS = 96
"""A page of text has more marks than any sheet of digits; only the largest are looked at."""


@dataclass(frozen=True, eq=False)
class Mark:
    """Connected ink, or several pieces of it: a box on the page and a mask.

    Attributes
    ----------
    x, y : int
        Top left corner of the box on the page, in page pixels.
    mask : (h, w) uint8
        255 where the ink inside the box is the mark's.
    pieces : tuple of int
        The numbers of the connected strokes it consists of.
    largest : float
        The part of its ink that the largest of them has, 0 … 1.
    """

    x: int
    y: int
    mask: NDArray[np.uint8]
    pieces: tuple[int, ...]
    largest: float = 1.0

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


def marks(mask: NDArray[np.uint8]) -> list[Mark]:
    """Find what may be a digit: each connected stroke, and strokes near one another joined.

    Parameters
    ----------
    mask : (h, w) uint8
        0 paper, 255 ink.

    Returns
    -------
    At most `MOST_MARKS` strokes, the largest first, then the joined ones.
    """
    strokes = _strokes(mask)
    return strokes + [_join(group) for group in _groups(strokes)]


def _strokes(mask: NDArray[np.uint8]) -> list[Mark]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    large = (sizes >= SMALLEST_MARK * max(mask.shape)) & (
        stats[:, cv2.CC_STAT_AREA] <= LARGEST_FILL * mask.size
    )
    order = [int(i) for i in np.argsort(-sizes, kind="stable") if i != 0 and large[i]]
    found = []
    for piece, i in enumerate(order[:MOST_MARKS]):
        x, y, width, height = (int(v) for v in stats[i, :4])
        own = labels[y : y + height, x : x + width] == i
        found.append(Mark(x, y, own.astype(np.uint8) * 255, (piece,)))
    return [mark for mark in found if not _lies_along(mark, mask.shape)] or found


def _lies_along(mark: Mark, page: tuple[int, ...]) -> bool:
    """Whether a mark lies along an edge of a page of (height, width)."""
    edges = (
        (mark.mask[0], mark.y == 0),
        (mark.mask[-1], mark.y + mark.height == page[0]),
        (mark.mask[:, 0], mark.x == 0),
        (mark.mask[:, -1], mark.x + mark.width == page[1]),
    )
    longest = LIES_ALONG * mark.size
    return any(touches and np.count_nonzero(line) >= longest for line, touches in edges)


def _groups(strokes: list[Mark]) -> list[tuple[Mark, ...]]:
    """Pairs, and whole clusters, of strokes that may be pieces of one digit."""
    near = [
        (a, b)
        for i, a in enumerate(strokes)
        for b in strokes[i + 1 :]
        if b.size >= PIECE * a.size and _gap(a, b) <= NEAR * a.size
    ]
    groups: dict[tuple[int, ...], tuple[Mark, ...]] = {
        pair[0].pieces + pair[1].pieces: pair for pair in near
    }
    for center in strokes:
        cluster = (center, *(b for a, b in near if a is center))
        if 2 < len(cluster) <= MOST_PIECES:
            groups[tuple(m.pieces[0] for m in cluster)] = cluster
    return list(groups.values())[:MOST_MARKS]


def _gap(a: Mark, b: Mark) -> float:
    """Distance of two boxes in page pixels; 0 where they overlap."""
    across = max(a.x, b.x) - min(a.x + a.width, b.x + b.width)
    down = max(a.y, b.y) - min(a.y + a.height, b.y + b.height)
    return float(np.hypot(max(across, 0), max(down, 0)))


def _join(group: tuple[Mark, ...]) -> Mark:
    left, top = min(m.x for m in group), min(m.y for m in group)
    right = max(m.x + m.width for m in group)
    bottom = max(m.y + m.height for m in group)
    mask = np.zeros((bottom - top, right - left), np.uint8)
    for m in group:
        part = mask[m.y - top : m.y - top + m.height, m.x - left : m.x - left + m.width]
        np.maximum(part, m.mask, out=part)
    inks = [np.count_nonzero(m.mask) for m in group]
    pieces = tuple(piece for m in group for piece in m.pieces)
    return Mark(left, top, mask, pieces, max(inks) / sum(inks))
