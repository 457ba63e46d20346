"""Marks and what the network says of them → the digits of a reading.

All ink of a page is explained, each mark as a digit or as dirt, and the likeliest explanation is
the reading: where two digits that touch come apart, whether a bar belongs to the hook below it,
and which mark is a dot or a dash, the classifier decides (recognition-driven segmentation:
C. Burges et al., "Shortest Path Segmentation", IJCNN 1992).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.mark import Mark
from model.reading import Box
from model.search.candidate import Candidate
from model.search.hand import Hand, hand_of
from model.search.path import Hypothesis, Way, best_ways
from model.search.rows import rows
from model.search.trust import trust, unread

LEAST = 0.10
"""Confidence below which a mark is no digit…"""
LEAST_MEAN = 0.25
"""…and below which, in the mean over the digits, a page has none."""
WHOLE_BONUS = 0.05
"""What a union of several strokes is ahead of them, in nats: a piece of a digit often looks like
another digit, two digits together rarely look like one."""
SPECK = 0.93
"""From this part of its ink in one stroke, a union is that stroke with a speck beside it…"""
SPECK_COST = 0.1
"""…and behind the stroke alone by this, in nats."""
CUT_COST = 0.4
"""What a digit that is cut out of a stroke is behind the others, in nats a piece: most digits stand
apart, and the shaft of a 7 is a 1."""
BESIDE = 0.05
"""Probability that something so small or faint is a digit nevertheless, and the like."""
DIRT = 0.1
"""Probability that a stroke that the network takes for no digit is left unread: a letter, or two
digits that touch."""
READABLE = 0.8
"""Confidence from which a part of a stroke that is none of the hand's digits is one nevertheless:
two that touch, of which one runs over the page's edge."""
BLIND = 0.95
"""Trust in a page without digits: what the walk cuts out badly, it cannot classify."""
SCRAP = 0.02
"""Probability that a part of a stroke, or a stroke that looks like a digit, is left unread."""


@dataclass(frozen=True, eq=False)
class Choice:
    """What was chosen on a page.

    Attributes
    ----------
    rows
        The digits in reading order: rows from top to bottom, each from left to right; none where
        the page has none.
    trust : float
        How far the page as a whole bears them out, 0 … 1.
    unread : float
        The part of the ink of the digits' size and pen that is none of theirs, 0 … 1.
    candidates
        All that they were chosen among.
    """

    rows: tuple[tuple[Candidate, ...], ...]
    trust: float
    unread: float
    candidates: tuple[Candidate, ...]

    @property
    def strokes(self) -> tuple[Mark, ...]:
        """The page's connected strokes, whole."""
        return tuple(c.mark for c in self.candidates if c.mark.whole)


def choose(candidates: Sequence[Candidate]) -> tuple[Choice, ...]:
    """Choose the digits of each page and put them in reading order.

    Parameters
    ----------
    candidates
        Of all pages; pieces and wholes of the same ink among them.

    Returns
    -------
    A choice for each page that has digits; where none has, one for each page.
    """
    pages = {id(c.page): c.page for c in candidates}.values()
    choices = [_choose(tuple(c for c in candidates if c.page is page)) for page in pages]
    return tuple([choice for choice in choices if choice.rows] or choices)


def _choose(candidates: tuple[Candidate, ...]) -> Choice:
    """Choose the digits of one page."""
    first = _digits(_ways(candidates, None)[0], candidates)
    if not first:
        return Choice((), BLIND, 0.0, candidates)
    hand = hand_of(first)
    ways = _ways(candidates, hand)
    digits = _apart(_digits(ways[0], candidates))
    mean = np.exp(np.mean([np.log(c.digit.confidence) for c in digits])) if digits else 0
    if mean < LEAST_MEAN:
        return Choice((), BLIND, 0.0, candidates)
    return Choice(
        rows(digits),
        trust(ways, candidates, hand),
        unread(ways[0], candidates, hand),
        candidates,
    )


def _digits(way: Way, candidates: Sequence[Candidate]) -> list[Candidate]:
    return [candidates[h.index] for h in way.chosen if h.says is not None]


def _apart(digits: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what lies inside another digit, and frames that digits lie in."""
    kept: list[Candidate] = []
    likely_first = sorted(digits, key=lambda c: (c.digit.confidence < 0.5, -c.mark.size))
    for candidate in likely_first:
        if not any(_inside(candidate, c) or _inside(c, candidate) for c in kept):
            kept.append(candidate)
    return kept


def _ways(candidates: Sequence[Candidate], hand: Hand | None) -> list[Way]:
    found = []
    left: dict[int, int] = {}
    readable = _readable(candidates, hand)
    for index, candidate in enumerate(candidates):
        mark = candidate.mark
        digit, dirt = _values(candidate, hand, readable)
        if candidate.digit.confidence >= LEAST:
            which = float(np.log(candidate.digit.probabilities.max()))
            value = digit * len(mark.pieces) + which
            found.append(Hypothesis(mark.pieces, value, candidate.digit.digit, index))
        if mark.whole:
            found.append(Hypothesis(mark.pieces, dirt * len(mark.pieces), None, index))
        for piece in mark.pieces:
            left[piece] = max(mark.x, left.get(piece, 0))
    return best_ways(sorted(left, key=left.__getitem__), found, float(np.log(SCRAP)))


def _readable(candidates: Sequence[Candidate], hand: Hand | None) -> set[int]:
    """Find the pieces of strokes that, cut apart, read as digits of the hand."""
    return {
        piece
        for c in candidates
        if c.mark.cut and c.digit.confidence >= READABLE and (hand is None or hand.wrote(c))
        for piece in c.mark.pieces
    }


def _values(candidate: Candidate, hand: Hand | None, readable: set[int]) -> tuple[float, float]:
    """Value a candidate as a digit and as dirt, in nats."""
    mark, digit = candidate.mark, candidate.digit
    value = float(np.log(max(digit.is_digit, 1e-6) * candidate.free))
    if mark.cut:
        value -= CUT_COST
    if mark.largest < 1:
        value += -SPECK_COST if mark.largest >= SPECK else WHOLE_BONUS
    dirt = max(SCRAP, DIRT * (1 - digit.is_digit))
    if hand is not None and not hand.wrote(candidate):
        value += float(np.log(BESIDE))
        if readable.isdisjoint(mark.pieces):
            dirt = 1 - BESIDE
    return value, float(np.log(dirt))


def _inside(one: Candidate, other: Candidate) -> bool:
    """Whether the middle of a smaller box lies in the other's."""
    a, b = one.digit.box, other.digit.box
    if one is other or a.width * a.height >= b.width * b.height:
        return False
    return _holds(b, a.x + a.width / 2, a.y + a.height / 2)


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
