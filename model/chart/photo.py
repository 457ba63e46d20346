"""The photo in a chart: the part of it that matters, a box on each digit, labels on several."""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from model.chart.canvas import Canvas
from model.reading import Box, Digit, Reading

CORNER = 20
"""Radius of the picture's corners in pixels of the chart."""

EDGE = 3
"""Width of the edge around the picture in pixels of the chart."""

ROOM = 0.55
"""Empty room around a digit, in parts of its longer side, so that one sees what it is part of."""

FITS = 1.03
"""How far a picture's shape may be from its place's before it gets a border."""

CRISP = 5
"""Enlargement from which pixels are shown as squares instead of a blur."""

PAD = 8
"""Pixels of the chart between a digit and its box."""

LABEL_SIZES = (22, 40)
"""Smallest and largest type of a label on a digit, in pixels of the chart."""

FAINT = 4
"""Color is shown at one pixel in so many each way, as in a JPEG."""

LIGHT_STEP, COLOR_STEP = 5, 2
"""Steps that brightness and color are rounded to, in gray levels. Together with `FAINT` this
drops noise that nobody sees, and with it half of the PNG's bytes."""


ROUNDING = np.dstack(
    [
        np.minimum((np.arange(256) + step // 2) // step * step, 255)
        for step in (LIGHT_STEP, COLOR_STEP, COLOR_STEP)
    ]
).astype(np.uint8)
"""Table from a level of brightness or color to its rounded one; white and gray stay as they are."""


@dataclass(frozen=True)
class Area:
    """A rectangle, in pixels of the chart."""

    x: int
    y: int
    width: int
    height: int


def paint_photo(canvas: Canvas, reading: Reading, area: Area) -> None:
    """Fill an area of the chart with the part of the photo that holds the digits."""
    left, top, width, height = crop(reading, area.width / area.height)
    photo_scale = reading.photo.shape[1] / reading.width
    rows = _pixels_of(top, height, photo_scale, reading.photo.shape[0])
    columns = _pixels_of(left, width, photo_scale, reading.photo.shape[1])
    part = reading.photo[rows, columns]
    scales = area.width / part.shape[1], area.height / part.shape[0]
    scale = max(scales) if max(scales) < FITS * min(scales) else min(scales)
    picture = _resize(part, scale, area)
    if canvas.form.calm and scale < CRISP:
        picture = _calm(picture)
    x = area.x + (area.width - picture.shape[1]) // 2
    y = area.y + (area.height - picture.shape[0]) // 2
    seen = Area(x, y, picture.shape[1], picture.shape[0])
    # A thin edge, or a white page would run into a white chart.
    size = seen.width + 2 * EDGE, seen.height + 2 * EDGE
    canvas.block(x - EDGE, y - EDGE, *size, canvas.theme.panel, CORNER + EDGE)
    canvas.picture(x, y, picture, min(CORNER, seen.width // 2, seen.height // 2))
    # A picture that nearly fits its place is squeezed into it: not by the same across and down.
    across, down = picture.shape[1] / part.shape[1], picture.shape[0] / part.shape[0]
    origin = (x - columns.start * across, y - rows.start * down)
    zoom = (across * photo_scale, down * photo_scale)
    frames = [_frame(digit.box, origin, zoom, seen) for digit in reading.digits]
    for digit, frame in zip(reading.digits, frames, strict=True):
        # The only digit is as doubtful as the whole; of several, only some may be.
        sure = digit.certain if len(frames) > 1 else reading.certain
        color = canvas.theme.sure if sure else canvas.theme.doubt
        canvas.frame(frame.x, frame.y, frame.width, frame.height, color)
    if len(frames) > 1:
        _label(canvas, reading.digits, frames, seen)


def crop(reading: Reading, aspect: float) -> tuple[float, float, float, float]:
    """Choose the part to show: its left, top, width and height, in pixels of the upright photo.

    Parameters
    ----------
    reading
        With digits or without.
    aspect
        Width over height of the place where it is shown.
    """
    boxes = [digit.box for digit in reading.digits] or [Box(0, 0, reading.width, reading.height)]
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.x + b.width for b in boxes), max(b.y + b.height for b in boxes)
    room = 2 * ROOM * float(np.median([max(b.width, b.height) for b in boxes]))
    width, height = right - left + room, bottom - top + room
    width, height = max(width, height * aspect), max(height, width / aspect)
    # A photo that is too small for this is shown at its full width or height, yet no digit is cut.
    fit = min(1.0, reading.width / width, reading.height / height)
    width = min(reading.width, max(width * fit, 1.1 * (right - left)))
    height = min(reading.height, max(height * fit, 1.1 * (bottom - top)))
    x = np.clip((left + right - width) / 2, 0, reading.width - width)
    y = np.clip((top + bottom - height) / 2, 0, reading.height - height)
    return float(x), float(y), width, height


def _pixels_of(start: float, length: float, scale: float, limit: int) -> slice:
    first = min(round(start * scale), limit - 1)
    return slice(first, max(first + 1, min(limit, round((start + length) * scale))))


def _resize(pixels: MatLike, scale: float, area: Area) -> MatLike:
    height, width = pixels.shape[:2]
    size = (
        min(area.width, max(1, round(width * scale))),
        min(area.height, max(1, round(height * scale))),
    )
    if scale >= CRISP:
        return cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST)
    if scale >= 1:
        return cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)
    # To average a whole number of pixels takes a sixth of the time of any other.
    whole = round(1 / scale)
    rough = (max(1, width // whole), max(1, height // whole))
    inside = pixels[: rough[1] * whole, : rough[0] * whole]
    return cv2.resize(cv2.resize(inside, rough, interpolation=cv2.INTER_AREA), size)


def _calm(pixels: MatLike) -> MatLike:
    """Drop the noise of a photo that would fill the PNG and be seen by nobody."""
    height, width = pixels.shape[:2]
    light, *_ = cv2.split(cv2.cvtColor(cv2.GaussianBlur(pixels, (3, 3), 0), cv2.COLOR_RGB2YCrCb))
    few = cv2.resize(
        pixels, (-(-width // FAINT), -(-height // FAINT)), interpolation=cv2.INTER_AREA
    )
    color = cv2.resize(cv2.cvtColor(few, cv2.COLOR_RGB2YCrCb), (width, height))
    rounded = cv2.LUT(cv2.merge([light, *cv2.split(color)[1:]]), ROUNDING)
    return cv2.cvtColor(rounded, cv2.COLOR_YCrCb2RGB)


def _frame(box: Box, origin: tuple[float, float], zoom: tuple[float, float], seen: Area) -> Area:
    """Give a digit's box in the chart, with some room but within the picture."""
    inset = 4  # half of the line, which must not be cut off
    left = max(origin[0] + box.x * zoom[0] - PAD, seen.x + inset)
    top = max(origin[1] + box.y * zoom[1] - PAD, seen.y + inset)
    right = min(origin[0] + (box.x + box.width) * zoom[0] + PAD, seen.x + seen.width - inset)
    bottom = min(origin[1] + (box.y + box.height) * zoom[1] + PAD, seen.y + seen.height - inset)
    return Area(round(left), round(top), max(8, round(right - left)), max(8, round(bottom - top)))


def _label(canvas: Canvas, digits: tuple[Digit, ...], frames: list[Area], seen: Area) -> None:
    """Write on top of each box what was read in it."""
    size = float(np.clip(0.3 * np.median([frame.height for frame in frames]), *LABEL_SIZES))
    width, height = size, 1.1 * size
    for digit, frame in zip(digits, frames, strict=True):
        x = np.clip(frame.x + (frame.width - width) / 2, seen.x, seen.x + seen.width - width)
        y = frame.y - 0.7 * height
        if y < seen.y:  # no room above: below
            y = min(frame.y + frame.height - 0.3 * height, seen.y + seen.height - height)
        color = canvas.theme.sure if digit.certain else canvas.theme.doubt
        canvas.block(float(x), y, width, height, color, 0.25 * size)
        baseline = y + height / 2 + 0.36 * size
        canvas.text(
            float(x) + width / 2,
            baseline,
            str(digit.digit),
            size,
            canvas.theme.chip,
            bold=True,
            align=0.5,
        )
