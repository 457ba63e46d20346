"""Generated photos → strips and what is written on them: what the line network learns from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from model.image import Photo
from model.ink.grayscale import pages
from model.ink.page import Page
from model.ink.threshold import threshold
from model.line.strip import STEP, cut_strip
from model.synthesis.examples import draw_photo
from model.synthesis.labeling import truth_for
from model.synthesis.pool import draw_on_all_cores
from model.synthesis.sheet import Examples, Sheet
from model.training.lines.written import Written, stray_line, written_lines

PARTS = {"single": 0.24, "number": 0.26, "cheque": 0.28, "not_digit": 0.22}
"""Kinds of photos, and the part of all photos that are drawn of each: a photo of a number may have
several lines, one without digits may have none that is sure to look like no digit."""
LEAST_CONTRAST = 3.0
"""How much more ink a page has where digits are than elsewhere, in levels: with less, its polarity
is the wrong one, or nobody could read it."""


@dataclass(frozen=True, eq=False)
class LineExample:
    """A strip and its truth.

    Attributes
    ----------
    picture : (32, w) uint8
        As `model.line.strip` cuts it.
    text
        The digits on it, "" for none.
    kind
        The kind of photo it is from, a name in `PARTS`.
    """

    picture: NDArray[np.uint8]
    text: str
    kind: str

    @property
    def steps(self) -> int:
        """How many steps it needs at least: one a digit, and one between two equal ones."""
        return max(1, len(self.text) + sum(map(str.__eq__, self.text, self.text[1:])))


def draw_lines(
    source: Examples,
    photos: int,
    seed: int,
    tell: Callable[[float], None] = lambda _done: None,
    parts: Mapping[str, float] = PARTS,
) -> list[LineExample]:
    """Draw photos on all processor cores and cut their lines out.

    Parameters
    ----------
    source
        MNIST's digits to write with.
    photos
        How many photos to draw; each gives about one line.
    seed
        The same seed gives the same lines, however many cores there are.
    tell
        Called with the part that is done, 0 … 1.
    parts
        Which kinds of photos, and the part of all that are drawn of each.
    """
    drawn = draw_on_all_cores(partial(_draw_chunk, parts), source, photos, seed, tell)
    return [line for chunk in drawn for line in chunk]


def lines_of(
    photo: NDArray[np.uint8], sheet: Sheet, rng: np.random.Generator
) -> list[tuple[NDArray[np.uint8], str]]:
    """Cut the lines out of a photo, with a line without digits where it has none.

    Parameters
    ----------
    photo, sheet
        As `model.synthesis.examples.draw_photo` gives them.
    rng
        Of the room around the lines.
    """
    height, width = sheet.ink.shape
    found = pages(Photo(photo, width, height))
    written: tuple[Written | None, ...]
    if sheet.text:
        page = max(found, key=lambda page: _contrast(page, sheet, photo.shape[1]))
        if _contrast(page, sheet, photo.shape[1]) < LEAST_CONTRAST:
            return []
        written = written_lines(sheet, page.ink.shape, rng)
    else:
        page = found[int(rng.integers(len(found)))]
        written = (stray_line(threshold(page), rng),)
    return [(cut_strip(page.ink, at.line).picture, at.text) for at in written if at]


def _contrast(page: Page, sheet: Sheet, width: int) -> float:
    """How much more ink a page of a photo of a width has where digits are than elsewhere."""
    truth = truth_for(sheet, page.ink.shape, width)
    inked = np.isin(truth.owner, [i + 1 for i in truth.digits])
    return float(page.ink[inked].mean() - page.ink[truth.owner == 0].mean()) if inked.any() else 0.0


def _draw_chunk(
    parts: Mapping[str, float], source: Examples, rng: np.random.Generator, photos: int
) -> list[LineExample]:
    lines = []
    for kind in rng.choice(list(parts), photos, p=list(parts.values())).tolist():
        photo, sheet = draw_photo(source, rng, kind=kind)
        lines += [LineExample(picture, text, kind) for picture, text in lines_of(photo, sheet, rng)]
    return [line for line in lines if line.picture.shape[1] >= STEP * line.steps]
