"""Strokes in which no digit was found → rows of them, which may be lines of digits all the same.

Where digits touch or cross, a whole row may be one stroke that no cut makes digits of.
"""

from collections.abc import Sequence

from model.axis import median_height
from model.search.candidate import Candidate
from model.search.choose import Choice
from model.search.rows import rows

SPECK = 0.3
"""A stroke lower than this part of the tallest one says nothing of where a line stands…"""
LOW = 0.6
"""…nor does one that is lower than this part of the digits that were found."""
SHARED = 0.5
"""What lies with this part of its height beside a row of digits is read with these."""

Row = tuple[Candidate, ...]


def stray_rows(choice: Choice) -> tuple[Row, ...]:
    """Put the strokes in which no digit was found into rows, from top to bottom.

    Parameters
    ----------
    choice
        What the path search has found on a page.

    Returns
    -------
    Each row from left to right; none where every stroke is a digit's, a speck, or beside digits.
    """
    read = {piece for row in choice.rows for c in row for piece in c.mark.pieces}
    strokes = [c for c in choice.candidates if c.mark.whole]
    least = SPECK * max((c.mark.height for c in strokes), default=0)
    if choice.rows:
        least = max(least, LOW * median_height([c.mark for row in choice.rows for c in row]))
    return rows([
        c
        for c in strokes
        if c.mark.height >= least
        and read.isdisjoint(c.mark.pieces)
        and not any(_beside(c, row) for row in choice.rows)
    ])  # fmt: skip


def _beside(stroke: Candidate, row: Sequence[Candidate]) -> bool:
    """Whether a stroke lies beside a row of digits, or behind it."""
    own = stroke.mark
    top = min(c.mark.y for c in row)
    bottom = max(c.mark.y + c.mark.height for c in row)
    shared = min(own.y + own.height, bottom) - max(own.y, top)
    return shared >= SHARED * min(own.height, bottom - top)
