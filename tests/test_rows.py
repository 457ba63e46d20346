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


def test_a_1_that_stands_out_does_not_part_its_row():
    # Its foot reaches little further down than where the others begin.
    zeros = [candidate(0, 60 + 50 * i, 135, height=40) for i in range(3)]
    assert text(candidate(1, 0, 0, height=150), *zeros) == ["1000"]


def test_what_is_cut_badly_does_not_become_a_row_of_its_own():
    row = [candidate(i, 60 * i, 100 + 2 * i) for i in range(1, 6)]
    assert text(*row, candidate(7, 190, 157, height=30)) == ["123745"]


def test_rows_that_stand_close_are_two():
    above = [candidate(i, 50 * i, 0, height=60) for i in range(4)]
    below = [candidate(i, 50 * i, 62, height=60) for i in range(4, 8)]
    assert text(*above, *below) == ["0123", "4567"]
    slant = [candidate(i, 60 * i, 20 * i + dy) for dy in (0, 70) for i in range(5)]
    assert text(*slant) == ["01234", "01234"]
