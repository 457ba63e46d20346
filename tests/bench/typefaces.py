"""Digits of handwriting typefaces: `python -m tests.bench.typefaces FOLDER [--misses FILE]`.

Each typeface is another hand, of which neither MNIST nor the strokes of `model.synthesis` know
anything; some are school models of a country, others calligraphy. Each of its digits is put on a
sheet alone, and two numbers are; the sheets are drawn without `model.synthesis`. For each digit and
for numbers: how many are read right, how many surely, and how many surely and wrong.

FOLDER holds typefaces (.ttf, .otf, .woff), those of Fontsource's packages for example.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from tests.bench.sheets import (
    SIZE,
    Outcome,
    alone,
    drawn,
    measured,
    montage,
    read,
    turned,
    with_room,
)

NUMBERS = 2
"""Sheets with a number, for each typeface."""
AMONG = (60, 140)
"""Height of a number's digits, in pixels."""


def main() -> None:
    outcomes, misses = measured("typefaces", measure)
    print(f"{len({o.typeface for o in outcomes})} typefaces")
    print(f"{'in %':10s}{'sheets':>8s}{'right':>8s}{'certain':>9s}{'misled':>8s}")
    for name in (*"0123456789", "digits", "numbers"):
        among = [o for o in outcomes if name == _row(o) or name == _kind(o)]
        shares = [
            [o.is_right for o in among],
            [o.certain for o in among],
            [o.certain and not o.is_right for o in among],
        ]
        right, certain, misled = (100 * float(np.mean(share)) for share in shares)
        print(f"{name:10s}{len(among):8d}{right:8.1f}{certain:9.1f}{misled:8.1f}")
    if misses:
        cv2.imwrite(str(misses), montage([o for o in outcomes if not o.is_right]))


def _row(outcome: Outcome) -> str:
    return outcome.text if len(outcome.text) == 1 else ""


def _kind(outcome: Outcome) -> str:
    return "digits" if len(outcome.text) == 1 else "numbers"


def measure(file: Path) -> list[Outcome]:
    """Read all sheets of a typeface; none of one that has no digits."""
    rng = np.random.default_rng(zlib.crc32(file.name.encode()))
    return [read(file.stem, text, ink, rng) for text, ink in _sheets(file, rng)]


def _sheets(file: Path, rng: np.random.Generator) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Write each digit on a sheet, and numbers: the text, and its ink, 0 paper … 255 ink."""
    font = ImageFont.truetype(str(file), SIZE)
    if any(font.getmask(digit).getbbox() is None for digit in "0123456789"):
        return
    for digit in "0123456789":
        yield digit, alone(digit, font, rng)
    for _ in range(NUMBERS):
        text = "".join(map(str, rng.integers(0, 10, int(rng.integers(2, 8)))))
        yield text, turned(_number(text, font, rng), rng, 2.5)


def _number(text: str, font: ImageFont.FreeTypeFont, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Write a number as a hand would: its digits lean, and stand higher or lower, and apart."""
    digits = [drawn(digit, font, rng.normal(0, 2.5)) for digit in text]
    tall = float(np.median([ink.shape[0] for ink, _ in digits]))
    apart = tall * rng.uniform(0.06, 0.35)
    x, places = 0.0, []
    for ink, top in digits:
        places.append((round(x), round(top + rng.normal(0, 0.03 * tall)), ink))
        x += ink.shape[1] + apart * rng.uniform(0.7, 1.3)
    above = min(y for _, y, _ in places)
    below = max(y + ink.shape[0] for _, y, ink in places)
    sheet = np.zeros((below - above, round(x)), np.uint8)
    for left, y, ink in places:
        part = sheet[y - above : y - above + ink.shape[0], left : left + ink.shape[1]]
        np.maximum(part, ink[:, : part.shape[1]], out=part)
    factor = rng.uniform(*AMONG) / tall
    sheet = np.asarray(cv2.resize(sheet, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    return with_room(sheet, rng.uniform(0.8, 1.6) * factor * tall)


if __name__ == "__main__":
    main()
