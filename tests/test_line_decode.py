from itertools import product

import numpy as np
import pytest

from model.line.decode import BEAM, LEAST_TEXT, NOTHING, Text, places, texts


def steps(*said, sure=0.98):
    """Steps that say a digit each, or nothing."""
    found = np.full((len(said), 11), (1 - sure) / 10, np.float32)
    for at, digit in enumerate(said):
        found[at, NOTHING if digit is None else digit + 1] = sure
    return found


def collapse(path):
    """What a path says: steps that go on say a digit once."""
    kept = [c for at, c in enumerate(path) if at == 0 or path[at - 1] != c]
    return tuple(c - 1 for c in kept if c != NOTHING)


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ((None, None), ()),
        ((None, 7, None), (7,)),
        ((7, 7, 7), (7,)),
        ((7, None, 7), (7, 7)),
        ((1, 2, None, 2, 0), (1, 2, 2, 0)),
    ],
)
def test_a_digit_goes_on_until_another_one_or_nothing_comes(said, digits):
    best = texts(steps(*said))[0]
    assert best.digits == digits
    assert best.probability == pytest.approx(0.98 ** len(said), abs=0.1)


def test_probabilities_are_those_of_all_paths_together():
    rng = np.random.default_rng(1)
    said = rng.dirichlet(np.full(11, 0.15), 4).astype(np.float32)
    said[said < 0.01] = 0
    said /= said.sum(axis=1, keepdims=True)
    everything: dict[tuple[int, ...], float] = {}
    for path in product(range(11), repeat=len(said)):
        chance = float(np.prod(said[range(len(said)), path]))
        everything[collapse(path)] = everything.get(collapse(path), 0.0) + chance
    likely = sorted(everything, key=lambda digits: -everything[digits])
    found = texts(said)
    assert [t.digits for t in found[:3]] == likely[:3]
    assert [t.probability for t in found[:3]] == pytest.approx(
        [everything[d] for d in likely[:3]], rel=1e-3
    )


def test_unlikely_texts_are_left_out_and_their_number_is_bounded():
    found = texts(np.full((30, 11), 1 / 11, np.float32))
    assert 1 <= len(found) <= BEAM
    assert all(t.probability >= LEAST_TEXT for t in texts(steps(3, None, 4)))


def test_each_digit_is_at_its_surest_step():
    said = steps(None, 5, 5, None, 5, None, 8)
    said[2, 6] = 0.6
    assert places(said, (5, 5, 8)) == (1, 4, 6)
    assert places(said, ()) == ()


def test_a_text_is_found_where_it_is_least_unlikely():
    said = steps(None, 3, None, None)
    said[2, 9] = 0.01
    assert places(said, (3, 8)) == (1, 2)


@pytest.mark.parametrize(
    ("digits", "least"), [((), 0), ((7,), 1), ((1, 2, 3), 3), ((1, 1), 3), ((0, 0, 0, 5), 6)]
)
def test_two_equal_digits_need_a_step_between_them(digits, least):
    assert Text(digits, 1.0).steps == least
