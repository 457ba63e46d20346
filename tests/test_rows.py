from model.search.rows import rows
from tests.seen import candidate


def text(*digits):
    return ["".join(str(c.digit.digit) for c in row) for row in rows(digits)]


def test_no_digit_is_no_row():
    assert rows([]) == ()


def test_rows_run_from_top_to_bottom_and_from_left_to_right():
    page = (candidate(*at) for at in ((4, 90, 210), (2, 90, 10), (3, 10, 200), (1, 10, 0)))
    assert text(*page) == ["12", "34"]


def test_a_row_may_slant_by_more_than_a_digit():
    assert text(*(candidate(i, 60 * i, 20 * i) for i in range(6))) == ["012345"]


def test_a_small_digit_stands_in_the_row_of_a_large_one():
    assert text(candidate(1, 0, 0, height=100), candidate(2, 60, 50, height=45)) == ["12"]
