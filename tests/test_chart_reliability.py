import cv2
import numpy as np
import pytest

from model.chart import draw_reliability
from model.chart.canvas import THEMES, WIDTH, to_bytes
from model.chart.reliability import COUNTS, COUNTS_TOP, HEIGHT, INSET, PLOT
from model.scores import Bin

FAIR, OFF = Bin(100, 0.65, 0.6), Bin(100, 0.25, 0.75)


def pixels(bins, theme="light", title="250 pictures"):
    png = draw_reliability(bins, title, theme)
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(png, np.uint8), 1), cv2.COLOR_BGR2RGB)


def place(confidence, right):
    """Where a point of the diagram lies: row, column."""
    wide, high = PLOT.width - 2 * INSET, PLOT.height - 2 * INSET
    y = PLOT.y + INSET + (1 - right) * high
    return round(y), round(PLOT.x + INSET + confidence * wide)


@pytest.mark.parametrize("theme", THEMES)
def test_a_point_is_in_doubt_where_its_interval_misses_the_diagonal(theme):
    image = pixels([FAIR, OFF], theme)
    assert image.shape == (HEIGHT, WIDTH, 3)
    for found, color in ((FAIR, THEMES[theme].sure), (OFF, THEMES[theme].doubt)):
        middle = image[place(found.confidence, found.right)]
        assert tuple(middle) == to_bytes(color)[:3]


def test_the_interval_reaches_as_far_as_wilson_says():
    image = pixels([Bin(100, 0.5, 0.5)])
    sure = (image == to_bytes(THEMES["light"].sure)[:3]).all(axis=2)
    _, column = place(0.5, 0.5)
    rows = np.flatnonzero(sure[PLOT.y : PLOT.y + PLOT.height, column]) + PLOT.y
    top, bottom = place(0.5, 0.5962)[0], place(0.5, 0.4038)[0]  # Wilson's for 50 of 100
    assert abs(rows[0] - top) <= 4
    assert abs(rows[-1] - bottom) <= 4


def test_the_bars_below_are_as_high_as_there_are_answers():
    image = pixels([Bin(400, 0.9, 0.9), Bin(100, 0.1, 0.1)])
    bar = (image == to_bytes(THEMES["light"].bar)[:3]).all(axis=2)[COUNTS_TOP:]
    heights = [bar[:, place(share, 0)[1]].sum() for share in (0.9, 0.1)]
    assert heights == [COUNTS, COUNTS // 4 + (COUNTS % 4 > 1)]


def test_bins_without_answers_are_left_out():
    assert np.array_equal(pixels([FAIR, Bin(0, 0.0, 0.0)]), pixels([FAIR]))


@pytest.mark.parametrize(
    "bins", [[], [Bin(1, 0.0, 0.0), Bin(1, 1.0, 1.0)], [Bin(1_234_567, 0.95, 1.0)]]
)
def test_nothing_is_cut_off_at_the_edges(bins):
    image = pixels(bins)
    for edge in (image[:, :30], image[:, -30:], image[:20], image[-20:]):
        assert (edge == 255).all()


def test_an_unknown_theme_is_refused():
    with pytest.raises(KeyError):
        draw_reliability([], "", "sepia")
