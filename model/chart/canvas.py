"""A sheet to draw charts on: pixels from the top left corner, two themes, a PNG at the end.

Text and shapes are drawn by matplotlib's Agg renderer, pictures are painted straight into its
buffer: a figure and axes around them would take three times as long for the same pixels. Nothing
is shared between canvases, so threads can draw at the same time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from cv2.typing import MatLike
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.patches import BoxStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

WIDTH = 1080
"""Width of a chart in pixels: what a phone's screen shows at full sharpness."""

MARGIN = 48
"""Empty border of a chart in pixels."""

DPI = 72
"""Dots per inch at which a point, the unit of type, is one pixel."""

DIGIT_WIDTH = 0.696
"""Width of a bold digit of DejaVu Sans in parts of the type's size; all ten are equally wide."""

HALO = "#ffffffb0"
"""Around a frame, which would otherwise be lost on a picture of its own color."""

REGULAR, BOLD = FontProperties(), FontProperties(weight="bold")

PNG = [cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
"""Fits what is flat and the same from row to row: half the bytes of the default in a third of
the time."""
if hasattr(cv2, "IMWRITE_PNG_FILTER"):  # from OpenCV 4.12 on
    PNG += [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP]


@dataclass(frozen=True)
class Theme:
    """Colors of a chart; text on ground and panel has a contrast of at least 4.5 to 1.

    Attributes
    ----------
    ground, panel
        The sheet, and the cards on it.
    ink, muted
        Headlines, and text of less weight.
    bar
        A bar that did not win.
    sure, doubt
        The winner, where the answer is certain and where it is not.
    chip
        Text on `sure` and `doubt`.
    """

    ground: str
    panel: str
    ink: str
    muted: str
    bar: str
    sure: str
    doubt: str
    chip: str


THEMES = {
    "light": Theme(
        ground="#ffffff",
        panel="#f0f2f6",
        ink="#14171c",
        muted="#586172",
        bar="#b9c2cf",
        sure="#1463d2",
        doubt="#b25000",
        chip="#ffffff",
    ),
    "dark": Theme(
        ground="#15181d",
        panel="#21262e",
        ink="#f4f6f8",
        muted="#a2adbc",
        bar="#4b5666",
        sure="#62a8ff",
        doubt="#ffb454",
        chip="#0d1014",
    ),
}


CORNERS = (np.s_[:, :], np.s_[::-1, :], np.s_[:, ::-1], np.s_[::-1, ::-1])
"""Views of a picture in which each of its corners is the first."""


class Canvas:
    """A sheet of `WIDTH` by `height` pixels; x goes right and y goes down from the top left."""

    def __init__(self, height: int, theme: Theme) -> None:
        self.theme = theme
        self.height = height
        self._agg = cast(Any, RendererAgg)(WIDTH, height, DPI)  # matplotlib gives it no types
        self._pixels = np.asarray(self._agg.buffer_rgba())
        # Four bytes at once: a tenth of the time of filling channel by channel.
        self._pixels.view(np.uint32)[:] = np.array(to_bytes(theme.ground), np.uint8).view(np.uint32)
        self._upside_down = Affine2D().scale(1, -1).translate(0, height)

    def picture(self, x: int, y: int, pixels: MatLike, radius: int = 0) -> None:
        """Put an RGB picture with its top left corner at (x, y), its own corners rounded."""
        height, width = pixels.shape[:2]
        area = self._pixels[y : y + height, x : x + width, :3]
        below = [area[turn][:radius, :radius].copy() for turn in CORNERS]
        area[:] = pixels
        # How far the corner's pixels lie inside a quarter of a circle, 0 … 1 at its edge.
        away = np.arange(radius, 0, -1) - 0.5
        inside = np.clip(radius - np.hypot(away, away[:, None]) + 0.5, 0, 1)[..., None]
        for turn, ground in zip(CORNERS, below, strict=True):
            corner = area[turn][:radius, :radius]
            corner[:] = inside * corner + (1 - inside) * ground

    def bar(self, x: int, y: int, width: int, height: int, color: str) -> None:
        """Fill a rectangle, exact to the pixel."""
        self._pixels[y : y + height, x : x + width] = to_bytes(color)

    def block(
        self, x: float, y: float, width: float, height: float, color: str, radius: float = 8
    ) -> None:
        """Fill a rectangle with rounded corners."""
        self._rounded(x, y, width, height, radius, fill=color)

    def frame(
        self, x: float, y: float, width: float, height: float, color: str, line: float = 5
    ) -> None:
        """Draw the outline of a rectangle with rounded corners, visible on any picture."""
        radius = min(14.0, width / 4, height / 4)
        self._rounded(x, y, width, height, radius, edge=HALO, line=line + 4)
        self._rounded(x, y, width, height, radius, edge=color, line=line)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        color: str,
        line: float,
        *,
        dashed: bool = False,
    ) -> None:
        """Draw straight lines from point to point."""
        brush = self._agg.new_gc()
        brush.set_linewidth(line)
        brush.set_foreground(color)
        brush.set_joinstyle("round")
        if dashed:
            brush.set_dashes(0, [3 * line, 3 * line])
        self._agg.draw_path(brush, Path(points), self._upside_down)

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        """Fill a circle around (x, y)."""
        brush = self._agg.new_gc()
        brush.set_linewidth(0)
        circle = Path.circle((x, y), radius)
        self._agg.draw_path(brush, circle, self._upside_down, to_rgba(color))

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
        font = (BOLD if bold else REGULAR).copy()
        font.set_size(size)
        brush = self._agg.new_gc()
        brush.set_foreground(color or self.theme.ink)
        width = self._agg.get_text_width_height_descent(text, font, ismath=False)[0]
        self._agg.draw_text(brush, x - align * width, y, text, font, 0)

    def png(self) -> bytes:
        """Encode the sheet."""
        bgr = cv2.cvtColor(self._pixels, cv2.COLOR_RGBA2BGR)
        return cv2.imencode(".png", bgr, PNG)[1].tobytes()

    def _rounded(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        radius: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        line: float = 0,
    ) -> None:
        radius = min(radius, width / 2, height / 2)
        path = BoxStyle.Round(pad=0, rounding_size=radius)(x, y, width, height, 1)
        brush = self._agg.new_gc()
        brush.set_linewidth(line)
        if edge:
            brush.set_foreground(edge)
        self._agg.draw_path(brush, path, self._upside_down, to_rgba(fill) if fill else None)


def to_bytes(color: str) -> tuple[int, int, int, int]:
    """Give a color as RGBA, each 0 … 255."""
    red, green, blue, alpha = (round(255 * part) for part in to_rgba(color))
    return red, green, blue, alpha
