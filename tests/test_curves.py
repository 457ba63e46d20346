import cv2
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from model.chart import draw_curves
from model.chart.canvas import THEMES, WIDTH, to_bytes
from model.chart.curves import PLOT_HEIGHT, STEPS_MOST, Curve, steps

GOOD = Curve("Digits", (0.3, 0.2, 0.15), (0.97, 0.98, 0.985))


def pixels(png):
    assert png.startswith(b"\x89PNG")
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(png, np.uint8), 1), cv2.COLOR_BGR2RGB)


def curve_of(image, theme, columns):
    """The row of the curve in each of some columns, None where it is not."""
    color = to_bytes(THEMES[theme].sure)[:3]
    drawn = (image[:, columns] == color).all(axis=2)
    return [np.flatnonzero(column).mean() if column.any() else None for column in drawn.T]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("networks", [1, 2])
def test_there_is_a_row_for_each_network(theme, networks):
    image = pixels(draw_curves([GOOD] * networks, "How it went", theme))
    assert image.shape[1] == WIDTH
    assert (image[2, 2] == np.round(np.multiply(to_rgb(THEMES[theme].ground), 255))).all()
    assert abs(image.shape[0] - (160 + 470 * networks)) < 20


@pytest.mark.parametrize("theme", THEMES)
def test_the_loss_falls_and_the_accuracy_rises(theme):
    image = pixels(draw_curves([GOOD], "", theme))
    left = [y for y in curve_of(image, theme, slice(0, WIDTH // 2)) if y is not None]
    right = [y for y in curve_of(image, theme, slice(WIDTH // 2, WIDTH)) if y is not None]
    assert left[-1] - left[0] > PLOT_HEIGHT / 2
    assert right[0] - right[-1] > PLOT_HEIGHT / 2
    assert len(left) > 300


@pytest.mark.parametrize(
    "curve",
    [
        Curve("One epoch", (0.3,), (0.9,)),
        Curve("Flat", (0.0, 0.0), (1.0, 1.0)),
        Curve("Nothing right", (5.0, 5.0), (0.0, 0.0)),
        Curve("Not measured", (0.3, 0.2), (None, None)),
        Curve("Measured at last", (0.3, 0.2), (None, 0.5)),
        Curve("Exploded", (1e9, 3e12), (0.1, 0.1)),
        Curve("Long", tuple(1 / n for n in range(1, 101)), (0.9,) * 100),
    ],
    ids=lambda curve: curve.name,
)
def test_any_course_can_be_drawn(curve):
    image = pixels(draw_curves([curve], "", "light"))
    assert any(y is not None for y in curve_of(image, "light", slice(0, WIDTH // 2)))
    measured = any(value is not None for value in curve.accuracies)
    right = curve_of(image, "light", slice(WIDTH // 2, WIDTH))
    assert any(y is not None for y in right) == measured


def test_an_unknown_theme_is_refused():
    with pytest.raises(KeyError):
        draw_curves([GOOD], "", "pink")


@pytest.mark.parametrize(
    ("low", "high", "least", "most", "scale"),
    [
        (0.13, 0.31, 0.001, 1e9, [0.1, 0.2, 0.3, 0.4]),
        (95.03, 97.71, 0.1, 100, [95, 96, 97, 98]),
        (100, 100, 0.1, 100, [99.9, 100]),
        (0, 0, 0.001, 1e9, [0, 0.001]),
        (0.3012, 0.3012, 0.001, 1e9, [0.301, 0.302]),
        (0, 100, 0.1, 100, [0, 50, 100]),
    ],
)
def test_a_scale_has_round_numbers(low, high, least, most, scale):
    assert steps(low, high, least, most) == pytest.approx(scale)


def test_a_scale_holds_what_it_is_for():
    rng = np.random.default_rng(0)
    for _ in range(500):
        low, high = sorted(10.0 ** rng.uniform(-4, 6, 2))
        scale = steps(low, high, 0.001)
        assert scale[0] <= low * (1 + 1e-6)
        assert scale[-1] >= high * (1 - 1e-6)
        assert 2 <= len(scale) <= STEPS_MOST + 1
