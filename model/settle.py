"""What was chosen on a page, held against what the line network reads → what the page says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.agree import Opinion, confidence, opinions
from model.line.digits import agreed, borne_out, written
from model.line.locate import locate
from model.line.read import read_line
from model.line.serving import LineNetwork
from model.mark import Mark
from model.reading import Digit
from model.search.candidate import Candidate
from model.search.choose import Choice

MOST_LINES = 8
"""A page with more rows is not read line by line: each takes the network some milliseconds."""
MOST_STROKES = 24
"""A page without digits that has more strokes than this is a text or a texture."""
SPECK = 0.3
"""A stroke lower than this part of the tallest one says nothing of where a line stands."""
EXPECTS = 0.95
"""Confidence from which the path search is sure enough of a row that it need not be looked at more
than once, if that says the same."""
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
    lines = [_line(row, choice, network) for row in choice.rows or ((),)]
    best = [found[0] for _, found in lines]
    rows = tuple(digits for digits, _ in lines if digits)
    sure = confidence(
        float(np.prod([opinion.path for opinion in best])),
        float(np.prod([opinion.line for opinion in best])),
        choice.unread,
        sum(map(len, rows)),
    )
    rows, trust = borne_out(rows, sure)
    return Settled(rows, trust, _others([found for _, found in lines]))


def _line(
    row: tuple[Candidate, ...], choice: Choice, network: LineNetwork
) -> tuple[tuple[Digit, ...], tuple[Opinion, ...]]:
    """Read the line of a row; gives its digits, none if it has none, and all opinions on it."""
    place = locate([c.mark for c in row] or _large(choice.strokes), choice.strokes)
    digits = tuple(c.digit for c in row)
    # Whether it is a page's edge or a neighbor cut off by it, only the line network can see.
    free = float(np.prod([c.free for c in row]))
    trust = choice.trust ** (1 / max(1, len(choice.rows))) * free
    sure = trust * float(np.prod([digit.confidence for digit in digits])) >= EXPECTS
    expected = tuple(digit.digit for digit in digits) if digits and sure else None
    heard = read_line(choice.candidates[0].page.ink, place, network, expected)
    found = opinions(digits, trust, heard.texts)
    text = found[0].digits
    if not any(text == other.digits for other in heard.texts):
        return digits, found
    if len(text) == len(digits):
        return agreed(digits, heard.steps, text), found
    return written(heard.strip, heard.steps, text, choice.candidates), found


def _large(strokes: Sequence[Mark]) -> list[Mark]:
    """Leave the specks out; a page that was looked at has strokes."""
    tallest = max(stroke.height for stroke in strokes)
    return [stroke for stroke in strokes if stroke.height >= SPECK * tallest]


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
