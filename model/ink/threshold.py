"""Page → ink mask: which pixels a pen has touched.

The threshold follows the ink around a pixel: a part of the strongest ink nearby. So a faint
pencil keeps its strokes next to a dark page edge, and a fat marker does not drag its blurred rim
along. Printed lines (ruled.py) are taken out, and so are frames around digits (frames.py) and the
outlines of things (outlines.py).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.ink.frames import without_frames
from model.ink.outlines import without_outlines
from model.ink.page import Page
from model.ink.ruled import without_lines

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
    clear = without_lines(mask)
    printed = cv2.subtract(mask, clear)
    if printed.any():
        between = cv2.subtract(ink, cv2.dilate(printed, np.ones((3, 3), np.uint8)))
        lower = _level(np.asarray(between, np.uint8), floor)
        if lower.mean() < FAINTER * level.mean():
            clear = without_lines(_above(ink, lower, page.scale))
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
