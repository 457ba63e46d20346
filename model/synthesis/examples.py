"""Generated photos, and the examples that the walk cuts out of them."""

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from os import cpu_count

import cv2
import numpy as np
from numpy.typing import NDArray

from model.grayscale import pages
from model.image import Photo
from model.normalize import normalize
from model.segment import Mark, marks
from model.synthesis.paper import photograph
from model.synthesis.sheet import NOT_DIGIT, Examples, Sheet, Symbol, write_sheet
from model.threshold import threshold

CHUNK = 200
"""Photos that a process draws before it reports."""
TINY = 0.1
"""Part of the photos that are reduced to webcam frames and icons of `TINY_SIDE` pixels."""
TINY_SIDE = (28, 64)
WHOLE = 0.8
"""A mark that covers this part of a symbol's box, and lies in it to this part, is the symbol."""
APART = 0.2
"""A mark that covers less of a symbol than this has nothing to do with it."""
LINE_LIKE = 2.5
"""A mark so much higher than wide may pass for a 1; it is no example of what is no digit."""
MOST_DIRT = 2
"""Marks of one photo that are taken as examples of what is no digit."""


def draw_examples(
    source: Examples, photos: int, seed: int, tell: Callable[[float], None] = lambda _done: None
) -> Examples:
    """Draw photos on all processor cores and cut the examples out of them.

    Parameters
    ----------
    source
        MNIST's digits to write with.
    photos
        How many photos to draw; each gives about two examples.
    seed
        The same seed gives the same examples, however many cores there are.
    tell
        Called with the part that is done, 0 … 1.
    """
    chunks = max(1, photos // CHUNK)
    seeds = np.random.SeedSequence(seed).spawn(chunks)
    sizes = [photos // chunks + (i < photos % chunks) for i in range(chunks)]
    parts = []
    # A fresh process, not a fork: TensorFlow's threads do not survive one.
    with ProcessPoolExecutor(
        cpu_count(), mp_context=get_context("spawn"), initializer=_write_with, initargs=(source,)
    ) as pool:
        for part in pool.map(_draw_chunk, seeds, sizes):
            parts.append(part)
            tell(len(parts) / chunks)
    return Examples(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def draw_photo(
    source: Examples, rng: np.random.Generator, **shares: float
) -> tuple[NDArray[np.uint8], Sheet]:
    """Draw one photo, (h, w, 3) uint8 RGB, and say what stands on it.

    `shares` are those of `write_sheet`. The boxes of the sheet fit the photo unless it was
    reduced; `examples_of` takes care of that.
    """
    sheet = write_sheet(source, rng, **shares)
    photo = photograph(sheet.ink, rng)
    if len(sheet.symbols) == 1 and rng.random() < TINY:
        factor = rng.uniform(*TINY_SIDE) / max(photo.shape)
        photo = cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return photo, sheet


def examples_of(photo: NDArray[np.uint8], sheet: Sheet) -> list[tuple[NDArray[np.uint8], int]]:
    """Send a photo through the walk and label what it cuts out."""
    height, width = sheet.ink.shape
    whole = Photo(photo, width, height)
    found: list[tuple[NDArray[np.uint8], int]] = []
    for at, page in enumerate(pages(whole)):
        dirt = 0
        for mark in marks(threshold(page)):
            label = _label(mark, page.scale, sheet.symbols)
            if label is None or (at > 0 and label != NOT_DIGIT):
                continue
            if label == NOT_DIGIT:
                dirt += 1
                if dirt > MOST_DIRT or _line_like(mark):
                    continue
            cut = page.ink[mark.y : mark.y + mark.height, mark.x : mark.x + mark.width]
            found.append((normalize(cut, mark.mask), label))
    return found


_source: Examples


def _write_with(source: Examples) -> None:
    global _source  # what a worker process writes with, handed over once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this pool
    cv2.setNumThreads(1)
    _source = source


def _draw_chunk(seed: np.random.SeedSequence, photos: int) -> Examples:
    rng = np.random.default_rng(seed)
    found = [e for _ in repeat(None, photos) for e in examples_of(*draw_photo(_source, rng))]
    pictures = np.array([picture for picture, _ in found], np.uint8).reshape(-1, 28, 28)
    return Examples(pictures, np.array([label for _, label in found], np.uint8))


def _label(mark: Mark, scale: float, symbols: tuple[Symbol, ...]) -> int | None:
    """Say what a mark is; None where it is a piece of a symbol, which may look like anything."""
    x, y = mark.x / scale, mark.y / scale
    width, height = mark.width / scale, mark.height / scale
    covered = [_overlap(x, y, width, height, s) / max(1.0, s.width * s.height) for s in symbols]
    over = [i for i, part in enumerate(covered) if part > APART]
    if len(over) != 1:
        return NOT_DIGIT
    symbol = symbols[over[0]]
    # A pen's rim and the page's blur add a pixel or two to a thin symbol's box.
    room = (symbol.width + 0.12 * symbol.height) * symbol.height * 1.1
    if covered[over[0]] >= WHOLE and room >= WHOLE * width * height:
        return symbol.label
    return None


def _overlap(x: float, y: float, width: float, height: float, symbol: Symbol) -> float:
    across = min(x + width, symbol.x + symbol.width) - max(x, symbol.x)
    down = min(y + height, symbol.y + symbol.height) - max(y, symbol.y)
    return max(across, 0) * max(down, 0)


def _line_like(mark: Mark) -> bool:
    _, (a, b), _ = cv2.minAreaRect(cv2.findNonZero(mark.mask))
    return mark.height > mark.width and max(a, b) >= LINE_LIKE * max(1.0, min(a, b))
