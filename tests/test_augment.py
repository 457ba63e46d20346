import numpy as np

from model.augment import distort
from tests.drawn import mnist_digits


def test_a_distorted_digit_is_another_picture_of_the_same_kind():
    image = mnist_digits(1)[0][0]
    rng = np.random.default_rng(0)
    distorted = [distort(image, rng) for _ in range(20)]
    assert all(d.shape == (28, 28) and d.dtype == np.uint8 for d in distorted)
    assert len({d.tobytes() for d in distorted}) == 20
    ink = image.astype(float).sum()
    assert 0.7 * ink < np.median([d.astype(float).sum() for d in distorted]) < 1.4 * ink


def test_the_same_seed_distorts_alike():
    image = mnist_digits(1)[0][0]
    one, other = (distort(image, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, other)
