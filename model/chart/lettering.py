"""Text → how much of each pixel its letters cover; kept, for most charts say the same.

Pillow draws them, with the font that comes with matplotlib. The former is not loaded before there
is something to write, and the latter not at all: that would take a bot a fifth of its start and a
tenth of its memory, and seconds more on a machine whose fonts it has not looked through before.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONTS = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
"""Files of the regular and of the bold type."""

FOLDER = "mpl-data/fonts/ttf"
"""Where matplotlib keeps them."""

KEPT, FONTS_KEPT = 512, 32
"""Lines that are kept, all labels and the percentages that come up most, in less than 2 MB; and
sizes of type."""


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
    from PIL import Image, ImageDraw

    font = _font(size, bold=bold)
    left, top, right, bottom = map(round, font.getbbox(text, anchor="ls"))
    sheet = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(sheet).text((-left, -top), text, 255, font, anchor="ls")
    cover = np.array(sheet)
    cover.setflags(write=False)
    return Lettering(cover, left, -top, font.getlength(text))


@lru_cache(FONTS_KEPT)
def _font(size: float, *, bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont

    found = find_spec("matplotlib")
    assert found is not None  # noqa: S101 - it is required
    assert found.origin is not None  # noqa: S101
    file = Path(found.origin).parent / FOLDER / FONTS[bold]
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)
