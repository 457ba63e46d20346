"""A picture of generated photos, for the model card: all kinds, in rows."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.kinds import KINDS
from model.synthesis.sheet import Examples

CELL_HEIGHT = 132
"""Height of a row in pixels."""
ROW_WIDTH = 1240
"""Width of a row in pixels."""
GAP = 10
"""White space between the photos, in pixels."""
FRAME = 200
"""Gray level of the thin line around each photo, which shows where white ones end."""
ROWS = {"single": 2, "number": 2, "cheque": 2, "not_digit": 2}
"""Rows of each kind, from top to bottom."""
WIDEST, NARROWEST = 4.0, 0.55
"""Widths over heights of the photos that are shown."""


def sample_sheet(source: Examples, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Lay out generated photos of all kinds.

    Parameters
    ----------
    source
        MNIST's digits to write with.
    rng
        Where all chance comes from.

    Returns
    -------
    (h, w, 3) uint8 RGB: rows of photos, equally high, that end at the same right margin.
    """
    rows = [_row(source, kind, rng) for kind, count in ROWS.items() for _ in range(count)]
    height = sum(row.shape[0] for row in rows) + GAP * (len(rows) + 1)
    sheet = np.full((height, ROW_WIDTH + 2 * GAP, 3), 255, np.uint8)
    y = GAP
    for row in rows:
        sheet[y : y + row.shape[0], GAP : GAP + ROW_WIDTH] = row
        y += row.shape[0] + GAP
    return sheet


def _row(source: Examples, kind: str, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Fill a row with photos; its height is near `CELL_HEIGHT`, so that they fill it exactly."""
    photos: list[NDArray[np.uint8]] = []
    while sum(map(_aspect, photos)) * CELL_HEIGHT + GAP * len(photos) < ROW_WIDTH:
        photo = KINDS[kind].draw(source, rng)[0]
        if NARROWEST <= _aspect(photo) <= WIDEST:
            photos.append(photo)
    room = ROW_WIDTH - GAP * (len(photos) - 1)
    height = round(room / sum(map(_aspect, photos)))
    row = np.full((height, ROW_WIDTH, 3), 255, np.uint8)
    ends = np.cumsum([_aspect(photo) for photo in photos])
    ends = np.round(ends / ends[-1] * room).astype(int)
    for at, (photo, left, right) in enumerate(zip(photos, (0, *ends), ends, strict=False)):
        how = cv2.INTER_AREA if photo.shape[0] > height else cv2.INTER_NEAREST
        shown = cv2.resize(photo, (int(right - left), height), interpolation=how)
        shown[[0, -1]] = shown[:, [0, -1]] = FRAME
        row[:, left + at * GAP : right + at * GAP] = shown
    return row


def _aspect(photo: NDArray[np.uint8]) -> float:
    height, width = photo.shape[:2]
    return float(width / height)
