"""How well a recognizer reads: MNIST's test half, generated photos, a folder of labeled ones."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.corruptions import CORRUPTIONS, corrupt
from model.data import Mnist
from model.errors import DataError, PictureError
from model.labels import LabeledPicture, labeled_pictures
from model.line.serving import LineNetwork
from model.line.strip import HEIGHT
from model.recognizer import Recognizer
from model.scores import NOT_ONE, Scores, TextScores, digit_scores, text_scores
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples

BATCH = 1_000
"""Digits classified at once: more are no faster."""

GENERATED = 1_000
"""Photos generated for a score: its standard error is then about 0.5 % at 97 %."""

SPLITS = ("number", "cheque", "not_digit")
"""Kinds of generated photos beside single digits that have a score of their own."""

SPLIT = 500
"""Photos generated for each of them: the standard error is then about 1 % at 95 %."""

CORRUPTED = 1_000
"""Test digits that are corrupted in each way: the standard error is then about 0.8 % at 93 %."""

SEED = 7
"""Of the generated photos and of the corruptions, so that all versions see the same ones."""

TIMED = 200
"""Digits classified one by one for the time that one takes; the first half only warms up."""

TIMED_COLUMNS = 96
"""Width of the strip for the time that a line takes, in pixels: about four digits."""

JPEG_QUALITY = 87
"""Of a generated photo's file: what Telegram uses."""


@dataclass(frozen=True)
class Answered:
    """What is written on a photo, and what was read.

    Attributes
    ----------
    text, read
        Rows separated by line breaks; "" for no digit.
    confidence : float
        How sure the answer is, 0 … 1.
    certain
        Whether it was given without a doubt.
    """

    text: str
    read: str
    confidence: float
    certain: bool

    @property
    def right(self) -> bool:
        """Whether the whole text was read right."""
        return self.text == self.read


def mnist_scores(recognizer: Recognizer, data: Mnist) -> Scores:
    """Score the network alone on MNIST's test digits."""
    images = data.test_images
    parts = [recognizer.classify(images[at : at + BATCH]) for at in range(0, len(images), BATCH)]
    probabilities = np.concatenate(parts)
    return digit_scores(data.test_labels, probabilities.argmax(1), probabilities.max(1))


def corruption_scores(
    recognizer: Recognizer, data: Mnist, count: int = CORRUPTED
) -> dict[str, float]:
    """Give the network's accuracy on corrupted test digits, by the kind of corruption.

    The digits are taken evenly from the whole test half: its second part is the harder one.
    """
    step = max(1, len(data.test_labels) // count)
    images, labels = data.test_images[::step][:count], data.test_labels[::step][:count]
    found = {}
    for kind in CORRUPTIONS:
        answers = recognizer.classify(corrupt(images, kind, SEED)).argmax(1)
        found[kind] = round(float((answers == labels).mean()), 6)
    return found


def milliseconds(recognizer: Recognizer, data: Mnist) -> float:
    """Give the time that the network takes for one digit alone, the median of many."""
    digits = [data.test_images[[at % len(data.test_images)]] for at in range(TIMED)]
    return _median_time(recognizer.classify, digits)


def line_milliseconds(network: LineNetwork) -> float:
    """Give the time that the line network takes for a strip of `TIMED_COLUMNS`, likewise."""
    strips = np.random.default_rng(SEED).integers(0, 256, (TIMED, HEIGHT, TIMED_COLUMNS), np.uint8)
    return _median_time(network.answer, strips)


def _median_time(
    classify: Callable[[NDArray[np.uint8]], object], pictures: Iterable[NDArray[np.uint8]]
) -> float:
    """Time one after the other, in milliseconds, and forget the first half."""
    spans = []
    for picture in pictures:
        start = time.perf_counter()
        classify(picture)
        spans.append(1000 * (time.perf_counter() - start))
    return float(np.median(spans[len(spans) // 2 :]))


def generated_scores(recognizer: Recognizer, data: Mnist, count: int = GENERATED) -> Scores:
    """Score the whole walk on photos, one digit each, written with MNIST's test digits."""
    return single_scores(_read_photos(recognizer, data, "single", count))


def single_scores(found: Sequence[Answered]) -> Scores:
    """Score the answers to photos of one digit each."""
    return digit_scores(
        np.array([int(at.text) for at in found]),
        np.array([int(at.read) if len(at.read) == 1 else NOT_ONE for at in found]),
        np.array([at.confidence for at in found]),
    )


def split_scores(recognizer: Recognizer, data: Mnist, kind: str, count: int = SPLIT) -> TextScores:
    """Score the whole walk on generated photos of a kind, each as a whole.

    Parameters
    ----------
    recognizer
        What reads them.
    data
        Its test digits are what the photos are written with.
    kind
        A name in `model.synthesis.examples.KINDS`, such as those of `SPLITS`.
    count
        How many photos.
    """
    return kind_scores(_read_photos(recognizer, data, kind, count))


def kind_scores(found: Sequence[Answered]) -> TextScores:
    """Score the answers to photos of any kind, each as a whole."""
    return text_scores(
        [at.text for at in found],
        [at.read for at in found],
        [at.confidence for at in found],
        [at.certain for at in found],
    )


def all_split_scores(
    recognizer: Recognizer, data: Mnist, count: int = SPLIT
) -> dict[str, TextScores]:
    """Score the whole walk on each of `SPLITS`."""
    return {kind: split_scores(recognizer, data, kind, count) for kind in SPLITS}


def _read_photos(recognizer: Recognizer, data: Mnist, kind: str, count: int) -> list[Answered]:
    """Draw photos and read them."""
    return [answer(recognizer, *photo) for photo in exam_photos(data, kind, count)]


def exam_photos(data: Mnist, kind: str, count: int) -> Iterator[tuple[str, bytes]]:
    """Draw the photos of a test: what is written on each, and its file; always the same ones."""
    rng = np.random.default_rng(SEED)
    digits = Examples(data.test_images, data.test_labels)
    for _ in range(count):
        photo, sheet = draw_photo(digits, rng, kind=kind)
        bgr = cv2.cvtColor(photo, cv2.COLOR_RGB2BGR)
        file = cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))[1]
        yield sheet.text, file.tobytes()


def answer(recognizer: Recognizer, text: str, file: bytes) -> Answered:
    """Read a photo of which is known what is written on it."""
    reading = recognizer.read(file)
    return Answered(text, reading.text, reading.confidence, reading.certain)


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
