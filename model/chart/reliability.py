"""The reliability chart: how sure the answers were against how often they were right."""

from collections.abc import Sequence

from model.chart.canvas import MARGIN, THEMES, WIDTH, Canvas
from model.chart.photo import Area
from model.interval import wilson
from model.scores import Bin

PLOT = Area(MARGIN + 106, MARGIN + 122, WIDTH - 2 * MARGIN - 106, 660)
"""Where the points stand: sureness goes right, how often it was right goes up, both 0 … 1."""

INSET = 44
"""From the edges of that to 0 and to 1 in pixels: points and bars there are still whole."""

COUNTS = 118
"""Height of the strip below, with a bar for the number of answers of each point, in pixels."""

COUNTS_TOP = PLOT.y + PLOT.height + 46
"""Where that strip begins, in pixels; the number on the tallest bar stands above it."""

HEIGHT = COUNTS_TOP + COUNTS + 128 + MARGIN

STEPS = (0, 20, 40, 60, 80, 100)
"""Percent that have a line of the grid."""

DOT, WHISKER, BAR = 12, 5, 52
"""Radius of a point, width of its interval's line, and width of a bar, in pixels."""

LEAST_BAR = 3
"""Height of the lowest bar in pixels: a single answer is still one."""


def draw_reliability(bins: Sequence[Bin], title: str, theme: str = "light") -> bytes:
    """Draw a reliability diagram: points on the diagonal are answers as sure as they are right.

    Each point has its 95 % interval, and another color where the diagonal is outside of that.

    Parameters
    ----------
    bins
        Answers grouped by how sure they were; empty groups are left out.
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
    colors = THEMES[theme]
    canvas = Canvas(HEIGHT, colors)
    canvas.text(MARGIN, MARGIN + 42, title, 46, bold=True)
    canvas.text(MARGIN, PLOT.y - 24, "how often it was right", 28, colors.muted)
    _paint_grid(canvas)
    known = [found for found in bins if found.count]
    for found in known:
        _paint_point(canvas, found)
    _paint_counts(canvas, known)
    _paint_legend(canvas)
    return canvas.file()


def _paint_grid(canvas: Canvas) -> None:
    theme = canvas.theme
    foot = COUNTS_TOP + COUNTS + 42
    canvas.block(PLOT.x, PLOT.y, PLOT.width, PLOT.height, theme.panel, 0)
    for step in STEPS:
        x, y = _place(step / 100, step / 100)  # both axes have the same steps
        canvas.line([(PLOT.x, y), (PLOT.x + PLOT.width, y)], theme.ground, 3)
        canvas.line([(x, PLOT.y), (x, PLOT.y + PLOT.height)], theme.ground, 3)
        canvas.text(PLOT.x - 16, y + 10, f"{step} %", 28, theme.muted, align=1)
        canvas.text(x, foot, f"{step} %", 28, theme.muted, align=0.5)
    canvas.line([_place(0, 0), _place(1, 1)], theme.muted, 3, dashed=True)
    canvas.text(WIDTH - MARGIN, foot + 40, "how sure it was", 28, theme.muted, align=1)


def _paint_point(canvas: Canvas, found: Bin) -> None:
    interval = wilson(round(found.right * found.count), found.count)
    color = canvas.theme.sure if found.confidence in interval else canvas.theme.doubt
    x, y = _place(found.confidence, found.right)
    ends = [(x, _place(0, share)[1]) for share in (interval.low, interval.high)]
    canvas.line(ends, color, WHISKER)
    for _, end in ends:
        canvas.line([(x - DOT, end), (x + DOT, end)], color, WHISKER)
    canvas.dot(x, y, DOT + 3, canvas.theme.panel)
    canvas.dot(x, y, DOT, color)


def _paint_counts(canvas: Canvas, known: Sequence[Bin]) -> None:
    theme, bottom = canvas.theme, COUNTS_TOP + COUNTS
    most = max((found.count for found in known), default=1)
    for found in known:
        x = _place(found.confidence, 0)[0]
        height = max(LEAST_BAR, round(COUNTS * found.count / most))
        canvas.bar(round(x) - BAR // 2, bottom - height, BAR, height, theme.bar)
        canvas.text(x, bottom - height - 8, f"{found.count:,}", 22, theme.muted, align=0.5)
    canvas.text(PLOT.x - 16, bottom - 4, "answers", 22, theme.muted, align=1)


def _paint_legend(canvas: Canvas) -> None:
    theme, y = canvas.theme, HEIGHT - MARGIN
    canvas.dot(MARGIN + DOT, y - 9, DOT, theme.sure)
    canvas.text(MARGIN + 36, y, "as right as it was sure", 26, theme.muted)
    canvas.dot(MARGIN + 404, y - 9, DOT, theme.doubt)
    canvas.text(MARGIN + 428, y, "off by more than chance", 26, theme.muted)
    canvas.line([(MARGIN + 836, y - 9), (MARGIN + 900, y - 9)], theme.muted, 3, dashed=True)
    canvas.text(WIDTH - MARGIN, y, "ideal", 26, theme.muted, align=1)


def _place(sure: float, right: float) -> tuple[float, float]:
    """Give where a point of the diagram lies on the sheet."""
    wide, high = PLOT.width - 2 * INSET, PLOT.height - 2 * INSET
    return PLOT.x + INSET + sure * wide, PLOT.y + INSET + (1 - right) * high
