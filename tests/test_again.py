import numpy as np
import pytest

from model.again import LEVEL, LIGHT, PAPER, Again
from model.reading import CERTAIN, Box, Digit, Reading

RULE = Again(below=0.8, ahead=0.1, kept=0.5, least=0.3)


def reading(sure, says="3"):
    digits = tuple(
        Digit(Box(0, 0, 9, 9), np.zeros((28, 28), np.uint8), np.eye(10)[int(digit)], 1.0)
        for digit in says
    )
    return Reading((digits,), np.zeros((9, 9, 3), np.uint8), 9, 9, trust=sure)


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


@pytest.mark.parametrize("first", ["", "7"])
def test_nothing_that_another_light_alone_shows_is_certain(first):
    assert not LIGHT.better(reading(1.0, "35"), reading(0.3, first)).certain


def test_what_bears_the_first_look_out_may_be_certain():
    both = LIGHT.better(reading(1.0, "35"), reading(0.95, "5"))
    assert both.text == "35"
    assert both.certain


def test_a_certain_reading_is_not_looked_at_again_but_on_a_table():
    assert not LEVEL.asks(reading(CERTAIN))
    assert LEVEL.asks(reading(CERTAIN - 0.01))
    assert PAPER.asks(reading(1.0))


@pytest.mark.parametrize(("sure", "counts"), [(0.85, True), (0.75, False)])
def test_more_digits_without_a_table_or_a_shadow_count_though_the_others_are_certain(sure, counts):
    for rule in (PAPER, LIGHT):
        assert rule.prefers(reading(sure, "235"), reading(0.99, "25")) is counts
        assert not rule.prefers(reading(sure, "35"), reading(0.99, "25"))
        assert not rule.prefers(reading(sure, "523"), reading(0.99, "25"))
    assert not LEVEL.prefers(reading(sure, "235"), reading(0.99, "25"))


@pytest.mark.parametrize(("other", "certain"), [(0.75, False), (0.55, False), (0.45, True)])
def test_what_may_be_a_part_of_what_a_shadow_hides_is_not_certain(other, certain):
    first = reading(1.0, "25")
    held = LIGHT.better(reading(other, "235"), first)
    assert held.text == "25"
    assert held.certain is certain
    assert LIGHT.better(reading(other, "24"), first) is first
    assert LEVEL.better(reading(other, "235"), first) is first
