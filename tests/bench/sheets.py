"""Sheets with symbols of typefaces, each of which is another hand than any in the training.

They are drawn and photographed without `model.synthesis`.
"""

import argparse
from collections.abc import Callable
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
ALONE = (90, 220)
"""Longer side of a symbol alone, in pixels."""
ROOM = (0.35, 0.9)
"""Room around it, as a part of its height."""


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


def measured(
    name: str, measure: Callable[[Path], list[Outcome]]
) -> tuple[list[Outcome], Path | None]:
    """Measure all typefaces of the folder that the command line of a bench names.

    Returns
    -------
    What was read on all sheets, and where a picture of what is misread is wanted.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.bench.{name}")
    parser.add_argument("folder", type=Path, help="typefaces")
    parser.add_argument("--misses", type=Path, metavar="FILE", help="a picture of what is misread")
    asked = parser.parse_args()
    files = sorted(f for f in asked.folder.rglob("*") if f.suffix.lower() in SUFFIXES)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = [outcome for of in pool.map(measure, files, chunksize=4) for outcome in of]
    return found, asked.misses


def read(typeface: str, text: str, ink: NDArray[np.uint8], rng: np.random.Generator) -> Outcome:
    """Photograph a sheet and read it."""
    cv2.setNumThreads(1)
    photo = photographed(ink, rng)
    said = _reader().read(jpeg(photo))
    certain = said.certain and bool(said.text)
    return Outcome(typeface, text, said.text, said.confidence, certain, photo)


@cache
def _reader() -> Recognizer:
    return model.load()


def alone(symbol: str, font: ImageFont.FreeTypeFont, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Put a symbol alone on a sheet: its ink, (h, w) uint8, 0 paper … 255 ink."""
    ink, _ = drawn(symbol, font, 0)
    factor = rng.uniform(*ALONE) / max(ink.shape)
    ink = np.asarray(cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    return turned(with_room(ink, rng.uniform(*ROOM) * ink.shape[0]), rng, 5)


def drawn(
    symbol: str, font: ImageFont.FreeTypeFont, turn: float
) -> tuple[NDArray[np.uint8], float]:
    """Draw a symbol at the typeface's size: its ink, and how far down on the line that begins."""
    left, top, right, bottom = map(round, font.getbbox(symbol))
    room = SIZE // 4
    picture = Image.new("L", (right - left + 2 * room, bottom - top + 2 * room))
    ImageDraw.Draw(picture).text((room - left, room - top), symbol, font=font, fill=255)
    ink = np.asarray(picture.rotate(turn, Image.Resampling.BICUBIC))
    x, y, width, height = cv2.boundingRect(cv2.compare(ink, 60, cv2.CMP_GT))
    return ink[y : y + height, x : x + width], top + y - room


def with_room(ink: NDArray[np.uint8], room: float) -> NDArray[np.uint8]:
    """Put so many pixels of paper around ink."""
    sides = [round(room)] * 4
    return np.asarray(cv2.copyMakeBorder(ink, *sides, cv2.BORDER_CONSTANT, value=0), np.uint8)


def turned(ink: NDArray[np.uint8], rng: np.random.Generator, most: float) -> NDArray[np.uint8]:
    """Turn a sheet by so many degrees at most."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-most, most), 1)
    return np.asarray(cv2.warpAffine(ink, turn, (width, height)), np.uint8)


def photographed(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
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


def montage(outcomes: list[Outcome], columns: int = 8) -> NDArray[np.uint8]:
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
