"""Calibration of the line network: of the texts that it gives 90 %, 90 % are right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from model.line.strip import STEP
from model.training.lines.examples import LineExample
from model.training.lines.fit import right_answers
from model.training.lines.network import LOGITS

if TYPE_CHECKING:
    import keras

TEMPERATURES = np.geomspace(0.6, 2.5, 30)
"""What is tried; 1 leaves the network as it is."""


def calibrate_lines(network: "keras.Model", held_out: Sequence[LineExample]) -> float:
    """Scale the last layer of a line network, in place, so that its confidence means something.

    Temperature scaling as in `model.training.digits.calibrate`, by the likelihood of whole texts.

    Parameters
    ----------
    network
        A trained network.
    held_out
        Strips that it has not learned from.

    Returns
    -------
    The temperature found.
    """
    import keras

    layer = network.get_layer(LOGITS)
    plain = keras.Model(network.input, layer.output)
    steps = np.array([line.picture.shape[1] // STEP for line in held_out], np.int32)
    logits = np.zeros((len(held_out), steps.max(), layer.output.shape[-1]), np.float32)
    for width in np.unique(steps).tolist():
        same = np.flatnonzero(steps == width).tolist()
        pictures = np.stack([held_out[i].picture for i in same])
        logits[same, :width] = plain.predict_on_batch(pictures)
    targets = right_answers(held_out)

    def surprise(temperature: float) -> float:
        scaled = logits / np.float32(temperature)
        lost = keras.ops.ctc_loss(targets[:, 1:], scaled, targets[:, 0], steps)
        return float(keras.ops.mean(lost))

    best = min(TEMPERATURES.tolist(), key=surprise)
    layer.set_weights([weight / best for weight in layer.get_weights()])
    return float(best)
