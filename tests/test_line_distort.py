import numpy as np
import pytest

from model.training.lines.distort import distort

STRIP = np.zeros((32, 80), np.uint8)
STRIP[6:26, 10:14] = STRIP[6:26, 60:64] = 200


@pytest.mark.parametrize("columns", [4, 60, 80, 120, 384])
def test_a_strip_gets_the_width_that_is_asked_for(columns):
    for seed in range(8):
        picture = distort(STRIP, columns, np.random.default_rng(seed))
        assert (picture.shape, picture.dtype) == ((32, columns), np.uint8)


def test_the_same_chance_gives_the_same_distortion_and_another_one_another():
    one, same, other = (distort(STRIP, 80, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert STRIP.max() == 200, "the strip itself is as before"


def test_what_is_written_stays_where_it_was():
    for seed in range(40):
        picture = distort(STRIP, 120, np.random.default_rng(seed)).astype(int)
        columns = picture.mean(axis=0)
        left, right = columns[8:30].mean(), columns[82:104].mean()
        assert min(left, right) > columns[40:70].mean() + 5
