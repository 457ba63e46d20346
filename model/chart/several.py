"""The chart of several digits: what is written, the photo with labels, a card for each digit."""

from dataclasses import dataclass

import cv2

from model.chart.canvas import MARGIN, WIDTH, Canvas, Theme
from model.chart.photo import Area, paint_photo
from model.chart.words import whole_percent
from model.reading import Digit, Reading

MOST, LEAST_SURE = 24, 12
"""Most digits that get a card each. Of more, so many of the least sure ones get one."""

GAP = 16
"""Space between cards, and inside of them, in pixels."""

HEADLINE = 118
"""Height of what is written, above the photo, in pixels."""

TYPE = (100, 46)
"""Largest and smallest type of what is written, in pixels."""

DIGIT_WIDTH = 0.696
"""Width of a bold digit in parts of its type's size; nothing in the headline is wider."""

SURENESS = 290
"""Width kept free for how sure the whole is, in pixels."""

PHOTO_HEIGHTS = (160, 640)
"""Least and most height of the photo in pixels."""

COLUMNS = {2: 2, 3: 3, 5: 3, 6: 3}
"""Cards in a row for so many digits; 4 for all others."""

ROOMY = 8
"""Most cards that have their bars below, with numbers; in more of them they stand beside."""


@dataclass(frozen=True)
class Card:
    """Where things stand in a card, in pixels from its top left corner.

    Attributes
    ----------
    seen
        Side of the 28×28 picture.
    bars
        The bars, at their tallest; without the numbers below.
    label
        Size of type of the numbers below the bars; 0 for none.
    height
        Of the whole card.
    """

    seen: int
    bars: Area
    label: int
    height: int


def draw_several(reading: Reading, theme: Theme, form: str) -> bytes:
    """Draw the chart of a reading of two digits or more."""
    digits, note = reading.digits, ""
    if len(digits) > MOST:
        digits = tuple(sorted(digits, key=lambda digit: digit.confidence)[:LEAST_SURE])
        note = f"The {LEAST_SURE} least sure digits of {len(reading.digits)}"
    columns = _columns(reading, len(digits))
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) // columns
    card = _card(width, roomy=len(digits) <= ROOMY)
    photo = _photo_area(reading)
    top = photo.y + photo.height + (80 if note else 28)
    rows = -(-len(digits) // columns)
    canvas = Canvas(top + rows * (card.height + GAP) - GAP + MARGIN, theme, form)
    _paint_headline(canvas, reading)
    paint_photo(canvas, reading, photo)
    canvas.text(MARGIN, top - 22, note, 32, theme.muted)
    for at, digit in enumerate(digits):
        row, column = divmod(at, columns)
        x, y = MARGIN + column * (width + GAP), top + row * (card.height + GAP)
        _paint_card(canvas, digit, Area(x, y, width, card.height), card)
    return canvas.file()


def _columns(reading: Reading, cards: int) -> int:
    lengths = {len(row) for row in reading.rows}
    if len(lengths) == 1 and len(reading.rows) > 1 and 2 <= min(lengths) <= 4:
        return min(lengths)  # the cards then stand as the digits do
    return COLUMNS.get(cards, 4)


def _card(width: int, *, roomy: bool) -> Card:
    if roomy:
        seen = 112
        return Card(seen, Area(GAP, seen + 2 * GAP, width - 2 * GAP, 84), 22, seen + 3 * GAP + 110)
    seen = 76
    left = seen + 2 * GAP
    return Card(seen, Area(left, GAP + 40, width - left - GAP, seen - 40), 0, seen + 2 * GAP)


def _photo_area(reading: Reading) -> Area:
    """Give the photo the shape of what is written in it, within limits."""
    boxes = [digit.box for digit in reading.digits]
    room = max(box.height for box in boxes)
    width = max(b.x + b.width for b in boxes) - min(b.x for b in boxes) + room
    height = max(b.y + b.height for b in boxes) - min(b.y for b in boxes) + room
    width, height = min(width, reading.width), min(height, reading.height)
    across, (least, most) = WIDTH - 2 * MARGIN, PHOTO_HEIGHTS
    tall = round(min(most, max(least, across * height / width)))
    return Area(MARGIN, MARGIN + HEADLINE, across, tall)


def _paint_headline(canvas: Canvas, reading: Reading) -> None:
    theme, baseline = canvas.theme, MARGIN + 78
    text = reading.text.replace("\n", "  ")
    largest, smallest = TYPE
    space = WIDTH - 2 * MARGIN - SURENESS
    size = min(largest, space / (DIGIT_WIDTH * len(text)))
    if size < smallest:
        rows = len(reading.rows)
        text = f"{len(reading.digits)} digits" + (f" in {rows} rows" if rows > 1 else "")
        size = smallest
    color = theme.sure if reading.certain else theme.doubt
    canvas.text(MARGIN, baseline, text, size, color, bold=True)
    sure = f"{whole_percent(reading.confidence)} sure"
    canvas.text(WIDTH - MARGIN, baseline, sure, 44, bold=True, align=1)


def _paint_card(canvas: Canvas, digit: Digit, area: Area, card: Card) -> None:
    theme, seen = canvas.theme, card.seen
    color = theme.sure if digit.certain else theme.doubt
    canvas.block(area.x, area.y, area.width, area.height, theme.panel, 16)
    picture = cv2.resize(digit.picture, (seen, seen), interpolation=cv2.INTER_NEAREST)
    canvas.picture(area.x + GAP, area.y + GAP, cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), 8)
    left, right, top = area.x + seen + 2 * GAP, area.x + area.width - GAP, area.y + GAP
    sure = whole_percent(digit.confidence)
    if card.label:
        canvas.text(left, top + 58, str(digit.digit), 76, color, bold=True)
        canvas.text(left, top + 106, sure, 30)
    else:
        canvas.text(left, top + 30, str(digit.digit), 42, color, bold=True)
        canvas.text(right, top + 30, sure, 24, align=1)
    bottom, step = area.y + card.bars.y + card.bars.height, card.bars.width / 10
    for number, share in enumerate(digit.probabilities * digit.is_digit):
        x, wins = round(area.x + card.bars.x + (number + 0.12) * step), number == digit.digit
        height, bar = max(3, round(float(share) * card.bars.height)), round(0.76 * step)
        canvas.bar(x, bottom - height, bar, height, color if wins else theme.bar)
        if card.label:
            ink = color if wins else theme.muted
            label = x + bar / 2, bottom + card.label + 2
            canvas.text(*label, str(number), card.label, ink, bold=wins, align=0.5)
