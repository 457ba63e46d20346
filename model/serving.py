"""The digit network in service: pictures of marks → which digit each is, and whether it is one."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.interpreter import Export

FILE = "digits.tflite"
"""Name of the export in a version's folder."""


MOST_AT_ONCE = 16
"""Pictures that go through the network together. Few photos have more marks, and each thread would
keep the memory that its largest batch has taken."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What the network says of n pictures.

    Attributes
    ----------
    digit : (n, 10) float32
        How likely each digit is, given that it is a digit; each row sums to 1.
    is_digit : (n,) float32
        How likely it is a digit at all; 1 where the network cannot tell.
    """

    digit: NDArray[np.float32]
    is_digit: NDArray[np.float32]


class Network:
    """A trained network, safe to use from any thread.

    Parameters
    ----------
    folder
        A version's folder, with `digits.tflite` in it.

    Raises
    ------
    WeightsError
        If the file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._export = Export(folder / FILE)
        self.answer(np.zeros((1, 28, 28), np.uint8))
        self._export.rest()  # who loads a version seldom reads with it

    def answer(self, pictures: NDArray[np.uint8]) -> Answers:
        """Classify pictures of (n, 28, 28) uint8, 0 paper … 255 ink, in few batches."""
        if len(pictures) == 0:
            return Answers(np.zeros((0, 10), np.float32), np.zeros(0, np.float32))
        starts = range(0, len(pictures), MOST_AT_ONCE)
        parts = [self._batch(pictures[start : start + MOST_AT_ONCE]) for start in starts]
        if len(parts) == 1:
            return parts[0]
        return Answers(
            np.concatenate([part.digit for part in parts]),
            np.concatenate([part.is_digit for part in parts]),
        )

    def _batch(self, pictures: NDArray[np.uint8]) -> Answers:
        count = len(pictures)
        found = self._export.run(picture=pictures)
        digit = found.get("digit")
        is_digit = found.get("is_digit", np.ones(count, np.float32))
        if digit is None or digit.shape != (count, 10) or is_digit.size != count:
            raise self._export.damaged()
        return Answers(digit, is_digit.reshape(count))
