"""Printed letters and words, from the fonts that matplotlib and OpenCV bring along."""

from functools import cache
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
from matplotlib.ft2font import FT2Font
from numpy.typing import NDArray

FONTS = (
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSerif", "DejaVuSerif-Italic",
    "DejaVuSerif-Bold", "DejaVuSansMono", "STIXGeneral", "STIXGeneralItalic", "STIXGeneralBol",
)  # fmt: skip
"""matplotlib's own fonts; all have Latin, Greek and Cyrillic letters."""
DRAWN_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
"""OpenCV's fonts of thin strokes, for Latin letters."""
LATIN = "ACEFHKLMNPRTUVWXYQGJDacdefhkmnprtuvwxy"
"""No letter that a person could take for a digit: no O, l, I, S, Z, B, b, q, g …"""
OTHERS = "αβγδεζηθκλμξπρστυφχψωΓΔΘΛΞΠΣΦΨΩгджилмпфцшщъяДЖИЛПУФЦШЩЯ&%+=#@∂"
WORD_LETTERS = "aacdeeefhiijklmnnooprrttuuvwxy"
"""Letters of made-up words, the frequent ones more often."""
CAP_HEIGHT = 0.73
"""Height of a capital as a part of a font's size."""
HERSHEY_HEIGHT = 21
"""Height of a capital of OpenCV's fonts at scale 1, in pixels."""


@cache
def face_of(name: str) -> FT2Font:
    """Open one of matplotlib's fonts."""
    return FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"))


def print_text(text: str, height: float, font: str) -> NDArray[np.uint8]:
    """Print a text.

    Parameters
    ----------
    text
        What to print, on one line.
    height
        Height of a capital in pixels.
    font
        One of `FONTS`.

    Returns
    -------
    (h, w) uint8, 0 paper … 255 ink, cut to the text.
    """
    face = face_of(font)
    face.set_size(max(4.0, height / CAP_HEIGHT), 72)
    face.set_text(text)
    face.draw_glyphs_to_bitmap()
    return np.array(face.get_image(), np.uint8)


def print_letter(height: float, width: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Print any letter about as high as that; OpenCV's with strokes of that width."""
    if rng.random() < 0.4:
        letter = LATIN[rng.integers(len(LATIN))]
        font = DRAWN_FONTS[rng.integers(len(DRAWN_FONTS))]
        return _hershey(letter, height, width, font)
    letters = LATIN + OTHERS
    return print_text(letters[rng.integers(len(letters))], height, FONTS[rng.integers(len(FONTS))])


def print_words(
    height: float, width: int, rng: np.random.Generator, font: str | None = None
) -> NDArray[np.uint8]:
    """Print a line of made-up words that fills a width, in pixels; None is for any font."""
    font = font or FONTS[rng.integers(len(FONTS))]
    count = max(3, int(width / (0.75 * height)))
    return print_text(any_words(count, rng), height, font)[:, :width]


def any_words(count: int, rng: np.random.Generator) -> str:
    """Make up words of so many letters in all."""
    letters = "".join(WORD_LETTERS[i] for i in rng.integers(len(WORD_LETTERS), size=count))
    ends = np.cumsum(rng.integers(2, 10, count))
    words = [letters[a:b] for a, b in zip((0, *ends), ends, strict=False) if a < count]
    return " ".join(word.title() if rng.random() < 0.3 else word for word in words)


def _hershey(letter: str, height: float, width: float, font: int) -> NDArray[np.uint8]:
    scale = height / HERSHEY_HEIGHT
    side = round(2.4 * height)
    canvas = np.zeros((side, side), np.uint8)
    start = (round(0.4 * height), round(1.6 * height))
    cv2.putText(canvas, letter, start, font, scale, 255, max(1, round(width)), cv2.LINE_AA)
    x, y, w, h = cv2.boundingRect(canvas)
    return canvas[y : y + h, x : x + w]


def bend(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Bend and turn ink a little, as if a hand had drawn it; its box grows by a margin."""
    pad = max(2, round(0.15 * max(ink.shape)))
    ink = cv2.copyMakeBorder(ink, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    height, width = ink.shape
    reach = 0.05 * max(height, width) * rng.uniform(0.2, 1)
    moves = rng.normal(0, reach, (2, 4, 4)).astype(np.float32)
    angle, lean = np.deg2rad(rng.normal(0, 6)), rng.normal(0, 0.15)
    y, x = np.indices((height, width), np.float32)
    across, down = x - width / 2, y - height / 2
    dx, dy = (cv2.resize(m, (width, height), interpolation=cv2.INTER_CUBIC) for m in moves)
    columns = np.cos(angle) * across - np.sin(angle) * down + lean * down + width / 2 + dx
    rows = np.sin(angle) * across + np.cos(angle) * down + height / 2 + dy
    bent = cv2.remap(ink, columns.astype(np.float32), rows.astype(np.float32), cv2.INTER_LINEAR)
    return np.asarray(bent, np.uint8)
