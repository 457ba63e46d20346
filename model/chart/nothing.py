"""The chart of a picture without digits: the photo, and what of it looks like ink."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from model.chart.canvas import MARGIN, WIDTH, Canvas, Theme, to_bytes
from model.chart.photo import Area, paint_photo
from model.image import Photo
from model.ink.grayscale import pages
from model.ink.threshold import threshold
from model.reading import Reading

GAP = 32
"""Space between the two pictures in pixels."""

SIDE = (WIDTH - 2 * MARGIN - GAP) // 2
"""Width of each of them in pixels."""

HEIGHTS = (160, 628)
"""Least and most height of a picture in pixels."""

LABEL, HEADLINE = 56, 92
"""Heights of the line below the pictures and of the one below that, in pixels."""


def draw_nothing(reading: Reading, theme: Theme, form: str) -> bytes:
    """Draw the chart of a reading without digits."""
    least, most = HEIGHTS
    height = round(min(most, max(least, SIDE * reading.height / reading.width)))
    canvas = Canvas(height + LABEL + HEADLINE + 2 * MARGIN, theme, form)
    left, right = MARGIN, MARGIN + SIDE + GAP
    inked = replace(reading, photo=ink_of(reading, theme))
    for x, seen, label in ((left, reading, "the picture"), (right, inked, "what looks like ink")):
        paint_photo(canvas, seen, Area(x, MARGIN, SIDE, height))
        canvas.text(x + SIDE / 2, MARGIN + height + 46, label, 34, theme.muted, align=0.5)
    bottom = MARGIN + height + LABEL + HEADLINE
    canvas.text(WIDTH / 2, bottom - 8, "No digit found", 52, bold=True, align=0.5)
    return canvas.file()


def ink_of(reading: Reading, theme: Theme) -> NDArray[np.uint8]:
    """Paint what the walk's first steps take for ink, (h, w, 3) uint8 RGB in a theme's colors."""
    page = pages(Photo(reading.photo, reading.width, reading.height))[0]
    colors = np.array([to_bytes(theme.panel)[:3], to_bytes(theme.ink)[:3]], np.uint8)
    return colors[(threshold(page) > 0).astype(np.uint8)]
