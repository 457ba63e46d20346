"""How far a counted share may lie from the true one: its 95 % interval."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""Standard deviations around the mean of a normal distribution that hold 95 % of it."""


@dataclass(frozen=True)
class Interval:
    """A range of shares, each 0 … 1."""

    low: float
    high: float

    def __contains__(self, share: float) -> bool:
        return self.low <= share <= self.high


def wilson(right: int, count: int) -> Interval:
    """Give the 95 % interval of a share that was counted.

    Unlike the usual "plus or minus" it stays within 0 … 1 and is honest for small counts and for
    shares near the ends (Wilson, "Probable Inference, the Law of Succession, and Statistical
    Inference", 1927).

    Parameters
    ----------
    right
        How many of them were right.
    count
        How many there were; of none, nothing is known: 0 … 1.

    Raises
    ------
    ValueError
        If more were right than there were, or less than none.
    """
    if not 0 <= right <= count:
        raise ValueError(f"{right} of {count} is no share")
    if count == 0:
        return Interval(0.0, 1.0)
    share, extra = right / count, Z * Z / count
    center = (share + extra / 2) / (1 + extra)
    spread = Z * sqrt(share * (1 - share) / count + extra / (4 * count)) / (1 + extra)
    # At the ends the two are equal in theory, and rounding must not leave the true share outside.
    return Interval(
        0.0 if right == 0 else max(0.0, center - spread),
        1.0 if right == count else min(1.0, center + spread),
    )
