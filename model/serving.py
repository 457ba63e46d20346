"""The digit network in service: pictures of marks → which digit each is, and whether it is one."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.interpreter import Export

FILE = "digits.tflite"
"""Name of the export in a version's folder."""
CLEAR = 0.9
"""How likely a digit is, and that it is one at all, from which one look is enough; and how likely
it is that it is none."""
LOOKS = ((-1, -1), (-1, 1), (1, -1), (1, 1))
"""How far a picture that is not clear is moved down and to the right to be looked at again, in
pixels. With the four looks that are moved one way only as well, MNIST's validation digits and
held-out cuts are read no better, and a reply takes a millisecond more."""
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
        found = self._export.run(picture=np.zeros((1, 28, 28), np.uint8))
        self._answers(found, 1)
        # One that takes all for digits, as the tutorial's, is asked as the tutorial asks it.
        self._rejects = "is_digit" in found
        self._export.rest()  # who loads a version seldom reads with it

    def answer(self, pictures: NDArray[np.uint8]) -> Answers:
        """Classify pictures of (n, 28, 28) uint8, 0 paper … 255 ink.

        What is not clear at first is looked at from five places, and gets the mean of all answers:
        what the network says of one place is chance in part.
        """
        answers = self.look(pictures)
        at = np.flatnonzero(_unclear(answers)) if self._rejects else ()
        if len(at):
            more = self.look(np.concatenate([_moved(pictures[at], *look) for look in LOOKS]))
            for all_of, further in (
                (answers.digit, more.digit),
                (answers.is_digit, more.is_digit),
            ):
                looks = further.reshape(len(LOOKS), *all_of[at].shape)
                all_of[at] = (all_of[at] + looks.sum(axis=0)) / (1 + len(LOOKS))
        return answers

    def look(self, pictures: NDArray[np.uint8]) -> Answers:
        """Give the network's answers to pictures as they are, each looked at once, in batches."""
        if len(pictures) == 0:
            return Answers(np.zeros((0, 10), np.float32), np.zeros(0, np.float32))
        starts = range(0, len(pictures), MOST_AT_ONCE)
        batches = [pictures[start : start + MOST_AT_ONCE] for start in starts]
        parts = [self._answers(self._export.run(picture=batch), len(batch)) for batch in batches]
        if len(parts) == 1:
            return parts[0]
        return Answers(
            np.concatenate([part.digit for part in parts]),
            np.concatenate([part.is_digit for part in parts]),
        )

    def _answers(self, found: dict[str, NDArray[np.float32]], count: int) -> Answers:
        """Check what the export gave for so many pictures."""
        digit = found.get("digit")
        is_digit = found.get("is_digit", np.ones(count, np.float32))
        if digit is None or digit.shape != (count, 10) or is_digit.size != count:
            raise self._export.damaged()
        return Answers(digit, is_digit.reshape(count))


def _unclear(answers: Answers) -> NDArray[np.bool_]:
    """Tell of each answer whether it leaves a doubt, (n,)."""
    clear = (answers.digit.max(axis=1) >= CLEAR) & (answers.is_digit >= CLEAR)
    none = answers.is_digit <= 1 - CLEAR
    return np.asarray(~(clear | none))


def _moved(pictures: NDArray[np.uint8], down: int, right: int) -> NDArray[np.uint8]:
    """Move pictures of (n, 28, 28) by whole pixels; paper comes in, what leaves is lost."""
    _, height, width = pictures.shape
    moved = np.zeros_like(pictures)
    moved[:, max(0, down) : height + min(0, down), max(0, right) : width + min(0, right)] = (
        pictures[:, max(0, -down) : height + min(0, -down), max(0, -right) : width + min(0, -right)]
    )
    return moved
