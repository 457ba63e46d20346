"""Candidates: marks, and what the network says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from model.ink.page import Page, place
from model.mark import Mark
from model.normalize import quantile
from model.reading import Digit

AT_EDGE = 0.85
"""Probability that what looks like a digit and touches a side of the page is one, for each side: a
digit is rarely cut off, a shadow or the page's own edge always."""
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
        """How many sides of the page, as it was photographed, it touches."""
        return place(self.page, self.mark).edges

    @property
    def free(self) -> float:
        """How far its place speaks for a digit, 0 … 1: 1 where it touches no side of the page."""
        return AT_EDGE**self.edges

    @cached_property
    def ink(self) -> float:
        """How strong its ink typically is, 0 … 255."""
        return quantile(self.mark.on(self.page.ink), self.mark.mask, 0.5)


def settled(seen: Sequence[Candidate]) -> set[int]:
    """Find the pieces that are not worth being taken apart.

    Those of a plain digit, and all on a page full of strokes that are no digits.

    Parameters
    ----------
    seen
        What the network says of the whole strokes and unions of one page.
    """
    if _foreign(seen):
        return {piece for c in seen for piece in c.mark.pieces}
    return {
        piece
        for c in seen
        if c.digit.confidence >= SETTLED and c.mark.width <= ONE_DIGIT * c.mark.height
        for piece in c.mark.pieces
    }


def _foreign(seen: Sequence[Candidate]) -> bool:
    """Whether a page is full of strokes of which few are digits: text, a texture, a scene."""
    strokes = [c for c in seen if c.mark.largest == 1]
    digits = sum(c.digit.confidence >= READABLE for c in strokes)
    return len(strokes) >= MANY and digits < FEW * len(strokes)
