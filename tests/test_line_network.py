"""The line network: from building it over learning to its export."""

import threading
from pathlib import Path

import numpy as np
import pytest

from model.errors import WeightsError
from model.line.serving import LineNetwork
from model.line.strip import HEIGHT, STEP
from model.report import LINE_FILES
from model.training.export import save
from model.training.lines.calibrate import calibrate_lines
from model.training.lines.examples import LineExample
from model.training.lines.fit import fit_lines, read_right, right_answers
from model.training.lines.network import LOGITS, build
from tests.drawn import mnist_digits

MOST_LOST = 0.05
"""How far a probability of the export may be from Keras's: its weights are bytes."""


@pytest.fixture(scope="module")
def lines() -> list[LineExample]:
    """Numbers of one digit and of two, put together from real digits, and bare paper."""
    images, labels = mnist_digits(200)
    found = []
    for at in range(0, 200, 2):
        count = 1 + at // 2 % 2
        digits = [np.pad(images[at + i], ((2, 2), (2, 2))) for i in range(count)]
        text = "".join(str(label) for label in labels[at : at + count])
        found.append(LineExample(np.hstack(digits), text, "number"))
    return found + [LineExample(np.zeros((HEIGHT, 32), np.uint8), "", "not_digit")] * 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A version's folder with an untrained line network."""
    keras = pytest.importorskip("keras")
    keras.utils.set_random_seed(0)
    folder = tmp_path_factory.mktemp("line")
    save(build(), folder, LINE_FILES)
    return folder


def test_a_strip_of_any_width_has_an_answer_a_step():
    network = build()
    for columns in (STEP, 40, 384):
        steps = network.predict_on_batch(np.zeros((2, HEIGHT, columns), np.uint8))["steps"]
        assert steps.shape == (2, columns // STEP, 11)
        assert steps.sum(axis=2) == pytest.approx(1, abs=1e-5)


def test_the_right_answers_are_counts_and_digits():
    strip = np.zeros((HEIGHT, 40), np.uint8)
    found = right_answers([LineExample(strip, "09", "number"), LineExample(strip, "", "not_digit")])
    assert found.tolist() == [[2, 1, 10], [0, 0, 0]]
    assert right_answers([LineExample(strip, "1", "single")], 3).tolist() == [[1, 2, 0, 0]]


@pytest.mark.timeout(300)
def test_it_learns_and_says_so(lines):
    import keras

    keras.utils.set_random_seed(0)
    network = build()
    events: list[dict] = []
    course, right = fit_lines(network, lines, lines[:40], epochs=6, seed=0, tell=events.append)
    assert events[-1]["loss"] < 0.8 * events[0]["loss"]
    assert right == read_right(network, lines[:40])
    parts = [event["done"] for event in events]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert {(event["event"], event["part"]) for event in events} == {("fit", "line")}
    assert events[-1]["validation_accuracy"] == pytest.approx(right["number"], abs=1e-3)
    assert events[0]["epochs"] == events[-1]["epoch"] == 6
    assert (course.epochs, course.done, course.share) == (6, 1, 1)


@pytest.mark.timeout(300)
def test_where_it_is_to_be_steady_its_normalizations_stay_as_they_are(lines):
    import keras

    keras.utils.set_random_seed(0)
    network = build()
    kinds = [type(layer).__name__ for layer in network.layers for _ in layer.get_weights()]
    before = network.get_weights()
    fit_lines(network, lines[:64], lines[:8], epochs=3, steady=True, seed=0, tell=lambda _: None)
    pairs = zip(kinds, before, network.get_weights(), strict=True)
    same = {(kind, bool(np.array_equal(was, now))) for kind, was, now in pairs}
    assert same == {("BatchNormalization", True), ("Conv2D", False), ("Dense", False)}
    assert all(layer.trainable for layer in network.layers)


@pytest.mark.timeout(300)
def test_a_step_that_ruins_all_weights_is_taken_back(lines, monkeypatch):
    import keras

    learn, ruined = keras.Model.train_on_batch, []

    def train_on_batch(self, *batch):
        loss = learn(self, *batch)
        if len(ruined) < 5:
            ruined.append(loss)
            if len(ruined) in (1, 5):  # within an epoch, and as its last step
                self.set_weights([np.full_like(w, np.nan) for w in self.get_weights()])
        return loss

    monkeypatch.setattr(keras.Model, "train_on_batch", train_on_batch)
    keras.utils.set_random_seed(0)
    network, events = build(), []
    fit_lines(network, lines, lines[:40], epochs=5, seed=0, tell=events.append)
    assert len(ruined) == 5
    assert all(np.isfinite(weight).all() for weight in network.get_weights())
    assert all(np.isfinite(event["loss"]) for event in events)


def test_calibration_makes_a_boastful_network_modest(lines):
    network = build()
    layer = network.get_layer(LOGITS)
    layer.set_weights([weight * 4_000 for weight in layer.get_weights()])
    strips = np.stack([line.picture for line in lines if line.picture.shape[1] == 32])
    before = network.predict_on_batch(strips)["steps"].max(axis=2).mean()
    assert calibrate_lines(network, lines) > 1
    assert network.predict_on_batch(strips)["steps"].max(axis=2).mean() < before


def test_the_export_answers_as_keras_does(folder):
    keras = pytest.importorskip("keras")
    network = keras.saving.load_model(folder / "line.keras", compile=False)
    served = LineNetwork(folder)
    images, _ = mnist_digits(30)
    for at in range(0, 30, 3):
        picture = np.pad(np.hstack(images[at : at + 1 + at % 3]), ((2, 2), (0, 0)))
        trained = network.predict_on_batch(picture[None])["steps"][0]
        found = served.answer(picture)
        assert (found.shape, found.dtype) == ((picture.shape[1] // STEP, 11), np.float32)
        assert np.abs(trained - found).max() < MOST_LOST


def test_threads_do_not_disturb_one_another(folder):
    network = LineNetwork(folder)
    strips = np.random.default_rng(0).integers(0, 256, (5, HEIGHT, 160), np.uint8)
    alone = [network.answer(strip[:, : 40 * at]) for at, strip in enumerate(strips[1:], 1)]
    found: list[float] = []

    def read(at: int) -> None:
        for _ in range(10):
            answer = network.answer(strips[at][:, : 40 * at])
            found.append(float(np.abs(answer - alone[at - 1]).max()))

    threads = [threading.Thread(target=read, args=(at,)) for at in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 40
    assert max(found) < 1e-5


@pytest.mark.parametrize("content", [b"", b"not a network", bytes(5000)])
def test_damaged_weights_are_refused(tmp_path, content):
    (tmp_path / "line.tflite").write_bytes(content)
    with pytest.raises(WeightsError, match="damaged"):
        LineNetwork(tmp_path)


def test_missing_weights_are_refused(tmp_path):
    with pytest.raises(WeightsError, match="cannot be read"):
        LineNetwork(tmp_path)
