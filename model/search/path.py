"""Hypotheses → the best ways to explain all ink.

A way is a set of hypotheses that share no piece. They are searched piece by piece, from left to
right, and only the best beginnings are followed (a beam search).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

BEAM = 32
"""Beginnings that are followed at each piece."""


@dataclass(frozen=True)
class Hypothesis:
    """An explanation of some pieces.

    Attributes
    ----------
    pieces
        The numbers of the pieces that it explains.
    value
        How good it is; the values of a way add up.
    says
        What it says, or None if it says nothing. Of two ways that say the same, the better one
        is kept.
    index
        Whose explanation it is, for the caller.
    """

    pieces: tuple[int, ...]
    value: float
    says: Hashable
    index: int


@dataclass(frozen=True)
class Way:
    """A set of hypotheses, its value, and what they say from left to right."""

    value: float
    chosen: tuple[Hypothesis, ...]
    says: tuple[Hashable, ...]


State = tuple[int, Way]
"""The pieces that are done, one bit each in the order of the search, and how."""


def best_ways(order: Sequence[int], hypotheses: Sequence[Hypothesis], lost: float) -> list[Way]:
    """Find the best ways to explain the pieces.

    Parameters
    ----------
    order
        All pieces from left to right.
    hypotheses
        What may explain them.
    lost
        What it is worth to leave a piece unexplained.

    Returns
    -------
    Ways that say different things, the best first; at least one.
    """
    place = {piece: at for at, piece in enumerate(order)}
    starting: list[list[tuple[int, Hypothesis]]] = [[] for _ in order]
    for hypothesis in hypotheses:
        places = [place[piece] for piece in hypothesis.pieces]
        starting[min(places)].append((sum(1 << at for at in places), hypothesis))
    beam: list[State] = [(0, Way(0.0, (), ()))]
    for at, here in enumerate(starting):
        grown: list[State] = []
        for done, way in beam:
            if done >> at & 1:
                grown.append((done, way))
                continue
            grown.append((done | 1 << at, Way(way.value + lost, way.chosen, way.says)))
            grown += [(done | bits, _longer(way, h)) for bits, h in here if not done & bits]
        beam = _best(grown)
    return [way for _, way in beam]


def _longer(way: Way, hypothesis: Hypothesis) -> Way:
    says = way.says if hypothesis.says is None else (*way.says, hypothesis.says)
    return Way(way.value + hypothesis.value, (*way.chosen, hypothesis), says)


def _best(states: list[State]) -> list[State]:
    """Keep the best states, and of those that have done and said the same the best one."""
    kept: dict[tuple[int, tuple[Hashable, ...]], State] = {}
    for done, way in sorted(states, key=lambda state: -state[1].value):
        kept.setdefault((done, way.says), (done, way))
        if len(kept) == BEAM:
            break
    return list(kept.values())
