"""The chart of one digit: the photo with its box, the 28×28 picture, a bar for each answer."""

import cv2

from model.chart.canvas import MARGIN, WIDTH, Canvas, Theme
from model.chart.photo import Area, paint_photo
from model.chart.words import percent, whole_percent
from model.reading import Reading

PHOTO = 628
"""Side of the photo in pixels."""

SEEN = 308
"""Side of the 28×28 picture: eleven pixels for each of its own."""

BARS_TOP, BARS_HEIGHT = PHOTO + MARGIN + 72, 250
"""Where the space of the tallest bar begins, and its height, in pixels."""

BAR = 66
"""Width of a bar in pixels."""

HEIGHT = BARS_TOP + BARS_HEIGHT + 112

REST = {"none": "or no digit", "else": "or otherwise"}
"""Labels of the bar for what is none of the ten, and what they stand for: what was seen may be no
digit, or it may not be all that is written."""

REST_LEAST = 0.05
"""Probability of that from which it has a bar: the ten alone have more room."""

INVISIBLE = 0.0005
"""Probability below which a bar has no percentage: it would read 0.0 %."""


def draw_digit(reading: Reading, theme: Theme, form: str) -> bytes:
    """Draw the chart of a reading with one digit."""
    (digit,) = reading.digits
    canvas = Canvas(HEIGHT, theme, form)
    paint_photo(canvas, reading, Area(MARGIN, MARGIN, PHOTO, PHOTO))
    left, right = MARGIN + PHOTO + MARGIN, WIDTH - MARGIN
    center = (left + right) / 2
    color = theme.sure if reading.certain else theme.doubt
    _paint_answer(canvas, reading, center, color)
    top = MARGIN + PHOTO - SEEN - 46
    seen = cv2.resize(digit.picture, (SEEN, SEEN), interpolation=cv2.INTER_NEAREST)
    canvas.picture(left, top, cv2.cvtColor(seen, cv2.COLOR_GRAY2RGB), 12)
    canvas.text(center, MARGIN + PHOTO - 4, "what the network saw", 26, theme.muted, align=0.5)
    _paint_bars(canvas, reading, color)
    return canvas.file()


def _paint_answer(canvas: Canvas, reading: Reading, center: float, color: str) -> None:
    """Write the digit and how sure it is; where that is in doubt, what else it may be."""
    sure = f"{whole_percent(reading.confidence)} sure"
    if reading.certain:
        canvas.text(center, MARGIN + 165, reading.text, 230, color, bold=True, align=0.5)
        canvas.text(center, MARGIN + 228, sure, 40, bold=True, align=0.5)
        return
    canvas.text(center, MARGIN + 138, reading.text, 190, color, bold=True, align=0.5)
    canvas.text(center, MARGIN + 194, sure, 40, bold=True, align=0.5)
    name, share = max(_answers(reading)[1:], key=lambda answer: answer[1])
    other = f"{REST.get(name, f'or {name}')}, {percent(share)}"
    canvas.text(center, MARGIN + 238, other, 27, canvas.theme.muted, align=0.5)


def _answers(reading: Reading) -> list[tuple[str, float]]:
    """Give what it may be, the digit that was read first, with how likely each is."""
    (digit,) = reading.digits
    known = digit.is_digit * reading.trust
    rest = "none" if digit.is_digit <= reading.trust else "else"
    return [*((str(d), share * known) for d, share in digit.candidates), (rest, 1 - known)]


def _paint_bars(canvas: Canvas, reading: Reading, color: str) -> None:
    theme, bottom = canvas.theme, BARS_TOP + BARS_HEIGHT
    answers = sorted(_answers(reading))  # digits come before letters
    if answers[-1][1] < REST_LEAST:
        answers.pop()
    step = (WIDTH - 2 * MARGIN - BAR) / (len(answers) - 1)
    canvas.bar(MARGIN, bottom, WIDTH - 2 * MARGIN, 2, theme.bar)
    for at, (name, share) in enumerate(answers):
        x, wins = MARGIN + at * step, name == reading.text
        if share >= INVISIBLE:
            height = max(5.0, share * BARS_HEIGHT)
            canvas.block(x, bottom - height, BAR, height, color if wins else theme.bar)
            size, ink = (36, theme.ink) if wins else (25, theme.muted)
            # The outermost percentages would leave the margin if they were centered.
            side = at / (len(answers) - 1) if wins and at in (0, len(answers) - 1) else 0.5
            label = x + BAR * side, bottom - height - 12
            canvas.text(*label, percent(share), size, ink, bold=wins, align=side)
        ink = color if wins else theme.muted
        size = 44 if len(name) == 1 else 26
        canvas.text(x + BAR / 2, bottom + 54, name, size, ink, bold=wins, align=0.5)
