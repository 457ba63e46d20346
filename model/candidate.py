"""Candidates: marks, and what the network says of them."""

from dataclasses import dataclass
from functools import cached_property

from model.grayscale import Page
from model.mark import Mark
from model.normalize import quantile
from model.reading import Digit

SETTLED = 0.98
"""A stroke that is one digit with this confidence is not taken apart…"""
ONE_DIGIT = 1.2
"""…if it is at most so many times wider than high."""
READABLE = 0.5
"""Confidence from which a stroke counts as a digit when a page is judged as a whole."""
MANY = 8
"""A page with at least so many strokes…"""
FEW = 0.15
"""…of which a smaller part than this is readable is not taken apart any further."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A mark of a page, and what the network says of it."""

    page: Page
    mark: Mark
    digit: Digit

    @cached_property
    def edges(self) -> int:
        """How many sides of the page it touches."""
        height, width = self.page.ink.shape
        mark = self.mark
        return (
            int(mark.x <= 1)
            + int(mark.y <= 1)
            + int(mark.x + mark.width >= width - 1)
            + int(mark.y + mark.height >= height - 1)
        )

    @cached_property
    def ink(self) -> float:
        """How strong its ink typically is, 0 … 255."""
        return quantile(self.mark.on(self.page.ink), self.mark.mask, 0.5)


def doubtful(parts: list[tuple[Page, Mark]], seen: list[Candidate]) -> list[tuple[Page, Mark]]:
    """Choose the parts of strokes that are worth a look.

    Those of a plain digit are not, and those of a page full of strokes that are no digits.

    Parameters
    ----------
    parts
        Marks that were cut out of strokes, each with its page.
    seen
        What the network says of the whole strokes.
    """
    settled = {
        (id(c.page), piece)
        for c in seen
        if c.digit.confidence >= SETTLED and c.mark.width <= ONE_DIGIT * c.mark.height
        for piece in c.mark.pieces
    }
    foreign = {id(page) for page, _ in parts if _foreign([c for c in seen if c.page is page])}
    return [
        (page, mark)
        for page, mark in parts
        if id(page) not in foreign
        and not all((id(page), piece) in settled for piece in mark.pieces)
    ]


def _foreign(seen: list[Candidate]) -> bool:
    """Whether a page is full of strokes of which few are digits: text, a texture, a scene."""
    strokes = [c for c in seen if c.mark.largest == 1]
    digits = sum(c.digit.confidence >= READABLE for c in strokes)
    return len(strokes) >= MANY and digits < FEW * len(strokes)
