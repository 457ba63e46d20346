"""What a mark is: the sheet's truth, pixel by pixel, held against what the walk has cut out."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.segment import Mark
from model.synthesis.sheet import NOT_DIGIT, Sheet

WHOLE = 0.87
"""A mark that has this part of a digit's ink shows the digit; less of an 8 may be a 3."""
WHOLE_CUT = 0.95
"""…and a mark that was cut out of a stroke this part: the cut may have taken the bar of a 7, a
tenth of its ink, and what is left is a 1."""
FOREIGN = 0.12
"""…if no more than this part of the mark is ink of others: a dot that touches, a line below."""
FOREIGN_CUT = 0.06
"""The same of a mark that was cut out of a stroke, where it is a neighbor's: it may be the bar."""
STRETCHED = 1.25
"""A thin line that touches has little ink, but it makes the mark this much longer than the digit:
too much to be an example."""
MOSTLY_FOREIGN = 0.4
"""From this part of foreign ink on a mark is no digit, even with a whole one in it."""
RIM = 2
"""How far the soft rim of a stroke reaches at least, in page pixels…"""
BLUR = 0.8
"""…and in pixels of the photo, which a page may show enlarged."""
TOUCHED = 0.08
"""A mark that has less than this part of a digit's ink has nothing to do with it."""
TOGETHER = 0.3
"""A mark that has this part of two digits is both together, which is no digit."""
FRAGMENT = (0.2, 0.55)
"""A part of a digit of this size is a fragment; smaller and larger ones may look like anything."""
LINE_LIKE = 2.5
"""What is so much longer than wide, and upright, may pass for a 1."""
RING_LIKE = (0.68, 0.88)
"""An outline that fills this part of the narrowest box around it is round; a square fills more, a
triangle less…"""
HOLE = 0.2
"""…and with a hole of this part of it, it may pass for a 0."""
SMOOTH = 0.85
"""Part of its convex hull that a ring covers with its hole, at least."""


@dataclass(frozen=True, eq=False)
class Truth:
    """A sheet's truth at a page's size.

    Attributes
    ----------
    owner : (h, w) uint8
        As that of the sheet.
    counts : (n + 1,)
        The pixels of nobody and of each of the n symbols.
    digits : tuple of int
        Numbers of the symbols that are digits.
    labels : tuple of int
        Of all symbols.
    rim : int
        How far from a stroke its own blur reaches, in page pixels.
    """

    owner: NDArray[np.uint8]
    counts: NDArray[np.integer]
    digits: tuple[int, ...]
    labels: tuple[int, ...]
    rim: int


def truth_for(sheet: Sheet, shape: tuple[int, ...], width: int) -> Truth:
    """Bring a sheet's truth to the size of a page of (height, width), of a photo of a width."""
    size = (shape[1], shape[0])
    owner = np.asarray(cv2.resize(sheet.owner, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    counts = np.bincount(owner.ravel(), minlength=len(sheet.symbols) + 1)
    labels = tuple(symbol.label for symbol in sheet.symbols)
    digits = tuple(i for i, label in enumerate(labels) if label != NOT_DIGIT)
    return Truth(owner, counts, digits, labels, max(RIM, round(BLUR * shape[1] / width)))


@dataclass(frozen=True)
class Verdict:
    """What a mark is.

    Attributes
    ----------
    label : int
        0 … 9 or `NOT_DIGIT`.
    symbol : int
        Number of the symbol that it shows or is a fragment of; -1 for anything else.
    fragment : bool
        Whether it is a part of a digit: none itself, but some look like another one.
    """

    label: int
    symbol: int = -1
    fragment: bool = False


def judge(mark: Mark, truth: Truth) -> Verdict | None:
    """Say what a mark is; None where a person could see either a digit or none.

    What is no digit may still look like one by chance: see `deceives`.
    """
    here = truth.owner[mark.y : mark.y + mark.height, mark.x : mark.x + mark.width]
    # A pen's soft rim is the mark's or not, as the threshold falls.
    near = cv2.dilate(mark.mask, np.ones((3, 3), np.uint8))
    had = np.bincount(cv2.bitwise_and(here, near).ravel(), minlength=len(truth.counts))
    parts = had[1:] / np.maximum(truth.counts[1:], 1)
    best = max(truth.digits, key=lambda i: parts[i], default=-1)
    if best < 0 or parts[best] < TOUCHED:
        drawn = int(parts.argmax()) if len(parts) else -1
        return Verdict(NOT_DIGIT, drawn if drawn >= 0 and parts[drawn] >= WHOLE else -1)
    foreign = _foreign(mark, here, best + 1, truth.rim)
    whole, others = (WHOLE_CUT, FOREIGN_CUT) if mark.cut else (WHOLE, FOREIGN)
    if parts[best] >= whole and foreign <= others:
        box = cv2.boundingRect(cv2.compare(here, best + 1, cv2.CMP_EQ))
        stretched = mark.size > STRETCHED * max(box[2:]) + 2 * truth.rim
        return None if stretched else Verdict(truth.labels[best], best)
    if foreign >= MOSTLY_FOREIGN or sum(parts[i] >= TOGETHER for i in truth.digits) >= 2:
        return Verdict(NOT_DIGIT)
    if FRAGMENT[0] <= parts[best] <= FRAGMENT[1] and foreign <= FOREIGN:
        return Verdict(NOT_DIGIT, best, fragment=True)
    return None


def deceives(mark: Mark) -> bool:
    """Whether a mark looks like the simplest digits, a stroke or a ring, whatever it is."""
    if mark.mask.shape[0] < 2 or mark.mask.shape[1] < 2:
        return True
    outlines, nesting = cv2.findContours(mark.mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [o for o, (_, _, _, parent) in zip(outlines, nesting[0], strict=True) if parent < 0]
    hull = cv2.convexHull(np.concatenate(outer))
    _, (a, b), _ = cv2.minAreaRect(hull)
    if mark.height > mark.width and max(a, b) >= LINE_LIKE * max(1.0, min(a, b)):
        return True
    area = max(1.0, cv2.contourArea(hull))
    holes = [cv2.contourArea(o) for o in outlines if all(o is not other for other in outer)]
    return (
        RING_LIKE[0] <= area / max(1.0, a * b) <= RING_LIKE[1]
        and max(holes, default=0.0) >= HOLE * area
        and max(map(cv2.contourArea, outer)) >= SMOOTH * area
    )


def _foreign(mark: Mark, here: NDArray[np.uint8], own: int, reach: int) -> float:
    """Part of a mark that lies off the ink of its digit, but for the soft rim of that."""
    ink = cv2.compare(here, own, cv2.CMP_EQ)
    rim = cv2.dilate(ink, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    # What another has written is foreign, however near.
    rim[(here > 0) & (ink == 0)] = 0
    off = cv2.countNonZero(cv2.bitwise_and(mark.mask, cv2.bitwise_not(rim)))
    return float(off / max(1, cv2.countNonZero(mark.mask)))
