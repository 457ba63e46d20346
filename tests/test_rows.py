import numpy as np

from model.reading import Box, Digit
from model.rows import rows


def digit(number, x, y, height=60):
    return Digit(Box(x, y, 40, height), np.zeros((28, 28), np.uint8), np.eye(10)[number], 1.0)


def text(*digits):
    return ["".join(str(d.digit) for d in row) for row in rows(list(digits))]


def test_no_digit_is_no_row():
    assert rows([]) == ()


def test_rows_run_from_top_to_bottom_and_from_left_to_right():
    assert text(digit(4, 90, 210), digit(2, 90, 10), digit(3, 10, 200), digit(1, 10, 0)) == [
        "12",
        "34",
    ]


def test_a_row_may_slant_by_more_than_a_digit():
    assert text(*(digit(i, 60 * i, 20 * i) for i in range(6))) == ["012345"]


def test_a_small_digit_stands_in_the_row_of_a_large_one():
    assert text(digit(1, 0, 0, 100), digit(2, 60, 50, 45)) == ["12"]
