"""The course of a training as a chart: loss and validation accuracy after each epoch."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from model.chart.canvas import MARGIN, THEMES, WIDTH, Canvas, Theme
from model.chart.photo import Area

TOP = MARGIN + 86
"""Where the first network's row begins, in pixels."""

ROW = 470
"""Height of a network's row in pixels: its name, two diagrams, and the epochs below them."""

SCALE = 104
"""Room for the numbers left of a diagram, in pixels."""

PLOT_WIDTH, PLOT_HEIGHT = (WIDTH - 2 * MARGIN - 2 * SCALE - 40) // 2, 280
"""Of a diagram, in pixels."""

PLOT_TOP = 110
"""Where the diagrams begin below the top of their row, in pixels."""

INSET = 26
"""From the edges of a diagram to its outermost points, in pixels."""

STEPS_MOST = 4
"""Steps between the lines of a diagram's grid."""

EPOCHS_NAMED = 6
"""Epochs that have their number below the diagram; of more, every second or fifth … has."""

LINE, DOT = 6, 8
"""Width of a curve and radius of its points, in pixels."""

DOTS_MOST = 30
"""Points up to which each is drawn; more would only thicken the curve."""

ROUND = (1, 2, 5, 10)
"""What a step may be, times a power of ten."""


@dataclass(frozen=True)
class Curve:
    """How the training of one network went.

    Attributes
    ----------
    name
        Of the network, in one or two words.
    losses
        After each epoch; the numbers are finite.
    accuracies
        Share of what it does not learn from that it reads right, 0 … 1, after each epoch; None
        where that was not measured.
    """

    name: str
    losses: tuple[float, ...]
    accuracies: tuple[float | None, ...]


@dataclass(frozen=True)
class _Diagram:
    """What stands in one of the two diagrams of a row.

    Attributes
    ----------
    write
        Turns a value into text, with so many decimals.
    decimals : int
        Of the last value.
    step : float
        Smallest step of the scale: smaller ones would say more than was measured.
    most : float
        What no value can be above.
    """

    label: str
    values: tuple[float | None, ...]
    write: Callable[[float, int], str]
    decimals: int
    step: float
    most: float = math.inf


def draw_curves(curves: Sequence[Curve], title: str, theme: str = "light") -> bytes:
    """Draw the course of a training.

    Parameters
    ----------
    curves
        One for each network that was trained.
    title
        One short line.
    theme
        "light" or "dark".

    Returns
    -------
    A PNG of 1080 pixels in width.

    Raises
    ------
    KeyError
        If there is no such theme.
    """
    canvas = Canvas(TOP + len(curves) * ROW + MARGIN // 2, THEMES[theme])
    canvas.text(MARGIN, MARGIN + 42, title, 46, bold=True)
    for row, curve in enumerate(curves):
        top = TOP + row * ROW
        canvas.text(MARGIN, top + 46, curve.name, 34, bold=True)
        for column, diagram in enumerate(_diagrams(curve)):
            left = MARGIN + SCALE + column * (PLOT_WIDTH + SCALE + 40)
            _paint(canvas, Area(left, top + PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT), diagram)
    return canvas.file()


def _diagrams(curve: Curve) -> tuple[_Diagram, _Diagram]:
    return (
        _Diagram("loss", curve.losses, lambda value, n: f"{value:.{n}f}", 4, 0.001),
        _Diagram(
            "validation accuracy",
            tuple(None if share is None else 100 * share for share in curve.accuracies),
            lambda value, n: f"{value:.{n}f} %",
            decimals=2,
            step=0.1,
            most=100,
        ),
    )


def _paint(canvas: Canvas, plot: Area, diagram: _Diagram) -> None:
    """Paint a diagram: its heading with the last value, the grid, and the curve on it."""
    theme, values = canvas.theme, diagram.values
    known = [(epoch, value) for epoch, value in enumerate(values, 1) if value is not None]
    canvas.text(plot.x - SCALE, plot.y - 18, diagram.label, 26, theme.muted)
    canvas.block(plot.x, plot.y, plot.width, plot.height, theme.panel, 0)
    if not known:
        middle = plot.x + plot.width / 2
        canvas.text(middle, plot.y + plot.height / 2, "not measured", 26, theme.muted, align=0.5)
        return
    last = diagram.write(known[-1][1], diagram.decimals)
    canvas.text(plot.x + plot.width, plot.y - 18, last, 28, bold=True, align=1)
    lowest, highest = (find(value for _, value in known) for find in (min, max))
    ticks = steps(lowest, highest, diagram.step, diagram.most)
    for value, label in zip(ticks, _labels(ticks, diagram.write), strict=True):
        y = _height(plot, ticks, value)
        canvas.line([(plot.x, y), (plot.x + plot.width, y)], theme.ground, 3)
        canvas.text(plot.x - 14, y + 9, label, 25, theme.muted, align=1)
    _name_epochs(canvas, plot, len(values), theme)
    points = [(_across(plot, len(values), e), _height(plot, ticks, v)) for e, v in known]
    if len(points) > 1:
        canvas.line(points, theme.sure, LINE)
    for x, y in points if len(points) <= DOTS_MOST else points[-1:]:
        canvas.dot(x, y, DOT, theme.sure)


def _name_epochs(canvas: Canvas, plot: Area, epochs: int, theme: Theme) -> None:
    every = max(1, round(_round_up(epochs / EPOCHS_NAMED)))
    # The last epoch always has its number, and none stands where it would touch that.
    named = [e for e in range(every, epochs, every) if epochs - e >= every / 2]
    for epoch in (*({1, *named} if every > 1 and epochs > 1 else named), epochs):
        x = _across(plot, epochs, epoch)
        canvas.text(x, plot.y + plot.height + 34, str(epoch), 25, theme.muted, align=0.5)
    foot = plot.y + plot.height + 66
    canvas.text(plot.x + plot.width / 2, foot, "epoch", 25, theme.muted, align=0.5)


def steps(low: float, high: float, least: float, most: float = math.inf) -> list[float]:
    """Give round numbers, evenly spaced, from one that is not above `low` to one not below `high`.

    Parameters
    ----------
    low, high
        What has to lie between them.
    least
        How far they are apart at least; a number of `ROUND` times a power of ten.
    most
        What none is above; a multiple of `least`.

    Returns
    -------
    At least two of them, and at most `STEPS_MOST` + 1.
    """
    step = _round_up(max((high - low) / STEPS_MOST, least))
    while True:
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last == first:
            first, last = (first, last + 1) if step * (last + 1) <= most else (first - 1, last)
        if last - first <= STEPS_MOST:
            return [step * at for at in range(first, last + 1)]
        step = _round_up(1.01 * step)


def _round_up(size: float) -> float:
    """Give the smallest number of `ROUND`, times a power of ten, that is no smaller."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(power * times for times in ROUND if power * times >= size * (1 - 1e-9))


def _labels(ticks: Sequence[float], write: Callable[[float, int], str]) -> list[str]:
    """Write the numbers of a scale with as many decimals as their step needs."""
    step = ticks[1] - ticks[0]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [write(tick, decimals) for tick in ticks]


def _across(plot: Area, epochs: int, epoch: int) -> float:
    """Give where an epoch lies: from left to right, in the middle if it is the only one."""
    share = (epoch - 1) / (epochs - 1) if epochs > 1 else 0.5
    return plot.x + INSET + share * (plot.width - 2 * INSET)


def _height(plot: Area, ticks: Sequence[float], value: float) -> float:
    share = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return plot.y + INSET + (1 - share) * (plot.height - 2 * INSET)
