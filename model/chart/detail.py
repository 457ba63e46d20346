"""The photo in all its detail, for a chart that shows a small part of it.

A photo is read at half of its size and less, which is quicker to unpack. That is enough of most
photos for their charts, too.
"""

from dataclasses import replace

from model.chart.canvas import MARGIN, WIDTH
from model.chart.digit import PHOTO
from model.chart.photo import crop
from model.image import decode
from model.reading import Reading
from model.room import SIDE

MOST_ENLARGED = 2.0
"""Pixels of a chart for each pixel of the photo, above which the blur shows."""


def in_detail(reading: Reading, data: bytes) -> Reading:
    """Return a reading with its photo as sharp as its chart needs it.

    Parameters
    ----------
    reading
        What was read.
    data
        The file that it was read from.
    """
    digits, known = reading.digits, max(reading.photo.shape[:2])
    if not digits or known >= min(SIDE, max(reading.width, reading.height)):
        return reading
    shown = PHOTO if len(digits) == 1 else WIDTH - 2 * MARGIN
    _, _, width, _ = crop(reading, 1.0)
    if shown <= MOST_ENLARGED * width * reading.photo.shape[1] / reading.width:
        return reading
    return replace(reading, photo=decode(data).pixels)
