"""Light: what bare paper would look like everywhere on a photo, estimated in a small picture.

Each estimate is wrong somewhere: one that is wider than any stroke smooths the edges of shadows
away, and the narrower one is, the sooner it takes the middle of a fat stroke for paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from model.halves import brought_to
from model.image import Photo
from model.ink.size import work_size

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
HOLLOW = 1.15
"""The usual estimate takes ink for paper where it is darker than a broad one by this factor…"""
BROAD_INK = 0.03
"""…on more than this part of the photo: less is the rim of something, or uneven light."""


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
BROAD = Light(48, 0.8, partial(blurred, box=7), 1.0)
"""Wider than the stroke of a fat pen that fills the photo with one digit; of shadows, only those
stay paper that are as large as the photo."""


def paper_light(small: NDArray[np.uint8], estimate: Light) -> NDArray[np.uint8]:
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


def in_hard_shadow(photo: Photo) -> bool:
    """Tell whether a shadow with an edge falls into a photo: of a hand, a pen, the phone.

    There the soft estimate of the light is too bright. That it is where a pen was very fat, too,
    but few strokes run out of the photo, and nearly all such shadows do.

    Parameters
    ----------
    photo
        The decoded photo, (h, w, 3) uint8 RGB.
    """
    small = brought_to(work_size(photo.pixels), SHADOW_SIDE)
    soft, hard = (paper_light(small, estimate).astype(np.float32) for estimate in (SMOOTH, NARROW))
    # A shadow takes from each color; what else is dark is mostly darker in one of them.
    dark = (soft / np.maximum(hard, 1)).min(axis=2) > TOO_BRIGHT
    if np.count_nonzero(dark) <= SHADOWED * dark.size:
        return False  # quickly, as of most photos
    count, labels = cv2.connectedComponents(dark.astype(np.uint8))
    rims = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    from_outside = np.isin(np.arange(1, count), np.concatenate(rims))
    areas = np.bincount(labels.ravel(), minlength=count)[1:]
    return bool(areas[from_outside].sum() > SHADOWED * dark.size)


def is_hollowed(pixels: NDArray[np.uint8]) -> bool:
    """Tell whether the usual estimate of the light takes something dark and broad for paper.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
        A picture with dark ink.
    """
    small = brought_to(pixels, BROAD.side)
    usual, broad = (paper_light(small, light).astype(np.float32) for light in (SMOOTH, BROAD))
    hollow = (broad / np.maximum(usual, 1)).max(axis=2) > HOLLOW
    return bool(np.count_nonzero(hollow) > BROAD_INK * hollow.size)
