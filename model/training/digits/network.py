"""The networks, in Keras 3: what they see, what they answer, and how they are built.

Each network takes pictures of (n, 28, 28) uint8 as the walk makes them, 0 paper … 255 ink, and
answers by name: `digit`, (n, 10) how likely each digit is, given that it is one; and, if it
learned to tell, `is_digit`, (n, 1) how likely it is a digit at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

SIDE = 28
"""Side of the picture in pixels."""


@dataclass(frozen=True)
class Architecture:
    """A way to build a network.

    Attributes
    ----------
    layers
        The layers between the picture of (28, 28, 1), 0 … 1, and the answers.
    rejects
        Whether it also learns to tell what is no digit.
    epochs
        How many rounds of training it gets where nobody says otherwise.
    """

    layers: Callable[[], list[Any]]
    rejects: bool
    epochs: int


def build(architecture: str) -> "keras.Model":
    """Build an untrained network of one of the `ARCHITECTURES`."""
    import keras

    plan = ARCHITECTURES[architecture]
    picture = keras.Input((SIDE, SIDE), dtype="uint8", name="picture")
    features = keras.layers.Rescaling(1 / 255)(picture)
    features = keras.layers.Reshape((SIDE, SIDE, 1))(features)
    for layer in plan.layers():
        features = layer(features)
    # In full precision, whatever the layers before are trained in.
    full = {"dtype": "float32"}
    answers = {"digit": keras.layers.Dense(10, "softmax", name="digit", **full)(features)}
    if plan.rejects:
        answers["is_digit"] = keras.layers.Dense(1, "sigmoid", name="is_digit", **full)(features)
    return keras.Model(picture, answers, name=architecture)


def _cnn() -> list[Any]:
    """Six convolutions in three sizes of the picture, 0.8 M parameters."""
    from keras import layers

    return [
        *_convolution(40, kernel=5, halve=True),
        *_convolution(80),
        *_convolution(80, halve=True),
        *_convolution(144),
        *_convolution(176),
        *_convolution(192, padding="valid"),
        layers.Flatten(),
        layers.Dropout(0.4),
    ]


def _convolution(
    filters: int, *, kernel: int = 3, halve: bool = False, padding: str = "same"
) -> list[Any]:
    """Convolve and normalize; where the picture is halved, that comes before the second.

    A normalization costs as much as a convolution, so it sees as few pixels as it can.
    """
    from keras import layers

    return [
        layers.Conv2D(filters, kernel, padding=padding, use_bias=False),
        *([layers.MaxPooling2D()] if halve else []),
        layers.BatchNormalization(),
        layers.ReLU(),
    ]


def _mlp() -> list[Any]:
    """Two dense layers of 128: the tutorial's network."""
    from keras import layers

    return [
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(128, activation="relu"),
    ]


ARCHITECTURES = {
    "cnn": Architecture(_cnn, rejects=True, epochs=24),
    "mlp": Architecture(_mlp, rejects=False, epochs=3),
}
