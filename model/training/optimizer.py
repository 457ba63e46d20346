"""The optimizer that both networks are fitted with."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

FURTHER_RATE = 3e-4
"""Highest step size where a trained network is trained further."""
WEIGHT_DECAY = 2e-3


def optimizer(rate: float) -> "keras.optimizers.Optimizer":
    """Give the optimizer of a fit; a course says how large each of its steps is."""
    import keras

    return keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY, clipnorm=1.0)
