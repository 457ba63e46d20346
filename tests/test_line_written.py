import numpy as np
import pytest

from model.line.strip import cut_strip
from model.synthesis.sheet import NOT_DIGIT, Piece, compose
from model.training.lines.written import CLOSE, FAR, SLIVER, stray_line, written_lines

BLOCK = np.full((40, 20), 255, np.uint8)
"""Stands for any digit."""
SIGN = np.full((4, 10), 255, np.uint8)


def sheet_of(rows: list[str], *, fall: float = 0.0, apart: float = 30):
    """A sheet with rows of digits, and a dash behind each that is none."""
    pieces = []
    for row, text in enumerate(rows):
        for at, digit in enumerate(text):
            x = 60 + 40 * at
            pieces.append(Piece(int(digit), BLOCK, x, 50 + row * (40 + apart) + fall * x, row))
        pieces.append(Piece(NOT_DIGIT, SIGN, 70 + 40 * len(text), 70 + row * (40 + apart), row))
    return compose(pieces, (300, 500))


def draw(count: int, *of, **about):
    sheet = sheet_of(*of, **about)
    for seed in range(count):
        yield from written_lines(sheet, (300, 500), np.random.default_rng(seed))


def test_each_row_is_a_line_with_its_digits():
    rng = np.random.default_rng(0)
    assert [at.text for at in written_lines(sheet_of(["12", "345", "6"]), (300, 500), rng)] == [
        "12", "345", "6",
    ]  # fmt: skip


def test_a_line_has_all_of_its_digits_and_some_room():
    for written in draw(50, ["1234"]):
        line = written.line
        assert 60 - FAR[1] * 45 <= line.x <= 60 + 3.1
        assert 200 - 3.1 <= line.x + line.width <= 200 + FAR[1] * 45
        above = 50 - line.y - line.slope * (60 - line.x)
        assert CLOSE[0] * 45 - 2 <= above <= CLOSE[1] * 45 + 4
        assert 0.9 * 40 <= line.height <= 2 * 40


def test_no_more_than_a_sliver_of_another_row_is_seen():
    for seed in range(50):
        upper, lower = written_lines(
            sheet_of(["1234", "5678"], apart=4), (300, 500), np.random.default_rng(seed)
        )
        fall = abs(upper.line.slope) * upper.line.width + abs(lower.line.slope) * lower.line.width
        assert upper.line.y + upper.line.height <= 94 + SLIVER * 60 + fall
        assert lower.line.y >= 90 - SLIVER * 60 - fall


def test_a_slanting_row_comes_to_lie_level():
    slopes = [written.line.slope for written in draw(60, ["12345"], fall=0.2)]
    assert np.mean(slopes) == pytest.approx(0.2, abs=0.03)
    assert all(slopes)
    sheet = sheet_of(["12345"], fall=0.2)
    inked = np.where(sheet.owner > 0, 255, 0).astype(np.uint8)
    line = next(draw(1, ["12345"], fall=0.2)).line
    rows = cut_strip(inked, line).picture[:, 20:].max(axis=0)
    assert rows.any()


def test_a_slight_slope_is_overlooked_now_and_then():
    slopes = np.array([written.line.slope for written in draw(60, ["12345"])])
    assert 0.1 < (slopes == 0).mean() < 0.6


def test_lines_are_told_in_pixels_of_the_page():
    sheet = sheet_of(["1234"])
    (small,) = written_lines(sheet, (300, 500), np.random.default_rng(3))
    (large,) = written_lines(sheet, (600, 1000), np.random.default_rng(3))
    assert large.line.width == pytest.approx(2 * small.line.width)
    assert large.line.y == pytest.approx(2 * small.line.y)
    assert large.line.slope == pytest.approx(small.line.slope)


def test_a_sheet_without_digits_has_no_lines():
    sheet = compose([Piece(NOT_DIGIT, BLOCK, 10, 10)], (100, 100))
    assert written_lines(sheet, (100, 100), np.random.default_rng(0)) == ()


def test_a_stray_line_says_nothing():
    mask = np.zeros((200, 300), np.uint8)
    mask[50:90, 40:120] = mask[20:60, 200:280] = 255
    found = [stray_line(mask, np.random.default_rng(seed)) for seed in range(60)]
    lines = [written.line for written in found if written]
    assert len(lines) > 40
    assert all(written.text == "" for written in found if written)
    assert all(line.width > 0 and line.height > 0 for line in lines)


def test_a_stray_line_shows_nothing_that_looks_like_a_digit():
    mask = np.zeros((200, 300), np.uint8)
    mask[50:150, 140:152] = 255
    for seed in range(60):
        written = stray_line(mask, np.random.default_rng(seed))
        if written is None:
            break
    else:
        pytest.fail("a stroke like a 1 is always taken for nothing")


def test_a_stroke_like_a_digit_beside_others_of_its_size_is_a_part_of_a_drawing():
    mask = np.zeros((200, 300), np.uint8)
    mask[50:150, 140:152] = 255
    mask[60:150, 200:290] = 255
    seeds = [np.random.default_rng(seed) for seed in range(60)]
    assert all(stray_line(mask, rng) for rng in seeds)


def test_an_empty_page_has_stray_lines_or_none():
    mask = np.zeros((50, 40), np.uint8)
    assert {bool(stray_line(mask, np.random.default_rng(seed))) for seed in range(30)} == {
        True, False,
    }  # fmt: skip
