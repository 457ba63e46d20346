import cv2
import numpy as np

from model.training.digits.augment import distort
from tests.drawn import mnist_digits


def test_a_distorted_digit_is_another_picture_of_the_same_kind(monkeypatch):
    monkeypatch.setattr("model.training.digits.augment.SPOILED", 0)
    image = mnist_digits(1)[0][0]
    rng = np.random.default_rng(0)
    distorted = [distort(image, rng) for _ in range(20)]
    assert all(d.shape == (28, 28) and d.dtype == np.uint8 for d in distorted)
    assert len({d.tobytes() for d in distorted}) == 20
    ink = image.astype(float).sum()
    assert all(0.4 * ink < d.astype(float).sum() < 2 * ink for d in distorted)


def test_a_spoiled_digit_can_still_be_seen(monkeypatch):
    monkeypatch.setattr("model.training.digits.augment.SPOILED", 1)
    image = mnist_digits(1)[0][0]
    rng = np.random.default_rng(0)
    for spoiled in (distort(image, rng).astype(float) for _ in range(40)):
        inside = cv2.dilate(image, np.ones((7, 7), np.uint8)) > 0
        assert spoiled[inside].mean() > spoiled[~inside].mean() + 10


def test_the_same_seed_distorts_alike():
    image = mnist_digits(1)[0][0]
    one, other = (distort(image, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, other)
