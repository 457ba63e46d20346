import numpy as np
import pytest

from model.again import LEVEL, LIGHT, PAPER, Again
from model.reading import CERTAIN, Box, Digit, Reading

RULE = Again(below=0.8, ahead=0.1, kept=0.5, least=0.3)


def reading(sure):
    digit = Digit(Box(0, 0, 9, 9), np.zeros((28, 28), np.uint8), np.eye(10)[3], sure)
    return Reading(((digit,),), np.zeros((9, 9, 3), np.uint8), 9, 9)


def test_what_is_doubtful_is_looked_at_again():
    assert RULE.asks(reading(0.79))
    assert not RULE.asks(reading(0.81))


@pytest.mark.parametrize(("first", "other", "counts"), [
    (0.5, 0.61, True), (0.5, 0.55, False), (0.1, 0.29, False), (0.1, 0.31, True),
])  # fmt: skip
def test_the_other_reading_counts_where_it_is_ahead(first, other, counts):
    one, two = reading(first), reading(other)
    assert RULE.prefers(two, one) is counts
    better = RULE.better(two, one)
    assert better.confidence == pytest.approx(other / 2 if counts else first)


def test_nothing_that_another_light_shows_is_certain():
    assert LIGHT.better(reading(1.0), reading(0.0)).confidence < CERTAIN


def test_a_certain_reading_is_not_looked_at_again_but_on_a_table():
    assert not LEVEL.asks(reading(CERTAIN))
    assert LEVEL.asks(reading(CERTAIN - 0.01))
    assert PAPER.asks(reading(1.0))


@pytest.mark.parametrize(("sure", "counts"), [(0.85, True), (0.75, False)])
def test_more_digits_on_a_sheet_than_beside_a_table_count_though_these_are_certain(sure, counts):
    two = Reading((reading(1.0).digits * 2,), reading(1.0).photo, 9, 9, trust=sure)
    assert PAPER.prefers(two, reading(0.99)) is counts
    assert not PAPER.prefers(reading(sure), reading(0.99))
    assert not LEVEL.prefers(two, reading(0.99))
