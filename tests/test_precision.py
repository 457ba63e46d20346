import keras
import numpy as np
import pytest

from model.training.digits.network import build
from model.training.lines.network import LOGITS
from model.training.lines.network import build as build_line
from model.training.precision import twin


def of_an_earlier_program():
    """A digit network with other layers than a new one has."""
    picture = keras.Input((28, 28), dtype="uint8", name="picture")
    features = keras.layers.Reshape((28, 28, 1))(keras.layers.Rescaling(1 / 255)(picture))
    for layer in (keras.layers.Conv2D(4, 5, strides=4), keras.layers.Flatten()):
        features = layer(features)
    answers = {
        "digit": keras.layers.Dense(10, "softmax", name="digit")(features),
        "is_digit": keras.layers.Dense(1, "sigmoid", name="is_digit")(features),
    }
    return keras.Model(picture, answers, name="cnn")


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    ("make", "shape", "full"),
    [
        (lambda: build("cnn"), (28, 28), ("digit", "is_digit")),
        (lambda: build("mlp"), (28, 28), ("digit",)),
        (build_line, (32, 64), (LOGITS, "steps")),
        (of_an_earlier_program, (28, 28), ("digit", "is_digit")),
    ],
    ids=["cnn", "mlp", "line", "earlier"],
)
def test_a_twin_answers_like_its_network(monkeypatch, fast, make, shape, full):
    monkeypatch.setattr("model.training.precision.has_feature", lambda: fast)
    network = make()
    copy = twin(network, full)
    assert [layer.name for layer in copy.layers] == [layer.name for layer in network.layers]
    computes = {layer.name: layer.compute_dtype for layer in copy.layers if layer.weights}
    assert {name: computes[name] for name in full if name in computes} == dict.fromkeys(
        computes.keys() & set(full), "float32"
    )
    rest = {kind for name, kind in computes.items() if name not in full}
    assert rest == {"bfloat16" if fast else "float32"}
    assert {weight.dtype for weight in copy.trainable_weights} == {"float32"}
    pictures = np.random.default_rng(0).integers(0, 256, (3, *shape)).astype(np.uint8)
    answers, same = network.predict_on_batch(pictures), copy.predict_on_batch(pictures)
    for name, values in answers.items():
        np.testing.assert_allclose(same[name], values, atol=0.02 if fast else 1e-6)
    assert keras.config.dtype_policy().name == "float32"


def test_what_a_twin_learns_its_network_does_not_know_yet():
    network = build("mlp")
    copy = twin(network, ("digit",))
    before = [weight.copy() for weight in network.get_weights()]
    copy.set_weights([weight + 1 for weight in copy.get_weights()])
    for weight, same in zip(network.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weight, same)
