"""Ink mask → marks: connected strokes and their unions, what may be a digit as it stands.

Which mark is a digit and which one is dirt, and whether a bar belongs to the hook below it, is not
decided here: every reading that makes sense is offered, and the classifier has its say.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from model.components import components
from model.join import join
from model.mark import Mark

__all__ = ["Mark", "marks"]

SMALLEST_MARK = 0.03
"""Marks whose longer side is below this part of the page's longest side are specks."""
LARGEST_FILL = 0.6
"""A mark that covers more than this part of the page is a shadow or a table, not a stroke."""
LIES_ALONG = 0.4
"""A digit that is cut off meets the page's edge with the end of a stroke; what lies along the edge
with this part of its longer side is a shadow or the page's own edge."""
MOST_STROKES = 48
"""A page of text has more strokes than any sheet of digits; only the largest are looked at."""


def marks(mask: NDArray[np.uint8]) -> list[Mark]:
    """Find what may be a digit as it stands.

    Parameters
    ----------
    mask : (h, w) uint8
        0 paper, 255 ink.

    Returns
    -------
    The connected strokes, the largest first, numbered from 0 as pieces, then unions of near
    strokes.
    """
    strokes = _strokes(mask)
    return strokes + join(strokes)


def _strokes(mask: NDArray[np.uint8]) -> list[Mark]:
    """Find the connected strokes, the largest first."""
    labels, stats = components(mask)
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
    kept = [mark for mark in found if not _lies_along(mark, mask.shape)] or found
    return [replace(mark, pieces=(number,)) for number, mark in enumerate(kept)]


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
