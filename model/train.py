"""Training: MNIST and generated photos → digits.keras, digits.tflite, report.json."""

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from model.calibrate import calibrate
from model.data import Mnist, mnist, split
from model.errors import DataError, WeightsError
from model.evaluate import (
    GENERATED,
    SPLIT,
    all_split_scores,
    corruption_scores,
    generated_scores,
    mnist_scores,
)
from model.fit import Tell, fit
from model.network import ARCHITECTURES, build
from model.recognizer import Recognizer
from model.report import FILES, NAME, Report, Training, digest
from model.synthesis.examples import draw_examples
from model.synthesis.sheet import NOT_DIGIT, Examples

if TYPE_CHECKING:
    import keras

SEED = 20_260
"""Every random number of a training comes from this one, where nobody names another."""
FURTHER = 1_000
"""Added to the seed where a trained network is trained further: it sees other photos."""
PHOTOS_PER_DIGIT = 0.5
"""Photos that are generated for each of MNIST's digits."""
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
) -> Report:
    """Train a network and write a version's folder.

    Parameters
    ----------
    architecture
        A name in `ARCHITECTURES`.
    epochs
        How often each example is seen; None for the architecture's own number.
    out
        The folder to write: new or empty. It appears whole or not at all.
    tell
        Is told each step as a JSON-ready event: start, prepare, fit, evaluate, done.
    start
        A version's folder to train further from; None to start from nothing.
    seed
        What all chance comes from; None for `SEED`, and for another one where `start` is given.

    Raises
    ------
    DataError
        If MNIST is not to be had, or `out` holds something already.
    WeightsError
        If `start` holds no network of this architecture.
    """
    import keras

    began = time.monotonic()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DataError(f"{out} is not empty; name a new folder.")
    data = mnist()
    epochs = ARCHITECTURES[architecture].epochs if epochs is None else epochs
    tell({"event": "start", "architecture": architecture, "epochs": epochs,
          "mnist": len(data.train_labels), "source": data.source})  # fmt: skip
    if seed is None:
        seed = SEED if start is None else SEED + FURTHER
    keras.utils.set_random_seed(seed)
    network = build(architecture) if start is None else _further(start, architecture)
    examples, validation, photos = _examples(data, ARCHITECTURES[architecture].rejects, seed, tell)
    fit(network, examples, validation, epochs=epochs, further=start is not None,
        seed=seed, tell=tell)  # fmt: skip
    calibrate(network, validation)
    tell({"event": "evaluate"})
    digits = len(data.test_labels)  # more photos than these would only repeat them
    training = Training(
        data.source, len(examples.labels) - photos, photos, start.name if start else None, seed
    )
    with tempfile.TemporaryDirectory(dir=_parent(out), prefix=f".{out.name}-") as folder:
        made = Path(folder) / "version"
        made.mkdir()
        _save(network, made)
        recognizer = Recognizer(made)
        report = Report(
            architecture=architecture,
            parameters=int(sum(np.prod(weight.shape) for weight in network.trainable_weights)),
            epochs=epochs,
            training=training,
            seconds=round(time.monotonic() - began, 1),
            date=datetime.now(UTC).isoformat(timespec="seconds"),
            test=mnist_scores(recognizer, data),
            generated=generated_scores(recognizer, data, min(GENERATED, digits)),
            sha256={name: digest(made / name) for name in FILES},
            versions={"python": platform.python_version()}
            | {name: version(package) for name, package in PACKAGES.items()},
            splits=all_split_scores(recognizer, data, min(SPLIT, digits)),
            corruptions=corruption_scores(recognizer, data),
        )
        (made / NAME).write_text(json.dumps(report.to_json(), indent=1) + "\n", encoding="utf-8")
        made.replace(out)
    tell({"event": "done", "out": str(out), "report": report.to_json()})
    return report


def _further(start: Path, architecture: str) -> "keras.Model":
    """Load the network of a version, to be trained further."""
    import keras

    try:
        network = keras.saving.load_model(start / FILES[0], compile=False, safe_mode=True)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WeightsError(f"The weights {start / FILES[0]} cannot be read.") from error
    if network.name != architecture:
        raise WeightsError(f"The network in {start} is a {network.name}, not a {architecture}.")
    return network


def _examples(data: Mnist, rejects: bool, seed: int, tell: Tell) -> tuple[Examples, Examples, int]:
    """Give the examples to learn from, those to validate by, and how many of the first are drawn.

    Both are MNIST's own digits and what the walk cuts out of photos that are written with them.
    """
    halves = split(data)
    fit_digits = Examples(halves.fit_images, halves.fit_labels)
    held_out = Examples(halves.validation_images, halves.validation_labels)
    drawing = _timed(tell)
    drawn = draw_examples(
        fit_digits, round(PHOTOS_PER_DIGIT * len(fit_digits.labels)), seed, drawing
    )
    watched = draw_examples(held_out, round(PHOTOS_PER_DIGIT * len(held_out.labels)), seed + 1)
    if not rejects:
        drawn, watched = _digits(drawn), _digits(watched)
    return _both(fit_digits, drawn), _both(held_out, watched), len(drawn.labels)


def _timed(tell: Tell) -> Callable[[float], None]:
    """Turn the part that is done into events with the time left."""
    began = time.monotonic()

    def progress(done: float) -> None:
        left = (time.monotonic() - began) * (1 - done) / done
        tell({"event": "prepare", "done": round(done, 3), "seconds_left": round(left, 1)})

    return progress


def _digits(examples: Examples) -> Examples:
    keep = examples.labels != NOT_DIGIT
    return Examples(examples.pictures[keep], examples.labels[keep])


def _both(one: Examples, other: Examples) -> Examples:
    return Examples(
        np.concatenate([one.pictures, other.pictures]), np.concatenate([one.labels, other.labels])
    )


def _parent(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.parent


def _save(network: "keras.Model", folder: Path) -> None:
    """Write the network and its LiteRT export."""
    import keras

    # The same layers in a model that was never compiled: an optimizer's state triples the file.
    bare = keras.Model(network.input, network.output, name=network.name)
    bare.save(folder / FILES[0])
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    bare.export(folder / FILES[1], format="litert", verbose=False)
