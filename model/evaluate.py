"""How well a recognizer reads: MNIST's test half, generated photos, a folder of labeled ones."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.data import Mnist
from model.errors import DataError, PictureError
from model.labels import LabeledPicture, labeled_pictures
from model.recognizer import Recognizer
from model.report import Scores
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples

BATCH = 1_000
"""Digits classified at once: more are no faster."""

BINS = 10
"""Equal bins of confidence that the calibration error is taken over."""

GENERATED = 1_000
"""Photos generated for a score: its standard error is then about 0.5 % at 97 %."""

SEED = 7
"""Of the generated photos, so that all versions are scored on the same ones."""

NOT_ONE = -1
"""Stands for an answer that is not one digit."""

JPEG_QUALITY = 87
"""Of a generated photo's file: what Telegram uses."""


def mnist_scores(recognizer: Recognizer, data: Mnist) -> Scores:
    """Score the network alone on MNIST's test digits."""
    images = data.test_images
    parts = [recognizer.classify(images[at : at + BATCH]) for at in range(0, len(images), BATCH)]
    probabilities = np.concatenate(parts)
    return scores(data.test_labels, probabilities.argmax(1), probabilities.max(1))


def generated_scores(recognizer: Recognizer, data: Mnist, count: int = GENERATED) -> Scores:
    """Score the whole walk on photos, one digit each, written with MNIST's test digits."""
    rng = np.random.default_rng(SEED)
    digits = Examples(data.test_images, data.test_labels)
    labels, read, confidences = [], [], []
    for _ in range(count):
        photo, sheet = draw_photo(digits, rng, single=1.0, doodles=0.0)
        bgr = cv2.cvtColor(photo, cv2.COLOR_RGB2BGR)
        file = cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))[1]
        reading = recognizer.read(file.tobytes())
        labels.append(sheet.symbols[0].label)
        read.append(int(reading.text) if len(reading.digits) == 1 else NOT_ONE)
        confidences.append(reading.confidence)
    return scores(np.array(labels), np.array(read), np.array(confidences))


def scores(
    labels: NDArray[np.integer], read: NDArray[np.integer], confidences: NDArray[np.floating]
) -> Scores:
    """Count what was read right.

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
    )


def calibration_error(right: NDArray[np.bool_], confidences: NDArray[np.floating]) -> float:
    """Give the expected calibration error: the mean gap between confidence and accuracy.

    Taken over ten equal bins of confidence, each weighted by its share of the answers (Naeini,
    Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015).
    """
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    gaps = [
        (bins == at).mean() * abs(confidences[bins == at].mean() - right[bins == at].mean())
        for at in np.unique(bins)
    ]
    return float(np.sum(gaps))


def photo_scores(recognizer: Recognizer, folder: Path) -> dict[str, tuple[int, int]]:
    """Score the whole walk on a folder of labeled pictures.

    A digit or number is right if the whole text is. A picture without digits is right if none
    was read, or none for certain. A picture that cannot be read is wrong.

    Parameters
    ----------
    folder
        As `model.labels.labeled_pictures` reads it.

    Returns
    -------
    For each set, by name: how many were read right, and how many there are.

    Raises
    ------
    DataError
        If the folder holds no labeled pictures.
    """
    found: dict[str, list[bool]] = {}
    for picture in labeled_pictures(folder):
        found.setdefault(picture.set_name, []).append(_is_right(recognizer, picture))
    return {name: (sum(answers), len(answers)) for name, answers in sorted(found.items())}


def _is_right(recognizer: Recognizer, picture: LabeledPicture) -> bool:
    try:
        reading = recognizer.read(picture.file.read_bytes())
    except PictureError:
        return False
    except OSError as error:
        raise DataError(f"The picture {picture.file} cannot be read.") from error
    # Where nothing is written, a doubtful answer is no harm: it is given as a question.
    return reading.text == picture.text or (not picture.text and not reading.certain)
