"""Generated photos, and the examples that the walk cuts out of them."""

from collections.abc import Callable
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from model.apart import parts_of
from model.image import Photo
from model.ink.grayscale import pages
from model.ink.threshold import threshold
from model.normalize import normalize
from model.segment import Mark, marks
from model.synthesis.kinds import KINDS
from model.synthesis.labeling import Verdict, deceives, judge, truth_for
from model.synthesis.pool import draw_on_all_cores
from model.synthesis.sheet import NOT_DIGIT, Examples, Sheet

MOST = 1
"""Marks of one page that are taken as examples of what is no digit…"""
MOST_ALONE = 3
"""…and of one that has no digits."""
MOST_ALIKE = 2
"""Marks of the same symbol that are taken: with and without a speck beside it."""
FRAGMENTS = 0.25
"""Part of the pages of which a fragment of a digit is taken. A loop of a 6 is a 0 to whoever sees
no more of it: as many fragments as there are digits would teach doubt about every plain 0."""


def draw_examples(
    source: Examples, photos: int, seed: int, tell: Callable[[float], None] = lambda _done: None
) -> Examples:
    """Draw photos on all processor cores and cut the examples out of them.

    Parameters
    ----------
    source
        MNIST's digits to write with.
    photos
        How many photos to draw; each gives about four examples.
    seed
        The same seed gives the same examples, however many cores there are.
    tell
        Called with the part that is done, 0 … 1.
    """
    parts = draw_on_all_cores(_draw_chunk, source, photos, seed, tell)
    return Examples(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def draw_photo(
    source: Examples, rng: np.random.Generator, kind: str | None = None
) -> tuple[NDArray[np.uint8], Sheet]:
    """Draw one photo and say what stands on it.

    Parameters
    ----------
    source
        MNIST's digits to write with.
    rng
        Where all chance comes from.
    kind
        A name in `KINDS`; None for any, as often as their parts say.

    Returns
    -------
    The photo, (h, w, 3) uint8 RGB, and its sheet. A photo may be smaller than its sheet, as a
    webcam's frame is; `examples_of` takes care of that.
    """
    if kind is None:
        names = list(KINDS)
        kind = names[rng.choice(len(names), p=[KINDS[name].part for name in names])]
    return KINDS[kind].draw(source, rng)


def examples_of(
    photo: NDArray[np.uint8], sheet: Sheet, rng: np.random.Generator | None = None
) -> list[tuple[NDArray[np.uint8], int]]:
    """Send a photo through the walk and label what it cuts out.

    Parameters
    ----------
    photo, sheet
        As `draw_photo` gives them.
    rng
        Chooses among the many marks that are no digits; None for a choice that is always the same.

    Returns
    -------
    Pictures of (28, 28) uint8, each with 0 … 9 or `NOT_DIGIT`.
    """
    height, width = sheet.ink.shape
    rng = rng or np.random.default_rng(0)
    found: list[tuple[NDArray[np.uint8], int]] = []
    for page in pages(Photo(photo, width, height)):
        truth = truth_for(sheet, page.ink.shape, photo.shape[1])
        wholes, parts = parts_of(marks(threshold(page)))
        judged = [(mark, judge(mark, truth)) for mark in wholes + parts]
        sure = [(mark, verdict) for mark, verdict in judged if verdict]
        for mark, label in _choose(sure, MOST if sheet.text else MOST_ALONE, rng):
            cut = page.ink[mark.y : mark.y + mark.height, mark.x : mark.x + mark.width]
            found.append((normalize(cut, mark.mask), label))
    return found


def _choose(
    judged: list[tuple[Mark, Verdict]], most: int, rng: np.random.Generator
) -> list[tuple[Mark, int]]:
    """Choose the marks of a page to learn from: its digits, and some of what is none."""
    seen: dict[int, int] = {}
    chosen: list[tuple[Mark, int]] = []
    others: list[Mark] = []
    fragments: list[Mark] = []
    for mark, verdict in judged:
        if verdict.fragment:
            fragments.append(mark)
        elif verdict.symbol < 0:
            others.append(mark)
        else:
            seen[verdict.symbol] = seen.get(verdict.symbol, 0) + 1
            if seen[verdict.symbol] <= MOST_ALIKE:
                chosen.append((mark, verdict.label))
    # The first is the largest: a reader would rather take it for a digit than a speck.
    step = max(1, -(-len(others) // most))
    taken = others[:1] + others[1 + int(rng.integers(step)) :: step]
    if fragments and rng.random() < FRAGMENTS:
        taken.append(fragments[rng.integers(len(fragments))])
    chosen += [(mark, NOT_DIGIT) for mark in taken]
    return [(mark, label) for mark, label in chosen if label != NOT_DIGIT or not deceives(mark)]


def _draw_chunk(source: Examples, rng: np.random.Generator, photos: int) -> Examples:
    found = [e for _ in repeat(None, photos) for e in examples_of(*draw_photo(source, rng), rng)]
    pictures = np.array([picture for picture, _ in found], np.uint8).reshape(-1, 28, 28)
    return Examples(pictures, np.array([label for _, label in found], np.uint8))
