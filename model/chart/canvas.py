"""A sheet to draw charts on: pixels from the top left corner, two themes, a file at the end.

Shapes and letters are drawn once as what they cover of each pixel and then only laid on in their
colors: a matplotlib figure would take fifty times as long for the same pixels, its renderer alone
ten times. Nothing that changes is shared between canvases, so threads can draw at the same time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from model.chart import shapes
from model.chart.lettering import lettering
from model.chart.theme import THEMES, Theme, to_bytes

__all__ = ["MARGIN", "THEMES", "WIDTH", "Canvas", "Theme", "to_bytes"]

WIDTH = 1080
"""Width of a chart in pixels: what a phone's screen shows at full sharpness."""

MARGIN = 48
"""Empty border of a chart in pixels."""

DIGIT_WIDTH = 0.696
"""Width of a bold digit of DejaVu Sans in parts of the type's size; all ten are equally wide."""

HALO = "#ffffffb0"
"""Around a frame, which would otherwise be lost on a picture of its own color."""

HALO_WIDTH = 2
"""How far it reaches beyond the frame to both sides, in pixels."""

FRAME_RADIUS = 14
"""Of a frame's corners in pixels; of a small one a quarter of its side."""

PNG = [cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
"""Fits what is flat and the same from row to row: half the bytes of the default in a third of
the time."""
if hasattr(cv2, "IMWRITE_PNG_FILTER"):  # from OpenCV 4.12 on
    PNG += [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP]

JPEG = [cv2.IMWRITE_JPEG_QUALITY, 95]
"""So fine that nobody sees a difference after Telegram has made a coarser one of it."""


@dataclass(frozen=True)
class Form:
    """A kind of file that a sheet can be written as.

    Attributes
    ----------
    ending
        Of its name, with the dot.
    options
        How OpenCV writes it.
    calm
        Whether noise that nobody sees is to be taken out of photos, for it would fill the file.
    """

    ending: str
    options: Sequence[int]
    calm: bool


FORMS = {"png": Form(".png", PNG, calm=True), "jpeg": Form(".jpg", JPEG, calm=False)}


CORNERS = (np.s_[:, :], np.s_[::-1, :], np.s_[:, ::-1], np.s_[::-1, ::-1])
"""Views of a picture in which each of its corners is the first."""


class Canvas:
    """A sheet of `WIDTH` by `height` pixels; x goes right and y goes down from the top left."""

    def __init__(self, height: int, theme: Theme, form: str = "png") -> None:
        self.theme = theme
        self.height = height
        self.form = FORMS[form]
        self._pixels = np.empty((height, WIDTH, 3), np.uint8)  # BGR, as files are written
        self.bar(0, 0, WIDTH, height, theme.ground)

    def picture(self, x: int, y: int, pixels: MatLike, radius: int = 0) -> None:
        """Put an RGB picture with its top left corner at (x, y), its own corners rounded."""
        height, width = pixels.shape[:2]
        self._put(x, y, width, height, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), radius)

    def bar(self, x: int, y: int, width: int, height: int, color: str) -> None:
        """Fill a rectangle, exact to the pixel."""
        self._put(x, y, width, height, _bgr(color))

    def block(
        self, x: float, y: float, width: float, height: float, color: str, radius: float = 8
    ) -> None:
        """Fill a rectangle with rounded corners; its edges are moved to those of pixels."""
        left, top = round(x), round(y)
        right, bottom = round(x + width), round(y + height)
        most = min(right - left, bottom - top) // 2
        size = right - left, bottom - top
        self._put(left, top, *size, _bgr(color), min(round(radius), most))

    def frame(
        self, x: float, y: float, width: float, height: float, color: str, line: int = 5
    ) -> None:
        """Draw the outline of a rectangle with rounded corners, visible on any picture."""
        radius = min(FRAME_RADIUS, round(width / 4), round(height / 4))
        for paint, out in ((HALO, HALO_WIDTH), (color, 0)):
            beyond = line // 2 + out
            self._outline(
                (round(x) - beyond, round(y) - beyond),
                (round(width) + 2 * beyond, round(height) + 2 * beyond),
                radius + beyond,
                line + 2 * out,
                paint,
            )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        color: str,
        line: float,
        *,
        dashed: bool = False,
    ) -> None:
        """Draw straight lines from point to point."""
        left, top = (math.floor(min(axis) - line) for axis in zip(*points, strict=True))
        right, bottom = (math.ceil(max(axis) + line) for axis in zip(*points, strict=True))
        moved = [(x - left, y - top) for x, y in points]
        cover = shapes.stroke(right - left, bottom - top, moved, line, dashed=dashed)
        self._lay(left, top, cover, color)

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        """Fill a circle around (x, y)."""
        left, top, side = math.floor(x - radius), math.floor(y - radius), math.ceil(2 * radius) + 1
        self._lay(left, top, shapes.disk(side, x - left, y - top, radius), color)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        color: str | None = None,
        *,
        bold: bool = False,
        align: float = 0,
    ) -> None:
        """Write a line of text.

        Parameters
        ----------
        x, y
            Where it stands on its baseline.
        size
            Of the type, in pixels.
        align
            Which part of its width lies left of x: 0 left-aligned, 0.5 centered, 1 right-aligned.
        """
        line = lettering(text, size, bold=bold)
        left = round(x - align * line.width) + line.left
        self._lay(left, round(y) - line.rise, line.cover, color or self.theme.ink)

    def file(self) -> bytes:
        """Write the sheet as a file."""
        return cv2.imencode(self.form.ending, self._pixels, self.form.options)[1].tobytes()

    def _put(
        self,
        x: int,
        y: int,
        width: int,
        height: int,
        what: MatLike | tuple[int, ...],
        radius: int = 0,
    ) -> None:
        """Put a color or pixels, in BGR, into a rectangle, whose corners are rounded."""
        area = self._pixels[y : y + height, x : x + width]
        corners = [area[turn][:radius, :radius] for turn in CORNERS if radius]
        below = [corner.copy() for corner in corners]
        # A row at a time is copied at once, a pixel at a time is not.
        area[:] = what if isinstance(what, np.ndarray) else np.full((width, 3), what, np.uint8)
        for corner, ground in zip(corners, below, strict=True):
            share = cv2.cvtColor(shapes.corner(radius), cv2.COLOR_GRAY2RGB)
            corner[:] = _blend(cv2.multiply(corner, share, scale=1 / 255), ground, share)

    def _outline(
        self, at: tuple[int, int], size: tuple[int, int], radius: int, line: int, color: str
    ) -> None:
        """Lay the outline of a rectangle on: its corners, and what is alike between them."""
        (x, y), (width, height) = at, size
        end = max(radius, line)
        columns, rows = _stretched(width, end), _stretched(height, end)
        small = shapes.ring(columns[-1] + 1, rows[-1] + 1, radius, line)
        middle = slice(end, max(end, height - end))
        for down, across in (
            (slice(0, end), slice(None)),
            (middle, slice(0, end)),
            (middle, slice(max(end, width - end), None)),
            (slice(max(end, height - end), None), slice(None)),
        ):
            cover = small[rows[down]][:, columns[across]]
            self._lay(x + (across.start or 0), y + down.start, cover, color)

    def _lay(self, x: int, y: int, cover: NDArray[np.uint8], color: str) -> None:
        """Lay a color on; what lies beyond the sheet is cut off."""
        height, width = cover.shape
        area = self._pixels[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]
        if not area.size:
            return
        cover = cover[max(0, -y) :, max(0, -x) :][: len(area), : area.shape[1]]
        share = cv2.cvtColor(cover, cv2.COLOR_GRAY2RGB)
        over = cv2.LUT(share, _shades(color))
        *_, alpha = to_bytes(color)
        area[:] = _blend(over, area, cv2.convertScaleAbs(share, alpha=alpha / 255))


def _blend(over: MatLike, below: MatLike, share: MatLike) -> MatLike:
    """Add what is below, as far as it shows, to what covers it; all (h, w, 3) uint8."""
    return cv2.add(over, cv2.multiply(below, cv2.bitwise_not(share), scale=1 / 255))


def _bgr(color: str) -> tuple[int, int, int]:
    red, green, blue, _ = to_bytes(color)
    return blue, green, red


@lru_cache
def _shades(color: str) -> MatLike:
    """Give the table from how much a color covers, 0 … 255, to what that adds."""
    *_, alpha = to_bytes(color)
    paint = np.outer(np.arange(256) * alpha / 255**2, _bgr(color))
    return np.round(paint).astype(np.uint8)[:, None]


def _stretched(length: int, end: int) -> NDArray[np.int64]:
    """Stretch a row of pixels to a length: its ends stay, what lies between them is repeated."""
    places = np.arange(length)
    if length <= 2 * end:
        return places
    return np.minimum(places, end) + np.maximum(places - (length - end - 1), 0)
