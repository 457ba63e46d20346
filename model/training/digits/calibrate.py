"""Calibration: of the answers that say 90 %, 90 % are right.

Temperature scaling (C. Guo, G. Pleiss, Y. Sun and K. Weinberger, "On Calibration of Modern Neural
Networks", ICML 2017) on held-out examples. The temperature is built into the last layer's
weights, so there is nothing to keep beside them.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.synthesis.sheet import NOT_DIGIT, Examples

if TYPE_CHECKING:
    import keras

TEMPERATURES = np.geomspace(0.4, 4, 241)
"""What is tried; 1 leaves the network as it is."""
TINY = 1e-7
"""Probabilities nearer to 0 or 1 than this are taken for this, as float32 cannot hold them."""


def calibrate(network: "keras.Model", held_out: Examples) -> dict[str, float]:
    """Scale the last layers of a network, in place, so that its confidence means something.

    Parameters
    ----------
    network
        A trained network.
    held_out
        Examples that it has not learned from.

    Returns
    -------
    The temperature found for each answer.
    """
    answers = network.predict(held_out.pictures, batch_size=1024, verbose=0)
    is_digit = held_out.labels != NOT_DIGIT
    found = {"digit": _temperature(
        _logits(answers["digit"][is_digit]), held_out.labels[is_digit].astype(np.int64)
    )}  # fmt: skip
    if "is_digit" in answers:
        yes = answers["is_digit"]
        both = np.hstack([1 - yes, yes])
        found["is_digit"] = _temperature(_logits(both), is_digit.astype(np.int64))
    for name, temperature in found.items():
        layer = network.get_layer(name)
        layer.set_weights([weight / temperature for weight in layer.get_weights()])
    return found


def _logits(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.log(np.clip(probabilities.astype(np.float64), TINY, 1))


def _temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Find the temperature under which the labels are likeliest."""
    return float(min(TEMPERATURES, key=lambda t: _surprise(logits / t, labels)))


def _surprise(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Mean negative log-likelihood."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    total = np.log(np.exp(shifted).sum(axis=1))
    return float((total - shifted[np.arange(len(labels)), labels]).mean())
