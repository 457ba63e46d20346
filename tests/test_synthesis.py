import numpy as np
import pytest

from model.synthesis.doodles import doodle
from model.synthesis.examples import draw_examples, draw_photo, examples_of
from model.synthesis.paper import photograph
from model.synthesis.pens import STYLES, draw_strokes, strokes_of
from model.synthesis.sheet import NOT_DIGIT, Examples, write_sheet
from tests.drawn import mnist_digits


@pytest.fixture(scope="module")
def digits() -> Examples:
    return Examples(*mnist_digits(200))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(4)


@pytest.mark.parametrize("digit", range(10))
def test_every_style_of_a_digit_can_be_written(digit, rng):
    assert len(STYLES[digit]) >= 3
    for _ in range(30):
        ink = draw_strokes(strokes_of(digit, rng), 60, 4)
        assert ink.dtype == np.uint8
        assert ink.max() == 255
        assert 50 < ink.shape[0] < 130


def test_a_doodle_has_ink_and_about_the_size_that_was_asked_for(rng):
    for _ in range(60):
        ink = doodle(80, 4, rng)
        assert ink.max() > 100
        assert 10 < max(ink.shape) < 240


def test_a_sheet_tells_where_its_symbols_stand(digits, rng):
    for _ in range(50):
        sheet = write_sheet(digits, rng)
        for symbol in sheet.symbols:
            inside = sheet.ink[
                symbol.y : symbol.y + symbol.height, symbol.x : symbol.x + symbol.width
            ]
            assert inside.shape == (symbol.height, symbol.width)
            assert inside.max() > 100
            assert 0 <= symbol.label <= NOT_DIGIT


def test_a_sheet_of_one_digit_on_demand(digits, rng):
    sheets = [write_sheet(digits, rng, single=1.0, doodles=0.0) for _ in range(30)]
    assert all(len(s.symbols) == 1 and s.symbols[0].label < 10 for s in sheets)


def test_a_photo_has_the_size_of_its_ink_and_differs_every_time(rng):
    ink = draw_strokes(strokes_of(3, rng), 100, 6)
    photos = [photograph(ink, rng) for _ in range(20)]
    assert all(p.shape == (*ink.shape, 3) and p.dtype == np.uint8 for p in photos)
    assert len({p.tobytes() for p in photos}) == 20


def test_most_written_digits_are_cut_out_and_labeled(digits):
    rng = np.random.default_rng(1)
    written = found = 0
    for _ in range(60):
        photo, sheet = draw_photo(digits, rng, single=1.0, doodles=0.0)
        labels = [label for _, label in examples_of(photo, sheet)]
        written += 1
        found += sheet.symbols[0].label in labels
    assert found > 0.85 * written


def test_the_same_seed_draws_the_same_examples_in_any_process(digits):
    told: list[float] = []
    one = draw_examples(digits, 24, seed=7, tell=told.append)
    other = draw_examples(digits, 24, seed=7)
    assert np.array_equal(one.pictures, other.pictures)
    assert np.array_equal(one.labels, other.labels)
    assert one.pictures.shape[1:] == (28, 28)
    assert told[-1] == 1
