import numpy as np
import pytest

from model.segment import marks
from model.synthesis.examples import draw_examples, draw_photo, examples_of
from model.synthesis.labeling import Verdict, deceives, judge, truth_for
from model.synthesis.sheet import NOT_DIGIT, Examples, Piece, compose
from tests.drawn import mnist_digits

SEVEN = np.zeros((60, 44), np.uint8)
SEVEN[:8] = SEVEN[:, 34:42] = 255
RING = np.zeros((60, 60), np.uint8)
RING[np.abs(np.hypot(*np.indices((60, 60)) - 29.5) - 25) < 4] = 255
DASH = np.full((8, 50), 255, np.uint8)


@pytest.fixture(scope="module")
def digits() -> Examples:
    return Examples(*mnist_digits(200))


def verdicts(pieces: list[Piece], mask: np.ndarray | None = None) -> set[Verdict | None]:
    """What the marks of a sheet are, as a perfect threshold would find them."""
    sheet = compose(pieces, (100, 300))
    truth = truth_for(sheet, sheet.ink.shape, sheet.ink.shape[1])
    return {judge(mark, truth) for mark in marks(sheet.ink if mask is None else mask)}


def test_a_whole_digit_is_that_digit():
    assert Verdict(7, 0) in verdicts([Piece(7, SEVEN, 20, 20)])


def test_a_doodle_is_no_digit():
    assert verdicts([Piece(NOT_DIGIT, SEVEN, 20, 20)]) >= {Verdict(NOT_DIGIT, 0)}
    assert all(v is None or v.label == NOT_DIGIT for v in verdicts([Piece(NOT_DIGIT, RING, 9, 9)]))


def test_two_digits_together_are_none():
    found = verdicts([Piece(7, SEVEN, 20, 20), Piece(0, RING, 60, 20)])
    assert Verdict(NOT_DIGIT) in found


def test_a_digit_under_a_dash_is_still_itself_but_not_with_the_dash():
    mask = np.zeros((100, 300), np.uint8)
    mask[20:80, 20:64] = SEVEN
    mask[5:20, 20:230] = 255
    assert Verdict(NOT_DIGIT) in verdicts([Piece(7, SEVEN, 20, 20)], mask)


def test_part_of_a_digit_is_a_fragment_or_nothing():
    mask = np.zeros((100, 300), np.uint8)
    mask[20:28, 20:64] = 255
    assert verdicts([Piece(7, SEVEN, 20, 20)], mask) <= {Verdict(NOT_DIGIT, 0, fragment=True), None}


def test_a_stroke_and_a_ring_deceive():
    def mark(ink):
        sheet = np.zeros((100, 100), np.uint8)
        sheet[10 : 10 + ink.shape[0], 10 : 10 + ink.shape[1]] = ink
        return max(marks(sheet), key=lambda m: m.size)

    assert deceives(mark(DASH.T))
    assert deceives(mark(RING))
    assert not deceives(mark(DASH))
    assert not deceives(mark(SEVEN))


def test_most_written_digits_are_cut_out_and_labeled(digits):
    rng = np.random.default_rng(1)
    written = found = 0
    for _ in range(60):
        photo, sheet = draw_photo(digits, rng, kind="single")
        labels = [label for _, label in examples_of(photo, sheet)]
        written += 1
        found += int(sheet.text) in labels
    assert found > 0.85 * written


def test_photos_without_digits_give_no_digits(digits):
    rng = np.random.default_rng(1)
    found = [e for _ in range(40) for e in examples_of(*draw_photo(digits, rng, "not_digit"))]
    assert {label for _, label in found} == {NOT_DIGIT}


def test_the_same_seed_draws_the_same_examples_in_any_process(digits):
    told: list[float] = []
    one = draw_examples(digits, 24, seed=7, tell=told.append)
    other = draw_examples(digits, 24, seed=7)
    assert np.array_equal(one.pictures, other.pictures)
    assert np.array_equal(one.labels, other.labels)
    assert one.pictures.shape[1:] == (28, 28)
    assert told[-1] == 1
