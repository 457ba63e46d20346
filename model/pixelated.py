"""Pictures that were enlarged without smoothing: their blocks become a smooth picture again.

Whoever sends a digit of a data set, or of a small canvas, often sends what a program shows of it:
each of its few pixels is a block. The corners of blocks are no part of a stroke, and nothing that
reads strokes should see them.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from model.image import Photo

LEAST, MOST = 6.0, 100.0
"""Sides of blocks, in pixels; the corners of smaller ones do not disturb."""
FEWEST = 8
"""Blocks that the longest side has at least."""
FINE = 8
"""Steps of the frequency for each wave that goes into the longest side once more."""
HARMONICS = (1, 2, 3)
"""The multiples of the blocks' frequency that are looked at."""
IN_STEP = 0.35
"""Part of all change from a pixel to the next that keeps step with the blocks, at least, 0 … 1. Of
photos 0.15 do mostly, and seldom 0.4; of blocks 0.4 to 1, the least after a JPEG file…"""
DIFFERS = 0.2
"""…and how much the picture differs from its blocks, at most, as a part of how much these differ
from their neighbors: blocks by 0 to 0.17. The squares of 8 pixels that a JPEG file leaves in an
even ground keep step, too, but differ by 0.3 to 1…"""
VARIES = 0.1
"""…and as a part of how much the whole picture varies: blocks mostly by 0 to 0.06, strokes that are
wide apart and keep step by chance by more…"""
INSIDE = (0.2, 0.8)
"""…and in this part of each block, where no neighbor reaches…"""
EVEN = 0.15
"""…nowhere by more than this part of the distance from the darkest to the lightest pixel: there a
stroke would be, thinner than the blocks that the edges of a sheet or a window feign."""

Gray = NDArray[np.uint8]


@dataclass(frozen=True)
class Blocks:
    """Blocks of a side of so many pixels; one of them begins at x and y, which are 0 or less."""

    side: float
    x: float
    y: float


def smoothed(photo: Photo) -> Photo:
    """Smooth a photo that shows pixels as blocks; another one stays as it is.

    Parameters
    ----------
    photo
        The decoded photo, (h, w, 3) uint8 RGB.

    Returns
    -------
    A photo of the same size, in which the middles of the blocks have the colors that they had, and
    what lies between is cubic.
    """
    blocks = find_blocks(cv2.cvtColor(photo.pixels, cv2.COLOR_RGB2GRAY))
    if blocks is None:
        return photo
    height, width = photo.pixels.shape[:2]
    x = (np.arange(width, dtype=np.float32) + 0.5 - blocks.x) / blocks.side - 0.5
    y = (np.arange(height, dtype=np.float32) + 0.5 - blocks.y) / blocks.side - 0.5
    pixels = cv2.remap(
        _middles(photo.pixels, blocks), *_grid(x, y), cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return replace(photo, pixels=np.asarray(pixels, np.uint8))


def find_blocks(gray: Gray) -> Blocks | None:
    """Find the blocks that a picture consists of.

    It changes between blocks and not within them: how much it changes from one column to the next
    is a comb, and so is the spectrum of that, with teeth at the blocks' frequency and its
    multiples.

    Parameters
    ----------
    gray : (h, w) uint8
        The picture.

    Returns
    -------
    None where it does not consist of blocks.
    """
    longest = max(gray.shape)
    waves = FINE * longest
    first, last = int(np.ceil(waves * max(1 / MOST, FEWEST / longest))), int(waves / LEAST)
    if first >= last or min(gray.shape) < LEAST:
        return None
    combs = [np.fft.rfft(_changes(gray), waves), np.fft.rfft(_changes(gray.T), waves)]
    steps = np.min([_in_step(np.abs(comb), first, last) for comb in combs], axis=0)
    # Every second block is in step, too, with half of the frequency's multiples.
    at = int(np.argmax(steps >= 0.9 * steps.max()))
    while at + 1 < len(steps) and steps[at + 1] > steps[at]:
        at += 1
    side = waves / (first + at)
    if steps[at] < IN_STEP or min(gray.shape) < 2 * side:
        return None
    # The change into a block is one before its first pixel.
    x, y = (1 - np.angle(comb[first + at]) * side / (2 * np.pi) for comb in combs)
    blocks = Blocks(side, x % side - side, y % side - side)
    return blocks if _is_shown_by(blocks, gray) else None


def _changes(gray: Gray) -> NDArray[np.float64]:
    """Say how much a picture changes into each next column, beyond what it does everywhere."""
    changes = cv2.absdiff(gray[:, 1:], gray[:, :-1]).mean(axis=0)
    return np.asarray(np.maximum(changes - np.median(changes), 0))


def _in_step(spectrum: NDArray[np.floating], first: int, last: int) -> NDArray[np.floating]:
    """Give the part of all change that keeps step, for each frequency and its multiples."""
    at = np.arange(first, last)
    multiples = at * np.array(HARMONICS)[:, None]
    seen = multiples < len(spectrum)
    teeth = np.where(seen, spectrum[np.where(seen, multiples, 0)], 0.0)
    return np.asarray(teeth.sum(axis=0) / seen.sum(axis=0) / max(float(spectrum[0]), 1e-6))


def _is_shown_by(blocks: Blocks, gray: Gray) -> bool:
    """Tell whether a picture hardly differs from blocks."""
    height, width = gray.shape
    x = ((np.arange(width) + 0.5 - blocks.x) // blocks.side).astype(np.intp)
    y = ((np.arange(height) + 0.5 - blocks.y) // blocks.side).astype(np.intp)
    middles = _middles(gray, blocks)
    neighbors = cv2.absdiff(middles[1:], middles[:-1]), cv2.absdiff(middles[:, 1:], middles[:, :-1])
    apart = np.mean([differences.mean() for differences in neighbors])
    varies = cv2.absdiff(gray, np.full_like(gray, round(float(gray.mean())))).mean()
    differs = cv2.absdiff(gray, middles[np.ix_(y, x)])
    inside = differs[np.ix_(_inside(height, blocks.y, blocks), _inside(width, blocks.x, blocks))]
    even = inside.max(initial=0) <= EVEN * (int(gray.max()) - int(gray.min()))
    return bool(even and differs.mean() <= min(DIFFERS * apart, VARIES * varies))


def _inside(side: int, begin: float, blocks: Blocks) -> NDArray[np.bool_]:
    """Tell which pixels of a side are well inside of their block."""
    share = (np.arange(side) + 0.5 - begin) / blocks.side % 1
    return (share > INSIDE[0]) & (share < INSIDE[1])


def _middles(picture: NDArray[np.uint8], blocks: Blocks) -> NDArray[np.uint8]:
    """Give the color of the middle of each block."""
    height, width = picture.shape[:2]
    x = blocks.x + (np.arange((width - 0.5 - blocks.x) // blocks.side + 1) + 0.5) * blocks.side
    y = blocks.y + (np.arange((height - 0.5 - blocks.y) // blocks.side + 1) + 0.5) * blocks.side
    box = round(blocks.side / 2)
    inside = _grid((x - 0.5).clip(0, width - 1), (y - 0.5).clip(0, height - 1))
    return np.asarray(
        cv2.remap(cv2.blur(picture, (box, box)), *inside, cv2.INTER_NEAREST), np.uint8
    )


def _grid(
    x: NDArray[np.floating], y: NDArray[np.floating]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the coordinates of all points of a grid."""
    across, down = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    return across, down
