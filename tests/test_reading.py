import numpy as np
import pytest

from model.reading import CERTAIN, Box, Digit, Reading


def reading(*sure, trust=1.0):
    digits = tuple(
        Digit(Box(40 * i, 0, 30, 50), np.zeros((28, 28), np.uint8), np.eye(10)[i], p)
        for i, p in enumerate(sure)
    )
    return Reading((digits,) if digits else (), np.zeros((50, 99, 3), np.uint8), 99, 50, trust)


def test_a_number_is_as_sure_as_all_its_digits_together():
    assert reading(0.9, 0.8).confidence == pytest.approx(0.72)
    assert reading(0.9, 0.8).text == "01"


def test_a_picture_that_does_not_bear_the_digits_out_makes_them_unsure():
    assert reading(0.98).certain
    doubtful = reading(0.98, trust=0.5)
    assert doubtful.confidence == pytest.approx(0.49)
    assert not doubtful.certain
    assert doubtful.digits[0].confidence > CERTAIN


def test_without_digits_there_is_no_confidence():
    assert reading().confidence == 0
    assert reading().text == ""
