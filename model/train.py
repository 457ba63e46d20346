"""Training: MNIST and generated photos → a version's folder, with its networks and report.json."""

import json
import platform
import shutil
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from model.data import Mnist, mnist, split
from model.errors import DataError
from model.evaluate import (
    GENERATED,
    SPLIT,
    all_split_scores,
    corruption_scores,
    generated_scores,
    mnist_scores,
)
from model.fit import Tell
from model.line.train import EPOCHS, train_line
from model.network import ARCHITECTURES
from model.recognizer import Recognizer
from model.report import NAME, PARTS, LineTraining, Report, check, digest
from model.train_digits import Trained, train_digits

SEED = 20_260
"""Every random number of a training comes from this one, where nobody names another."""
FURTHER = 1_000
"""Added to the seed where a trained network is trained further: it sees other photos."""
PACKAGES = {
    "keras": "keras",
    "tensorflow": "tensorflow",
    "numpy": "numpy",
    "opencv": "opencv-python-headless",
}
"""Packages whose versions the report names."""


def train(
    architecture: str,
    *,
    epochs: int | None,
    out: Path,
    tell: Tell,
    start: Path | None = None,
    seed: int | None = None,
    part: str | None = None,
) -> Report:
    """Train a version's networks and write its folder.

    Parameters
    ----------
    architecture
        A name in `ARCHITECTURES`.
    epochs
        How often each example is seen; None for each network's own number.
    out
        The folder to write: new or empty. It appears whole or not at all.
    tell
        Is told each step as a JSON-ready event: start, prepare, fit, evaluate, done.
    start
        A version's folder: its digit network is trained further and its line reader kept, where
        `part` says nothing else. None to start from nothing.
    seed
        What all chance comes from; None for `SEED`, and for another one where `start` is given.
    part
        A name in `PARTS` to train only this; the other is that of `start`. A line reader is always
        trained from nothing.

    Raises
    ------
    DataError
        If MNIST is not to be had, `out` holds something already, or there is nothing to start from.
    WeightsError
        If `start` is damaged, or holds no network of this architecture.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DataError(f"{out} is not empty; name a new folder.")
    if part == "line" and start is None:
        raise DataError("A line reader is trained beside a version's digits; name one to start.")
    before = check(start) if start else None
    parts = {part} if part else default_parts(architecture, start)
    data = mnist()
    halves = split(data)
    tell({"event": "start", "architecture": architecture,
          "epochs": epochs or (EPOCHS if part == "line" else ARCHITECTURES[architecture].epochs),
          "mnist": len(data.train_labels), "source": data.source})  # fmt: skip
    if seed is None:
        seed = SEED if start is None else SEED + FURTHER
    with tempfile.TemporaryDirectory(dir=_parent(out), prefix=f".{out.name}-") as folder:
        made = Path(folder) / "version"
        made.mkdir()
        if start and before:
            _keep(start, before, made, parts)
        if before and "digits" not in parts:
            digits = Trained(before.architecture, before.parameters, before.epochs,
                             before.training, before.seconds)  # fmt: skip
        else:
            digits = train_digits(architecture, halves, epochs=epochs, start=start, seed=seed,
                                  source=data.source, folder=made, tell=tell)  # fmt: skip
        line = before.line if before else None
        if "line" in parts:
            line = train_line(halves, epochs=epochs, seed=seed, folder=made, tell=tell)
        tell({"event": "evaluate"})
        report = _report(made, digits, line, data)
        (made / NAME).write_text(json.dumps(report.to_json(), indent=1) + "\n", encoding="utf-8")
        made.replace(out)
    tell({"event": "done", "out": str(out), "report": report.to_json()})
    return report


def default_parts(architecture: str, start: Path | None) -> set[str]:
    """Say what is trained where nobody says it.

    Lines are read beside a network that can tell what is no digit: the tutorial's stays alone.
    """
    return set(PARTS) if start is None and ARCHITECTURES[architecture].rejects else {"digits"}


def _keep(start: Path, before: Report, made: Path, parts: set[str]) -> None:
    """Copy the networks of a version that are not trained."""
    trained = {name for part in parts for name in PARTS[part]}
    for name in before.files:
        if name not in trained:
            shutil.copyfile(start / name, made / name)


def _report(folder: Path, digits: Trained, line: LineTraining | None, data: Mnist) -> Report:
    """Measure a version and say all that is known of it."""
    recognizer = Recognizer(folder)
    most = len(data.test_labels)  # more photos than digits would only repeat them
    return Report(
        architecture=digits.architecture,
        parameters=digits.parameters,
        epochs=digits.epochs,
        training=digits.training,
        seconds=digits.seconds,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        test=mnist_scores(recognizer, data),
        generated=generated_scores(recognizer, data, min(GENERATED, most)),
        sha256={file.name: digest(file) for file in sorted(folder.iterdir())},
        versions={"python": platform.python_version()}
        | {name: version(package) for name, package in PACKAGES.items()},
        splits=all_split_scores(recognizer, data, min(SPLIT, most)),
        corruptions=corruption_scores(recognizer, data),
        line=line,
    )


def _parent(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.parent
