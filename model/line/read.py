"""Line of a page → the strip that it is read from, its steps, and the texts that it may mean."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.line.decode import Text, places, texts
from model.line.locate import widen, within
from model.line.serving import LineNetwork
from model.line.strip import STEP, Line, Strip, cut_strip

MOST_WIDENED = 3
"""Times that a line is read again because a digit stands at its end."""
LOOKS = ((-0.06, -0.3), (0.08, 0.2))
"""A line is looked at again with so much more room above and below, and at its ends, as parts of
its height: what the network says of one cut is chance in part, and less so in the mean of three."""
FURTHER = 0.8
"""At its ends a line may go through the middle of a digit that the path search has not found, which
nobody can read then: it is looked at with so much more room, in heights of it, and stays so long if
that shows more digits."""
CLEAR = 0.995
"""Probability from which one look is enough, where the line says what is expected of it…"""
SILENT = 0.9
"""…and where it says nothing, as expected: more looks would seldom hear a digit then, and be sure
of it never."""


@dataclass(frozen=True, eq=False)
class Heard:
    """What the line network says of a line.

    Attributes
    ----------
    strip
        The line, as long as its digits go.
    steps : (n, 11) float32
        What the network says of each step of it.
    texts
        What the line may say, the likeliest first.
    """

    strip: Strip
    steps: NDArray[np.float32]
    texts: tuple[Text, ...]


def read_line(
    ink: NDArray[np.uint8],
    line: Line,
    network: LineNetwork,
    expected: tuple[int, ...] | None = None,
) -> Heard:
    """Read a line, and again where it does not end with its last digit or is not clear.

    Parameters
    ----------
    ink : (h, w) uint8
        A page: 0 paper … 255 ink.
    line
        As `locate` gives it.
    network
        Reads strips.
    expected
        What somebody else is sure that the line says; () where nobody thinks that it says anything.
    """
    found = _grown(ink, within(line, ink.shape[1]), network)
    best = found.texts[0]
    if best.digits == expected and best.probability >= (CLEAR if expected else SILENT):
        return found
    further = roomier(found.strip.line, 0.0, FURTHER, ink.shape[1])
    if further.width - found.strip.line.width >= STEP:
        longer = _grown(ink, further, network)
        if len(longer.texts[0].digits) > len(best.digits):
            found = longer
    more = [_look(ink, roomier(found.strip.line, *look, ink.shape[1]), network) for look in LOOKS]
    return replace(found, texts=_mean([found, *more], len(found.steps)))


def _grown(ink: NDArray[np.uint8], line: Line, network: LineNetwork) -> Heard:
    """Look at a line, and again as long as a digit stands near its end."""
    found = _look(ink, line, network)
    for _ in range(MOST_WIDENED):
        longer = _longer(found, ink.shape[1])
        if longer.width - found.strip.line.width < STEP:
            break
        found = _look(ink, longer, network)
    return found


def _look(ink: NDArray[np.uint8], line: Line, network: LineNetwork) -> Heard:
    strip = cut_strip(ink, line)
    steps = network.answer(strip.picture)
    return Heard(strip, steps, texts(steps))


def _longer(found: Heard, page: int) -> Line:
    """Make a line longer where its first or last digit is near its end."""
    line = found.strip.line
    at = places(found.steps, found.texts[0].digits)
    if not at:
        return line
    first, last = ((at[i] + 0.5) / len(found.steps) * line.width for i in (0, -1))
    return widen(line, first, last, page)


def roomier(line: Line, above: float, beside: float, page: int) -> Line:
    """Give a line more room, in heights; less where that is negative."""
    high, wide = above * line.height, beside * line.height
    return within(
        Line(line.x - wide, line.y - high - line.slope * wide, line.width + 2 * wide,
             line.height + 2 * high, line.slope),
        page,
    )  # fmt: skip


def _mean(found: Iterable[Heard], steps: int) -> tuple[Text, ...]:
    """Give the mean of what several looks say, of texts that so many steps can show."""
    looks = list(found)
    sums: dict[tuple[int, ...], float] = {}
    for text in (text for look in looks for text in look.texts):
        sums[text.digits] = sums.get(text.digits, 0.0) + text.probability
    means = (Text(digits, total / len(looks)) for digits, total in sums.items())
    return tuple(sorted((t for t in means if t.steps <= steps), key=lambda t: -t.probability))
