import unicodedata
from dataclasses import replace

import cv2
import numpy as np
import pytest

from model.synthesis import light, numbers, scripts
from model.synthesis.cheque import scan
from model.synthesis.doodles import doodle, text_block
from model.synthesis.eastern import EASTERN
from model.synthesis.examples import draw_photo
from model.synthesis.hands import any_hand, write_digit
from model.synthesis.kinds import KINDS
from model.synthesis.letters import LETTERS, SHAPES
from model.synthesis.paper import photograph
from model.synthesis.pens import Nib, draw_strokes
from model.synthesis.printed import FONTS, LATIN, OTHERS, print_text
from model.synthesis.samples import ROW_WIDTH, sample_sheet
from model.synthesis.scenes import draw_scene
from model.synthesis.sheet import NOT_DIGIT, Examples, Piece, compose
from model.synthesis.styles import FLAT, STYLES
from model.synthesis.touch import Touch, shake, strokes, strokes_of
from model.synthesis.writing import (
    DIGITS,
    ROWS,
    write_cheque,
    write_doodles,
    write_number,
    write_single,
)
from tests.drawn import mnist_digits

LETTERED = [*LETTERS.values(), *EASTERN.values()]


@pytest.fixture(scope="module")
def digits() -> Examples:
    return Examples(*mnist_digits(200))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(4)


def test_strokes_are_read_from_text():
    flag, base = strokes("0,50 50,0! 50,100; 0,100 100,100")
    assert flag.tolist() == [[-0.5, 0.0], [0.0, -0.5], [0.0, -0.5], [0.0, 0.5]]
    assert base.tolist() == [[-0.5, 0.5], [0.5, 0.5]]


@pytest.mark.parametrize("digit", range(10))
def test_every_style_of_a_digit_can_be_written(digit, rng):
    assert len(STYLES[digit]) >= 6
    for style in range(len(STYLES[digit])):
        ink = draw_strokes(strokes_of(digit, rng, style=style), 60, 4)
        assert ink.dtype == np.uint8
        assert ink.max() == 255
        assert 50 < ink.shape[0] < 130


@pytest.mark.parametrize("text", [t for ways in LETTERED for t in ways] + SHAPES)
def test_every_letter_and_shape_can_be_drawn(text, rng):
    ink = draw_strokes(shake(strokes(text), 0.8, rng), 60, 3)
    assert 50 < max(ink.shape) < 170
    assert np.count_nonzero(ink > 127) > 60


def test_pressure_makes_a_stroke_wide_and_narrow():
    line = [np.array([(0, 0), (0, 0.5), (0, 1)], np.float32)]
    ink = draw_strokes(line, 100, 10, np.array([0.4, 1.6]))
    widths = np.count_nonzero(ink > 127, axis=1)
    assert widths[30] < 8 < 13 < widths[90]


@pytest.mark.parametrize(("angle", "thick_down"), [(0, True), (90, False)])
def test_a_broad_nib_draws_thick_across_its_edge_and_thin_along_it(angle, thick_down):
    corner = [np.array([(0, 1), (0, 0), (1, 0)], np.float32)]
    ink = draw_strokes(corner, 100, 16, nib=Nib(angle, 0.25)) > 127
    down, across = int(ink[80].sum()), int(ink[:, 80].sum())
    assert (down > across) == thick_down
    assert max(down, across) == pytest.approx(16, abs=3)
    assert min(down, across) == pytest.approx(4, abs=2)


@pytest.mark.parametrize("style", FLAT)
def test_a_level_flag_is_short(style, rng):
    steady = Touch(wobble=0.1, tremor=0, slant=0, turn=0)
    for _ in range(30):
        (curve,) = strokes_of(1, rng, steady, style)
        assert np.ptp(curve[:, 0]) < 0.4 * np.ptp(curve[:, 1])


def test_half_of_the_sevens_have_a_bar():
    barred = sum(";" in style for style in STYLES[7])
    assert barred == len(STYLES[7]) / 2


@pytest.mark.parametrize("font", FONTS)
def test_every_font_has_every_letter(font):
    for letter in LATIN + OTHERS:
        assert print_text(letter, 30, font).max() > 200, letter


def test_the_scripts_have_many_letters_and_no_digit_or_its_double():
    letters = [letter for letter, _ in scripts.characters()]
    assert len(set(letters)) > 1500
    assert scripts.LOOK_ALIKES.isdisjoint(letters)
    assert not any(unicodedata.numeric(letter, None) is not None for letter in letters)
    for double in "OoIlSsZz\N{CYRILLIC CAPITAL LETTER ZE}\N{GREEK SMALL LETTER BETA}":
        assert double not in letters


def test_every_letter_of_a_script_is_printed_as_large_as_asked_for(monkeypatch, rng):
    all_of = scripts.characters()
    for at in range(0, len(all_of), 7):
        monkeypatch.setattr(scripts, "characters", lambda at=at: all_of[at : at + 1])
        ink = scripts.print_character(60, 5, rng)
        height, width = cv2.boundingRect(cv2.compare(ink, 60, cv2.CMP_GT))[2:]
        assert 15 < max(height, width) < 100, all_of[at]


def test_a_letter_of_a_script_is_drawn_with_the_pen_that_was_asked_for(monkeypatch):
    monkeypatch.setattr(scripts, "characters", lambda: (("\N{HEBREW LETTER HE}", scripts.SANS),))
    drawn = [
        scripts.print_character(96, pen, np.random.default_rng(2)) > 127 for pen in (7, 12, 20)
    ]
    widths = [4 * cv2.distanceTransform(ink.astype(np.uint8), 2, 5)[ink].mean() for ink in drawn]
    assert widths == pytest.approx([7, 12, 20], rel=0.3)


def test_an_area_stays_as_it_is_whatever_the_pen(monkeypatch):
    monkeypatch.setattr(scripts, "characters", lambda: (("\N{BLACK SQUARE}", scripts.SANS),))
    thin, fat = (scripts.print_character(60, pen, np.random.default_rng(2)) for pen in (2, 14))
    assert np.array_equal(thin, fat)


def test_a_doodle_has_ink_and_about_the_size_that_was_asked_for(rng):
    for _ in range(100):
        ink = doodle(80, 4, rng)
        assert ink.max() > 100
        assert 10 < max(ink.shape) < 260


def test_a_page_of_text_fills_its_page(rng):
    page = text_block(200, 150, rng)
    assert page.shape == (200, 150)
    assert np.count_nonzero(page) > 200


def test_a_sheet_says_whose_each_pixel_is():
    bar = np.full((6, 2), 255, np.uint8)
    pieces = [Piece(1, bar, 1, 1), Piece(NOT_DIGIT, bar, 2, 1), Piece(7, bar, 9, 3, row=1)]
    sheet = compose(pieces, (8, 10))
    assert sheet.owner[3].tolist() == [0, 1, 2, 2, 0, 0, 0, 0, 0, 3]
    assert (sheet.symbols[2].x, sheet.symbols[2].width, sheet.symbols[2].height) == (9, 1, 5)
    assert sheet.text == "1\n7"
    assert np.array_equal(sheet.ink > 0, sheet.owner > 0)


def test_what_lies_outside_of_a_sheet_is_left_out():
    sheet = compose([Piece(1, np.full((5, 5), 255, np.uint8), 20, 0)], (10, 10))
    assert (sheet.symbols, sheet.text) == ((), "")


WRITERS = {"single": write_single, "number": write_number, "cheque": write_cheque}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_sheet_tells_where_its_symbols_stand(kind, digits, rng):
    for _ in range(25):
        sheet = WRITERS[kind](digits, rng)
        labels = [str(s.label) for s in sheet.symbols if s.label != NOT_DIGIT]
        assert sheet.text.replace("\n", "") == "".join(labels)
        assert (len(labels) == 1) if kind == "single" else (len(labels) <= DIGITS * len(ROWS))
        assert sheet.owner.max() <= len(sheet.symbols)
        for symbol in sheet.symbols:
            place = (
                slice(symbol.y, symbol.y + symbol.height),
                slice(symbol.x, symbol.x + symbol.width),
            )
            assert sheet.ink[place].shape == (symbol.height, symbol.width)
            assert sheet.ink[place].max() >= 100


def test_the_digits_of_a_row_stand_in_reading_order(digits, rng):
    for _ in range(25):
        sheet = write_cheque(digits, rng)
        middles = [s.x + s.width / 2 for s in sheet.symbols if s.label != NOT_DIGIT]
        assert middles == sorted(middles)


def test_a_hand_may_write_some_digits_higher_with_the_same_pen(digits):
    hand = replace(any_hand(np.random.default_rng(3)), traced=1.0, pen=0.1, pressed=False)
    inks = [
        write_digit(hand, 60, digits, np.random.default_rng(5), 1, {1: higher})[1]
        for higher in (1.0, 1.8)
    ]
    assert inks[1].shape[0] == pytest.approx(1.8 * inks[0].shape[0], rel=0.12)
    widths = [np.median((ink > 127).sum(axis=1)) for ink in inks]
    assert widths[1] == pytest.approx(widths[0], rel=0.3)
    unlike = write_digit(hand, 60, digits, np.random.default_rng(5), 1, {0: 0.5})[1]
    assert unlike.shape == inks[0].shape


def test_a_strip_of_shadow_is_narrow_and_runs_into_the_photo(monkeypatch):
    dark = {"SHADOW": 1, "STRIP": 1, "HARD": 1, "VIGNETTE": 0, "CLOUDY": 0, "DEEPEST": (0.9, 0.9)}
    for name, value in dark.items():
        monkeypatch.setattr(light, name, value)
    for seed in range(40):
        photo = light.cast(np.full((240, 180, 3), 255, np.float32), np.random.default_rng(seed))
        rows, columns = np.nonzero(photo[..., 0] < 80)
        assert min(rows.min(), columns.min()) == 0 or rows.max() == 239 or columns.max() == 179
        _, sides, _ = cv2.minAreaRect(np.stack([columns, rows], 1).astype(np.float32))
        assert len(rows) < 0.45 * 240 * 180
        assert min(sides) < (light.STRIP_WIDTH[1] + 0.05) * 240


def test_letters_stand_before_or_after_a_number_and_are_none_of_its_digits(
    digits, rng, monkeypatch
):
    monkeypatch.setattr(numbers, "LETTERED", 1.0)
    plain = numbers.Layout("usual", separated=0.0, ended=0.0)
    before = after = 0
    for _ in range(30):
        pieces = numbers.write_row(3, 50, any_hand(rng), plain, digits, rng)
        kinds = "".join("a" if piece.label == NOT_DIGIT else "1" for piece in pieces)
        assert kinds.strip("a") == "111"
        assert 1 <= kinds.count("a") <= numbers.MOST_LETTERS
        before += kinds.startswith("a")
        after += kinds.endswith("a")
        assert [p.x for p in pieces] == sorted(p.x for p in pieces)
    assert before > 5
    assert after > 5
    assert before + after == 30


def test_doodles_have_no_text(digits, rng):
    assert {write_doodles(digits, rng).text for _ in range(30)} == {""}


@pytest.mark.parametrize("take", [photograph, scan])
def test_a_photo_has_the_size_of_its_ink_and_differs_every_time(take, rng):
    ink = draw_strokes(strokes_of(3, rng), 100, 6)
    photos = [take(ink, rng) for _ in range(20)]
    assert all(p.shape == (*ink.shape, 3) and p.dtype == np.uint8 for p in photos)
    assert len({p.tobytes() for p in photos}) == 20


def test_a_photo_shows_the_ink_that_its_sheet_has(digits):
    """Ink is told from paper by eye: the two differ by more than the paper itself does."""
    rng = np.random.default_rng(3)
    clear = 0
    for _ in range(60):
        photo, sheet = draw_photo(digits, rng, "cheque")
        gray = photo.mean(axis=2)
        ink, paper = gray[sheet.owner > 0], gray[sheet.ink == 0]
        clear += abs(np.median(ink) - np.median(paper)) > 1.5 * paper.std()
    assert clear >= 54


def test_scenes_are_photos_of_the_size_that_was_asked_for(rng):
    for _ in range(40):
        scene = draw_scene((90, 140), rng)
        assert scene.shape == (90, 140, 3)
        assert scene.dtype == np.uint8


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_draws_the_same_photo(kind, digits):
    one, other = (draw_photo(digits, np.random.default_rng(5), kind) for _ in range(2))
    assert np.array_equal(one[0], other[0])
    assert (one[1].text, one[1].symbols) == (other[1].text, other[1].symbols)


def test_the_kinds_are_parts_of_a_whole():
    assert sum(kind.part for kind in KINDS.values()) == pytest.approx(1)


def test_a_picture_of_samples(digits, rng):
    picture = sample_sheet(digits, rng)
    assert picture.dtype == np.uint8
    assert picture.shape[1] > ROW_WIDTH
    assert picture.shape[0] > 600
