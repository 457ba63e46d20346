"""Candidates for the choice, made by hand: a box, a digit, how sure."""

import numpy as np

from model.ink.page import Page
from model.mark import Mark
from model.reading import Box, Digit
from model.search.candidate import Candidate

PAGE = Page(np.zeros((400, 600), np.uint8), 1.0, 1.0)


def candidate(
    digit, x, y, width=40, height=60, *, sure=0.99, pieces=(), page=PAGE, is_digit=1.0, **mark_is
):
    probabilities = np.full(10, (1 - sure) / 9, np.float32)
    probabilities[digit] = sure
    mask = np.full((height, width), 255, np.uint8)
    seen = Digit(Box(x, y, width, height), np.zeros((28, 28), np.uint8), probabilities, is_digit)
    return Candidate(page, Mark(x, y, mask, pieces or (x * 1000 + y,), **mark_is), seen)
