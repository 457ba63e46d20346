"""Scores: how many of the labeled pictures were read right, and whether the confidence was fair."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.errors import WeightsError

BINS = 10
"""Equal bins of confidence that the calibration error is taken over."""

NOT_ONE = -1
"""Stands for an answer that is not one digit."""


@dataclass(frozen=True)
class Bin:
    """Answers that were about equally sure.

    Attributes
    ----------
    count : int
        How many; none of them where it is 0.
    confidence : float
        How sure they were on average, 0 … 1.
    right : float
        Share of them that was right, 0 … 1.
    """

    count: int
    confidence: float
    right: float

    def __post_init__(self) -> None:
        if self.count < 0 or not (0 <= self.confidence <= 1 and 0 <= self.right <= 1):
            raise WeightsError("one of its bins of confidence holds no answers.")


@dataclass(frozen=True)
class Scores:
    """How well labeled digits were read.

    Attributes
    ----------
    count : int
        Digits read.
    accuracy : float
        Share of them read right, 0 … 1.
    per_digit
        The same for each digit 0 … 9.
    confusion
        Row: the true digit; column: what was read; each a count. They add up to less than
        `count` where something else than one digit was read.
    calibration_error : float
        Expected calibration error: how far confidence and accuracy lie apart, 0 … 1.
    wrong
        Numbers of the digits that were not read right; None in older reports.
    """

    count: int
    accuracy: float
    per_digit: tuple[float, ...]
    confusion: tuple[tuple[int, ...], ...]
    calibration_error: float
    wrong: tuple[int, ...] | None = None

    @property
    def right(self) -> int:
        """How many were read right."""
        return round(self.accuracy * self.count)

    def __post_init__(self) -> None:
        shares = (self.accuracy, self.calibration_error, *self.per_digit)
        if len(self.per_digit) != 10 or not all(0 <= share <= 1 for share in shares):
            raise WeightsError("its scores are not ten shares between 0 and 1.")
        if [len(row) for row in self.confusion] != [10] * 10 or min(map(min, self.confusion)) < 0:
            raise WeightsError("its confusion matrix is not 10 × 10 counts.")
        if sum(map(sum, self.confusion)) > self.count:
            raise WeightsError("its confusion matrix counts more than there were.")
        check_wrong(self.wrong, self.count)


@dataclass(frozen=True)
class TextScores:
    """How well labeled pictures were read, each as a whole.

    Attributes
    ----------
    count : int
        Pictures read.
    accuracy : float
        Share of them that was read right, 0 … 1: the whole text, or, where nothing is written,
        nothing for certain.
    certain : float
        Share that was answered without a doubt.
    misled : float
        Share that was answered without a doubt and wrong.
    calibration_error : float
        Expected calibration error, 0 … 1, of the confidence that the text is right.
    wrong
        Numbers of the pictures that were not read right; None in older reports.
    """

    count: int
    accuracy: float
    certain: float
    misled: float
    calibration_error: float
    wrong: tuple[int, ...] | None = None

    @property
    def right(self) -> int:
        """How many were read right."""
        return round(self.accuracy * self.count)

    def __post_init__(self) -> None:
        shares = (self.accuracy, self.certain, self.misled, self.calibration_error)
        if self.count < 1 or not all(0 <= share <= 1 for share in shares):
            raise WeightsError("its scores of whole texts are not shares of anything.")
        check_wrong(self.wrong, self.count)


def check_wrong(wrong: tuple[int, ...] | None, count: int) -> None:
    """Raise `WeightsError` if these are not the numbers of some of `count` things, in order."""
    if wrong and (wrong[0] < 0 or wrong[-1] >= count or tuple(sorted(set(wrong))) != wrong):
        raise WeightsError("what it has misread is not among what it was asked to read.")


def digit_scores(
    labels: NDArray[np.integer], read: NDArray[np.integer], confidences: NDArray[np.floating]
) -> Scores:
    """Count what was read right of single digits.

    Parameters
    ----------
    labels : (n,)
        The true digits, 0 … 9.
    read : (n,)
        What was read, 0 … 9; `NOT_ONE` for anything but one digit.
    confidences : (n,)
        How sure each answer is, 0 … 1.
    """
    right = labels == read
    confusion = np.zeros((10, 11), int)
    np.add.at(confusion, (labels, read), 1)  # `NOT_ONE` is the last column, dropped below
    counts = np.bincount(labels, minlength=10)
    per_digit = np.diagonal(confusion) / np.maximum(counts, 1)
    return Scores(
        count=len(labels),
        accuracy=round(float(right.mean()), 6),
        per_digit=tuple(round(float(share), 6) for share in per_digit),
        confusion=tuple(tuple(map(int, row[:10])) for row in confusion),
        calibration_error=round(calibration_error(right, confidences), 6),
        wrong=_numbers(~right),
    )


def text_scores(
    texts: list[str], read: list[str], confidences: list[float], certain: list[bool]
) -> TextScores:
    """Count what was read right of whole texts.

    Parameters
    ----------
    texts, read
        What is written, and what was read; "" for nothing.
    confidences, certain
        How sure each answer is, 0 … 1, and whether it was given without a doubt.
    """
    same = np.array([text == answer for text, answer in zip(texts, read, strict=True)])
    nothing = np.array([not text for text in texts])
    answered, sure = np.array([bool(answer) for answer in read]), np.array(certain)
    right = same | (nothing & ~sure)
    # Where nothing was read, nothing was claimed: a confidence of 0 is then never wrong.
    error = calibration_error(same & answered, np.array(confidences))
    return TextScores(
        count=len(texts),
        accuracy=round(float(right.mean()), 6),
        certain=round(float(sure.mean()), 6),
        misled=round(float((sure & ~same).mean()), 6),
        calibration_error=round(error, 6),
        wrong=_numbers(~right),
    )


def calibration_error(right: NDArray[np.bool_], confidences: NDArray[np.floating]) -> float:
    """Give the expected calibration error: the mean gap between confidence and accuracy.

    Taken over ten equal bins of confidence, each weighted by its share of the answers (Naeini,
    Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015).
    """
    bins = reliability(right, confidences)
    total = sum(part.count for part in bins)
    return sum(part.count / total * abs(part.confidence - part.right) for part in bins)


def reliability(right: NDArray[np.bool_], confidences: NDArray[np.floating]) -> tuple[Bin, ...]:
    """Group answers by how sure they were, in ten equal bins of which the empty ones are left out.

    Parameters
    ----------
    right : (n,)
        Which answers were right.
    confidences : (n,)
        How sure each was, 0 … 1.
    """
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    parts = [bins == at for at in np.unique(bins)]
    return tuple(
        Bin(int(part.sum()), float(confidences[part].mean()), float(right[part].mean()))
        for part in parts
    )


def _numbers(chosen: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(chosen).tolist())
