import pytest

from model.ink.page import Page
from model.search.choose import BLIND, choose
from model.search.trust import UNREAD
from tests.seen import PAGE, candidate


def text(*candidates):
    """What is chosen on the one page of the candidates, row by row."""
    pages = choose(candidates)
    return ["".join(str(c.digit.digit) for c in row) for page in pages for row in page.rows]


def trust(candidates):
    (page,) = choose(candidates)
    return page.trust


def test_nothing_is_no_digit():
    assert text() == []
    assert text(candidate(3, 50, 50, is_digit=0.05)) == []
    assert text(candidate(3, 50, 50, sure=0.2)) == []


def test_a_page_without_digits_is_a_choice_only_where_no_page_has_one():
    other = Page(PAGE.ink, 1.0, 1.0)
    nothing = [candidate(3, 50, 50, is_digit=0.05), candidate(3, 50, 50, is_digit=0.04, page=other)]
    assert [page.rows for page in choose(nothing)] == [(), ()]
    assert [page.trust for page in choose(nothing)] == [BLIND, BLIND]
    assert len(choose([*nothing, candidate(6, 200, 50)])) == 1


def test_a_row_is_read_from_left_to_right():
    assert text(candidate(4, 200, 100), candidate(2, 50, 105), candidate(0, 120, 98)) == ["204"]


def test_rows_are_read_from_top_to_bottom():
    found = [
        candidate(d, x, y) for d, x, y in [(3, 50, 200), (1, 50, 50), (4, 150, 195), (2, 150, 60)]
    ]
    assert text(*found) == ["12", "34"]


def test_a_slanting_row_is_one_row():
    assert text(*(candidate(d, 50 + 90 * d, 50 + 18 * d) for d in range(5))) == ["01234"]


def test_a_whole_is_chosen_over_its_pieces():
    bar = candidate(1, 50, 50, 60, 20, sure=0.6, pieces=(0,))
    hook = candidate(3, 50, 80, 60, 80, sure=0.8, pieces=(1,))
    whole = candidate(5, 50, 50, 60, 110, sure=0.97, pieces=(0, 1), largest=0.7)
    assert text(bar, hook, whole) == ["5"]


def test_a_speck_beside_a_digit_is_left_out():
    zero = candidate(0, 50, 50, 60, 80, sure=0.99, pieces=(0,))
    both = candidate(0, 50, 50, 90, 80, sure=0.995, pieces=(0, 1), largest=0.97)
    speck = candidate(1, 130, 90, 10, 10, is_digit=0.02, pieces=(1,))
    ((read,),) = choose([zero, both, speck])[0].rows
    assert read is zero


def test_two_digits_are_chosen_over_what_they_form_together():
    one, seven = candidate(1, 50, 50, 20, pieces=(0,)), candidate(7, 80, 50, pieces=(1,))
    both = candidate(9, 50, 50, 70, sure=0.5, pieces=(0, 1), largest=0.6)
    assert text(one, seven, both) == ["17"]


def test_dots_and_commas_beside_digits_are_left_out():
    assert text(candidate(8, 50, 100), candidate(0, 100, 148, 10, 12), candidate(2, 130, 100)) == [
        "82"
    ]


def test_a_mark_inside_another_is_not_read_twice():
    assert text(candidate(0, 50, 50, 100, 150), candidate(1, 90, 90, 15, 70, sure=0.9)) == ["0"]


def test_each_page_is_read_by_itself():
    other = Page(PAGE.ink, 1.0, 1.0)
    dark, light = candidate(6, 50, 50), candidate(9, 300, 50, sure=0.8, page=other)
    assert [page.rows for page in choose([dark, light])] == [((dark,),), ((light,),)]
    assert [page.candidates for page in choose([dark, light])] == [(dark,), (light,)]


@pytest.mark.parametrize(("x", "y"), [(0, 0), (560, 340)])
def test_what_touches_two_edges_yields_to_a_digit(x, y):
    edge = candidate(1, x, y, 40, 60, sure=0.95, pieces=(1,))
    assert text(edge, candidate(6, 250, 150, 80, 160, sure=0.9))[-1].count("6") == 1


def touching(*, whole, parts):
    """A stroke that is one digit with one confidence and two with another."""
    return [
        candidate(8, 50, 50, 90, 60, is_digit=whole, pieces=(0, 1)),
        candidate(3, 50, 50, 42, 60, is_digit=parts, pieces=(0,), cut=True),
        candidate(5, 94, 50, 42, 60, is_digit=parts, pieces=(1,), cut=True),
    ]


def test_a_stroke_that_is_no_digit_is_read_as_the_digits_it_consists_of():
    assert text(*touching(whole=0.05, parts=0.97)) == ["35"]


def test_a_digit_is_not_taken_apart():
    assert text(*touching(whole=0.99, parts=0.9)) == ["8"]


def test_a_reading_that_might_be_taken_apart_otherwise_is_doubted():
    plain = trust(touching(whole=0.99, parts=0.1))
    assert plain > 0.99
    assert trust(touching(whole=0.7, parts=0.99)) < 0.75


def test_ink_of_the_same_pen_that_stays_unread_lowers_the_trust():
    read = [candidate(4, 50, 100), candidate(2, 120, 100)]
    letter = candidate(7, 200, 100, is_digit=0.02)
    dot = candidate(1, 200, 152, 8, 8, is_digit=0.02)
    assert trust(read) == pytest.approx(1, abs=0.01)
    assert trust([*read, dot]) == pytest.approx(1, abs=0.01)
    assert text(*read, letter) == ["42"]
    assert trust([*read, letter]) == pytest.approx(UNREAD, abs=0.01)


def test_what_crosses_the_page_beside_a_smaller_digit_is_no_digit():
    edge = candidate(1, 560, 0, 20, 400)
    assert text(candidate(6, 250, 150, 80, 160), edge) == ["6"]


def test_a_frame_around_digits_is_not_read():
    frame = candidate(0, 40, 40, 300, 120, is_digit=0.4, pieces=(9,))
    assert text(frame, candidate(2, 80, 70), candidate(5, 180, 70)) == ["25"]


def test_touching_digits_of_which_one_runs_over_the_edge_are_read():
    digits = [candidate(d, 150 + 60 * i, 300, pieces=(9 + i,)) for i, d in enumerate((4, 0, 0))]
    both = candidate(8, 20, 230, 90, 170, is_digit=0.01, pieces=(0, 1))
    one = candidate(1, 20, 230, 50, 170, is_digit=0.9, pieces=(0,), cut=True)
    five = candidate(5, 70, 300, 40, 60, is_digit=0.98, pieces=(1,), cut=True)
    assert text(both, one, five, *digits)[-1].endswith("5400")
