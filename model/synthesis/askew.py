"""Sheets that are not seen from straight above: written or held askew, or lying on a table.

What is moved is the sheet's truth as well as its ink, pixel by pixel.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.ground import clouds
from model.synthesis.sheet import Sheet, Symbol

TILT, MOST_TILTED = 7.0, 24.0
"""Standard deviation of the angle of what is written or held askew, in degrees, and the largest."""
TURN = 15.0
"""Largest angle of a sheet on a table: it lies there as it was put down."""
LEAN = 0.06
"""How far a camera that is not held level moves a sheet's corner, as a part of its side."""
ROOM = (0.01, 0.25)
"""How much of the table is seen on each side, as a part of the sheet's longest."""
WOOD = np.array([(110, 70, 40), (160, 120, 80), (75, 45, 30), (200, 175, 145)], np.float32)
"""Colors of wood, RGB."""
WOODEN = 0.6
"""Part of the tables that are of wood; the others have any color, most of them a dull one."""
SHADED = 0.4
"""Part of the sheets that cast a shadow: the table is darker along their edges."""

Matrix = NDArray[np.float64]
Size = tuple[int, int]


def tilt(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Turn what is written; the sheet grows so that nothing is cut off."""
    angle = float(np.clip(rng.normal(0, TILT), -MOST_TILTED, MOST_TILTED))
    matrix, size = _grown(_turn(angle), sheet.ink.shape)
    return _moved(sheet, matrix, size)


def lay(
    photo: NDArray[np.uint8], sheet: Sheet, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], Sheet]:
    """Lay a photographed sheet on a table and look at it again.

    Parameters
    ----------
    photo : (h, w, 3) uint8
        RGB, as large as the sheet.
    sheet
        What is written on it.
    rng
        Of the table, how the sheet lies there, and how the camera is held.

    Returns
    -------
    A larger photo, and the sheet as it is seen there.
    """
    height, width = sheet.ink.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    leaning = corners + rng.uniform(-LEAN, LEAN, (4, 2)).astype(np.float32) * min(height, width)
    matrix = cv2.getPerspectiveTransform(corners, leaning)
    room = rng.uniform(*ROOM, 4) * max(height, width)
    matrix, size = _grown(_turn(rng.uniform(-TURN, TURN)) @ matrix, sheet.ink.shape, room)
    seen = cv2.warpPerspective(photo, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    there = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    amount = cv2.merge([there.astype(np.float32) / 255] * 3)
    table = _table((size[1], size[0]), rng)
    if rng.random() < SHADED:
        reach = rng.uniform(0.005, 0.03) * max(size)
        shadow = cv2.GaussianBlur(there, (0, 0), reach).astype(np.float32) / 255
        table = table * (1 - shadow * np.float32(rng.uniform(0.2, 0.8)))[..., None]
    laid = cv2.convertScaleAbs(table + amount * (seen - table))
    return np.asarray(laid, np.uint8), _moved(sheet, matrix, size)


def _turn(degrees: float) -> Matrix:
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.array([(cosine, -sine, 0), (sine, cosine, 0), (0, 0, 1)])


def _grown(
    matrix: Matrix, shape: tuple[int, ...], room: NDArray[np.float64] | None = None
) -> tuple[Matrix, Size]:
    """Shift a matrix so that all of a picture is seen, with room on the left, above, right, below.

    Returns
    -------
    The matrix, and the width and height that the picture has then.
    """
    left, above, right, below = np.zeros(4) if room is None else room
    height, width = shape[:2]
    corners = np.array([[(0, 0), (width, 0), (width, height), (0, height)]], np.float64)
    x, y, wide, high = cv2.boundingRect(
        cv2.perspectiveTransform(corners, matrix).astype(np.float32)
    )
    shift = np.array([(1, 0, left - x), (0, 1, above - y), (0, 0, 1)])
    return shift @ matrix, (int(wide + left + right), int(high + above + below))


def _moved(sheet: Sheet, matrix: Matrix, size: Size) -> Sheet:
    ink = cv2.warpPerspective(sheet.ink, matrix, size)
    owner = cv2.warpPerspective(sheet.owner, matrix, size, flags=cv2.INTER_NEAREST)
    moved = replace(sheet, ink=np.asarray(ink, np.uint8), owner=np.asarray(owner, np.uint8))
    symbols = (_found(s, number, moved.owner, matrix) for number, s in enumerate(sheet.symbols, 1))
    return replace(moved, symbols=tuple(symbols))


def _found(symbol: Symbol, number: int, owner: NDArray[np.uint8], matrix: Matrix) -> Symbol:
    """Find the box of a symbol's ink; what others cover wholly is where its old box has gone."""
    box = cv2.boundingRect(cv2.compare(owner, number, cv2.CMP_EQ))
    if not box[2]:
        left, top = symbol.x, symbol.y
        right, bottom = left + symbol.width, top + symbol.height
        corners = np.array([[(left, top), (right, top), (right, bottom), (left, bottom)]], float)
        box = cv2.boundingRect(cv2.perspectiveTransform(corners, matrix).astype(np.float32))
    return Symbol(symbol.label, *(int(side) for side in box))


def _table(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw a table: its color, its grain or pattern, and the light on it; (h, w, 3), 0 … 255."""
    color = WOOD[rng.integers(len(WOOD))] * rng.uniform(0.4, 1.25)
    if rng.random() >= WOODEN:
        color = np.clip(rng.uniform(10, 240) + rng.normal(0, 25, 3), 0, 255)
    long, wide = rng.uniform(2, 6), rng.uniform(15, 120)
    cells = (max(2, round(wide)), max(2, round(long)))
    fibers = rng.standard_normal(cells, dtype=np.float32)
    fibers = fibers if rng.random() < 0.5 else np.ascontiguousarray(fibers.T)
    grain = cv2.resize(fibers, shape[::-1], interpolation=cv2.INTER_CUBIC)
    grain = grain * np.float32(rng.uniform(0, 0.1))
    light = 1 + clouds(shape, 2, rng) * np.float32(rng.uniform(0, 0.15)) + grain
    noise = rng.standard_normal(shape, dtype=np.float32) * np.float32(rng.uniform(0, 4))
    return np.asarray(cv2.merge([light * np.float32(c) + noise for c in color]), np.float32)
