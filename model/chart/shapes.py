"""Shapes → how much of each pixel they cover, (h, w) uint8, 0 nothing … 255 all of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

DPI = 72
"""Dots per inch at which a point, the unit of lines, is one pixel."""

Cover = NDArray[np.uint8]


@lru_cache
def corner(radius: int) -> Cover:
    """Give the top left corner of a rectangle whose corners are rounded, (radius, radius)."""
    away = np.arange(radius, 0, -1) - 0.5
    return _covered(radius - np.hypot(away, away[:, None]))


@lru_cache
def ring(width: int, height: int, radius: int, line: int) -> Cover:
    """Give the outline of a rectangle with rounded corners, (height, width).

    Parameters
    ----------
    width, height
        Of the whole, in pixels.
    radius
        Of its outer corners, in pixels.
    line
        Width of the outline, which lies inside, in pixels.
    """
    radius = min(radius, width // 2, height // 2)
    inside = _inside(width, height, radius)
    return _covered(np.minimum(inside, line - inside))


def _inside(width: int, height: int, radius: int) -> NDArray[np.float64]:
    """Say how far the middle of each pixel lies inside a rounded rectangle, in pixels."""
    across = np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius)
    down = (np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius))[:, None]
    outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
    return np.asarray(radius - outside - np.minimum(np.maximum(across, down), 0), np.float64)


def _covered(inside: NDArray[np.float64]) -> Cover:
    return np.asarray(np.round(255 * np.clip(inside + 0.5, 0, 1)), np.uint8)


def stroke(
    width: int, height: int, points: Sequence[tuple[float, float]], line: float, *, dashed: bool
) -> Cover:
    """Give straight lines from point to point, on a sheet of (height, width)."""
    from matplotlib.path import Path

    return _drawn(width, height, Path(points), line, dashed=dashed)


def disk(side: int, x: float, y: float, radius: float) -> Cover:
    """Give a filled circle around (x, y), on a square sheet."""
    from matplotlib.path import Path

    return _drawn(side, side, Path.circle((x, y), radius), 0)


def _drawn(width: int, height: int, path: object, line: float, *, dashed: bool = False) -> Cover:
    """Let matplotlib's Agg draw a path: filled where it has no line."""
    # Imported here: no chart of a reading needs it.
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.transforms import Affine2D

    agg = cast(Any, RendererAgg)(width, height, DPI)  # matplotlib gives it no types
    brush = agg.new_gc()
    brush.set_linewidth(line)
    brush.set_joinstyle("round")
    if dashed:
        brush.set_dashes(0, [3 * line, 3 * line])
    upside_down = Affine2D().scale(1, -1).translate(0, height)
    agg.draw_path(brush, path, upside_down, None if line else (0, 0, 0, 1))
    return np.asarray(agg.buffer_rgba())[..., 3].copy()
