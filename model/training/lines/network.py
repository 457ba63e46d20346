"""The line network, in Keras 3: a strip → what each of its steps shows.

It is fully convolutional, so a strip may have any width, and it is trained with connectionist
temporal classification: A. Graves et al., "Connectionist Temporal Classification" (ICML 2006).
"""

from typing import TYPE_CHECKING, Any

from model.line.serving import ANSWERS
from model.line.strip import HEIGHT

if TYPE_CHECKING:
    import keras

LOGITS = "logits"
"""Name of the last layer before the probabilities: training goes by what that gives."""
DROPPED = 0.2
"""Part of the last features that are left out in training."""


def build() -> "keras.Model":
    """Build an untrained line network, 1.9 M parameters.

    It takes `strip`, (n, 32, w) uint8 with 0 paper … 255 ink, and answers `steps`, (n, w / 4, 11):
    how likely each step shows nothing new (column 0) or digit d (column d + 1).
    """
    import keras
    from keras import layers

    strip = keras.Input((HEIGHT, None), dtype="uint8", name="strip")
    features = layers.Rescaling(1 / 255)(strip)
    features = keras.ops.expand_dims(features, -1)
    for layer in _layers():
        features = layer(features)
    features = keras.ops.squeeze(features, 1)
    # In full precision, whatever the layers before are trained in.
    features = layers.Dense(ANSWERS, name=LOGITS, dtype="float32")(features)
    steps = layers.Softmax(name="steps", dtype="float32")(features)
    return keras.Model(strip, {"steps": steps}, name="line")


def _layers() -> list[Any]:
    """Give the layers between (32, w, 1), 0 … 1, and the features of (1, w / 4, 256)."""
    from keras import layers

    return [
        # Padded by hand: what Keras calls "same" lies a pixel further right at an even stride.
        layers.ZeroPadding2D(2),
        # The picture is even enough, and a normalization here would be the dearest of all.
        layers.Conv2D(48, 5, strides=2, activation="relu"),
        *_convolution(112, pool=(2, 2)),
        *_convolution(176),
        *_convolution(176, pool=(2, 1)),
        *_convolution(224),
        # All four rows become one: where on the line a stroke is matters.
        layers.ZeroPadding2D((0, 1)),
        *_convolution(256, (4, 3), padding="valid"),
        # Two digits before and after say how large a digit is and how it leans.
        *_convolution(256, (1, 3)),
        *_convolution(256, (1, 3)),
        layers.Dropout(DROPPED),
    ]


def _convolution(
    filters: int,
    kernel: tuple[int, int] = (3, 3),
    *,
    pool: tuple[int, int] | None = None,
    **options: Any,
) -> list[Any]:
    """Convolve, reduce and normalize; the normalization is dear, so it sees few pixels."""
    from keras import layers

    options = {"padding": "same"} | options
    return [
        layers.Conv2D(filters, kernel, use_bias=False, **options),
        *([layers.MaxPooling2D(pool)] if pool else []),
        layers.BatchNormalization(),
        layers.ReLU(),
    ]
