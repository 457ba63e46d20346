"""Sheets: ink, and the truth about whose it is, pixel by pixel."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

NOT_DIGIT = 10
"""Label of what is no digit."""
INKED = 100
"""Ink from which a pixel belongs to a symbol; below it is the rim of a stroke."""
MOST_SYMBOLS = 255
"""Owners are told in one byte."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Pictures of (n, 28, 28) uint8 and labels of (n,) uint8: 0 … 9 or `NOT_DIGIT`."""

    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]


@dataclass(frozen=True)
class Symbol:
    """What stands where: `label` is 0 … 9 or `NOT_DIGIT`, the box is in pixels of the sheet."""

    label: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Piece:
    """A symbol that is drawn but not yet on a sheet.

    Attributes
    ----------
    label : int
        0 … 9 or `NOT_DIGIT`.
    ink : (h, w) uint8
        0 paper … 255 ink.
    x, y : float
        Where its upper left corner comes to lie.
    row : int
        Which row of the text it stands in.
    """

    label: int
    ink: NDArray[np.uint8]
    x: float
    y: float
    row: int = 0


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is written, and where.

    Attributes
    ----------
    ink : (h, w) uint8
        0 paper … 255 ink.
    owner : (h, w) uint8
        Whose ink a pixel is: 0 nobody's, i + 1 that of `symbols[i]`; the later one's where strokes
        cross.
    symbols : tuple of Symbol
        In reading order.
    text : str
        What a person reads: the digits only, a line for each row.
    """

    ink: NDArray[np.uint8]
    owner: NDArray[np.uint8]
    symbols: tuple[Symbol, ...]
    text: str


def compose(pieces: list[Piece], shape: tuple[int, int]) -> Sheet:
    """Put pieces on an empty sheet.

    Parameters
    ----------
    pieces
        In reading order. What reaches over the sheet's edge is cut off; what lies outside of it
        is left out.
    shape
        Height and width of the sheet in pixels.
    """
    height, width = shape
    ink, owner = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    symbols: list[Symbol] = []
    rows: dict[int, str] = {}
    for piece in pieces[:MOST_SYMBOLS]:
        x, y = round(piece.x), round(piece.y)
        left, top = max(0, -x), max(0, -y)
        part = piece.ink[top : max(0, height - y), left : max(0, width - x)]
        inked = cv2.compare(part, INKED, cv2.CMP_GE) if part.size else None
        if inked is None or not inked.any():
            continue
        x, y = x + left, y + top
        here = slice(y, y + part.shape[0]), slice(x, x + part.shape[1])
        np.maximum(ink[here], part, out=ink[here])
        symbols.append(Symbol(piece.label, *_place(cv2.boundingRect(inked), x, y)))
        owner[here][inked > 0] = len(symbols)
        if piece.label != NOT_DIGIT:
            rows[piece.row] = rows.get(piece.row, "") + str(piece.label)
    return Sheet(ink, owner, tuple(symbols), "\n".join(rows[row] for row in sorted(rows)))


def _place(box: tuple[int, ...], x: int, y: int) -> tuple[int, int, int, int]:
    return box[0] + x, box[1] + y, box[2], box[3]
