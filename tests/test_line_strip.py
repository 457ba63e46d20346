import numpy as np
import pytest

from model.line.strip import HEIGHT, STEP, STRONG_INK, WIDEST, Line, cut_strip


def page(height=120, width=400):
    return np.zeros((height, width), np.uint8)


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        (Line(10, 10, 64, 64), 32),
        (Line(10, 10, 200, 50), 128),
        (Line(0, 0, 400, 8), WIDEST),
        (Line(30, 20, 1, 90), STEP),
        (Line(5, 5, 0, 0), HEIGHT),
    ],
)
def test_a_strip_is_as_wide_as_its_line_and_whole_steps(line, columns):
    strip = cut_strip(page(), line)
    assert strip.picture.shape == (HEIGHT, columns)
    assert strip.picture.dtype == np.uint8
    assert strip.line == line


@pytest.mark.parametrize("scale", [0.5, 1, 3.5])
def test_what_stands_on_the_page_stands_there_on_the_strip(scale):
    ink = page(round(120 * scale), round(400 * scale))
    ink[round(40 * scale) : round(80 * scale), round(100 * scale) : round(110 * scale)] = 180
    strip = cut_strip(ink, Line(60 * scale, 30 * scale, 120 * scale, 60 * scale)).picture
    rows, columns = np.nonzero(strip > 100)
    assert (columns.min(), columns.max()) == pytest.approx((40 / 120 * 64, 50 / 120 * 64), abs=1.5)
    assert (rows.min(), rows.max()) == pytest.approx((10 / 60 * 32, 50 / 60 * 32), abs=1.5)


def test_a_line_that_falls_is_level_on_the_strip():
    ink = page()
    for x in range(400):
        ink[20 + x // 8 : 24 + x // 8, x] = 200
    strip = cut_strip(ink, Line(40, 15, 300, 30, slope=1 / 8)).picture
    middle = [np.average(np.arange(HEIGHT), weights=strip[:, x]) for x in (5, 100, 200, 300)]
    assert np.ptp(middle) < 1


def test_faint_ink_becomes_strong_and_empty_paper_does_not():
    ink = page()
    ink[30:60, 100:140] = 40
    assert cut_strip(ink, Line(90, 25, 60, 40)).picture.max() == pytest.approx(STRONG_INK, abs=3)
    ink[:] = 2
    assert cut_strip(ink, Line(90, 25, 60, 40)).picture.max() < 30


def test_beyond_the_edge_there_is_paper():
    ink = page() + 200
    strip = cut_strip(ink.astype(np.uint8), Line(-100, 0, 200, 100)).picture
    assert strip[:, :28].max() == 0
    assert strip[5:-5, 36:].min() > 150
