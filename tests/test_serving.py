import threading

import numpy as np
import pytest

import model
from model.serving import CLEAR, Network
from tests.drawn import mnist_digits


def test_the_export_answers_as_keras_does(tmp_path):
    keras = pytest.importorskip("keras")
    images, _ = mnist_digits(500)
    network = keras.saving.load_model(model.SHIPPED / "digits.keras", compile=False)
    trained = network.predict(images, verbose=0)
    network.export(tmp_path / "digits.tflite", format="litert", verbose=False)
    exact, served = Network(tmp_path).look(images), Network(model.SHIPPED).look(images)
    assert np.abs(trained["digit"] - exact.digit).max() < 1e-4
    assert np.abs(trained["is_digit"][:, 0] - exact.is_digit).max() < 1e-4
    # What is served rounds its weights to bytes.
    assert (trained["digit"].argmax(axis=1) == served.digit.argmax(axis=1)).mean() >= 0.998
    for was, now in (
        (trained["digit"], served.digit),
        (trained["is_digit"][:, 0], served.is_digit),
    ):
        assert np.abs(was - now).mean() < 2e-3


def test_a_picture_is_answered_alone_as_among_others():
    images, _ = mnist_digits(50)
    network = Network(model.SHIPPED)
    alone = [network.answer(images[i : i + 1]).digit[0] for i in range(50)]
    assert np.array(alone) == pytest.approx(network.answer(images).digit, abs=1e-6)


def test_what_is_not_clear_is_looked_at_from_five_places():
    images, _ = mnist_digits(300)
    # Half of one digit on half of another is anything.
    images = np.concatenate([images, np.maximum(images[:100], images[100:200])])
    network = Network(model.SHIPPED)
    once, often = network.look(images), network.answer(images)
    clear = (once.digit.max(axis=1) >= CLEAR) & (once.is_digit >= CLEAR)
    clear |= once.is_digit <= 1 - CLEAR
    assert 10 < np.count_nonzero(~clear) < 200
    assert often.digit[clear] == pytest.approx(once.digit[clear])
    at = int(np.flatnonzero(~clear)[0])
    padded = np.pad(images[at], 1)
    corners = [(0, 0), (0, 2), (2, 0), (2, 2)]
    places = [padded[y : y + 28, x : x + 28] for y, x in [(1, 1), *corners]]
    assert often.digit[at] == pytest.approx(network.look(np.array(places)).digit.mean(0), abs=1e-5)
    assert often.digit.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_the_tutorial_s_network_is_asked_once():
    images, _ = mnist_digits(300)
    network = Network(model.SHIPPED / "tutorial")
    assert (network.look(images).digit.max(axis=1) < CLEAR).any()
    assert np.array_equal(network.answer(images).digit, network.look(images).digit)


def test_real_digits_are_classified_and_rows_sum_to_1():
    images, labels = mnist_digits(1000)
    answers = model.load().classify(images)
    assert answers.shape == (1000, 10)
    assert answers.dtype == np.float32
    assert answers.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (answers.argmax(axis=1) == labels).mean() > 0.99


def test_no_pictures_give_no_rows():
    assert model.load().classify(np.zeros((0, 28, 28), np.uint8)).shape == (0, 10)


def test_threads_do_not_disturb_one_another():
    images, _ = mnist_digits(64)
    recognizer = model.load()
    alone = recognizer.classify(images)
    found: list[np.ndarray] = []

    def classify(count: int) -> None:
        found.extend(recognizer.classify(images[:count]) - alone[:count] for _ in range(10))

    threads = [threading.Thread(target=classify, args=(n,)) for n in (1, 7, 33, 64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 40
    assert max(np.abs(difference).max() for difference in found) < 1e-5


@pytest.mark.parametrize("content", [b"", b"not a network", bytes(5000)])
def test_damaged_weights_are_refused(tmp_path, content):
    (tmp_path / "digits.tflite").write_bytes(content)
    with pytest.raises(model.WeightsError, match="damaged"):
        model.load(tmp_path)


def test_missing_weights_are_refused(tmp_path):
    with pytest.raises(model.WeightsError, match="cannot be read"):
        model.load(tmp_path / "nowhere")


def test_truncated_weights_are_refused(tmp_path):
    whole = (model.SHIPPED / "digits.tflite").read_bytes()
    (tmp_path / "digits.tflite").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(model.WeightsError):
        model.load(tmp_path)


def test_who_loads_a_version_keeps_no_interpreter_of_it():
    network = Network(model.SHIPPED)
    assert getattr(network._export._own, "runner", None) is None
    images, _ = mnist_digits(3)
    first = network.answer(images).digit
    runner = network._export._own.runner
    assert (network.answer(images).digit == first).all()
    assert network._export._own.runner is runner
