"""Page → ink mask: which pixels a pen has touched.

The threshold follows the ink around a pixel: a part of the strongest ink nearby. So a faint
pencil keeps its strokes next to a dark page edge, and a fat marker does not drag its blurred rim
along. Ruled and grid lines, which run across the whole page, are taken out; so are frames
(frames.py) and the outlines of things (outlines.py).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.frames import without_frames
from model.grayscale import Page
from model.outlines import without_outlines

STRONGEST_WINDOW = 0.25
"""Side of the window whose strongest ink sets the threshold, as a part of the longest side."""
STRONGEST_SIDE = 64
"""Longest side of the picture in which the strongest ink is looked for."""
RIM = 0.05
"""Part of that picture, at each side, in which a page's own edge or what lies beyond may be…"""
RIM_DARK = 0.5
"""…if their ink is stronger than this part of the strongest on the page…"""
RIM_LONG = 0.2
"""…along this part of the side: it says nothing about how faint a digit near it is."""
INK_SHARE = 0.45
"""Part of the strongest ink nearby from which a pixel is ink."""
NOISE_FACTOR = 2.7
"""Ink must stand out of the paper by this many standard deviations of bare paper."""
FAINTEST = 14
"""…and by this many levels of ink: a faint pencil has about 30."""
GOES_ON = 0.5
"""On an enlarged page, where a stroke goes on, this part of the threshold is enough: what was a
pixel wide fades (J. Canny's hysteresis, "A Computational Approach to Edge Detection", 1986). On
others this would only join strokes to shadows, textures and one another."""
ENLARGED = 4.0
"""Page pixels per pixel of the photo from which a page counts as enlarged: a webcam's frame of at
most 56 px."""
FAINTER = 0.8
"""Printed lines may be darker than the pen: where the ink between them asks for a level below this
part of the first one, it is looked for again at that."""
LINE_PIECE = 0.12
"""A straight run of ink of this part of the page's side may be a piece of a printed line."""
LINE_SPAN = 0.95
"""Pieces in a row that reach over this part of the page are a printed line; few strokes do."""
LINE_SHORTEST = 0.65
"""A printed line is at least this long, as a part of the longest side: on a narrow strip every
stroke reaches from edge to edge."""
LINE_WIDTH = 0.025
"""A printed line is at most this wide, as a part of the longest side."""


def threshold(page: Page) -> NDArray[np.uint8]:
    """Find the pixels that a pen has touched.

    Parameters
    ----------
    page
        Ink of (h, w) uint8.

    Returns
    -------
    (h, w) uint8 mask, 0 paper and 255 ink, without printed lines, frames around digits and the
    outlines of things.
    """
    ink = np.asarray(cv2.GaussianBlur(page.ink, (3, 3), 0), np.uint8)
    floor = max(NOISE_FACTOR * page.noise, FAINTEST)
    level = _level(ink, floor)
    mask = _above(ink, level, page.scale)
    clear = _without_lines(mask)
    printed = cv2.subtract(mask, clear)
    if printed.any():
        between = cv2.subtract(ink, cv2.dilate(printed, np.ones((3, 3), np.uint8)))
        lower = _level(np.asarray(between, np.uint8), floor)
        if lower.mean() < FAINTER * level.mean():
            clear = _without_lines(_above(ink, lower, page.scale))
    return without_outlines(page, without_frames(clear))


def _above(ink: NDArray[np.uint8], level: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """Find the ink above a level; on an enlarged page also where it goes on below it."""
    mask = np.asarray(cv2.compare(ink, level, cv2.CMP_GT), np.uint8)
    if scale < ENLARGED:
        return mask
    maybe = cv2.compare(ink, cv2.convertScaleAbs(level, alpha=GOES_ON), cv2.CMP_GT)
    return _strokes(mask, np.asarray(maybe, np.uint8))


def _strokes(sure: NDArray[np.uint8], maybe: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Keep what may be ink where it hangs together with what surely is."""
    count, labels = cv2.connectedComponentsWithAlgorithm(maybe, 8, cv2.CV_32S, cv2.CCL_BBDT)
    kept = np.zeros(count, np.uint8)
    kept[labels[sure > 0]] = 255
    kept[0] = 0
    return np.asarray(kept[labels], np.uint8)


def _level(ink: NDArray[np.uint8], floor: float) -> NDArray[np.uint8]:
    """Find from where on each pixel is ink, (h, w) uint8, by the strongest ink around it."""
    height, width = ink.shape
    cell = max(1, round(max(height, width) / STRONGEST_SIDE))
    cells = (max(1, width // cell), max(1, height // cell))
    # A speck must not count like a stroke: the maximum is taken over a blurred page.
    blurred = cv2.GaussianBlur(ink, (5, 5), 0)
    tops = cv2.resize(cv2.dilate(blurred, np.ones((cell, cell), np.uint8)), cells)
    tops = _without_rim(np.asarray(tops, np.uint8))
    window = round(STRONGEST_WINDOW * max(cells)) | 1
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (window, window))
    strongest = cv2.GaussianBlur(cv2.dilate(tops, disk), (0, 0), window / 4)
    level = np.clip(INK_SHARE * strongest, floor, 255).astype(np.uint8)
    return np.asarray(cv2.resize(level, (width, height)), np.uint8)


def _without_rim(tops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take a page's own edges out of its strongest ink, (h, w) uint8."""
    dark = tops > RIM_DARK * float(tops.max())
    kept = tops.copy()
    for turned, cells in ((dark, kept), (dark.T, kept.T)):
        rim = round(RIM * len(cells))
        for side in (slice(None, rim), slice(len(cells) - rim, None)):
            if rim and turned[side].any(axis=0).mean() >= RIM_LONG:
                cells[side] = 0
    return kept


def _without_lines(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take printed lines out and mend the strokes that they cross."""
    flat = _without_rows(mask)
    return np.asarray(cv2.transpose(_without_rows(cv2.transpose(flat))), np.uint8)


def _without_rows(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take out the lines that run from left to right."""
    height, width = mask.shape
    if width < LINE_SHORTEST * height:
        return mask
    thick = max(2, round(LINE_WIDTH * max(height, width)))
    if not _may_cross(mask, thick):
        return mask
    piece = np.ones((1, max(3, round(LINE_PIECE * width))), np.uint8)
    joint = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 5), np.uint8))
    # A stroke that crosses a line is taller than the line is thick.
    tall = cv2.morphologyEx(joint, cv2.MORPH_OPEN, np.ones((2 * thick, 1), np.uint8))
    flat = cv2.morphologyEx(
        cv2.subtract(joint, tall), cv2.MORPH_CLOSE, np.ones((1, 2 * thick), np.uint8)
    )
    flat = cv2.morphologyEx(flat, cv2.MORPH_OPEN, piece)
    if not flat.any():
        return mask
    # Pieces of a slanting line meet end to end; where a stroke crosses, they are its width apart.
    chain = cv2.dilate(flat, np.ones((3, 4 * thick + 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        chain, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    labels[flat == 0] = 0
    lines = [
        label
        for label in range(1, count)
        if stats[label, cv2.CC_STAT_WIDTH] >= LINE_SPAN * width
        and _span(labels == label) >= LINE_SPAN * width
    ]
    if not lines:
        return mask
    line = np.where(np.isin(labels, lines), 255, 0).astype(np.uint8)
    line = cv2.dilate(line, np.ones((5, 3), np.uint8))
    cut = cv2.bitwise_and(mask, cv2.bitwise_or(cv2.bitwise_not(line), tall))
    mended = cv2.morphologyEx(cut, cv2.MORPH_CLOSE, np.ones((thick + 3, 1), np.uint8))
    return np.asarray(cv2.bitwise_or(cut, cv2.bitwise_and(mended, mask)), np.uint8)


def _may_cross(mask: NDArray[np.uint8], thick: int) -> bool:
    """Rule out at a glance most pages that no line crosses: their ink has wide gaps."""
    columns = np.flatnonzero(np.bitwise_or.reduce(mask, axis=0))
    if not len(columns):
        return False
    gaps = np.flatnonzero(np.diff(columns) > 4 * thick + 6)
    first, last = np.append(0, gaps + 1), np.append(gaps, -1)
    reach = int((columns[last] - columns[first]).max()) + 1
    # What is closed below may grow to the page's edge by its own width.
    return bool(reach >= LINE_SPAN * mask.shape[1] - 2 * (thick + 3))


def _span(pixels: NDArray[np.bool_]) -> int:
    """Count the columns from the first pixel to the last."""
    columns = np.flatnonzero(pixels.any(axis=0))
    return int(columns[-1] - columns[0]) + 1
