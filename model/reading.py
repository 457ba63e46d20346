"""The values that a photo's walk ends in: what was read, where, and how surely."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CERTAIN = 0.90
"""Confidence from which a reading is given without a doubt. The confidences are calibrated, so
of the readings at this edge nine in ten are right."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the upright photo; (x, y) is its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Digit:
    """One digit of a reading.

    Attributes
    ----------
    box
        Where it stands in the upright photo.
    picture : (28, 28) uint8
        What the network saw: 0 paper … 255 ink.
    probabilities : (10,) float32
        How likely each digit is, given that it is a digit; they sum to 1.
    is_digit : float
        How likely it is that this is a digit at all, 0 … 1.
    """

    box: Box
    picture: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    is_digit: float

    @property
    def digit(self) -> int:
        """The most likely digit, 0 … 9."""
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        """The probability that `digit` is right, 0 … 1."""
        return float(self.probabilities.max()) * self.is_digit

    @property
    def certain(self) -> bool:
        """Whether the answer can be given without a doubt."""
        return self.confidence >= CERTAIN

    @property
    def candidates(self) -> tuple[tuple[int, float], ...]:
        """All ten digits with their probabilities, the likeliest first."""
        order = np.argsort(-self.probabilities, kind="stable")
        return tuple((int(d), float(self.probabilities[d])) for d in order)


@dataclass(frozen=True, eq=False)
class Reading:
    """What a picture says.

    Attributes
    ----------
    rows
        The digits in reading order: rows from top to bottom, each from left to right. Empty
        where no digit was found.
    photo : (h, w, 3) uint8
        The picture as a person sees it: upright, RGB, no larger than the walk needs or, for a
        chart of small digits, in more detail.
    width, height : int
        Size of the upright photo before any reduction, in pixels; boxes refer to it.
    trust
        How far the picture as a whole bears the digits out, 0 … 1: less where other ink stays
        unread, where the strokes could be taken apart in another way, or where the line as a whole
        reads differently.
    others
        Other texts that it may say, with the probability of each, the likeliest first; beside
        those that its digits' own candidates give.
    """

    rows: tuple[tuple[Digit, ...], ...]
    photo: NDArray[np.uint8]
    width: int
    height: int
    trust: float = 1.0
    others: tuple[tuple[str, float], ...] = ()

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for row in self.rows for digit in row)

    @property
    def text(self) -> str:
        """The digits as text, one line a row; "" where no digit was found."""
        return "\n".join("".join(str(digit.digit) for digit in row) for row in self.rows)

    @property
    def confidence(self) -> float:
        """The probability that the whole text is right, 0 … 1; 0 where no digit was found."""
        if not self.rows:
            return 0.0
        return self.trust * float(np.prod([digit.confidence for digit in self.digits]))

    @property
    def certain(self) -> bool:
        """Whether the whole text can be given without a doubt."""
        return self.confidence >= CERTAIN
