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
ALONG = 2
"""Residual blocks that look along the row."""


def build() -> "keras.Model":
    """Build an untrained line network, 2.2 M parameters.

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
    features = _residual(features, (3, 3), "residual")
    # All four rows become one: where on the line a stroke is matters.
    features = layers.ZeroPadding2D((0, 1))(features)
    for layer in _row_layers():
        features = layer(features)
    # What stands three digits away says how large this hand writes, and what its 1s look like.
    for at in range(ALONG):
        features = _residual(features, (1, 5), f"residual_along_{at}")
    features = layers.Dropout(DROPPED)(features)
    features = keras.ops.squeeze(features, 1)
    # In full precision, whatever the layers before are trained in.
    features = layers.Dense(ANSWERS, name=LOGITS, dtype="float32")(features)
    steps = layers.Softmax(name="steps", dtype="float32")(features)
    return keras.Model(strip, {"steps": steps}, name="line")


def grown(network: "keras.Model") -> "keras.Model":
    """Give a line network that was built before there were residual blocks those that it lacks.

    It answers as before until it learns: such a block is the identity at first (as in T. Chen, I.
    Goodfellow and J. Shlens, "Net2Net: Accelerating Learning via Knowledge Transfer", ICLR 2016).

    Parameters
    ----------
    network
        A line network as `build` gives it, or as it gave it before; this one is not changed.
    """
    whole = build()
    weighty = [layer for layer in whole.layers if layer.weights]
    present = [layer for layer in network.layers if layer.weights]
    if len(present) < len(weighty):
        weighty = [layer for layer in weighty if not layer.name.startswith("residual")]
    for layer, before in zip(weighty, present, strict=True):
        layer.set_weights(before.get_weights())
    return whole


def _layers() -> list[Any]:
    """Give the layers between (32, w, 1), 0 … 1, and the features of (4, w / 4, 192)."""
    from keras import layers

    return [
        # Padded by hand: what Keras calls "same" lies a pixel further right at an even stride.
        layers.ZeroPadding2D(2),
        # The picture is even enough, and a normalization here would be the dearest of all.
        layers.Conv2D(40, 5, strides=2, activation="relu"),
        *_convolution(96, pool=(2, 2)),
        *_convolution(144),
        *_convolution(144, pool=(2, 1)),
        *_convolution(192),
    ]


def _row_layers() -> list[Any]:
    """Give the layers between (4, w / 4 + 2, 192) and the features of (1, w / 4, 224)."""
    return [
        *_convolution(224, (4, 3), padding="valid"),
        # Two digits before and after say how large a digit is and how it leans.
        *_convolution(224, (1, 3)),
        *_convolution(224, (1, 3)),
    ]


def _residual(features: Any, kernel: tuple[int, int], name: str) -> Any:
    """Add to features what a convolution of them says: a residual block (K. He et al., CVPR 2016).

    Its scale is 0 at first (P. Goyal et al., "Accurate, Large Minibatch SGD", 2017), so that it can
    be put into a network that is trained.
    """
    from keras import layers

    more = layers.Conv2D(
        features.shape[-1], kernel, padding="same", use_bias=False, name=f"{name}_convolution"
    )(features)
    more = layers.BatchNormalization(gamma_initializer="zeros", name=f"{name}_scale")(more)
    return layers.ReLU(name=name)(layers.Add(name=f"{name}_sum")([features, more]))


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
