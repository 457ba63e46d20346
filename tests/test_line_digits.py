import numpy as np
import pytest

from model.ink.page import Page
from model.line.decode import NOTHING
from model.line.digits import agreed, borne_out, written
from model.line.strip import Line, cut_strip
from model.reading import Box
from tests.seen import candidate


def page():
    """Two strokes, of which one touches the next one."""
    ink = np.zeros((200, 400), np.uint8)
    ink[60:120, 100:110] = 150
    ink[60:120, 160:200] = 150
    ink[85:95, 110:160] = 150
    return Page(ink, 0.5, 1.0)


def steps(strip, text, sure=0.9):
    """Steps of a strip that say digits at columns of the page."""
    found = np.zeros((strip.picture.shape[1] // 4, 11), np.float32)
    found[:, NOTHING] = 1
    for digit, x in text:
        column = (x - strip.line.x) / strip.line.width
        at = int(column * len(found))
        found[at] = (1 - sure) / 10
        found[at, digit + 1] = sure
    return found


def test_both_readers_give_a_digit_its_probabilities():
    said = np.full((3, 11), 0.02, np.float32)
    said[1] = 0.0
    said[1, [NOTHING, 5, 10]] = 0.1, 0.3, 0.6
    row = [candidate(4, 0, 0, sure=0.9, is_digit=0.8).digit]
    (four,) = agreed(row, said, (4,))
    assert four.digit == 4
    assert four.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert four.probabilities[9] == pytest.approx(0.6 * 0.0111 / (0.3 * 0.9 + 0.6 * 0.0111), 0.02)
    assert four.is_digit == pytest.approx(0.8 * 0.9 / (0.8 * 0.9 + 0.2 * 0.1))
    assert four.box == row[0].box


def test_what_the_text_says_is_the_likeliest_digit():
    said = np.full((3, 11), 0.02, np.float32)
    said[1, 8] = 0.4
    (nine,) = agreed([candidate(7, 0, 0, sure=0.9).digit], said, (9,))
    assert nine.digit == 9


def test_a_digit_is_the_mark_that_stands_where_it_must_be():
    sheet = page()
    strip = cut_strip(sheet.ink, Line(80, 60, 140, 60))
    both = candidate(8, 100, 60, 100, 60, page=sheet, is_digit=0.01)
    one = candidate(1, 100, 60, 10, 60, page=sheet, is_digit=0.6, cut=True)
    stroke, bar = written(strip, steps(strip, [(1, 105), (0, 180)]), (1, 0), [both, one])
    assert stroke.box == Box(200, 120, 20, 120)  # in pixels of the photo, twice as large
    assert (stroke.digit, bar.digit) == (1, 0)
    assert bar.confidence == pytest.approx(0.9, abs=0.01)


def test_a_digit_without_a_mark_is_cut_out_between_its_neighbors():
    sheet = page()
    strip = cut_strip(sheet.ink, Line(80, 60, 140, 60))
    both = candidate(8, 100, 60, 100, 60, page=sheet, is_digit=0.01)
    one, zero = written(strip, steps(strip, [(1, 105), (0, 180)]), (1, 0), [both])
    assert (one.box.x, one.box.y) == pytest.approx((200, 120), abs=6)
    assert zero.box.x + zero.box.width == pytest.approx(400, abs=12)
    assert one.box.x + one.box.width <= zero.box.x + 4
    assert one.picture.shape == zero.picture.shape == (28, 28)
    assert one.picture.max() > 200


def test_no_text_has_no_digits_and_empty_paper_a_box():
    sheet = Page(np.zeros((200, 400), np.uint8), 1.0, 1.0)
    strip = cut_strip(sheet.ink, Line(-20, 150, 100, 60))
    mark = candidate(3, 300, 10, page=sheet)
    assert written(strip, steps(strip, []), (), [mark]) == ()
    (two,) = written(strip, steps(strip, [(2, -5)]), (2,), [mark])
    assert two.box.width > 0
    assert two.box.height > 0


def test_a_page_that_is_less_sure_than_its_digits_is_trusted_less():
    row = (candidate(4, 0, 0, sure=0.9, is_digit=1.0).digit,)
    rows, trust = borne_out((row,), 0.6)
    assert rows == (row,)
    assert trust * row[0].confidence == pytest.approx(0.6)


def test_digits_of_a_page_that_is_surer_than_they_are_become_surer():
    one = candidate(4, 0, 0, sure=0.7, is_digit=0.9).digit
    other = candidate(9, 0, 0, sure=0.95, is_digit=0.99).digit
    ((first, second),), trust = borne_out(((one, other),), 0.9)
    assert trust == 1
    assert first.confidence * second.confidence == pytest.approx(0.9)
    assert (first.digit, second.digit) == (4, 9)
    assert one.confidence < first.confidence < second.confidence
    for before, after in ((one, first), (other, second)):
        assert after.probabilities.sum() == pytest.approx(1, abs=1e-5)
        assert (after.box, after.picture is before.picture) == (before.box, True)
        others = np.delete(np.arange(10), after.digit)
        assert (after.probabilities[others] < before.probabilities[others]).all()


def test_nothing_is_as_sure_as_nothing_can_be():
    assert borne_out((), 0.3) == ((), 0.3)
