"""Threads: the pen does not leave the paper between two digits of a row."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.sheet import INKED, Piece


def run_on(last: Piece, next_: Piece, pen: float, rng: np.random.Generator) -> Piece:
    """Let the last digit's stroke run on to where the next one begins."""
    ends = np.argwhere(last.ink >= INKED)
    starts = np.argwhere(next_.ink >= INKED)
    if not len(ends) or not len(starts):
        return last
    end = ends[int(np.argmax(ends[:, 1]))][::-1]
    start = starts[int(np.argmin(starts[:, 1]))][::-1]
    return _thread(last, next_, end, start, rng.uniform(0, 0.12), pen * rng.uniform(0.4, 0.9))


def string(last: Piece, next_: Piece, pen: float, rng: np.random.Generator) -> Piece:
    """Link two zeros: the pen leaves one at its top and begins the next at its own."""
    tops = [np.argwhere(piece.ink >= INKED) for piece in (last, next_)]
    if not all(len(top) for top in tops):
        return last
    end, start = (top[int(np.argmin(top[:, 0]))][::-1] for top in tops)
    return _thread(last, next_, end, start, rng.uniform(-0.1, 0.15), pen * rng.uniform(0.5, 1))


def _thread(
    last: Piece,
    next_: Piece,
    end: NDArray[np.intp],
    start: NDArray[np.intp],
    sag: float,
    pen: float,
) -> Piece:
    """Draw a stroke from a point of one piece to a point of the next; both in their own pixels."""
    start = start + np.array((next_.x - last.x, next_.y - last.y))
    middle = (end + start) / 2 + (0, sag * last.ink.shape[0])
    low = np.minimum(np.floor(np.minimum(start, middle)), 0).astype(int) * (0, 1)
    high = np.maximum(np.ceil(np.maximum(start, middle)) + 1, last.ink.shape[::-1]).astype(int)
    canvas = np.zeros((high[1] - low[1], high[0]), np.uint8)
    canvas[-low[1] : last.ink.shape[0] - low[1], : last.ink.shape[1]] = last.ink
    line = np.round(np.array([end, middle, start]) - low).astype(np.int32)
    thick = max(1, round(pen))
    cv2.polylines(canvas, [line], False, 255, thick, cv2.LINE_AA)
    return Piece(last.label, canvas, last.x, last.y + low[1], last.row)
