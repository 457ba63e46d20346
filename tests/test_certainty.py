import numpy as np
import pytest

from model import agree
from model.synthesis.sheet import Examples
from tests.bench.certainty import fit, read
from tests.drawn import mnist_digits


def test_the_numbers_behind_the_data_are_found():
    rng = np.random.default_rng(4)
    features = np.column_stack([np.ones(20_000), rng.normal(0, 2, (20_000, 3))])
    numbers = np.array([0.4, 0.3, 0.9, -0.6])
    right = rng.random(20_000) < 1 / (1 + np.exp(-features @ numbers))
    assert fit(features, right.astype(float)) == pytest.approx(numbers, abs=0.1)


def test_a_photo_tells_what_its_certainty_followed_from(monkeypatch):
    monkeypatch.setattr("tests.bench.certainty._digits", lambda: Examples(*mnist_digits(200)))
    found = [one for one in (read(("single", at)) for at in range(6)) if one]
    assert any(one.right for one in found)
    for one in found:
        assert one.features[0] == 1
        assert max(map(abs, one.features[1:3])) <= agree.MOST_ODDS + 1e-6
        assert not one.empty
