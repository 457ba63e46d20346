"""Strokes near one another → unions of them that may be one digit."""

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


def join(strokes: list[Mark], runs: list[list[Mark]]) -> list[Mark]:
    """Join what may be pieces of one digit.

    Parameters
    ----------
    strokes
        Connected strokes, the largest first.
    runs
        For each stroke the parts that it may be cut into: the bar of a 5 may lie apart from a
        body that touches the next digit.

    Returns
    -------
    Pairs and clusters of strokes, then a stroke with a run of another one.
    """
    near = [
        (a, b)
        for a in range(len(strokes))
        for b in range(a + 1, len(strokes))
        if _near(strokes[a], strokes[b])
    ]
    groups = list(near)
    clusters = []
    for center in range(len(strokes)):
        cluster = (center, *(b for a, b in near if a == center))
        if 2 < len(cluster) <= MOST_PIECES:
            clusters.append(cluster)
    whole = [union([strokes[i] for i in group]) for group in (*groups, *clusters)]
    mended = [
        union((run, strokes[other]))
        for a, b in near
        for one, other in ((a, b), (b, a))
        if not runs[other]
        for run in runs[one]
        if _near(*sorted((run, strokes[other]), key=lambda mark: -mark.size))
    ]
    return (whole + mended)[:MOST_JOINED]


def _near(large: Mark, small: Mark) -> bool:
    return small.size >= PIECE * large.size and gap(large, small) <= NEAR * large.size
