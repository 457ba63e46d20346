"""A sheet of paper on a table: where it lies in a photo, and the photo as if it had no end.

A table is darker than ink or lighter, so beside it faint ink is lost, and its edges and grain look
like strokes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.components import components
from model.halves import brought_to
from model.image import Photo
from model.reading import Digit

SIDE = 128
"""Longest side of the picture in which the sheet is looked for."""
GRAIN = 5
"""Side of the median filter that takes strokes and the table's grain away, in its pixels."""
FRAME = 2
"""Width of the frame along the picture's sides whose median color is the table's, or the sheet's
where that takes up most of it."""
CONTRAST = 18
"""Least difference of the two colors, in levels of any channel."""
AREA = (0.12, 0.97)
"""Part of the picture that a sheet covers."""
SOLID = 0.93
"""Part of its convex hull that it covers…"""
PLAIN = 0.6
"""…and, where it is written on, that has its own color."""
CORNERS = 6
"""A sheet has four, and up to six where the photo cuts it off; a 0 has more…"""
STRAIGHT = 0.02
"""…that are farther from straight lines than this part of its circumference."""
BESIDE = 0.12
"""Part of the picture's sides along which there is table at least."""
STEP = (2, 6)
"""Distances from the sheet's edge, in pixels: near it…"""
SUDDEN = 0.6
"""…the colors differ by this part of what they do far from it at least: a shadow's edge or the dark
corners of a photo are softer than a sheet's."""
RIM = 2
"""What is nearer to the edge than so many pixels is not looked at: it is shaded or frayed."""
FAT = 9
"""Wider than any stroke, in pixels: the sheet's color is looked for so far around it."""
DARK = 90
"""Gray level below which a sheet counts as dark, and what is written on it as light."""
LIKELY = 0.6
"""Confidence from which a digit is one, and no piece of the table."""


@dataclass(frozen=True, eq=False)
class Paper:
    """A sheet that was found in a photo.

    Attributes
    ----------
    photo
        The photo, in which the sheet goes on where the table was.
    mask : (h, w) uint8
        255 where the sheet is, in a picture of `SIDE`.
    """

    photo: Photo
    mask: NDArray[np.uint8]

    def holds(self, digits: Iterable[Digit]) -> bool:
        """Tell whether all likely digits lie on it: otherwise it is no sheet."""
        height, width = self.mask.shape
        for box in (digit.box for digit in digits if digit.confidence >= LIKELY):
            across = (box.x + box.width / 2) / self.photo.width
            down = (box.y + box.height / 2) / self.photo.height
            x, y = min(int(across * width), width - 1), min(int(down * height), height - 1)
            if not self.mask[y, x]:
                return False
        return True


def paper_in(photo: Photo) -> Paper | None:
    """Find the sheet of paper in a photo that also shows what it lies on.

    Parameters
    ----------
    photo
        The decoded photo, (h, w, 3) uint8 RGB.

    Returns
    -------
    None where there is no table, or nobody can tell.
    """
    height, width = photo.pixels.shape[:2]
    small = brought_to(photo.pixels, SIDE)
    mask = _sheet(np.asarray(cv2.medianBlur(small, GRAIN), np.uint8))
    if mask is None:
        return None
    inner, core = _eroded(mask, RIM), _eroded(mask, RIM + 1)
    if not core.any():
        return None
    beyond = cv2.resize(_continued(small, core), (width, height), interpolation=cv2.INTER_LINEAR)
    here = cv2.resize(inner, (width, height), interpolation=cv2.INTER_LINEAR) > 127
    pixels = np.where(here[..., None], photo.pixels, beyond).astype(np.uint8)
    return Paper(Photo(pixels, photo.width, photo.height), mask)


def _sheet(soft: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Find the sheet in a picture without strokes, (h, w, 3) uint8; (h, w) uint8, 255 for it."""
    sides = [part.reshape(-1, 3) for part in
             (soft[:FRAME], soft[-FRAME:], soft[:, :FRAME], soft[:, -FRAME:])]  # fmt: skip
    frame = np.median(np.concatenate(sides), axis=0).astype(np.int16)
    away = np.abs(soft.astype(np.int16) - frame).max(axis=2).astype(np.uint8)
    level, other = cv2.threshold(away, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if level < CONTRAST:
        return None
    parts = (np.asarray(part, np.uint8) for part in (other, cv2.bitwise_not(other)))
    found = [one for one in map(_largest, parts) if one is not None and _sudden(soft, one)]
    return max(found, key=np.count_nonzero, default=None)


def _largest(mask: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Fill the largest part of a mask; None where that does not look like a sheet."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    labels, stats = components(np.asarray(opened, np.uint8))
    if len(stats) < 2:
        return None
    own = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    contours, _ = cv2.findContours(own.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, [outline], -1, 255, cv2.FILLED)
    # A stroke that runs over the edge leaves a notch in it.
    filled = _closed(filled)
    inside = filled > 0
    border = np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]])
    is_sheet = (
        AREA[0] <= inside.mean() <= AREA[1]
        and cv2.contourArea(outline) >= SOLID * cv2.contourArea(hull)
        and len(cv2.approxPolyDP(hull, STRAIGHT * cv2.arcLength(hull, True), True)) <= CORNERS
        and own[inside].mean() >= PLAIN
        and 1 - border.mean() >= BESIDE
    )
    return filled if is_sheet else None


def _closed(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Fill the notches in a mask's edge."""
    around = (FAT, FAT, FAT, FAT)
    wide = cv2.copyMakeBorder(mask, *around, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((FAT, FAT), np.uint8))
    return np.ascontiguousarray(closed[FAT:-FAT, FAT:-FAT], np.uint8)


def _sudden(soft: NDArray[np.uint8], mask: NDArray[np.uint8]) -> bool:
    """Tell whether the colors change at the edge of a mask, and not around it."""
    near, far = STEP
    table = np.asarray(cv2.bitwise_not(mask), np.uint8)
    at_edge = [cv2.subtract(_eroded(m, near), _eroded(m, 2 * near)) for m in (mask, table)]
    apart = [_eroded(m, far) for m in (mask, table)]
    return _contrast(soft, at_edge) >= SUDDEN * _contrast(soft, apart)


def _contrast(soft: NDArray[np.uint8], places: list[NDArray[np.uint8]]) -> float:
    """Say by how much two places differ in their median color, in levels; 0 where one is empty."""
    if not all(place.any() for place in places):
        return 0.0
    one, other = (np.median(soft[place > 0], axis=0) for place in places)
    return float(np.abs(one - other).max())


def _continued(small: NDArray[np.uint8], core: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Continue the color of a sheet, without what is written on it, over all of a picture."""
    level = cv2.cvtColor(np.median(small[core > 0], axis=0).astype(np.uint8)[None, None],
                         cv2.COLOR_RGB2GRAY)[0, 0]  # fmt: skip
    how = cv2.MORPH_OPEN if level < DARK else cv2.MORPH_CLOSE
    bare = np.asarray(cv2.morphologyEx(small, how, np.ones((FAT, FAT), np.uint8)), np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(
        cv2.bitwise_not(core), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colors = np.zeros((int(nearest.max()) + 1, 3), np.uint8)
    colors[nearest[core > 0]] = bare[core > 0]
    return np.where(core[..., None] > 0, bare, cv2.blur(colors[nearest], (7, 7))).astype(np.uint8)


def _eroded(mask: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    """Take so many pixels away along the edges of a mask; what reaches a picture's side stays."""
    kernel = np.ones((2 * by + 1, 2 * by + 1), np.uint8)
    return np.asarray(
        cv2.erode(mask, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=255), np.uint8
    )
