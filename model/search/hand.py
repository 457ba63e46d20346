"""What the digits of a page have in common: one hand wrote them, with one pen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.search.candidate import Candidate

EDGE_WEIGHT = 0.1
"""How much what touches a side of the page counts for what the digits have in common."""
TALL = 2.0
"""What touches a side and is taller than this part of the digits' height is the page's own edge,
a shadow or a ruled line."""
SMALL = 0.4
"""What is lower than this part of the digits' height is a dot, a comma, a dash or dirt."""
FAINT = 0.6
"""What has less than this part of the digits' ink was not written by the same pen…"""
SAME_PEN = 0.4
"""…and what has at least this part of it may have been."""


@dataclass(frozen=True)
class Hand:
    """What digits have in common: their height in page pixels and their ink, 0 … 255."""

    height: float
    ink: float

    def wrote(self, candidate: Candidate) -> bool:
        """Tell whether it may be a digit of this hand: not too small, faint, or tall at an edge."""
        height = candidate.mark.height / self.height
        return (
            height >= SMALL
            and candidate.ink >= FAINT * self.ink
            and (height <= TALL or candidate.edges == 0)
        )

    def left(self, candidate: Candidate) -> bool:
        """Tell whether what is no digit here is ink of the digits' size and pen nevertheless."""
        return (
            SMALL * self.height <= candidate.mark.height <= TALL * self.height
            and candidate.ink >= SAME_PEN * self.ink
            and candidate.edges < 2
        )


def hand_of(digits: Sequence[Candidate]) -> Hand:
    """Describe the hand of at least one digit; the large and sure ones in the open count most."""
    weights = [
        c.digit.confidence * c.mark.height**2 * EDGE_WEIGHT ** min(2, c.edges) for c in digits
    ]
    return Hand(
        float(np.average([c.mark.height for c in digits], weights=weights)),
        float(np.average([c.ink for c in digits], weights=weights)),
    )
