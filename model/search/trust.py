"""How far a page bears its reading out: rival readings and unread ink speak against it."""

from collections.abc import Sequence

import numpy as np

from model.search.candidate import Candidate
from model.search.hand import Hand
from model.search.path import Way

SHARP = 4.0
"""How fast a rival reading is forgotten as it falls behind, per nat: the pieces of one stroke are
not independent witnesses."""
UNREAD = 0.7
"""What is left of the trust for each stroke of the digits' size and pen that stays unread…"""
UNREAD_PART = 0.8
"""…and for each part of a stroke."""


def trust(ways: Sequence[Way], candidates: Sequence[Candidate], hand: Hand) -> float:
    """Say how far a page bears out the best way to explain its ink.

    Parameters
    ----------
    ways
        The best way first; what its rivals are worth beside it.
    candidates
        What the ways' hypotheses refer to.
    hand
        What the digits have in common.

    Returns
    -------
    0 … 1; 1 where nothing speaks against it.
    """
    return _ahead(ways) * _read(ways[0], candidates, hand)


def unread(way: Way, candidates: Sequence[Candidate], hand: Hand) -> float:
    """Say how much of a page's ink a way leaves unread, of that of the digits' size and pen.

    Returns
    -------
    Its part of the ink that is read or might be, 0 … 1. Dots, dirt and edges do not count.
    """
    read = sum(candidates[h.index].mark.ink for h in way.chosen if h.says is not None)
    unsaid = [candidates[h.index] for h in way.chosen if h.says is None]
    explained = {piece for h in way.chosen for piece in h.pieces}
    left = float(sum(c.mark.ink for c in unsaid if hand.left(c)))
    left += sum(ink for piece, ink in _inks(candidates).items() if piece not in explained)
    return left / max(1.0, left + read)


def _inks(candidates: Sequence[Candidate]) -> dict[int, float]:
    """Say how much ink each piece has: exactly, where it was looked at alone."""
    inks: dict[int, float] = {}
    for candidate in sorted(candidates, key=lambda c: -len(c.mark.pieces)):
        share = candidate.mark.ink / len(candidate.mark.pieces)
        inks |= dict.fromkeys(candidate.mark.pieces, share)
    return inks


def _ahead(ways: Sequence[Way]) -> float:
    """How far the best way is ahead of those that say something else, 0 … 1."""
    return float(1 / sum(np.exp(SHARP * (way.value - ways[0].value)) for way in ways))


def _read(way: Way, candidates: Sequence[Candidate], hand: Hand) -> float:
    """Say what is left of the trust for the ink that a way leaves unread, 0 … 1."""
    strokes = sum(hand.left(candidates[h.index]) for h in way.chosen if h.says is None)
    explained = {piece for h in way.chosen for piece in h.pieces}
    lost = {piece for c in candidates for piece in c.mark.pieces} - explained
    return float(UNREAD**strokes * UNREAD_PART ** len(lost))
