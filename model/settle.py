"""What was chosen on a page, held against what the line network reads → what the page says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.agree import Opinion, confidence, opinions
from model.line.digits import agreed, borne_out, written
from model.line.locate import locate
from model.line.read import read_line
from model.line.serving import LineNetwork
from model.reading import Digit
from model.search.candidate import Candidate
from model.search.choose import BLIND, Choice
from model.search.stray import stray_rows

MOST_LINES = 8
"""A page with more rows is not read line by line: each takes the network some milliseconds."""
MOST_STROKES = 24
"""A page without digits that has more strokes than this is a text or a texture."""
EXPECTS = 0.95
"""Confidence from which the path search is sure enough of a row that it need not be looked at more
than once, if that says the same…"""
DOUBTS = 0.3
"""…and below which it need not, either, if that says nothing."""
LEAST_OTHER = 0.02
"""Probability from which another text is worth telling."""


@dataclass(frozen=True, eq=False)
class Settled:
    """What a page says.

    Attributes
    ----------
    rows
        The digits in reading order.
    trust : float
        How far the page bears them out, 0 … 1.
    others
        Other texts, each with its probability, the likeliest first.
    """

    rows: tuple[tuple[Digit, ...], ...]
    trust: float
    others: tuple[tuple[str, float], ...] = ()


NOTHING = Settled((), 1.0)
"""A page without digits."""


def worth(page: Settled) -> float:
    """How good a page's reading is; a photo has one polarity, so one of its pages."""
    digits = [digit.confidence for row in page.rows for digit in row]
    return page.trust * float(np.mean(digits)) if digits else -1.0


def settle(choice: Choice, network: LineNetwork | None) -> Settled:
    """Read the lines of a page, and say what it says.

    Parameters
    ----------
    choice
        What the path search has found. Where it has found nothing, the strokes are read as a line.
    network
        Reads lines; None where a version has no such network: then the path search is right.
    """
    if network is None or len(choice.rows) > MOST_LINES:
        rows = tuple(tuple(c.digit for c in row) for row in choice.rows)
        return Settled(rows, choice.trust)
    if not choice.rows and len(choice.strokes) > MOST_STROKES:
        return NOTHING
    lines = _lines(choice, network)
    best = [line.opinions[0] for line in lines]
    rows = tuple(line.digits for line in lines if line.digits)
    sure = confidence(
        float(np.prod([opinion.path for opinion in best])),
        float(np.prod([opinion.line for opinion in best])),
        choice.unread,
        sum(map(len, rows)),
    )
    rows, trust = borne_out(rows, sure)
    return Settled(rows, trust, _others([line.opinions for line in lines]))


@dataclass(frozen=True, eq=False)
class _Line:
    """What a line says.

    Attributes
    ----------
    top
        How far down the page its highest digit, or stroke, has its middle: rows are ordered by it.
    digits
        From left to right; none where it says none.
    opinions
        On it, the best first.
    """

    top: float
    digits: tuple[Digit, ...]
    opinions: tuple[Opinion, ...]


def _lines(choice: Choice, network: LineNetwork) -> list[_Line]:
    """Read the lines of a page, one at least, from top to bottom.

    Those of the rows of digits, and those of other strokes that turn out to say digits.
    """
    share = choice.trust ** (1 / max(1, len(choice.rows)))
    lines = [_line(row, row, choice, share, network) for row in choice.rows]
    rows = stray_rows(choice)
    strays = [_line((), row, choice, BLIND, network) for row in rows[: MOST_LINES - len(lines)]]
    lines += [line for line in strays if line.digits]
    if not lines and len(strays) > 1:  # they say nothing, each, but may be parts of one line
        line = sorted((c for row in rows for c in row), key=lambda c: c.mark.x)
        strays = [_line((), line, choice, BLIND, network)]
    return sorted(lines or strays, key=lambda line: line.top)


def _line(
    row: tuple[Candidate, ...],
    place: Sequence[Candidate],
    choice: Choice,
    trust: float,
    network: LineNetwork,
) -> _Line:
    """Read a line.

    Parameters
    ----------
    row
        The digits that the path search has found in it.
    place
        What says where it is: these, or strokes without digits.
    choice
        All that was found on the page.
    trust
        How far the page bears out what was found in it.
    network
        Reads lines.
    """
    marks = [c.mark for c in place]
    digits = tuple(c.digit for c in row)
    # Whether it is a page's edge or a neighbor cut off by it, only the line network can see.
    trust *= float(np.prod([c.free for c in row]))
    line = locate(marks, choice.strokes)
    heard = read_line(choice.candidates[0].page.ink, line, network, _expected(digits, trust))
    found = opinions(digits, trust, heard.texts)
    text = found[0].digits
    if any(text == other.digits for other in heard.texts):
        if len(text) == len(digits):
            digits = agreed(digits, heard.steps, text)
        else:
            digits = written(heard.strip, heard.steps, text, choice.candidates)
    return _Line(min(mark.y + mark.height / 2 for mark in marks), digits, found)


def _expected(digits: tuple[Digit, ...], trust: float) -> tuple[int, ...] | None:
    """Give what the path search expects of a line: its digits, () for none, None if in doubt."""
    sure = trust * float(np.prod([digit.confidence for digit in digits])) if digits else 0.0
    if sure >= EXPECTS:
        return tuple(digit.digit for digit in digits)
    return () if sure < DOUBTS else None


def _others(lines: list[tuple[Opinion, ...]]) -> tuple[tuple[str, float], ...]:
    """Give the texts of a page that differ from the best one in one line."""
    best = [found[0] for found in lines]
    others = []
    for at, found in enumerate(lines):
        total = sum(opinion.worth for opinion in found)
        for opinion in found[1:]:
            said = [*best[:at], opinion, *best[at + 1 :]]
            text = "\n".join("".join(map(str, o.digits)) for o in said if o.digits)
            if text and opinion.worth >= LEAST_OTHER * total:
                others.append((text, opinion.worth / total))
    return tuple(sorted(others, key=lambda other: -other[1]))
