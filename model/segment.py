"""Ink mask → marks: connected strokes, their parts and their unions, all that may be digits.

Which mark is a digit and which one is dirt, whether a bar belongs to the hook below it, and where
two digits that touch come apart, is not decided here: every reading that makes sense is offered,
and the classifier has its say.
"""

from itertools import count

import cv2
import numpy as np
from numpy.typing import NDArray

from model.join import join
from model.mark import Mark
from model.split import split

__all__ = ["MOST_MARKS", "Mark", "marks"]

SMALLEST_MARK = 0.03
"""Marks whose longer side is below this part of the page's longest side are specks."""
LARGEST_FILL = 0.6
"""A mark that covers more than this part of the page is a shadow or a table, not a stroke."""
LIES_ALONG = 0.4
"""A digit that is cut off meets the page's edge with the end of a stroke; what lies along the edge
with this part of its longer side is a shadow or the page's own edge."""
WIDEST_RUN = 1.3
"""Parts that are together wider than this part of their stroke's height are two digits."""
MOST_STROKES = 48
"""A page of text has more strokes than any sheet of digits; only the largest are looked at."""
MOST_SPLIT = 24
"""On a page with more strokes than this none is cut: it is text or a texture."""
MOST_MARKS = 90
"""A page gives no more marks than this, so that the network's time has a limit."""


def marks(mask: NDArray[np.uint8]) -> list[Mark]:
    """Find what may be a digit.

    Parameters
    ----------
    mask : (h, w) uint8
        0 paper, 255 ink.

    Returns
    -------
    At most `MOST_MARKS`: the connected strokes, the largest first, then unions of near strokes,
    then parts of strokes.
    """
    strokes = _strokes(mask)
    numbers = count()
    wholes: list[Mark] = []
    runs: list[list[Mark]] = []
    for stroke in strokes:
        cut = split(stroke.mask) if len(strokes) <= MOST_SPLIT else _uncut(stroke.mask)
        pieces = tuple(next(numbers) for _ in range(int(cut.max())))
        wholes.append(Mark(stroke.x, stroke.y, stroke.mask, pieces))
        runs.append(_runs(wholes[-1], cut))
    parts = [run for found in runs for run in found]
    return (wholes + join(wholes, runs) + parts)[:MOST_MARKS]


def _strokes(mask: NDArray[np.uint8]) -> list[Mark]:
    """Find the connected strokes, the largest first."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    large = (sizes >= SMALLEST_MARK * max(mask.shape)) & (
        stats[:, cv2.CC_STAT_AREA] <= LARGEST_FILL * mask.size
    )
    order = [int(i) for i in np.argsort(-sizes, kind="stable") if i != 0 and large[i]]
    found = []
    for i in order[:MOST_STROKES]:
        x, y, width, height = (int(v) for v in stats[i, :4])
        own = labels[y : y + height, x : x + width] == i
        found.append(Mark(x, y, own.astype(np.uint8) * 255, ()))
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


def _uncut(stroke: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return (stroke > 0).astype(np.uint8)


def _runs(whole: Mark, cut: NDArray[np.uint8]) -> list[Mark]:
    """Put adjacent parts of a stroke together, (h, w) uint8 with 1, 2, …; never all of them."""
    parts = len(whole.pieces)
    if parts < 2:
        return []
    found = []
    for first in range(parts):
        for last in range(first, parts):
            if last - first + 1 == parts:
                continue
            run = _part(whole, cut, first + 1, last + 1)
            if run.width > WIDEST_RUN * whole.height and last > first:
                break
            found.append(run)
    return found


def _part(whole: Mark, labels: NDArray[np.uint8], first: int, last: int) -> Mark:
    """Cut the parts out of a stroke that have one of these labels."""
    mask = cv2.inRange(labels, first, last)
    x, y, width, height = cv2.boundingRect(mask)
    own = np.ascontiguousarray(mask[y : y + height, x : x + width])
    return Mark(whole.x + x, whole.y + y, own, whole.pieces[first - 1 : last], cut=True)
