"""Rows that rise or fall, as on a photo held askew: the page, turned until they are level.

Digits that lean with their rows are read worse, and rows that are steeper than they are apart are
not found. The angle is that of the sharpest projection profile: W. Postl, "Detection of Linear
Oblique Structures and Skew Scan in Digitized Documents" (ICPR 1986).
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from model.axis import FEWEST, median_height
from model.ink.page import Page, Turn
from model.mark import Mark
from model.search.choose import Choice

ANGLES: NDArray[np.float64] = np.deg2rad(np.arange(-26.0, 27.0))
"""Angles that rows may fall by: a degree apart, as the sheet of a hurried photo may lie."""
LEAST = float(np.deg2rad(2))
"""What falls less is level: digits are read as well, and a turned page is a little blurred."""
POINTS = 150
"""Pixels of a digit that stand for its ink."""
LAYERS = 8
"""Layers of the profile to a digit's height."""
MARGIN = 0.5
"""Room around the digits on the turned page, in heights of theirs."""


def leveled(choice: Choice) -> Page | None:
    """Turn the page of a choice so that its rows are level.

    Parameters
    ----------
    choice
        What was found on the page.

    Returns
    -------
    The page with `Page.turn`, as large as before and larger where its digits need the room; None
    where its rows are level, or of too few digits for anybody to tell.
    """
    digits = [c.mark for row in choice.rows for c in row]
    if len(digits) < FEWEST:
        return None
    angle = skew(digits)
    return turned(choice.candidates[0].page, angle, digits) if abs(angle) >= LEAST else None


def skew(digits: Sequence[Mark]) -> float:
    """Say by what angle the rows of digits fall to the right, in radians; less than 0 if they rise.

    Parameters
    ----------
    digits
        At least one, in any order.
    """
    points = [_points(mark) for mark in digits]
    across, down = np.concatenate(points, axis=1)
    worth = np.concatenate([np.full(p.shape[1], 1 / p.shape[1]) for p in points])
    layer = max(1.0, median_height(digits) / LAYERS)
    heights = (np.outer(np.cos(ANGLES), down) - np.outer(np.sin(ANGLES), across)) / layer
    layers = (heights - heights.min(axis=1, keepdims=True)).astype(np.intp)
    profiles = (np.bincount(row, weights=worth) for row in layers)
    sharp = [np.square(np.convolve(profile, (0.25, 0.5, 0.25))).sum() for profile in profiles]
    return float(ANGLES[int(np.argmax(sharp))])


def _points(mark: Mark) -> NDArray[np.float64]:
    """Give pixels of a mark's ink, evenly chosen, (2, n): how far right and down on the page."""
    down, across = np.nonzero(mark.mask)
    some = np.linspace(0, len(down) - 1, min(POINTS, len(down))).astype(np.intp)
    return np.stack([across[some] + mark.x, down[some] + mark.y]).astype(np.float64)


def turned(page: Page, angle: float, digits: Sequence[Mark]) -> Page:
    """Turn a page about its middle so that what falls by an angle, in radians, becomes level.

    What comes in from beyond its sides is paper.
    """
    height, width = page.ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.rad2deg(angle)), 1.0)
    corners = [
        (x, y, 1) for m in digits for x in (m.x, m.x + m.width) for y in (m.y, m.y + m.height)
    ]
    at = np.array(corners) @ matrix.T
    margin = MARGIN * median_height(digits)
    first = np.minimum(0, np.floor(at.min(axis=0) - margin))
    last = np.maximum((width, height), np.ceil(at.max(axis=0) + margin))
    matrix[:, 2] -= first
    size = tuple(int(side) for side in last - first)
    ink = np.asarray(cv2.warpAffine(page.ink, matrix, size), np.uint8)
    pixels = page.pixels
    if pixels is not None:
        pixels = np.asarray(
            cv2.warpAffine(pixels, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
    back = np.asarray(cv2.invertAffineTransform(matrix), np.float64)
    return Page(ink, page.scale, page.noise, pixels, Turn(back, width, height))
