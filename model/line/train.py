"""Training of the line reader: generated photos → line.keras, line.tflite."""

import time
from pathlib import Path

import numpy as np

from model.data import Split
from model.export import save
from model.fit import Tell, drawing
from model.line.calibrate import calibrate_lines
from model.line.examples import draw_lines
from model.line.fit import fit_lines
from model.line.network import build
from model.report import LINE_FILES, LineTraining
from model.synthesis.sheet import Examples

EPOCHS = 16
"""How often each strip is seen where nobody says otherwise."""
PHOTOS_PER_DIGIT = 1.3
"""Photos that are generated for each of MNIST's digits: other strips teach more than the same ones
again, as long as drawing them takes less time than learning from them."""
WATCHED_PER_DIGIT = 0.5
"""The same for the strips to watch the learning by."""
SEEDS = 2
"""Added to the seed: these are other photos than those that the digit network learns from."""


def train_line(
    halves: Split, *, epochs: int | None, seed: int, folder: Path, tell: Tell
) -> LineTraining:
    """Train a line reader and write its files.

    Parameters
    ----------
    halves
        MNIST's digits to write with: to learn from, and to watch the learning by.
    epochs
        How often each strip is seen; None for `EPOCHS`.
    seed
        What all chance comes from.
    folder
        Where the files are written.
    tell
        Is told each step as a JSON-ready event with "part" "line": prepare, fit.
    """
    import keras

    began = time.monotonic()
    epochs = EPOCHS if epochs is None else epochs
    source = Examples(halves.fit_images, halves.fit_labels)
    others = Examples(halves.validation_images, halves.validation_labels)
    photos = round(PHOTOS_PER_DIGIT * len(source.labels))
    lines = draw_lines(source, photos, seed + SEEDS, drawing("line", tell))
    held_out = draw_lines(others, round(WATCHED_PER_DIGIT * len(others.labels)), seed + SEEDS + 1)
    keras.utils.set_random_seed(seed)
    network = build()
    right = fit_lines(network, lines, held_out, epochs=epochs, seed=seed, tell=tell)
    temperature = calibrate_lines(network, held_out)
    save(network, folder, LINE_FILES)
    return LineTraining(
        parameters=int(sum(np.prod(weight.shape) for weight in network.trainable_weights)),
        strips=len(lines),
        epochs=epochs,
        seconds=round(time.monotonic() - began, 1),
        seed=seed,
        temperature=round(temperature, 3),
        right=right,
    )
