"""Lines as the walk finds them on a generated photo, and what stands in them.

What `written` puts around the digits of a sheet is where a line should be. The walk knows no better
than its digit network: it takes a neighbor in, leaves a digit out, and asks what a letter, an edge
or a stain says. These are the strips that the line network is asked about in service.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.choices import choices_on
from model.ink.page import Page
from model.line.locate import LONGER, locate, within
from model.line.read import FURTHER, LOOKS, roomier
from model.line.strip import Line
from model.mark import Mark
from model.search.stray import stray_rows
from model.serving import Network
from model.synthesis.labeling import Truth, deceives
from model.training.lines.written import COMPANY, Written

MOST = 2
"""Lines of a page that are taken: those of a text are much alike."""
ROOMS = (*LOOKS, (0.0, FURTHER), (0.0, LONGER))
"""Room above and below, and at the ends, that a line is looked at with beside none."""
AS_FOUND = 0.4
"""Part of the lines that are looked at as they are found."""
IN_LINE = (0.8, 0.75)
"""A digit stands in a line with this part of its ink between the line's ends, and this between its
top and foot…"""
NOT_IN_LINE = (0.12, 0.3)
"""…and does not with this part or less of either. What lies between, nobody could name."""


def walked_lines(
    pages: Sequence[Page],
    truths: Sequence[Truth | None],
    text: str,
    network: Network,
    rng: np.random.Generator,
) -> list[tuple[Page, Written]]:
    """Find the lines of pages as the walk does.

    Parameters
    ----------
    pages
        Of one photo.
    truths
        What is written on each; None for a page that is left alone.
    text
        What a person reads on the photo, a line for each row.
    network
        Classifies marks.
    rng
        Chooses among the lines, and the room around them.

    Returns
    -------
    Each with its page, but for those of which it is not plain what they say.
    """
    known = {id(page): truth for page, truth in zip(pages, truths, strict=True)}
    found = []
    for choice in choices_on(pages, network):
        page = choice.candidates[0].page
        truth = known[id(page)]
        if truth is None:
            continue
        rows = [*choice.rows, *stray_rows(choice)]
        for at in rng.permutation(len(rows))[:MOST].tolist():
            marks = [c.mark for c in rows[at]]
            line = within(locate(marks, choice.strokes), page.ink.shape[1])
            if rng.random() >= AS_FOUND:
                room = ROOMS[int(rng.integers(len(ROOMS)))]
                line = roomier(line, *room, page.ink.shape[1])
            says = text_in(line, truth, text)
            if says is None or (not text and _deceive(marks, choice.strokes)):
                continue
            found.append((page, Written(line, says)))
    return found


def text_in(line: Line, truth: Truth, text: str) -> str | None:
    """Say what stands in a line; None where that is not plain.

    Parameters
    ----------
    line
        Anywhere on a page.
    truth
        What is written on the page.
    text
        All that a person reads there, a line for each row.
    """
    rows = np.repeat(np.arange(text.count("\n") + 1), [len(row) for row in text.split("\n")])
    within_ends, within_height = _shares(line, truth)
    said: list[int] = []
    for at, symbol in enumerate(truth.digits):
        across, down = within_ends[symbol], within_height[symbol]
        if across <= NOT_IN_LINE[0] or down <= NOT_IN_LINE[1]:
            continue
        if across < IN_LINE[0] or down < IN_LINE[1]:
            return None
        said.append(at)
    if len({int(rows[at]) for at in said}) > 1:
        return None
    return "".join(str(truth.labels[truth.digits[at]]) for at in said)


def _shares(line: Line, truth: Truth) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the part of each symbol's ink between a line's ends, and between its top and foot."""
    y, x = np.nonzero(truth.owner)
    symbol = truth.owner[y, x].astype(np.int64) - 1
    along = x + 0.5 - line.x
    down = y + 0.5 - line.y - line.slope * along
    count = np.maximum(truth.counts[1:], 1)
    within_ends, within_height = (
        np.bincount(symbol[inside], minlength=len(count)) / count
        for inside in ((along >= 0) & (along < line.width), (down >= 0) & (down < line.height))
    )
    return within_ends, within_height


def _deceive(marks: Sequence[Mark], strokes: Sequence[Mark]) -> bool:
    """Whether one of a line's marks, on a page without digits, may pass for one all the same."""
    return any(
        deceives(mark) and sum(s.height >= COMPANY * mark.height for s in strokes) <= 1
        for mark in marks
    )
