"""Digits of handwriting typefaces: `python -m tests.bench.typefaces FOLDER [--misses FILE]`.

Each typeface is another hand, of which neither MNIST nor the strokes of `model.synthesis` know
anything; some are school models of a country, others calligraphy. Each of its digits is put on a
sheet alone, and two numbers are; the sheets are drawn without `model.synthesis`. For each digit and
for numbers: how many are read right, how many surely, and how many surely and wrong.

FOLDER holds typefaces (.ttf, .otf, .woff), those of Fontsource's packages for example.
"""

import argparse
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import model
from model.recognizer import Recognizer
from tests.bench.teaching import jpeg

SUFFIXES = {".ttf", ".otf", ".woff"}
SIZE = 200
"""Pixels that a typeface is drawn at, before it is made smaller or larger."""
NUMBERS = 2
"""Sheets with a number, for each typeface."""
ALONE, AMONG = (90, 220), (60, 140)
"""Height of a digit alone and of one of a number, in pixels."""


@dataclass(frozen=True)
class Outcome:
    """What was read on a sheet."""

    typeface: str
    text: str
    said: str
    confidence: float
    certain: bool
    sheet: NDArray[np.uint8]

    @property
    def is_right(self) -> bool:
        return self.said == self.text


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.typefaces")
    parser.add_argument("folder", type=Path, help="typefaces")
    parser.add_argument("--misses", type=Path, metavar="FILE", help="a picture of what is misread")
    asked = parser.parse_args()
    files = sorted(f for f in asked.folder.rglob("*") if f.suffix.lower() in SUFFIXES)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        outcomes = [o for found in pool.map(measure, files, chunksize=4) for o in found]
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
    if asked.misses:
        cv2.imwrite(str(asked.misses), _montage([o for o in outcomes if not o.is_right]))


def _row(outcome: Outcome) -> str:
    return outcome.text if len(outcome.text) == 1 else ""


def _kind(outcome: Outcome) -> str:
    return "digits" if len(outcome.text) == 1 else "numbers"


def measure(file: Path) -> list[Outcome]:
    """Read all sheets of a typeface; none of one that has no digits."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng(zlib.crc32(file.name.encode()))
    found = []
    for text, ink in _sheets(file, rng):
        photo = _photographed(ink, rng)
        reading = _reader().read(jpeg(photo))
        said = file.stem, text, reading.text, reading.confidence, reading.certain
        found.append(Outcome(*said, photo))
    return found


@cache
def _reader() -> Recognizer:
    return model.load()


def _sheets(file: Path, rng: np.random.Generator) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Write each digit on a sheet, and numbers: the text, and its ink, 0 paper … 255 ink."""
    font = ImageFont.truetype(str(file), SIZE)
    if any(font.getmask(digit).getbbox() is None for digit in "0123456789"):
        return
    for digit in "0123456789":
        ink, _ = _digit(digit, font, 0)
        factor = rng.uniform(*ALONE) / ink.shape[0]
        ink = np.asarray(cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
        yield digit, _turned(_with_room(ink, rng.uniform(0.35, 0.9) * ink.shape[0]), rng, 5)
    for _ in range(NUMBERS):
        text = "".join(map(str, rng.integers(0, 10, int(rng.integers(2, 8)))))
        yield text, _turned(_number(text, font, rng), rng, 2.5)


def _digit(
    digit: str, font: ImageFont.FreeTypeFont, turn: float
) -> tuple[NDArray[np.uint8], float]:
    """Draw a digit at the typeface's size: its ink, and how far down on the line that begins."""
    left, top, right, bottom = map(round, font.getbbox(digit))
    room = SIZE // 4
    picture = Image.new("L", (right - left + 2 * room, bottom - top + 2 * room))
    ImageDraw.Draw(picture).text((room - left, room - top), digit, font=font, fill=255)
    ink = np.asarray(picture.rotate(turn, Image.Resampling.BICUBIC))
    x, y, width, height = cv2.boundingRect(cv2.compare(ink, 60, cv2.CMP_GT))
    return ink[y : y + height, x : x + width], top + y - room


def _number(text: str, font: ImageFont.FreeTypeFont, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Write a number as a hand would: its digits lean, and stand higher or lower, and apart."""
    digits = [_digit(digit, font, rng.normal(0, 2.5)) for digit in text]
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
    return _with_room(sheet, rng.uniform(0.8, 1.6) * factor * tall)


def _with_room(ink: NDArray[np.uint8], room: float) -> NDArray[np.uint8]:
    sides = [round(room)] * 4
    return np.asarray(cv2.copyMakeBorder(ink, *sides, cv2.BORDER_CONSTANT, value=0), np.uint8)


def _turned(ink: NDArray[np.uint8], rng: np.random.Generator, most: float) -> NDArray[np.uint8]:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-most, most), 1)
    return np.asarray(cv2.warpAffine(ink, turn, (width, height)), np.uint8)


def _photographed(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Photograph a sheet, (h, w, 3) uint8 RGB: paper, a pen, light that slopes, blur and noise."""
    height, width = ink.shape
    share = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.5, 1.6)).astype(np.float64)[..., None] / 255
    paper = rng.uniform(190, 235) + rng.uniform(-12, 8, 3)
    dark = rng.random() < 0.6
    pen = rng.uniform(20, 110, 3) if dark else rng.uniform((10, 30, 80), (40, 60, 150))
    across = np.linspace(-0.5, 0.5, width)[None, :, None] * rng.uniform(-0.2, 0.2)
    down = np.linspace(-0.5, 0.5, height)[:, None, None] * rng.uniform(-0.2, 0.2)
    light = (paper * (1 - share) + pen * share) * (1 + across + down)
    return np.asarray(np.clip(light + rng.normal(0, 4, (height, width, 1)), 0, 255), np.uint8)


def _montage(outcomes: list[Outcome], columns: int = 8) -> NDArray[np.uint8]:
    """Put sheets side by side, each with what it says, what was read, and in which typeface."""
    tiles = []
    for outcome in outcomes:
        factor = min(200 / outcome.sheet.shape[1], 110 / outcome.sheet.shape[0])
        small = cv2.resize(outcome.sheet, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        tile = np.full((150, 205, 3), 255, np.uint8)
        tile[: small.shape[0], : small.shape[1]] = small[..., ::-1]
        sure = f"{outcome.confidence:.2f}{'!' if outcome.certain else ''}"
        said = f"{outcome.text} > {outcome.said or '-'} {sure}"
        for y, words in ((126, said), (143, outcome.typeface[:26])):
            cv2.putText(tile, words, (0, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 160), 1)
        tiles.append(tile)
    tiles += [np.full((150, 205, 3), 255, np.uint8)] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[at : at + columns]) for at in range(0, len(tiles), columns)]
    return np.vstack(rows) if rows else np.full((1, 1, 3), 255, np.uint8)


if __name__ == "__main__":
    main()
