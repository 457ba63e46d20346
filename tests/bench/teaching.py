"""What the benches about learning share: corrections as the bot makes them, and a fine-tuning."""

import hashlib
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

import model
from bot.corrected import crops
from model.commands.train import Terminal
from model.corrections import Corrections
from model.gate import judge
from model.recognizer import Recognizer
from model.report import Report, check
from model.train import train

JPEG_QUALITY = 87


@dataclass(frozen=True)
class Sent:
    """A picture file, what its sender says it shows, and who that is."""

    file: bytes
    says: str
    owner: int


@dataclass(frozen=True, eq=False)
class Taught:
    """A fine-tuned version, and how long that took."""

    recognizer: Recognizer
    old: Report
    new: Report
    seconds: float

    def rows(self) -> dict[str, dict[str, object]]:
        """Hold both versions against one another as the gate does."""
        return {
            line.name: {
                "of": line.count,
                "before": line.old_right,
                "after": line.new_right,
                "p": round(line.p, 4),
                "verdict": "worse" if line.worse else "",
            }
            for line in judge(self.old, self.new).lines
        }


def jpeg(photo: np.ndarray) -> bytes:
    """Give the file of an RGB photo as Telegram sends it."""
    bgr = cv2.cvtColor(photo, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))[1].tobytes()


def corrected(recognizer: Recognizer, pictures: Iterable[Sent]) -> Corrections:
    """Read pictures and keep what their senders say, as the bot does at a tap."""
    found = [
        (crop.picture, crop.label, sent.owner, hashlib.sha256(sent.file).hexdigest())
        for sent in pictures
        for crop in crops(recognizer.read(sent.file), sent.says)
        if crop.label is not None
    ]
    images, labels, owners, hashes = zip(*found, strict=True)
    return Corrections(
        np.array(images, np.uint8), np.array(labels, np.uint8), np.array(owners), hashes
    )


@contextmanager
def fine_tuned(start: Path | None, corrections: Corrections) -> Iterator[Taught]:
    """Fine-tune a version as `/retrain` does; the result is there while the block runs."""
    start = start or model.SHIPPED
    with tempfile.TemporaryDirectory() as folder:
        out, began = Path(folder) / "taught", time.monotonic()
        new = train(
            None, epochs=None, out=out, start=start, fine=True,
            corrections=corrections, tell=Terminal(),
        )  # fmt: skip
        seconds = time.monotonic() - began
        yield Taught(model.load(out), check(start), new, seconds)
