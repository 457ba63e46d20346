"""A photo is looked at again, mostly where its reading is in doubt: when, and when that counts."""

from dataclasses import dataclass, replace
from math import inf

from model.reading import CERTAIN, Reading

BORNE_OUT = 0.95
"""What the other reading keeps of its confidence that has all digits of the first one, and more."""
A_PART = 0.85
"""What a reading keeps of its confidence that may be a part of what is written: it is never
certain."""


@dataclass(frozen=True)
class Again:
    """A rule for another look.

    Attributes
    ----------
    below : float
        A reading that is less sure than this is looked at again.
    ahead : float
        The other one counts if it is so much surer…
    least : float
        …and at least so sure.
    kept : float
        So much of its confidence is left then, if it does not bear the first one out: of two looks
        the surer one is taken, and may owe that to chance.
    more : float
        The other one counts, too, if it has all digits of the first one, in their order, and
        others, and is at least so sure.
    doubt : float
        Where it has such others and is at least so sure, but does not count, the first one may be
        a part of what is written.
    """

    below: float
    ahead: float
    kept: float
    least: float = 0.0
    more: float = inf
    doubt: float = inf

    def asks(self, reading: Reading) -> bool:
        """Tell whether a reading is to be looked at again."""
        return reading.confidence < self.below

    def prefers(self, other: Reading, reading: Reading) -> bool:
        """Tell whether another reading counts, and not the first one."""
        if _is_part(reading, other) and other.confidence >= self.more:
            return True
        return other.confidence >= max(self.least, reading.confidence + self.ahead)

    def better(self, other: Reading, reading: Reading) -> Reading:
        """Give the reading that counts, less some of its confidence where the looks differ."""
        if self.prefers(other, reading):
            borne_out = reading.digits and _is_part(reading, other)
            return replace(other, trust=other.trust * (BORNE_OUT if borne_out else self.kept))
        if _is_part(reading, other) and other.confidence >= self.doubt:
            return replace(reading, trust=reading.trust * A_PART)
        return reading


def _is_part(reading: Reading, other: Reading) -> bool:
    """Whether another reading has all digits of a reading, in their order, and more."""
    rest = iter([found.digit for found in other.digits])
    has_all = all(found.digit in rest for found in reading.digits)
    return has_all and len(other.digits) > len(reading.digits)


LEVEL = Again(CERTAIN, ahead=0.1, kept=0.95)
"""With its rows level."""
PAPER = Again(inf, ahead=0.1, kept=0.95, more=0.8)
"""Without what the sheet lies on, always: beside a table faint digits may be lost, and the others
be read for certain."""
LIGHT = Again(0.5, ahead=0.2, kept=0.85, least=0.5, more=0.8, doubt=0.5)
"""With an estimate of the light for hard shadows, also where such a shadow lies: digits in it may
be lost, and the others be read for certain. What is seen in one light only, a shadow may have
drawn, or a fat stroke left of itself: that is never certain."""
