"""Training: MNIST and generated photos → a version's folder, with its networks and report.json."""

import json
import platform
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from model.corrections import Corrections
from model.data import mnist, split
from model.errors import DataError
from model.exam import Exam, examine, photo_counts
from model.learned import LineTraining
from model.report import NAME, PARTS, Report, check, digest
from model.training.clock import Clock, evaluation
from model.training.digits.train import Trained, train_digits
from model.training.held_out import correction_scores
from model.training.lines.train import train_line
from model.training.material import Material, gather
from model.training.plan import Plan, make_plan
from model.training.rival import rival
from model.training.tell import TELL_EVERY, Tell

PACKAGES = {
    "keras": "keras",
    "tensorflow": "tensorflow",
    "numpy": "numpy",
    "opencv": "opencv-python-headless",
}
"""Packages whose versions the report names."""


def train(
    architecture: str | None,
    *,
    epochs: int | None,
    out: Path,
    tell: Tell,
    start: Path | None = None,
    seed: int | None = None,
    part: str | None = None,
    fine: bool = False,
    corrections: Corrections | None = None,
    against: Path | None = None,
    photos: int = 1,
) -> Report:
    """Train a version's networks and write its folder.

    Parameters
    ----------
    architecture
        A name in `ARCHITECTURES`; None for that of `start`, or the first one.
    epochs
        How often each example is seen; None for each network's own number.
    out
        The folder to write: new or empty. It appears whole or not at all.
    tell
        Is told each step as a JSON-ready event: start, prepare, fit, evaluate, done; all but the
        last with "total_left", the seconds until the whole training is done.
    start
        A version's folder: its digit network is trained further and its line reader kept, where
        nothing else is said. What is trained further, unless it is fine-tuned, becomes the mean of
        before and after. None to start from nothing.
    seed
        What all chance comes from; None for `model.training.plan.SEED`, and for another one where
        `start` is given.
    part
        A name in `PARTS` to train only this; the other is that of `start`. A line reader is
        trained from nothing where that has none.
    fine
        Whether all networks of `start` are fine-tuned: in minutes, with a part of MNIST.
    corrections
        What users have corrected and confirmed; None for nothing.
    against
        A version's folder, for the gate: the report tells what it reads of the corrections that
        are not learned from, and of the test photos, if its own does not; None for `start`.
    photos
        How many times the usual number of photos is generated, and MNIST seen.

    Raises
    ------
    DataError
        If MNIST is not to be had, `out` holds something already, or there is nothing to start from.
    WeightsError
        If `start` or `against` is damaged, or `start` holds no network of this architecture.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DataError(f"{out} is not empty; name a new folder.")
    plan = make_plan(architecture, epochs=epochs, start=start, seed=seed, part=part, fine=fine)
    against = against or start
    if against:
        check(against)  # before hours of training
    data = mnist()
    material = gather(
        data.source, split(data), corrections, fine=fine, seed=plan.seed, times=photos
    )
    photos = sum(photo_counts(data).values())
    clock = Clock(tell, (*plan.phases(material), evaluation(photos)), plan.budget)
    clock({"event": "start", "architecture": plan.architecture, "epochs": plan.first_epochs,
          "mnist": len(data.train_labels), "source": data.source})  # fmt: skip
    with tempfile.TemporaryDirectory(dir=_parent(out), prefix=f".{out.name}-") as folder:
        made = Path(folder) / "version"
        made.mkdir()
        digits, line = _train_parts(plan, material, made, clock)
        exam = examine(made, data, _evaluating(clock))
        report = replace(
            _report(made, digits, line, exam),
            rival=rival(against, exam, data, lambda: _evaluating(clock)) if against else None,
            corrections=correction_scores(corrections, made, against) if corrections else None,
        )
        (made / NAME).write_text(json.dumps(report.to_json(), indent=1) + "\n", encoding="utf-8")
        made.replace(out)
    clock({"event": "done", "out": str(out), "report": report.to_json()})
    return report


def _train_parts(
    plan: Plan, material: Material, made: Path, clock: Clock
) -> tuple[Trained, LineTraining | None]:
    """Train what is to be trained, and keep the rest."""
    before = plan.before
    if plan.start and before:
        _keep(plan.start, before, made, plan.parts)
    if before and "digits" not in plan.parts:
        digits = Trained(before.architecture, before.parameters, before.epochs,
                         before.training, before.seconds)  # fmt: skip
    else:
        digits = train_digits(
            plan.architecture, material, epochs=plan.epochs["digits"], start=plan.start,
            fine=plan.fine, seed=plan.seed, folder=made, tell=clock, limit=clock.limit("digits"),
        )  # fmt: skip
    line = before.line if before else None
    if "line" in plan.parts:
        line = train_line(
            material, epochs=plan.epochs["line"], start=plan.start if line else None,
            fine=plan.fine, seed=plan.seed, folder=made, tell=clock, limit=clock.limit("line"),
        )  # fmt: skip
    return digits, line


def _keep(start: Path, before: Report, made: Path, parts: frozenset[str]) -> None:
    """Copy the networks of a version that are not trained."""
    trained = {name for part in parts for name in PARTS[part]}
    for name in before.files:
        if name not in trained:
            shutil.copyfile(start / name, made / name)


def _report(folder: Path, digits: Trained, line: LineTraining | None, exam: Exam) -> Report:
    """Say all that is known of a version."""
    return Report(
        architecture=digits.architecture,
        parameters=digits.parameters,
        epochs=digits.epochs,
        training=digits.training,
        seconds=digits.seconds,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        test=exam.test,
        generated=exam.generated,
        sha256={file.name: digest(file) for file in sorted(folder.iterdir())},
        versions={"python": platform.python_version()}
        | {name: version(package) for name, package in PACKAGES.items()},
        splits=exam.splits,
        corruptions=exam.corruptions,
        line=line,
        bins=exam.bins,
        asked=exam.asked,
    )


def _evaluating(tell: Tell) -> Callable[[float], None]:
    """Turn the part of the photos that is read into events with the time left."""
    tell({"event": "evaluate", "done": 0.0})
    began = told = time.monotonic()

    def progress(done: float) -> None:
        nonlocal told
        now = time.monotonic()
        if done <= 0 or (now - told < TELL_EVERY and done < 1):
            return
        told = now
        left = (now - began) * (1 - done) / done
        tell({"event": "evaluate", "done": round(done, 3), "seconds_left": round(left, 1)})

    return progress


def _parent(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.parent
