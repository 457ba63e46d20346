"""Marks → parts of their strokes and unions with them: what may be a digit where digits touch.

Only strokes that are no plain digit as they stand are cut. More is cut than has to be, and what
belongs together is decided by the classifier.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count

import cv2
import numpy as np
from numpy.typing import NDArray

from model.ink.page import Page
from model.join import mend
from model.mark import Mark
from model.search.candidate import Candidate, settled
from model.split import split

WIDEST_RUN = 1.3
"""Parts that are together wider than this part of their stroke's height are two digits."""
MOST_SPLIT = 24
"""On a page with more strokes than this none is cut: it is text or a texture."""
MOST_MARKS = 90
"""A page gives no more marks than this, so that the network's time has a limit."""


def take_apart(seen: Sequence[Candidate]) -> tuple[list[Candidate], list[tuple[Page, Mark]]]:
    """Cut the strokes apart that the network does not take for plain digits.

    Parameters
    ----------
    seen
        What the network says of the strokes and unions that `marks` found, of all pages.

    Returns
    -------
    The candidates with the pieces that their strokes now have, and the parts, each with its page.
    """
    wholes: list[Candidate] = []
    parts: list[tuple[Page, Mark]] = []
    for page in {id(c.page): c.page for c in seen}.values():
        own = [c for c in seen if c.page is page]
        found, cut = parts_of([c.mark for c in own], settled(own))
        wholes += [replace(c, mark=mark) for c, mark in zip(own, found, strict=True)]
        parts += [(page, mark) for mark in cut]
    return wholes, parts


def parts_of(found: Sequence[Mark], whole: Collection[int] = ()) -> tuple[list[Mark], list[Mark]]:
    """Cut the strokes of a page wherever two digits may touch.

    Parameters
    ----------
    found
        What `marks` found: strokes of one piece each, then their unions.
    whole
        The numbers of the pieces that stay whole.

    Returns
    -------
    The marks with the pieces that their strokes now have, and the parts: unions of a part with
    another stroke, then runs of adjacent parts. Together at most `MOST_MARKS`.
    """
    strokes = [mark for mark in found if len(mark.pieces) == 1]
    pieces = {mark.pieces[0]: mark.pieces for mark in strokes}
    numbers = count(len(strokes))
    doubtful: list[Mark] = []
    runs: list[list[Mark]] = []
    for stroke in strokes if len(strokes) <= MOST_SPLIT else ():
        (number,) = stroke.pieces
        if number not in whole:
            labels = split(stroke.mask)
            pieces[number] = tuple(next(numbers) for _ in range(int(labels.max())))
            doubtful.append(replace(stroke, pieces=pieces[number]))
            runs.append(_runs(doubtful[-1], labels))
    wholes = [replace(m, pieces=tuple(n for p in m.pieces for n in pieces[p])) for m in found]
    parts = mend(doubtful, runs) + [run for cut in runs for run in cut]
    return wholes, parts[: max(0, MOST_MARKS - len(wholes))]


def _runs(whole: Mark, labels: NDArray[np.uint8]) -> list[Mark]:
    """Put adjacent parts of a stroke together, (h, w) uint8 with 1, 2, …; never all of them."""
    parts = len(whole.pieces)
    found = []
    for first in range(parts):
        for last in range(first, parts):
            if last - first + 1 == parts:
                continue
            run = _run(whole, labels, first + 1, last + 1)
            if run.width > WIDEST_RUN * whole.height and last > first:
                break
            found.append(run)
    return found


def _run(whole: Mark, labels: NDArray[np.uint8], first: int, last: int) -> Mark:
    """Cut the parts out of a stroke that have one of these labels."""
    mask = cv2.inRange(labels, first, last)
    x, y, width, height = cv2.boundingRect(mask)
    own = np.ascontiguousarray(mask[y : y + height, x : x + width])
    return Mark(whole.x + x, whole.y + y, own, whole.pieces[first - 1 : last], cut=True)
