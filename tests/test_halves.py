import numpy as np
import pytest

from model.halves import brought_to, halved


@pytest.mark.parametrize(
    ("factor", "divided"), [(0.5, 1), (1, 1), (1.99, 1), (2, 2), (3.9, 2), (4, 4), (9, 8)]
)
def test_a_picture_is_halved_as_often_as_the_factor_allows(factor, divided):
    small, found = halved(np.zeros((64, 48, 3), np.uint8), factor)
    assert found == divided
    assert small.shape == (64 // divided, 48 // divided, 3)


def test_each_pixel_is_the_mean_of_those_that_it_stands_for():
    rng = np.random.default_rng(4)
    pixels = rng.integers(0, 256, (37, 22), np.uint8)
    small, divided = halved(pixels, 4)
    assert divided == 4
    means = pixels[:36, :20].reshape(9, 4, 5, 4).mean(axis=(1, 3))
    assert np.abs(small - means).max() <= 1.5  # rounded twice


@pytest.mark.parametrize("shape", [(1, 900), (900, 1), (1, 1)])
def test_a_line_of_pixels_stays_as_it_is(shape):
    pixels = np.full(shape, 7, np.uint8)
    small, divided = halved(pixels, 100)
    assert divided == 1
    assert (small == pixels).all()


@pytest.mark.parametrize("shape", [(480, 640, 3), (640, 31, 3), (20, 9), (1, 700, 3)])
def test_a_picture_is_brought_to_a_side(shape):
    picture = np.full(shape, 90, np.uint8)
    found = brought_to(picture, 96)
    assert max(found.shape[:2]) == 96
    assert found.ndim == picture.ndim
    assert (found == 90).all()
    assert found.shape[0] / found.shape[1] == pytest.approx(shape[0] / shape[1], rel=0.25, abs=0.02)
