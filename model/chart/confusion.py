"""The confusion matrix as a chart: which digit was read as which, the errors in color."""

from collections.abc import Sequence

from model.chart.canvas import MARGIN, THEMES, WIDTH, Canvas, Theme, to_bytes
from model.chart.photo import Area

CELL = 78
"""Side of a cell in pixels."""

LEFT, TOP = MARGIN + 84, MARGIN + 170
"""Where the first cell begins, in pixels."""

HEIGHT = TOP + 10 * CELL + MARGIN + 64

FAINTEST, STRONGEST = 0.18, 0.95
"""How much color the rarest and the commonest error get, 0 … 1."""

TYPE = 28
"""Size of a count's type, in pixels; counts of many digits get a smaller one."""

DIGIT_WIDTH = 0.64
"""Width of a digit in parts of its type's size."""


def draw_confusion(confusion: Sequence[Sequence[int]], title: str, theme: str = "light") -> bytes:
    """Draw a confusion matrix.

    Parameters
    ----------
    confusion
        Ten rows, one for each true digit, of ten counts, one for each digit read.
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
    center = LEFT + 5 * CELL
    canvas.text(center, TOP - 66, "read as", 28, colors.muted, align=0.5)
    canvas.text(WIDTH - MARGIN, TOP - 18, "right", 28, colors.muted, align=1)
    worst = max((n for r, row in enumerate(confusion) for c, n in enumerate(row) if r != c))
    for true, row in enumerate(confusion):
        middle = LEFT + (true + 0.5) * CELL
        canvas.text(middle, TOP - 18, str(true), 36, bold=True, align=0.5)
        baseline = TOP + (true + 0.5) * CELL + 13
        canvas.text(LEFT - 22, baseline, str(true), 36, bold=True, align=1)
        right = f"{100 * row[true] / sum(row):.1f} %" if sum(row) else "–"
        canvas.text(WIDTH - MARGIN, baseline - 2, right, 27, colors.muted, align=1)
        for read, count in enumerate(row):
            cell = Area(LEFT + read * CELL + 2, TOP + true * CELL + 2, CELL - 4, CELL - 4)
            share = None if true == read else count / max(worst, 1)
            _paint_cell(canvas, cell, count, share)
    foot = TOP + 10 * CELL + 52
    canvas.text(
        MARGIN, foot, "a row for each digit written, a column for what was read", 28, colors.muted
    )
    return canvas.file()


def _paint_cell(canvas: Canvas, cell: Area, count: int, share: float | None) -> None:
    """Paint a count: on the diagonal if `share` is None, else as so much of the worst error."""
    theme, size = canvas.theme, min(TYPE, 0.92 * cell.width / (DIGIT_WIDTH * len(str(count))))
    color, ink = theme.panel, theme.muted
    if share:
        strength = FAINTEST + (STRONGEST - FAINTEST) * share**0.5
        color = _mix(theme, strength)
        ink = max(theme.ink, theme.chip, key=lambda text: abs(_gray(text) - _gray(color)))
    canvas.block(cell.x, cell.y, cell.width, cell.height, color)
    if count:
        x, y = cell.x + cell.width / 2, cell.y + cell.height / 2 + 0.36 * size
        canvas.text(x, y, str(count), size, ink, bold=bool(share), align=0.5)


def _mix(theme: Theme, share: float) -> str:
    pairs = zip(to_bytes(theme.panel)[:3], to_bytes(theme.doubt)[:3], strict=True)
    return "#" + bytes(round((1 - share) * pale + share * full) for pale, full in pairs).hex()


def _gray(color: str) -> float:
    red, green, blue, _ = to_bytes(color)
    return 0.3 * red + 0.59 * green + 0.11 * blue
