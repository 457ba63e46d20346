"""`report.json`: what a version was trained on, how good it is, and the hashes of its files."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from model.errors import WeightsError
from model.learned import CorrectionScores, LineTraining, Training
from model.parse import read
from model.scores import Bin, Scores, TextScores

NAME = "report.json"
"""The report's name in a version's folder."""

FILES = ("digits.keras", "digits.tflite")
"""What each version consists of beside its report…"""
LINE_FILES = ("line.keras", "line.tflite")
"""…and what one that reads lines has in addition."""
PARTS = {"digits": FILES, "line": LINE_FILES}
"""The networks of a version, by what they read, and their files."""


@dataclass(frozen=True)
class Rival:
    """What another version read of the same that a new one was asked to read.

    Attributes
    ----------
    sha256
        Hash of the other one's served digit network.
    test, generated, splits
        As those of `Report`.
    """

    sha256: str
    test: Scores
    generated: Scores | None
    splits: Mapping[str, TextScores]


@dataclass(frozen=True)
class Report:
    """All that is known of a version; the fields are those of `report.json`.

    Attributes
    ----------
    architecture
        A name in `model.training.digits.network.ARCHITECTURES`.
    parameters : int
        Trainable numbers of the digit network.
    seconds : float
        How long its training took.
    date
        When it ended, ISO 8601 in UTC.
    test
        Scores on MNIST's test half.
    generated
        Scores on generated photos of one digit that went through the whole walk, or None.
    sha256
        Hash of each of `FILES`, and of each of `LINE_FILES` if it reads lines.
    versions
        Of Python and the packages trained with.
    splits
        Scores on other generated pictures, by the name of their kind in `model.synthesis`; older
        reports have none.
    corruptions
        Accuracy on corrupted test digits, by a name in `model.corruptions`; older reports have
        none.
    line
        How its line reader was trained; None if it has none, as older versions.
    bins
        The answers to all generated pictures by how sure they were; older reports have none.
    corrections
        What users' corrections have taught it; None if it was trained without any.
    asked
        Hash of the test digits and photos that the scores are of; "" in older reports.
    rival
        How the version reads the same that it was held against, where that one's own report is
        of other digits or photos.
    """

    architecture: str
    parameters: int
    epochs: int
    training: Training
    seconds: float
    date: str
    test: Scores
    generated: Scores | None
    sha256: Mapping[str, str]
    versions: Mapping[str, str]
    splits: Mapping[str, TextScores] = field(default_factory=dict)
    corruptions: Mapping[str, float] = field(default_factory=dict)
    line: LineTraining | None = None
    bins: tuple[Bin, ...] = ()
    corrections: CorrectionScores | None = None
    asked: str = ""
    rival: Rival | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """What the version consists of beside its report."""
        return FILES + (LINE_FILES if LINE_FILES[1] in self.sha256 else ())

    def __post_init__(self) -> None:
        if min(self.parameters, self.epochs, self.seconds) < 0 or not math.isfinite(self.seconds):
            raise WeightsError("it counts less than nothing, or without end.")
        if not all(0 <= share <= 1 for share in self.corruptions.values()):
            raise WeightsError("an accuracy on corrupted digits is no share.")
        try:
            datetime.fromisoformat(self.date)
        except ValueError as error:
            raise WeightsError("its date is not a date.") from error

    def to_json(self) -> dict[str, Any]:
        """Give the report as the JSON object that `report.json` holds."""
        return asdict(self)


def load(path: Path) -> Report:
    """Read a report from its file or from the folder of its version.

    Raises
    ------
    WeightsError
        If it is missing, or anything in it is missing or impossible.
    """
    file = path / NAME if path.is_dir() else path
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise WeightsError(f"There is no report to be read at {file}.") from error
    except (ValueError, RecursionError) as error:
        raise WeightsError(f"The report {file} is damaged: it is not JSON.") from error
    try:
        return from_json(loaded)
    except (WeightsError, OverflowError) as error:
        raise WeightsError(f"The report {file} is damaged: {error}") from error


def from_json(loaded: Any) -> Report:
    """Make a report of a parsed JSON object; raises `WeightsError` if it is not one."""
    report: Report = read(Report, loaded, "the report")
    return report


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def check(folder: Path) -> Report:
    """Load a version's report and compare its files with their hashes.

    Raises
    ------
    WeightsError
        If the report is damaged, or a file is missing or is not the one that was trained.
    """
    report = load(folder)
    for name in report.files:
        try:
            found = digest(folder / name)
        except OSError as error:
            raise WeightsError(f"The weights {folder / name} are missing.") from error
        if found != report.sha256.get(name):
            raise WeightsError(f"The weights {folder / name} are damaged: the hash differs.")
    return report
