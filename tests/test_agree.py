import pytest

from model.agree import LEAST, OTHER, OTHERWISE, confidence, opinions
from model.line.decode import Text
from tests import fakes


def best(row, *heard, trust=1.0):
    return opinions(row, trust, heard)[0]


def test_what_both_read_is_right():
    row = [fakes.digit(4, 0.98), fakes.digit(2, 0.98)]
    found = best(row, Text((4, 2), 0.97), Text((4, 7), 0.02))
    assert found.digits == (4, 2)
    assert found.line == pytest.approx(0.97)
    assert confidence(found.path, found.line, 0, 2) > 0.9


def test_the_line_decides_what_the_path_is_in_doubt_of():
    row = [fakes.digit(1, 0.6, 7)]
    found = best(row, Text((7,), 0.9), Text((1,), 0.1))
    assert found.digits == (7,)
    assert confidence(found.path, found.line, 0, 1) < 0.9


def test_the_path_decides_what_the_line_is_in_doubt_of():
    row = [fakes.digit(3, 0.97), fakes.digit(5, 0.97)]
    assert best(row, Text((3, 1, 5), 0.5), Text((3, 5), 0.45)).digits == (3, 5)


def test_the_line_is_believed_where_the_page_is_not():
    row = [fakes.digit(3, 0.97), fakes.digit(5, 0.97)]
    found = best(row, Text((3, 1, 5), 0.9), Text((3, 5), 0.05), trust=0.2)
    assert found.digits == (3, 1, 5)
    assert found.path == pytest.approx(OTHER * (1 - 0.2 * 0.97**2), abs=0.01)


def test_the_shaft_of_a_4_is_no_1_where_the_page_says_little():
    row = [fakes.digit(1, 1.0)]
    heard = Text((), 0.4), Text((4,), 0.5), Text((1,), 0.01)
    found = best(row, *heard, trust=0.5)
    assert found.digits in ((), (4,))
    assert {o.digits: o.path for o in opinions(row, 0.5, heard)}[(4,)] == pytest.approx(
        OTHERWISE * 0.5, abs=0.01
    )
    assert best([fakes.digit(1, 1.0)], *heard).digits == (1,)


def test_a_digit_that_the_path_finds_alone_may_stand_beside_others():
    row = [fakes.digit(8, 0.99)]
    assert best(row, Text((8, 9), 0.95), Text((8,), 0.04)).digits == (8, 9)
    assert best(row, Text((8, 9), 0.7), Text((8,), 0.25)).digits == (8,)
    assert best(row, Text((), 0.95), Text((8,), 0.04)).digits == (8,)


def test_where_the_path_finds_nothing_the_line_has_more_to_say():
    assert best([], Text((5,), 0.8), Text((), 0.2), trust=0.95).digits == (5,)
    assert best([], Text((5,), 0.6), Text((), 0.4), trust=0.95).digits == ()


def test_a_row_may_have_no_digit_at_all():
    row = [fakes.digit(0, 0.5)]
    assert best(row, Text((), 0.95), Text((0,), 0.02), trust=0.5).digits == ()


def test_what_one_does_not_know_of_is_unlikely_but_possible():
    found = opinions([fakes.digit(8, 0.99)], 1.0, [Text((), 0.9999)])
    assert {o.digits: o.line for o in found}[(8,)] == LEAST


@pytest.mark.parametrize("digits", [1, 5])
def test_agreement_makes_sure_and_contradiction_makes_doubt(digits):
    assert confidence(0.999, 0.999, 0, digits) > 0.95
    assert confidence(0.999, 0.01, 0, digits) < 0.6
    assert confidence(0.01, 0.01, 0, digits) < 0.1
    least, known, most = ((0, 0, 1), (0, 0, 0), (1, 1, 0))
    assert 0 < confidence(*least, digits) < confidence(*known, digits) < 0.5
    assert 0.95 < confidence(*most, digits) < 1


def test_what_stays_unread_beside_it_takes_from_the_certainty():
    sure = [confidence(0.999, 0.999, unread, 1) for unread in (0, 0.3, 0.6)]
    assert sure == sorted(sure, reverse=True)
    assert sure[-1] < sure[0]
