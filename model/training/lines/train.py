"""Training of the line reader: generated photos → line.keras, line.tflite."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from model.learned import LineTraining
from model.report import LINE_FILES
from model.training.clock import Phase, phases_of
from model.training.course import Limit, without_end
from model.training.export import save
from model.training.further import KEPT, load_further, name_of, partway
from model.training.lines.calibrate import calibrate_lines
from model.training.lines.examples import LineExample, draw_lines
from model.training.lines.fit import RATE, fit_lines, read_right
from model.training.lines.network import build
from model.training.material import Material
from model.training.optimizer import FURTHER_RATE
from model.training.tell import Tell, drawing

EPOCHS = 16
"""How often each strip is seen where nobody says otherwise."""
PHOTOS_PER_DIGIT = 1.3
"""Photos that are generated for each of MNIST's digits: other strips teach more than the same ones
again, as long as drawing them takes less time than learning from them."""
WATCHED_PER_DIGIT = 0.5
"""The same for the strips to watch the learning by."""
STRIPS_PER_PHOTO = 1.15
"""Lines of a photo, for the time that a training takes…"""
TAUGHT_STRIPS_PER_PHOTO = 0.55
"""…and of one of corrected digits: on some of them another digit is drawn."""
TAUGHT = 0.04
"""Photos of one corrected digit each, as a part of the others: among those they are few, and it is
alone that most digits are sent. Some show the same digit by another hand: that is not forgotten.
With three times as many, whole numbers are read worse…"""
FINE_TAUGHT = 0.3
"""…but not in a fine-tuning, which leaves the normalizations alone and keeps a part of the way."""
SEEDS = 2
"""Added to the seed: these are other photos than those that the digit network learns from."""
FINE_EPOCHS = 2
"""How often each strip is seen in a fine-tuning: it is the digits that are new, not the lines, and
each corrected one stands on many strips."""
FINE_PHOTOS_PER_DIGIT = 0.5
"""Photos for each of MNIST's digits in a fine-tuning: it starts with what very many have taught."""
FINE_RATE = 1e-4
"""Highest step size of a fine-tuning: twice that of the digit network, for a third of the steps."""
FINE_KEPT = 0.7
"""The part of the way that a fine-tuning keeps. A writer's 7s are then read two thirds as often as
with all of it; and of 1,200 amounts one is lost, with all of it nine."""


def train_line(
    material: Material,
    *,
    epochs: int | None,
    start: Path | None = None,
    fine: bool = False,
    seed: int,
    folder: Path,
    tell: Tell,
    limit: Limit = without_end,
) -> LineTraining:
    """Train a line reader and write its files.

    Parameters
    ----------
    material
        Digits to write with: to learn from, and to watch the learning by.
    epochs
        How often each strip is seen; None for `default_epochs`.
    start
        A version's folder to train further from; None to start from nothing.
    fine
        Whether that is a fine-tuning, with few rounds and small steps.
    seed
        What all chance comes from.
    folder
        Where the files are written; the digit network that lies there finds lines to learn from.
    tell
        Is told each step as a JSON-ready event with "part" "line": prepare, fit.
    limit
        Says for how much of the fit there is time.

    Raises
    ------
    WeightsError
        If `start` holds no line reader.
    """
    import keras

    began = time.monotonic()
    epochs = epochs or default_epochs(fine=fine)
    network = load_further(start, LINE_FILES[0], "line") if start else None
    lines, held_out = _lines(material, fine, seed + SEEDS, folder, drawing("line", tell))
    keras.utils.set_random_seed(seed)
    network = network or build()
    before = network.get_weights()
    rate = FINE_RATE if fine else FURTHER_RATE if start else RATE
    course, right = fit_lines(
        network, lines, held_out, epochs=epochs, rate=rate, steady=fine, seed=seed, tell=tell,
        limit=limit,
    )  # fmt: skip
    if start:
        partway(network, before, FINE_KEPT if fine else KEPT)
        right = read_right(network, held_out)
    temperature = calibrate_lines(network, held_out)
    save(network, folder, LINE_FILES)
    return LineTraining(
        parameters=int(sum(np.prod(weight.shape) for weight in network.trainable_weights)),
        strips=len(lines),
        epochs=course.epochs,
        seconds=round(time.monotonic() - began, 1),
        seed=seed,
        temperature=round(temperature, 3),
        right=right,
        start=name_of(start),
        share=round(course.share, 3),
    )


def default_epochs(*, fine: bool) -> int:
    """Say how often each strip is seen where nobody says otherwise."""
    return FINE_EPOCHS if fine else EPOCHS


def phases(material: Material, epochs: int, *, fine: bool) -> tuple[Phase, ...]:
    """Say what a training has to do."""
    learned, taught, watched = _photos(material, fine)
    strips = STRIPS_PER_PHOTO * learned + TAUGHT_STRIPS_PER_PHOTO * taught
    return phases_of("line", learned + taught + watched, epochs * strips)


def _photos(material: Material, fine: bool) -> tuple[int, int, int]:
    """Say how many photos are drawn to learn from, of corrected digits alone, and to watch by."""
    learned = round((FINE_PHOTOS_PER_DIGIT if fine else PHOTOS_PER_DIGIT) * material.mnist)
    taught = round((FINE_TAUGHT if fine else TAUGHT) * learned)
    watched = round(WATCHED_PER_DIGIT * len(material.watched.labels))
    return learned, taught if len(material.taught.labels) else 0, watched


def _lines(
    material: Material, fine: bool, seed: int, folder: Path, tell: Callable[[float], None]
) -> tuple[list[LineExample], list[LineExample]]:
    """Give the strips to learn from, and those to watch the learning by."""
    learned, taught, watched = _photos(material, fine)
    # To walk takes three times as long as to draw, and a fine-tuning knows where lines are found.
    walker = None if fine else folder
    total = learned + taught + watched

    def told(before: int, photos: int) -> Callable[[float], None]:
        return lambda done: tell((before + done * photos) / total)

    # With corrected digits among so few numbers, whole numbers are read worse.
    ink = material.known if fine else material.ink
    lines = draw_lines(ink, learned, seed, told(0, learned), walker=walker)
    if taught:
        digits = material.taught
        alone = draw_lines(digits, taught, seed + 2, told(learned, taught), {"single": 1.0})
        corrected = {str(digit) for digit in np.unique(digits.labels)}
        lines += [line for line in alone if line.text in corrected]
    watch = told(learned + taught, watched)
    return lines, draw_lines(material.watched, watched, seed + 1, watch, walker=walker)
