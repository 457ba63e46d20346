"""What the line network says of each step → the texts that it may mean.

The network is trained with connectionist temporal classification (A. Graves et al., "Connectionist
Temporal Classification", ICML 2006): a digit is a step or several that say it, and between two
equal digits lies a step that says nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOTHING = 0
"""Column of a step that says how likely no digit begins or goes on here; digit d has d + 1."""
BEAM = 12
"""Texts that are followed from step to step."""
LEAST = 1e-3
"""Probability below which a digit is not followed at a step."""
LEAST_TEXT = 1e-4
"""Probability below which a text is not worth telling."""


@dataclass(frozen=True)
class Text:
    """A text and how likely the whole of it is what the line says, 0 … 1."""

    digits: tuple[int, ...]
    probability: float

    @property
    def steps(self) -> int:
        """How many steps it needs at least: one a digit, and one between two equal ones."""
        return len(self.digits) + sum(map(int.__eq__, self.digits, self.digits[1:]))


def texts(steps: NDArray[np.float32]) -> tuple[Text, ...]:
    """Find the likeliest texts of a line by a prefix beam search.

    Parameters
    ----------
    steps : (n, 11) float32
        For each step how likely nothing and each digit is; rows sum to 1.

    Returns
    -------
    At least one, the likeliest first; their probabilities add up to 1 at most. The empty text is
    one like any other.
    """
    # Of each text: how likely it is with nothing since its last digit, and with that going on.
    beam: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for step in steps.astype(float).tolist():
        heard = [digit for digit, chance in enumerate(step[1:]) if chance >= LEAST]
        if not heard:  # no text grows, as at most steps
            beam = {
                digits: (
                    (ended + going) * step[NOTHING],
                    going * step[digits[-1] + 1] if digits else 0.0,
                )
                for digits, (ended, going) in beam.items()
            }
            continue
        grown: dict[tuple[int, ...], list[float]] = {}
        for digits, (ended, going) in beam.items():
            same = grown.setdefault(digits, [0.0, 0.0])
            same[0] += (ended + going) * step[NOTHING]
            if digits:
                same[1] += going * step[digits[-1] + 1]
            for digit in heard:
                before = ended if digits and digits[-1] == digit else ended + going
                if before > 0:
                    grown.setdefault((*digits, digit), [0.0, 0.0])[1] += before * step[digit + 1]
        best = sorted(grown.items(), key=lambda item: -sum(item[1]))[:BEAM]
        beam = {digits: (ended, going) for digits, (ended, going) in best}
    found = [Text(digits, sum(ends)) for digits, ends in beam.items()]
    likely = tuple(t for t in found if t.probability >= LEAST_TEXT)
    return likely or (max(found, key=lambda t: t.probability),)


def places(steps: NDArray[np.float32], digits: tuple[int, ...]) -> tuple[int, ...]:
    """Say at which step of a line each digit of a text is.

    The likeliest path that says the text (A. Viterbi's algorithm); of the steps of a digit the
    surest.

    Parameters
    ----------
    steps : (n, 11) float32
        As for `texts`.
    digits
        The text; with at most as many digits as a path of n steps can say.
    """
    if not digits:
        return ()
    labels = np.full(2 * len(digits) + 1, NOTHING)
    labels[1::2] = np.array(digits, int) + 1
    cost = -np.log(np.maximum(steps[:, labels].astype(float), 1e-30))
    # From nothing to a digit and on; past a nothing only between two different digits.
    skips = 3 + 2 * np.flatnonzero(labels[3::2] != labels[1:-2:2])
    total = np.full(len(labels), np.inf)
    total[:2] = cost[0, :2]
    came = np.zeros((len(steps), len(labels)), np.int64)
    ways = np.full((3, len(labels)), np.inf)
    for at in range(1, len(steps)):
        ways[0], ways[1, 1:], ways[2, skips] = total, total[:-1], total[skips - 2]
        came[at] = ways.argmin(axis=0)
        total = ways.min(axis=0) + cost[at]
    state = len(labels) - 1 - int(total[-2] < total[-1])
    found: list[tuple[float, int]] = [(np.inf, 0)] * len(digits)
    costs, steps_back = cost.tolist(), came.tolist()
    for at in range(len(steps) - 1, -1, -1):
        if state % 2:
            found[state // 2] = min(found[state // 2], (costs[at][state], at))
        state -= steps_back[at][state]
    return tuple(at for _, at in found)
