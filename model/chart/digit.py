"""The chart of one digit: the photo with its box, the 28×28 picture, ten bars; and of none."""

import cv2

from model.chart.canvas import MARGIN, WIDTH, Canvas, Theme
from model.chart.photo import Area, paint_photo
from model.chart.words import percent, whole_percent
from model.reading import Digit, Reading

PHOTO = 628
"""Side of the photo in pixels."""

SEEN = 308
"""Side of the 28×28 picture: eleven pixels for each of its own."""

BARS_TOP, BARS_HEIGHT = PHOTO + MARGIN + 72, 250
"""Where the space of the tallest bar begins, and its height, in pixels."""

BAR = 66
"""Width of a bar in pixels."""

HEIGHT = BARS_TOP + BARS_HEIGHT + 112

OUTERMOST = {0: 0.0, 9: 1.0}
"""Bars whose percentage must not be centered, or it would leave the margin."""

INVISIBLE = 0.0005
"""Probability below which a bar has no percentage: it would read 0.0 %."""


def draw_digit(reading: Reading, theme: Theme) -> bytes:
    """Draw the chart of a reading with one digit; gives a PNG."""
    (digit,) = reading.digits
    canvas = Canvas(HEIGHT, theme)
    paint_photo(canvas, reading, Area(MARGIN, MARGIN, PHOTO, PHOTO))
    left, right = MARGIN + PHOTO + MARGIN, WIDTH - MARGIN
    center = (left + right) / 2
    color = theme.sure if digit.certain else theme.doubt
    canvas.text(center, MARGIN + 165, str(digit.digit), 230, color, bold=True, align=0.5)
    canvas.text(
        center, MARGIN + 228, f"{whole_percent(digit.confidence)} sure", 40, bold=True, align=0.5
    )
    top = MARGIN + PHOTO - SEEN - 46
    seen = cv2.resize(digit.picture, (SEEN, SEEN), interpolation=cv2.INTER_NEAREST)
    canvas.picture(left, top, cv2.cvtColor(seen, cv2.COLOR_GRAY2RGB), 12)
    canvas.text(center, MARGIN + PHOTO - 4, "what the network saw", 26, theme.muted, align=0.5)
    _paint_bars(canvas, digit, color)
    return canvas.png()


def _paint_bars(canvas: Canvas, digit: Digit, color: str) -> None:
    theme, bottom = canvas.theme, BARS_TOP + BARS_HEIGHT
    step = (WIDTH - 2 * MARGIN - BAR) / 9
    canvas.bar(MARGIN, bottom, WIDTH - 2 * MARGIN, 2, theme.bar)
    for number, share in enumerate(digit.probabilities * digit.is_digit):
        x, wins = MARGIN + number * step, number == digit.digit
        if share >= INVISIBLE:
            height = max(5.0, share * BARS_HEIGHT)
            canvas.block(x, bottom - height, BAR, height, color if wins else theme.bar)
            size, ink = (36, theme.ink) if wins else (25, theme.muted)
            side = OUTERMOST.get(number, 0.5) if wins else 0.5
            label = x + BAR * side, bottom - height - 12
            canvas.text(*label, percent(share), size, ink, bold=wins, align=side)
        ink = color if wins else theme.muted
        canvas.text(x + BAR / 2, bottom + 54, str(number), 44, ink, bold=wins, align=0.5)


def draw_photo(reading: Reading, theme: Theme) -> bytes:
    """Draw the photo alone, where no digit was found; gives a PNG."""
    width = WIDTH - 2 * MARGIN
    height = min(PHOTO, round(width * reading.height / reading.width) + 1)
    canvas = Canvas(height + 3 * MARGIN + 40, theme)
    paint_photo(canvas, reading, Area(MARGIN, MARGIN, width, height))
    canvas.text(WIDTH / 2, height + 2 * MARGIN + 34, "No digit found", 48, bold=True, align=0.5)
    return canvas.png()
