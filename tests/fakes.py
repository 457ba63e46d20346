"""Ordinary objects that stand in for slow or rare ones, and the pictures that tests send."""

import asyncio
import json
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

import model
from model.corrections import Corrections
from model.reading import Box, Digit, Reading
from model.report import FILES, digest
from model.synthesis.pens import draw_strokes
from model.synthesis.touch import strokes_of

TOKEN = "123456:a-token-for-tests-of-usual-length"
ADMIN = 1


def digit(
    value: int, probability: float = 0.99, second: int = 0, at: int = 0, is_digit: float = 1.0
) -> Digit:
    """A digit whose two likeliest candidates share all probability."""
    other = second if second != value else (value + 1) % 10
    probabilities = np.zeros(10, np.float32)
    probabilities[value], probabilities[other] = probability, 1 - probability
    picture = np.zeros((28, 28), np.uint8)
    picture[4:24, 12:16] = 255
    return Digit(Box(20 + 60 * at, 30, 50, 80), picture, probabilities, is_digit)


def reading(*rows: Sequence[Digit]) -> Reading:
    """A reading of rows of digits on white paper."""
    photo = np.full((240, 640, 3), 250, np.uint8)
    return Reading(tuple(tuple(row) for row in rows), photo, 640, 240)


async def until(predicate: Callable[[], object]) -> None:
    """Wait for what nobody announces."""
    async with asyncio.timeout(20):
        while not predicate():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


class Fixed:
    """A recognizer that reads the same in every picture."""

    def __init__(self, seen: Reading) -> None:
        self.seen = seen
        self.pictures: list[bytes] = []

    def read(self, data: bytes) -> Reading:
        self.pictures.append(data)
        return self.seen


class Refusing:
    """A recognizer that cannot read anything."""

    def __init__(self, make_error: Callable[[], Exception]) -> None:
        self.make_error = make_error

    def read(self, data: bytes) -> Reading:
        raise self.make_error()


class Gated(Fixed):
    """A recognizer that holds dark pictures back until its gate opens, and reads others at once."""

    def __init__(self, seen: Reading) -> None:
        super().__init__(seen)
        self.gate = threading.Event()
        self.holding = threading.Event()

    def read(self, data: bytes) -> Reading:
        if cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE).mean() < 128:
            self.holding.set()
            if not self.gate.wait(timeout=60):
                raise TimeoutError("the gate was never opened")
        return super().read(data)


def paper(shade: int = 245, text: str = "", form: str = ".jpg") -> bytes:
    """A sheet of paper, with a number written on it by a thick round pen."""
    page = np.full((480, 640, 3), shade, np.uint8)
    if text:
        cv2.putText(page, text, (180, 340), cv2.FONT_HERSHEY_SIMPLEX, 8, (60, 30, 30), 20)
    return cv2.imencode(form, page)[1].tobytes()


def text_scores(accuracy: float) -> dict:
    """The scores of whole texts in a report.json."""
    return {
        "count": 500,
        "accuracy": accuracy,
        "certain": 0.8,
        "misled": 0.01,
        "calibration_error": 0.02,
    }


def report(
    accuracy: float = 0.99, count: int = 10_000, architecture: str = "cnn", share: float = 1.0
) -> dict:
    """The content of a report.json."""
    tenth = count // 10
    scores = {
        "count": tenth * 10,
        "accuracy": accuracy,
        "per_digit": [accuracy] * 10,
        "confusion": [[tenth if a == b else 0 for b in range(10)] for a in range(10)],
        "calibration_error": 0.004,
    }
    return {
        "architecture": architecture,
        "parameters": 123_456,
        "epochs": 4,
        "training": {
            "source": "mnist",
            "mnist": 60_000,
            "generated": 120_000,
            "start": None,
            "share": share,
        },
        "seconds": 600.5,
        "date": "2026-11-05T10:00:00+00:00",
        "test": scores,
        "generated": scores | {"accuracy": accuracy - 0.02},
        "sha256": {},
        "versions": {"python": "3.11"},
        "splits": {"number": text_scores(0.93), "cheque": text_scores(0.9)},
        "corruptions": {"identity": accuracy, "fog": 0.8},
    }


def corrections(labels: Sequence[int], owner: int = 1, hash_: int = 1) -> Corrections:
    """Corrections of one person: digits as a pen draws them, each from a file of its own.

    With `hash_` 0 they are held out, with 1 … 4 they may be learned.
    """
    rng = np.random.default_rng(owner)
    drawn = [draw_strokes(strokes_of(label % 10, rng), 20, 2) for label in labels]
    pictures = [np.pad(cv2.resize(ink, (20, 20)), 4) for ink in drawn]
    hashes = [f"{5 * at + hash_:08x}{owner:056x}" for at in range(len(labels))]
    return Corrections(
        np.array(pictures, np.uint8).reshape(-1, 28, 28),
        np.array(labels, np.uint8),
        np.full(len(labels), owner, np.int64),
        tuple(hashes),
    )


def write_version(folder: Path, **about: object) -> Path:
    """Make a version of the shipped weights with a report of its own."""
    folder.mkdir(parents=True)
    content = report(**about)  # type: ignore[arg-type]
    for name in FILES:
        shutil.copy(model.SHIPPED / name, folder / name)
        content["sha256"][name] = digest(folder / name)
    (folder / "report.json").write_text(json.dumps(content))
    return folder
