"""Pages of a photo → what the path search chooses on them, before their lines are read."""

from collections.abc import Sequence

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
from model.serving import Network


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
    seen, parts = take_apart(_look(offered, network))
    return choose(seen + _look(parts, network))


def _look(found: Sequence[tuple[Page, Mark]], network: Network) -> list[Candidate]:
    """Classify marks in one batch."""
    pictures = np.array([_picture(page, mark) for page, mark in found], np.uint8)
    answers = network.answer(pictures.reshape(-1, 28, 28))
    boxes = [box_on(*at) for at in found]
    digits = map(Digit, boxes, pictures, answers.digit, answers.is_digit.tolist())
    return [Candidate(*at, digit) for at, digit in zip(found, digits, strict=True)]


def _picture(page: Page, mark: Mark) -> NDArray[np.uint8]:
    """Crop a mark out of its page and draw it as MNIST's digits are drawn."""
    return normalize(mark.on(page.ink), mark.mask)
