"""Two readers of a row, the path search and the line network → what the row may say, how surely.

Both err, but seldom in the same way: what both take for likely is right. So each text is worth
what both give it, multiplied (a product of experts: G. Hinton, "Training Products of Experts by
Minimizing Contrastive Divergence", 2002).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from model.line.decode import Text
from model.reading import Digit

OTHER = 0.5
"""Part of the path's doubt that it leaves to a text with more or fewer digits…"""
OTHERWISE = 0.2
"""…and to one with as many, but not where it has found them: the shaft of a 4 is a 1."""
MISSED = 0.1
"""Probability at least that a digit stands beside others where the path has found it alone."""
LEAST = 1e-4
"""Probability that a reader leaves to any text at least."""
PATH_COUNTS = 0.25
"""Power of what the path search gives a text, beside the line network, where it has found several
digits: one bad cut makes two wrong ones, of which it may be sure; and where it has found none: what
is badly cut out is none to it. One digit it knows as well as the line network."""
RIVALS = 3
"""Digits that each digit of the path may be instead…"""
RIVAL = 0.02
"""…if the network gives them this probability at least."""
ONE_DIGIT = (0.28, 0.30, 0.90, -0.59)
"""How 1, the log odds of the path and of the line, and the part of the ink that neither has read
become the log odds of one digit: fitted to generated photos, of which a sixth shows no digit…"""
SEVERAL = (0.55, 0.03, 1.08, -1.10)
"""…and of several digits, of which the path knows less."""
MOST_ODDS = 7.0
"""Log odds that a reader's certainty counts for at most."""


@dataclass(frozen=True)
class Opinion:
    """A text that a row may say, and how likely it is, 0 … 1.

    Attributes
    ----------
    digits
        The text; of no digits where there are none.
    path, line : float
        How likely it is by each of the readers.
    worth : float
        How likely it is by both, beside other opinions.
    """

    digits: tuple[int, ...]
    path: float
    line: float
    worth: float


def confidence(path: float, line: float, unread: float, digits: int) -> float:
    """Give the probability, 0 … 1, that what both readers give these probabilities is right.

    Parameters
    ----------
    path, line
        How likely it is by each of the readers, 0 … 1.
    unread
        The part of the page's ink of the digits' size that is none of theirs, 0 … 1.
    digits
        How many digits were read.
    """
    weights = ONE_DIGIT if digits == 1 else SEVERAL
    return float(1 / (1 + np.exp(-np.dot(weights, features(path, line, unread)))))


def features(path: float, line: float, unread: float) -> tuple[float, float, float, float]:
    """Give what is weighted for a confidence: 1, two log odds and a part, as `ONE_DIGIT` says."""
    return 1.0, _log_odds(path), _log_odds(line), unread


def opinions(row: Sequence[Digit], trust: float, heard: Sequence[Text]) -> tuple[Opinion, ...]:
    """Weigh what both readers say of a row.

    Parameters
    ----------
    row
        What the path search has found, from left to right.
    trust
        How far the page bears it out, 0 … 1.
    heard
        What the line network takes the row for.

    Returns
    -------
    At least one, the one with the most worth first.
    """
    said = dict.fromkeys(_near(row))
    by_line = {text.digits: text.probability for text in heard}
    power = 1.0 if len(row) == 1 else PATH_COUNTS
    found = []
    for digits in said | dict.fromkeys(by_line):
        path = _by_path(row, trust, digits)
        line = max(LEAST, by_line.get(digits, 0.0))
        found.append(Opinion(digits, path, line, path**power * line))
    return tuple(sorted(found, key=lambda opinion: -opinion.worth))


def _near(row: Sequence[Digit]) -> list[tuple[int, ...]]:
    """Give what the path says, and that with one digit changed into a likely other one."""
    own = tuple(digit.digit for digit in row)
    return [own] + [
        (*own[:at], rival, *own[at + 1 :])
        for at, digit in enumerate(row)
        for rival, probability in islice(digit.candidates, 1, 1 + RIVALS)
        if probability >= RIVAL
    ]


def _by_path(row: Sequence[Digit], trust: float, digits: tuple[int, ...]) -> float:
    """How likely a text is by the path search."""
    there = trust * float(np.prod([digit.is_digit for digit in row]))
    rest = 1 - there * _which(row, [digit.digit for digit in row])
    if len(digits) != len(row):
        return max(MISSED if len(digits) > len(row) == 1 else LEAST, OTHER * rest)
    return max(LEAST, there * _which(row, digits), OTHERWISE * rest)


def _which(row: Sequence[Digit], digits: Sequence[int]) -> float:
    shares = [digit.probabilities[value] for digit, value in zip(row, digits, strict=True)]
    return float(np.prod(np.maximum(shares, LEAST)))


def _log_odds(probability: float) -> float:
    most = 1 / (1 + np.exp(-MOST_ODDS))
    known = float(np.clip(probability, 1 - most, most))
    return float(np.log(known / (1 - known)))
