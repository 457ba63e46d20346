"""Photo → pages of ink: grayscale, even light, one polarity.

A page says for each pixel how much darker than the paper around it a pixel is, so shadows and
gradients are gone, colored pens count like black ones, and chalk on a board looks like a pen on
paper.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.halves import brought_to
from model.image import Photo
from model.ink.light import SMOOTH, Light, is_hollowed, paper_light
from model.ink.page import Page
from model.ink.size import work_size

LEAN_SIDE = 96
"""Longest side of the picture that tells light ink from dark; strokes blur, paper stays."""
DARKEST_PAPER = 64
"""Paper brightness below which a division would only enlarge noise, in gray levels: what darker
paper lacks to it is added to the paper and its ink alike."""
BARE = (0.10, 0.40)
"""Two quantiles of the lost light that bare paper covers even on a page full of ink."""
BARE_SPREAD = 1.03
"""Distance of these quantiles of a normal distribution, in standard deviations."""


def pages(photo: Photo, light: Light = SMOOTH) -> tuple[Page, ...]:
    """Turn a photo into pages of ink, the likelier polarity first.

    Parameters
    ----------
    photo
        The decoded photo, (h, w, 3) uint8 RGB.
    light
        How the light on it is estimated.

    Returns
    -------
    One page where the polarity is plain, else two: dark on light and light on dark.
    """
    pixels = work_size(photo.pixels)
    scale = pixels.shape[1] / photo.width
    small = brought_to(pixels, light.side)
    lean = _light_ink(brought_to(small, LEAN_SIDE))
    found = [_page(pixels, small, scale, light)] if lean < light.plain else []
    if lean > -light.plain:
        found.insert(0 if lean > 0 else 1, _page(~pixels, ~small, scale, light))
    return tuple(found)


def has_broad_ink(photo: Photo) -> bool:
    """Tell whether there is ink that the usual estimate of the light takes for paper.

    Of a fat pen that fills the photo it leaves the rims of the strokes only.

    Parameters
    ----------
    photo
        The decoded photo, (h, w, 3) uint8 RGB.
    """
    small = brought_to(work_size(photo.pixels), SMOOTH.side)
    lean = _light_ink(small)
    return (lean < SMOOTH.plain and is_hollowed(small)) or (
        lean > -SMOOTH.plain and is_hollowed(~small)
    )


def _light_ink(small: NDArray[np.uint8]) -> float:
    """How much the ink looks lighter than the paper: -1 dark ink … 1 light ink.

    Ink is the minority, so the gray levels around their local mean lean towards it: this is
    their third moment as a part of what it could be.
    """
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    away = gray - cv2.GaussianBlur(gray, (0, 0), LEAN_SIDE / 8)
    lean = away * away * away
    return float(lean.mean() / max(np.abs(lean).mean(), 1e-6))


def _page(
    pixels: NDArray[np.uint8], small: NDArray[np.uint8], scale: float, estimate: Light
) -> Page:
    height, width = pixels.shape[:2]
    paper = paper_light(small, estimate)
    light = cv2.resize(paper, (width, height))
    soft = cv2.GaussianBlur(pixels, (3, 3), 0)
    if paper.min() < DARKEST_PAPER:
        missing = cv2.subtract(np.full_like(light, DARKEST_PAPER), light)
        soft, light = cv2.add(soft, missing), cv2.add(light, missing)
    kept = cv2.divide(soft, light, scale=255)
    red, green, blue = cv2.split(kept)
    lost = cv2.bitwise_not(cv2.min(cv2.min(red, green), blue))
    # Every other row says as much of the quantiles.
    levels = np.cumsum(cv2.calcHist([lost[::2]], [0], None, [256], [0, 256]))
    low, bare = np.searchsorted(levels, np.array(BARE) * levels[-1])
    ink = cv2.subtract(lost, float(round(bare)))
    spread = (bare - low) / BARE_SPREAD
    return Page(np.asarray(ink, np.uint8), scale, max(float(spread), 1.0), pixels)
