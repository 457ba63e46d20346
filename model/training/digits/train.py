"""Training of the digit network: MNIST and generated photos → digits.keras, digits.tflite."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.learned import Training
from model.report import FILES
from model.synthesis.examples import draw_examples
from model.synthesis.sheet import NOT_DIGIT, Examples
from model.training.clock import Phase, phases_of
from model.training.course import Limit, without_end
from model.training.digits.calibrate import calibrate
from model.training.digits.fit import RATE, fit
from model.training.digits.network import ARCHITECTURES, build
from model.training.export import save
from model.training.further import load_further, name_of, partway
from model.training.material import Material, both
from model.training.optimizer import FURTHER_RATE
from model.training.tell import Tell, drawing

PHOTOS_PER_DIGIT = 0.5
"""Photos that are generated for each of MNIST's digits."""
EXAMPLES_PER_PHOTO = 4.1
"""What the walk cuts out of one, for the time that a training takes."""
FINE_EPOCHS = 2
"""How often each example is seen in a fine-tuning. A correction is then seen fifty times, each time
distorted anew, and on photos beside; a third round takes half a minute and gains nothing."""
FINE_RATE = 3.5e-5
"""Highest step size of a fine-tuning. Of a drawn writer's 7s and 1s, of which 10 % were read right,
94 % are after steps that go as far together, and of MNIST's test half two in ten thousand are lost;
steps that go twice as far gain 2 % more, and lose nine."""


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
    material: Material,
    *,
    epochs: int | None,
    start: Path | None,
    fine: bool = False,
    seed: int,
    folder: Path,
    tell: Tell,
    limit: Limit = without_end,
) -> Trained:
    """Train a digit network and write its files.

    Parameters
    ----------
    architecture
        A name in `ARCHITECTURES`.
    material
        What to learn from and to write photos with.
    epochs
        How often each example is seen; None for `default_epochs`.
    start
        A version's folder to train further from; None to start from nothing.
    fine
        Whether that is a fine-tuning, with few rounds and small steps.
    seed
        What all chance comes from.
    folder
        Where the files are written.
    tell
        Is told each step as a JSON-ready event with "part" "digits": prepare, fit.
    limit
        Says for how much of the fit there is time.

    Raises
    ------
    WeightsError
        If `start` holds no network of this architecture.
    """
    import keras

    began = time.monotonic()
    epochs = epochs or default_epochs(architecture, fine=fine)
    keras.utils.set_random_seed(seed)
    network = load_further(start, FILES[0], architecture) if start else build(architecture)
    examples, validation, drawn = _examples(
        material, ARCHITECTURES[architecture].rejects, seed, drawing("digits", tell)
    )
    before = network.get_weights()
    rate = FINE_RATE if fine else FURTHER_RATE if start else RATE
    course = fit(
        network, examples, validation, epochs=epochs, rate=rate, seed=seed, tell=tell, limit=limit
    )
    if start and not fine:
        partway(network, before)
    calibrate(network, validation)
    save(network, folder, FILES)
    return Trained(
        architecture=architecture,
        parameters=int(sum(np.prod(weight.shape) for weight in network.trainable_weights)),
        epochs=course.epochs,
        training=Training(
            material.source,
            material.mnist // material.times,
            drawn,
            name_of(start),
            seed,
            round(course.share, 3),
        ),
        seconds=round(time.monotonic() - began, 1),
    )


def default_epochs(architecture: str, *, fine: bool) -> int:
    """Say how often each example is seen where nobody says otherwise."""
    usual = ARCHITECTURES[architecture].epochs
    return min(FINE_EPOCHS, usual) if fine else usual


def phases(material: Material, epochs: int) -> tuple[Phase, ...]:
    """Say what a training has to do."""
    learned, watched = _photos(material)
    examples = len(material.ink.labels) + EXAMPLES_PER_PHOTO * learned
    return phases_of("digits", learned + watched, epochs * examples)


def _photos(material: Material) -> tuple[int, int]:
    """Say how many photos are drawn to learn from, and to watch the learning by."""
    watched = len(material.watched.labels)
    return round(PHOTOS_PER_DIGIT * material.mnist), round(PHOTOS_PER_DIGIT * watched)


def _examples(
    material: Material, rejects: bool, seed: int, tell: Callable[[float], None]
) -> tuple[Examples, Examples, int]:
    """Give the examples to learn from, those to validate by, and how many of the first are drawn.

    Both are the digits themselves and what the walk cuts out of photos that are written with them.
    """
    learned, watched = _photos(material)
    first = learned / max(1, learned + watched)
    drawn = draw_examples(material.ink, learned, seed, lambda done: tell(first * done))
    seen = draw_examples(
        material.watched, watched, seed + 1, lambda done: tell(first + (1 - first) * done)
    )
    count = len(drawn.labels)
    drawn = both(drawn, material.dirt)
    if not rejects:
        drawn, seen = _digits(drawn), _digits(seen)
        count = len(drawn.labels)
    return both(material.ink, drawn), both(material.watched, seen), count


def _digits(examples: Examples) -> Examples:
    keep = examples.labels != NOT_DIGIT
    return Examples(examples.pictures[keep], examples.labels[keep])
