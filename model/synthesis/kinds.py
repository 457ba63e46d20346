"""The kinds of generated photos, and how often each is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.synthesis.askew import lay, tilt
from model.synthesis.camera import webcam_frame
from model.synthesis.cheque import scan
from model.synthesis.paper import photograph
from model.synthesis.scenes import draw_scene
from model.synthesis.sheet import Examples, Sheet, compose
from model.synthesis.writing import write_cheque, write_doodles, write_number, write_single

TINY = 0.22
"""Part of the pictures of one symbol that are webcam frames and icons of `TINY_SIDE` pixels."""
TINY_SIDE = (26, 64)
SHORT, SHORT_TINY, SHORT_SIDE = 3, 0.2, (24, 72)
"""Of the numbers of so many symbols at most, the part that are icons, and their longest side in
pixels."""
TILTED, LAID = 0.12, 0.1
"""Parts of the photos of something written that are held askew, and that show a table, too."""
SCENES = 0.34
"""Part of the photos without digits that show no writing either."""
SCENE_SIDE = (120, 480)
"""Longest side of a scene in pixels."""

Drawn = tuple[NDArray[np.uint8], Sheet]


@dataclass(frozen=True)
class Kind:
    """A kind of photo: the part of all photos that it is, and how one is drawn."""

    part: float
    draw: Callable[[Examples, np.random.Generator], Drawn]


def _single(source: Examples, rng: np.random.Generator) -> Drawn:
    return _photo(write_single(source, rng), rng)


def _number(source: Examples, rng: np.random.Generator) -> Drawn:
    sheet = write_number(source, rng)
    photo, sheet = _taken(sheet, photograph, rng)
    if len(sheet.symbols) <= SHORT and "\n" not in sheet.text and rng.random() < SHORT_TINY:
        photo = webcam_frame(photo, rng.uniform(*SHORT_SIDE), rng)
    return photo, sheet


def _cheque(source: Examples, rng: np.random.Generator) -> Drawn:
    sheet = write_cheque(source, rng)
    return _taken(sheet, scan, rng)


def _not_digit(source: Examples, rng: np.random.Generator) -> Drawn:
    if rng.random() >= SCENES:
        return _photo(write_doodles(source, rng), rng)
    side = SCENE_SIDE[0] * (SCENE_SIDE[1] / SCENE_SIDE[0]) ** rng.random()
    aspect = rng.uniform(0.6, 1.0)
    shape = (round(side * aspect), round(side))
    shape = shape if rng.random() < 0.7 else shape[::-1]
    return draw_scene(shape, rng), compose([], shape)


def _photo(sheet: Sheet, rng: np.random.Generator) -> Drawn:
    photo, sheet = _taken(sheet, photograph, rng)
    if len(sheet.symbols) == 1 and rng.random() < TINY:
        photo = webcam_frame(photo, rng.uniform(*TINY_SIDE), rng)
    return photo, sheet


def _taken(
    sheet: Sheet,
    camera: Callable[[NDArray[np.uint8], np.random.Generator], NDArray[np.uint8]],
    rng: np.random.Generator,
) -> Drawn:
    """Take a photo of a sheet, most from straight above."""
    chance = rng.random()
    if chance < TILTED:
        sheet = tilt(sheet, rng)
    photo = camera(sheet.ink, rng)
    return lay(photo, sheet, rng) if chance >= 1 - LAID else (photo, sheet)


KINDS = {
    "single": Kind(0.42, _single),
    "number": Kind(0.17, _number),
    "cheque": Kind(0.17, _cheque),
    "not_digit": Kind(0.24, _not_digit),
}
"""The kinds of photos by their names."""
