"""Photo → pages of ink: grayscale, even light, one polarity.

A page says for each pixel how much darker than the paper around it a pixel is, so shadows and
gradients are gone, colored pens count like black ones, and chalk on a board looks like a pen on
paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from model.halves import brought_to
from model.image import Photo
from model.ink.page import Page

WORK_SIDE = 640
"""Longest side of a page in pixels: half of what Telegram delivers, so quick to reduce to; ten
digits in a row still have 50 px each."""
SMALLEST_SIDE = 224
"""Smaller pictures are enlarged to this longest side, so that the stages below see strokes and
not single pixels."""
SOFTEN = 0.45
"""Standard deviation of the blur that joins the beads which enlarged pixels leave of a thin stroke,
in pixels of the small picture."""
LEAN_SIDE = 96
"""Longest side of the picture that tells light ink from dark; strokes blur, paper stays."""
AROUND = 15
"""Side of the boxes in which light with edges is evened out, in its pixels…"""
EDGE = 8.0
"""…and the standard deviation in such a box from which an edge is kept more than it is blurred, in
gray levels."""
SHADOW_SIDE = 64
"""Longest side of the picture in which shadows with an edge are looked for."""
TOO_BRIGHT = 1.1
"""In one of them the soft estimate of the light is too bright by this factor at least…"""
SHADOWED = 0.04
"""…and it is larger than this part of the photo."""
DARKEST_PAPER = 64
"""Paper brightness below which a division would only enlarge noise, in gray levels: what darker
paper lacks to it is added to the paper and its ink alike."""
BARE = (0.10, 0.40)
"""Two quantiles of the lost light that bare paper covers even on a page full of ink."""
BARE_SPREAD = 1.03
"""Distance of these quantiles of a normal distribution, in standard deviations."""


@dataclass(frozen=True)
class Light:
    """How the light is estimated.

    Attributes
    ----------
    side : int
        Longest side of the picture in which it is estimated, in pixels; strokes blur, shadows stay.
    window : float
        Side of the window in which paper must be visible somewhere, as a part of the longest side.
    even : callable
        Evens the light out, (h, w, 3) uint8 → the same.
    plain : float
        From this lean towards light or dark ink, 0 … 1, the other polarity is not looked at.
    """

    side: int
    window: float
    even: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
    plain: float


def blurred(light: NDArray[np.uint8], box: int) -> NDArray[np.uint8]:
    """Even light out everywhere: three boxes are nearly a Gaussian blur, in a sixth of its time."""
    for _ in range(3):
        light = np.asarray(cv2.blur(light, (box, box)), np.uint8)
    return light


def even_between_edges(light: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Even light out, but for the edges of shadows, which stay as they are.

    It is guided by itself (K. He, J. Sun, X. Tang, "Guided Image Filtering", ECCV 2010): what
    varies less than `EDGE` around a pixel is blurred, what varies more is kept.
    """
    values = light.astype(np.float32)
    mean = cv2.blur(values, (AROUND, AROUND))
    variance = cv2.blur(values * values, (AROUND, AROUND)) - mean * mean
    kept = variance / (variance + EDGE * EDGE)
    lost = cv2.blur(mean - kept * mean, (AROUND, AROUND))
    found = cv2.blur(kept, (AROUND, AROUND)) * values + lost
    return np.asarray(found).clip(0, 255).astype(np.uint8)


SMOOTH = Light(96, 0.3, partial(blurred, box=7), 0.4)
"""Wider than any stroke, with soft shadows."""
SHARP = Light(96, 0.15, partial(blurred, box=3), 1.0)
"""With shadows that have an edge, which say nothing of the ink; the middle of a very fat stroke
becomes paper."""
EDGED = Light(192, 0.2, even_between_edges, 1.0)
"""With shadows whose edge goes, too; but what is left of a large thing's edge is finer than what
`model.ink.outlines` takes out, so it is for photos that a shadow falls into."""
NARROW = Light(192, 0.1, even_between_edges, 1.0)
"""With such shadows as narrow as that of a pen, but the middle of a fat stroke becomes paper."""


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
    pixels = _work_size(photo.pixels)
    scale = pixels.shape[1] / photo.width
    small = brought_to(pixels, light.side)
    lean = _light_ink(brought_to(small, LEAN_SIDE))
    found = [_page(pixels, small, scale, light)] if lean < light.plain else []
    if lean > -light.plain:
        found.insert(0 if lean > 0 else 1, _page(~pixels, ~small, scale, light))
    return tuple(found)


def _work_size(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    side = max(pixels.shape[:2])
    if side > WORK_SIDE:
        return _resize(pixels, WORK_SIDE / side, cv2.INTER_AREA)
    if side < SMALLEST_SIDE:
        factor = SMALLEST_SIDE / side
        return np.asarray(
            cv2.GaussianBlur(_resize(pixels, factor, cv2.INTER_CUBIC), (0, 0), SOFTEN * factor)
        )
    return pixels


def _resize(pixels: NDArray[np.uint8], factor: float, how: int) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)


def _light_ink(small: NDArray[np.uint8]) -> float:
    """How much the ink looks lighter than the paper: -1 dark ink … 1 light ink.

    Ink is the minority, so the gray levels around their local mean lean towards it: this is
    their third moment as a part of what it could be.
    """
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    away = gray - cv2.GaussianBlur(gray, (0, 0), LEAN_SIDE / 8)
    lean = away * away * away
    return float(lean.mean() / max(np.abs(lean).mean(), 1e-6))


def in_hard_shadow(photo: Photo) -> bool:
    """Tell whether a shadow with an edge falls into a photo: of a hand, a pen, the phone.

    There the soft estimate of the light is too bright. That it is where a pen was very fat, too,
    but few strokes run out of the photo, and nearly all such shadows do.

    Parameters
    ----------
    photo
        The decoded photo, (h, w, 3) uint8 RGB.
    """
    small = brought_to(_work_size(photo.pixels), SHADOW_SIDE)
    soft, hard = (_light(small, estimate).astype(np.float32) for estimate in (SMOOTH, NARROW))
    # A shadow takes from each color; what else is dark is mostly darker in one of them.
    dark = (soft / np.maximum(hard, 1)).min(axis=2) > TOO_BRIGHT
    if np.count_nonzero(dark) <= SHADOWED * dark.size:
        return False  # quickly, as of most photos
    count, labels = cv2.connectedComponents(dark.astype(np.uint8))
    rims = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    from_outside = np.isin(np.arange(1, count), np.concatenate(rims))
    areas = np.bincount(labels.ravel(), minlength=count)[1:]
    return bool(areas[from_outside].sum() > SHADOWED * dark.size)


def _page(
    pixels: NDArray[np.uint8], small: NDArray[np.uint8], scale: float, estimate: Light
) -> Page:
    height, width = pixels.shape[:2]
    paper = _light(small, estimate)
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


def _light(small: NDArray[np.uint8], estimate: Light) -> NDArray[np.uint8]:
    """Estimate what bare paper would look like everywhere, in a small picture."""
    window = round(estimate.window * max(small.shape[:2])) | 1
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (window, window))
    room = window // 2 + 1
    padded = _outward(small, room)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disk)
    return np.ascontiguousarray(estimate.even(closed)[room:-room, room:-room], np.uint8)


def _outward(small: NDArray[np.uint8], room: int) -> NDArray[np.uint8]:
    """Continue a picture by some pixels on each side.

    A corner that gets darker goes on getting darker outside, or its shadow would be filled like
    ink.
    """
    around = (room, room, room, room)
    edge = cv2.copyMakeBorder(small, *around, cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(small, (3, 3), 0)
    border = cv2.copyMakeBorder(soft, *around, cv2.BORDER_REPLICATE)
    mirror = cv2.copyMakeBorder(soft, *around, cv2.BORDER_REFLECT_101)
    falls = cv2.subtract(border, cv2.subtract(mirror, border))
    outside = np.asarray(cv2.min(falls, edge), np.uint8)
    outside[room:-room, room:-room] = small
    return outside
