"""Text → how much of each pixel its letters cover; kept, for most charts say the same.

FreeType draws them, as matplotlib ships it, with the font that comes along. Neither is loaded
before there is something to write, and no font of the system is looked for: that takes seconds
on a machine where nobody has done it before.
"""

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FONTS = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
"""Files of the regular and of the bold type."""

DPI = 72
"""Dots per inch at which a point, the unit of type, is one pixel."""

SUBPIXELS = 64
"""FreeType's unit is so many parts of a pixel."""

KEPT = 512
"""Lines that are kept: all labels, and the percentages that come up most; less than 2 MB."""


@dataclass(frozen=True, eq=False)
class Lettering:
    """A line of text, drawn.

    Attributes
    ----------
    cover : (h, w) uint8
        How much of a pixel the letters cover: 0 nothing … 255 all of it.
    left, rise : int
        Where its first column lies right of the line's start, and its first row above the
        baseline, in pixels.
    width : float
        What the line takes from its start to its end, in pixels.
    """

    cover: NDArray[np.uint8]
    left: int
    rise: int
    width: float


@lru_cache(KEPT)
def lettering(text: str, size: float, *, bold: bool) -> Lettering:
    """Draw a line of text.

    Parameters
    ----------
    text
        What it says.
    size
        Of the type, in pixels.
    bold
        Whether the type is bold.
    """
    from matplotlib.ft2font import LoadFlags

    font = _font(bold)
    font.set_size(size, DPI)
    font.set_text(text, 0.0, flags=LoadFlags.DEFAULT)
    font.draw_glyphs_to_bitmap(antialiased=True)
    cover = np.array(font.get_image(), np.uint8)
    cover.setflags(write=False)
    left = round(font.get_bitmap_offset()[0] / SUBPIXELS)
    # Below the letters there is an empty row.
    rise = len(cover) - 1 - round(font.get_descent() / SUBPIXELS)
    return Lettering(cover, left, rise, font.get_width_height()[0] / SUBPIXELS)


_own = threading.local()


def _font(bold: bool) -> "FT2Font":
    """Return this thread's font: FreeType's must not be shared."""
    # Imported here: a bot starts faster without, and answers commands meanwhile.
    import matplotlib as mpl
    from matplotlib.ft2font import FT2Font

    name = FONTS[bold]
    font: FT2Font | None = getattr(_own, name, None)
    if font is None:
        font = FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name))
        setattr(_own, name, font)
    return font
