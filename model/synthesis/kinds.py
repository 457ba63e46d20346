"""The kinds of generated photos, and how often each is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    photo = photograph(sheet.ink, rng)
    if len(sheet.symbols) <= SHORT and "\n" not in sheet.text and rng.random() < SHORT_TINY:
        photo = webcam_frame(photo, rng.uniform(*SHORT_SIDE), rng)
    return photo, sheet


def _cheque(source: Examples, rng: np.random.Generator) -> Drawn:
    sheet = write_cheque(source, rng)
    return scan(sheet.ink, rng), sheet


def _not_digit(source: Examples, rng: np.random.Generator) -> Drawn:
    if rng.random() >= SCENES:
        return _photo(write_doodles(source, rng), rng)
    side = SCENE_SIDE[0] * (SCENE_SIDE[1] / SCENE_SIDE[0]) ** rng.random()
    aspect = rng.uniform(0.6, 1.0)
    shape = (round(side * aspect), round(side))
    shape = shape if rng.random() < 0.7 else shape[::-1]
    return draw_scene(shape, rng), compose([], shape)


def _photo(sheet: Sheet, rng: np.random.Generator) -> Drawn:
    photo = photograph(sheet.ink, rng)
    if len(sheet.symbols) == 1 and rng.random() < TINY:
        photo = webcam_frame(photo, rng.uniform(*TINY_SIDE), rng)
    return photo, sheet


KINDS = {
    "single": Kind(0.42, _single),
    "number": Kind(0.17, _number),
    "cheque": Kind(0.17, _cheque),
    "not_digit": Kind(0.24, _not_digit),
}
"""The kinds of photos by their names."""
