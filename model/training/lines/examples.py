"""Generated photos → strips and what is written on them: what the line network learns from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.image import Photo
from model.ink.grayscale import pages
from model.ink.page import Page
from model.ink.threshold import threshold
from model.line.strip import STEP, cut_strip
from model.serving import Network
from model.synthesis.examples import draw_photo
from model.synthesis.labeling import Truth, truth_for
from model.synthesis.pool import draw_on_all_cores
from model.synthesis.sheet import Examples, Sheet
from model.training.lines.walked import walked_lines
from model.training.lines.written import Written, stray_line, written_lines

PARTS = {"single": 0.24, "number": 0.26, "cheque": 0.28, "not_digit": 0.22}
"""Kinds of photos, and the part of all photos that are drawn of each: a photo of a number may have
several lines, one without digits may have none that is sure to look like no digit."""
WALKED = 0.5
"""Part of the photos whose lines the walk finds, where there is a digit network to walk with."""
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
    walker: Path | None = None,
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
    walker
        A version's folder, whose digit network finds the lines of some photos; None for all lines
        where they were written.
    """
    drawn = draw_on_all_cores(partial(_draw_chunk, parts, walker), source, photos, seed, tell)
    return [line for chunk in drawn for line in chunk]


def lines_of(
    photo: NDArray[np.uint8],
    sheet: Sheet,
    rng: np.random.Generator,
    network: Network | None = None,
) -> list[tuple[NDArray[np.uint8], str]]:
    """Cut the lines out of a photo, with a line without digits where it has none.

    Parameters
    ----------
    photo, sheet
        As `model.synthesis.examples.draw_photo` gives them.
    rng
        Of the room around the lines.
    network
        Finds the lines as the walk does; None for where they were written.
    """
    height, width = sheet.ink.shape
    found = pages(Photo(photo, width, height))
    truths = [truth_for(sheet, page.ink.shape, photo.shape[1]) for page in found]
    contrasts = [_contrast(page, truth) for page, truth in zip(found, truths, strict=True)]
    plain = [not sheet.text or contrast >= LEAST_CONTRAST for contrast in contrasts]
    lines: list[tuple[Page, Written | None]]
    if network:
        known = [truth if at else None for truth, at in zip(truths, plain, strict=True)]
        lines = [*walked_lines(found, known, sheet.text, network, rng)]
    elif sheet.text:
        best = int(np.argmax(contrasts))
        page = found[best]
        written = written_lines(sheet, page.ink.shape, rng) if plain[best] else ()
        lines = [(page, at) for at in written]
    else:
        page = found[int(rng.integers(len(found)))]
        lines = [(page, stray_line(threshold(page), rng))]
    return [(cut_strip(page.ink, at.line).picture, at.text) for page, at in lines if at]


def _contrast(page: Page, truth: Truth) -> float:
    """How much more ink a page has where digits are than elsewhere."""
    inked = np.isin(truth.owner, [i + 1 for i in truth.digits])
    return float(page.ink[inked].mean() - page.ink[truth.owner == 0].mean()) if inked.any() else 0.0


def _draw_chunk(
    parts: Mapping[str, float],
    walker: Path | None,
    source: Examples,
    rng: np.random.Generator,
    photos: int,
) -> list[LineExample]:
    lines = []
    for kind in rng.choice(list(parts), photos, p=list(parts.values())).tolist():
        photo, sheet = draw_photo(source, rng, kind=kind)
        walked = walker is not None and rng.random() < WALKED
        network = _network(walker) if walker and walked else None
        found = lines_of(photo, sheet, rng, network)
        lines += [LineExample(picture, text, kind) for picture, text in found]
    return [line for line in lines if line.picture.shape[1] >= STEP * line.steps]


@cache
def _network(folder: Path) -> Network:
    """Load a digit network, once in each process."""
    return Network(folder)
