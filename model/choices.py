"""Pages of a photo → what the path search chooses on them, before their lines are read."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from model.apart import take_apart
from model.ink.page import Page, box_on
from model.ink.threshold import threshold
from model.normalize import normalize
from model.reading import Digit
from model.search.candidate import Candidate
from model.search.choose import Choice, choose
from model.segment import Mark, marks
from model.serving import Answers, Network

Look = Callable[[NDArray[np.uint8]], Answers]
"""What the network says of pictures of (n, 28, 28) uint8."""


def choices_on(pages: Sequence[Page], network: Network) -> tuple[Choice, ...]:
    """Choose the digits of pages.

    Parameters
    ----------
    pages
        Of one photo.
    network
        Classifies marks.

    Returns
    -------
    A choice for each page that has digits; where none has, one for each page with any ink.
    """
    offered = [(page, mark) for page in pages for mark in marks(threshold(page))]
    # What one look leaves open in a line of writing, the line network reads from more places: more
    # looks gave its marks no better answers, but surer ones to parts of digits.
    look = network.answer if len(offered) <= len(pages) else network.look
    seen, parts = take_apart(_classified(offered, look))
    return choose(seen + _classified(parts, look))


def _classified(found: Sequence[tuple[Page, Mark]], look: Look) -> list[Candidate]:
    """Classify marks in one batch."""
    pictures = np.array([_picture(page, mark) for page, mark in found], np.uint8)
    answers = look(pictures.reshape(-1, 28, 28))
    boxes = [box_on(*at) for at in found]
    digits = map(Digit, boxes, pictures, answers.digit, answers.is_digit.tolist())
    return [Candidate(*at, digit) for at, digit in zip(found, digits, strict=True)]


def _picture(page: Page, mark: Mark) -> NDArray[np.uint8]:
    """Crop a mark out of its page and draw it as MNIST's digits are drawn."""
    return normalize(mark.on(page.ink), mark.mask)
