import cv2
import numpy as np
import pytest

from model.synthesis import askew
from model.synthesis.askew import MOST_TILTED, TURN, lay, tilt
from model.synthesis.sheet import NOT_DIGIT, Piece, Sheet, compose


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(8)


@pytest.fixture
def sheet() -> Sheet:
    """Four sticks in a row, the last of which is no digit: 111 and a stroke."""
    stick = np.full((40, 6), 255, np.uint8)
    labels = (1, 1, 1, NOT_DIGIT)
    return compose([Piece(n, stick, 30 + 40 * i, 20) for i, n in enumerate(labels)], (80, 190))


def fall(sheet: Sheet) -> float:
    """Angle of the row of a sheet's symbols, in degrees; positive where it falls to the right."""
    first, last = sheet.symbols[0], sheet.symbols[-1]
    across = last.x + last.width / 2 - first.x - first.width / 2
    down = last.y + last.height / 2 - first.y - first.height / 2
    return float(np.rad2deg(np.arctan2(down, across)))


def check(sheet: Sheet, before: Sheet) -> None:
    """The truth moved with the ink: every box holds its symbol's ink, all of it and no other's."""
    assert sheet.text == before.text
    assert [s.label for s in sheet.symbols] == [s.label for s in before.symbols]
    assert sheet.ink.shape == sheet.owner.shape
    for number, symbol in enumerate(sheet.symbols, 1):
        own = sheet.owner == number
        assert np.count_nonzero(own) == pytest.approx(40 * 6, rel=0.25)
        assert sheet.ink[own].mean() > 200
        box = own[symbol.y : symbol.y + symbol.height, symbol.x : symbol.x + symbol.width]
        assert np.count_nonzero(box) == np.count_nonzero(own)
        assert box[0].any()
        assert box[-1].any()


def test_a_tilted_sheet_keeps_its_ink_and_its_truth(sheet, rng):
    angles = []
    for _ in range(40):
        tilted = tilt(sheet, rng)
        check(tilted, sheet)
        angles.append(fall(tilted))
    assert max(np.abs(angles)) <= MOST_TILTED + 0.5
    assert min(angles) < -5
    assert max(angles) > 5
    assert np.std(angles) == pytest.approx(askew.TILT, rel=0.35)


def test_a_tilted_sheet_grows_and_nothing_is_cut_off(rng):
    full = compose([Piece(1, np.full((50, 120), 255, np.uint8), 0, 0)], (50, 120))
    tilted = tilt(full, rng)
    assert tilted.ink.size > full.ink.size
    assert tilted.ink.sum(dtype=float) == pytest.approx(full.ink.sum(dtype=float), rel=0.05)


def test_a_sheet_on_a_table_keeps_its_truth_and_shows_the_table(sheet, rng):
    photo = cv2.merge([255 - sheet.ink] * 3)
    for _ in range(20):
        laid, there = lay(photo, sheet, rng)
        check(there, sheet)
        assert laid.dtype == np.uint8
        assert laid.shape == (*there.ink.shape, 3)
        assert laid.shape[0] > photo.shape[0]
        assert laid.shape[1] > photo.shape[1]
        assert abs(fall(there)) < TURN + 6
        assert laid[there.ink > 250].mean() < 30
        # Around the digits is still the sheet's white, in the photo's corners is the table.
        near = cv2.dilate(there.ink, np.ones((9, 9), np.uint8)) > 0
        far = cv2.dilate(there.ink, np.ones((5, 5), np.uint8)) > 0
        assert np.median(laid[near & ~far]) > 240
        corners = laid[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert corners.min() < 240


def test_tables_differ_and_the_same_chance_gives_the_same_one(sheet):
    photo = cv2.merge([255 - sheet.ink] * 3)
    one, again, other = (lay(photo, sheet, np.random.default_rng(s))[0] for s in (1, 1, 2))
    assert np.array_equal(one, again)
    assert one.shape != other.shape or not np.array_equal(one, other)


def test_what_others_cover_wholly_goes_with_them(rng):
    dot = np.full((10, 10), 255, np.uint8)
    sheet = compose([Piece(1, dot, 20, 20), Piece(NOT_DIGIT, dot, 20, 20)], (50, 50))
    hidden, seen = tilt(sheet, rng).symbols
    assert (hidden.label, seen.label) == (1, NOT_DIGIT)
    assert [hidden.x, hidden.y] == pytest.approx([seen.x, seen.y], abs=2)
    assert [hidden.width, hidden.height] == pytest.approx([seen.width, seen.height], abs=3)
