"""Training of the digit network: MNIST and generated photos → digits.keras, digits.tflite."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from model.calibrate import calibrate
from model.data import Split
from model.errors import WeightsError
from model.export import save
from model.fit import Tell, drawing, fit
from model.network import ARCHITECTURES, build
from model.report import FILES, Training
from model.synthesis.examples import draw_examples
from model.synthesis.sheet import NOT_DIGIT, Examples

if TYPE_CHECKING:
    import keras

PHOTOS_PER_DIGIT = 0.5
"""Photos that are generated for each of MNIST's digits."""


@dataclass(frozen=True)
class Trained:
    """What a version's report tells of its digit network; the fields are those of `Report`."""

    architecture: str
    parameters: int
    epochs: int
    training: Training
    seconds: float


def train_digits(
    architecture: str,
    halves: Split,
    *,
    epochs: int | None,
    start: Path | None,
    seed: int,
    source: str,
    folder: Path,
    tell: Tell,
) -> Trained:
    """Train a digit network and write its files.

    Parameters
    ----------
    architecture
        A name in `ARCHITECTURES`.
    halves
        MNIST's digits: to learn from, and to watch the learning by.
    epochs
        How often each example is seen; None for the architecture's own number.
    start
        A version's folder to train further from; None to start from nothing.
    seed
        What all chance comes from.
    source
        Where the digits are from, in words.
    folder
        Where the files are written.
    tell
        Is told each step as a JSON-ready event with "part" "digits": prepare, fit.

    Raises
    ------
    WeightsError
        If `start` holds no network of this architecture.
    """
    import keras

    began = time.monotonic()
    epochs = ARCHITECTURES[architecture].epochs if epochs is None else epochs
    keras.utils.set_random_seed(seed)
    network = build(architecture) if start is None else _further(start, architecture)
    examples, validation, photos = _examples(
        halves, ARCHITECTURES[architecture].rejects, seed, tell
    )
    fit(network, examples, validation, epochs=epochs, further=start is not None,
        seed=seed, tell=tell)  # fmt: skip
    calibrate(network, validation)
    save(network, folder, FILES)
    mnist = len(examples.labels) - photos
    return Trained(
        architecture=architecture,
        parameters=int(sum(np.prod(weight.shape) for weight in network.trainable_weights)),
        epochs=epochs,
        training=Training(source, mnist, photos, start.name if start else None, seed),
        seconds=round(time.monotonic() - began, 1),
    )


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


def _examples(
    halves: Split, rejects: bool, seed: int, tell: Tell
) -> tuple[Examples, Examples, int]:
    """Give the examples to learn from, those to validate by, and how many of the first are drawn.

    Both are MNIST's own digits and what the walk cuts out of photos that are written with them.
    """
    fit_digits = Examples(halves.fit_images, halves.fit_labels)
    held_out = Examples(halves.validation_images, halves.validation_labels)
    drawn = draw_examples(
        fit_digits,
        round(PHOTOS_PER_DIGIT * len(fit_digits.labels)),
        seed,
        drawing("digits", tell),
    )
    watched = draw_examples(held_out, round(PHOTOS_PER_DIGIT * len(held_out.labels)), seed + 1)
    if not rejects:
        drawn, watched = _digits(drawn), _digits(watched)
    return _both(fit_digits, drawn), _both(held_out, watched), len(drawn.labels)


def _digits(examples: Examples) -> Examples:
    keep = examples.labels != NOT_DIGIT
    return Examples(examples.pictures[keep], examples.labels[keep])


def _both(one: Examples, other: Examples) -> Examples:
    return Examples(
        np.concatenate([one.pictures, other.pictures]), np.concatenate([one.labels, other.labels])
    )
