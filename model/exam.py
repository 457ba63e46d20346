"""The exam of a version: how well it reads all that its report tells of, on all cores at once."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

import numpy as np

from model import worker
from model.data import Mnist
from model.evaluate import (
    GENERATED,
    SPLIT,
    SPLITS,
    Answered,
    answer,
    corruption_scores,
    exam_photos,
    kind_scores,
    mnist_scores,
    single_scores,
)
from model.recognizer import Recognizer
from model.scores import Bin, Scores, TextScores, reliability

CHUNK = 25
"""Photos that a process reads before it reports: about half a second."""

SINGLE = "single"
"""Name of the kind of photos with one digit."""

Found = dict[str, list[Answered]]
"""By kind of photo, what was answered."""


@dataclass(frozen=True)
class Exam:
    """How well a version reads; the fields are those of `model.report.Report`."""

    test: Scores
    generated: Scores
    splits: Mapping[str, TextScores]
    corruptions: Mapping[str, float]
    bins: tuple[Bin, ...]
    asked: str


def examine(folder: Path, data: Mnist, tell: Callable[[float], None]) -> Exam:
    """Let a version read MNIST's test half, whole and corrupted, and the generated photos.

    Parameters
    ----------
    folder
        The version's.
    data
        Its test digits are read, and written with.
    tell
        Called with the part that is done, 0 … 1.

    Raises
    ------
    WeightsError
        If the version is damaged.
    """
    recognizer = Recognizer(folder)  # a damaged one is found before others are started
    counts = photo_counts(data)
    chunks: list[tuple[str, Future[list[Answered]]]] = []
    whole = sum(-(-count // CHUNK) for count in counts.values())
    asked = sha256(data.test_images.tobytes() + data.test_labels.tobytes())
    with worker.processes(_read_with, folder) as pool:
        # One process draws, since each photo goes on with the chance that the last one left.
        for kind, count in counts.items():
            photos = exam_photos(data, kind, count)
            while chunk := list(islice(photos, CHUNK)):
                chunks.append((kind, pool.submit(_read, chunk)))
                for text, file in chunk:
                    asked.update(text.encode() + b"\0" + file)
                tell(sum(future.done() for _, future in chunks) / whole)
        test, corruptions = mnist_scores(recognizer, data), corruption_scores(recognizer, data)
        found: Found = {kind: [] for kind in counts}
        for at, (kind, future) in enumerate(chunks):
            found[kind] += future.result()
            tell(max(at + 1, sum(other.done() for _, other in chunks)) / whole)
    return Exam(
        test=test,
        generated=single_scores(found[SINGLE]),
        splits={kind: kind_scores(found[kind]) for kind in SPLITS},
        corruptions=corruptions,
        bins=_bins(found),
        asked=asked.hexdigest(),
    )


def photo_counts(data: Mnist) -> dict[str, int]:
    """Say how many photos of each kind are read: more than there are digits only repeat them."""
    most = len(data.test_labels)
    return {SINGLE: min(GENERATED, most)} | dict.fromkeys(SPLITS, min(SPLIT, most))


def _bins(found: Found) -> tuple[Bin, ...]:
    """Group all answers by how sure they were; where nothing was read, nothing was claimed."""
    answers = [at for answers in found.values() for at in answers if at.read]
    right = np.array([at.right for at in answers], bool)
    return reliability(right, np.array([at.confidence for at in answers]))


_recognizer: Recognizer


def _read_with(folder: Path) -> None:
    global _recognizer  # what a worker process reads with, loaded once
    _recognizer = Recognizer(folder)


def _read(photos: list[tuple[str, bytes]]) -> list[Answered]:
    return [answer(_recognizer, text, file) for text, file in photos]
