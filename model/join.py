"""Strokes near one another → unions of them that may be one digit."""

from collections.abc import Sequence

from model.mark import Mark, gap, union

NEAR = 0.15
"""Strokes this near to one another, as a part of the larger one's longer side, may be pieces of
one digit."""
PIECE = 0.2
"""A piece of a digit has at least this part of the longer side of the largest piece."""
MOST_PIECES = 4
"""A digit falls into no more strokes than these."""
MOST_JOINED = 32
"""No more unions are offered; those of the largest strokes come first."""


def join(strokes: Sequence[Mark]) -> list[Mark]:
    """Join strokes that may be pieces of one digit.

    Parameters
    ----------
    strokes
        Connected strokes, the largest first.

    Returns
    -------
    Pairs, then clusters.
    """
    near = _pairs(strokes)
    groups: list[tuple[int, ...]] = [*near]
    for center in range(len(strokes)):
        cluster = (center, *(b for a, b in near if a == center))
        if 2 < len(cluster) <= MOST_PIECES:
            groups.append(cluster)
    return [union([strokes[i] for i in group]) for group in groups[:MOST_JOINED]]


def mend(strokes: Sequence[Mark], runs: Sequence[Sequence[Mark]]) -> list[Mark]:
    """Join strokes with parts of others: the bar of a 5 whose body touches the next digit.

    Parameters
    ----------
    strokes
        Connected strokes, the largest first.
    runs
        For each stroke the parts that it may be cut into; none where it stays whole.
    """
    return [
        union((run, strokes[other]))
        for a, b in _pairs(strokes)
        for one, other in ((a, b), (b, a))
        if not runs[other]
        for run in runs[one]
        if _near(*sorted((run, strokes[other]), key=lambda mark: -mark.size))
    ][:MOST_JOINED]


def _pairs(strokes: Sequence[Mark]) -> list[tuple[int, int]]:
    """Find the strokes that are near to one another, the larger one of a pair first."""
    return [
        (a, b)
        for a in range(len(strokes))
        for b in range(a + 1, len(strokes))
        if _near(strokes[a], strokes[b])
    ]


def _near(large: Mark, small: Mark) -> bool:
    return small.size >= PIECE * large.size and gap(large, small) <= NEAR * large.size
