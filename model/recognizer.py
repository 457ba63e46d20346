"""The walk of a photo: bytes → Reading."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.again import LEVEL, LIGHT, PAPER
from model.choices import choices_on
from model.image import Photo, decode
from model.ink.grayscale import (
    EDGED,
    NARROW,
    SHARP,
    SMOOTH,
    WORK_SIDE,
    Light,
    in_hard_shadow,
    pages,
)
from model.ink.page import Page
from model.level import leveled
from model.line.serving import FILE as LINE
from model.line.serving import LineNetwork
from model.paper import paper_in
from model.reading import Reading
from model.search.choose import Choice
from model.serving import Network
from model.settle import NOTHING, settle, worth


class Recognizer:
    """Reads pictures of handwritten digits; safe to use from any thread.

    Parameters
    ----------
    folder
        A version's folder, with `digits.tflite` in it and, if it reads lines, `line.tflite`.

    Raises
    ------
    WeightsError
        If the weights are missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._network = Network(folder)
        self._lines = LineNetwork(folder) if (folder / LINE).exists() else None

    def read(self, data: bytes) -> Reading:
        """Read the digits in a picture.

        Parameters
        ----------
        data
            A file: JPEG, PNG, WebP, GIF, BMP or TIFF.

        Returns
        -------
        Reading
            Without rows where there is no digit.

        Raises
        ------
        PictureError
            One of its leaves, if the file is no picture that can be read.
        """
        photo = decode(data, WORK_SIDE)
        reading = self._read(photo, SMOOTH)
        paper = paper_in(photo) if PAPER.asks(reading) else None
        if paper and paper.holds(reading.digits):
            reading = PAPER.better(self._read(paper.photo, SMOOTH), reading)
        for light in _lights(photo, reading):
            reading = LIGHT.better(self._read(photo, light), reading)
        return replace(reading, photo=photo.pixels)

    def _read(self, photo: Photo, light: Light) -> Reading:
        """Read a photo, with one estimate of the light on it."""
        reading, choice = self._said(photo, pages(photo, light))
        page = leveled(choice) if choice and LEVEL.asks(reading) else None
        if page is None:
            return reading
        level, _ = self._said(photo, (page,))
        return LEVEL.better(level, reading)

    def _said(self, photo: Photo, found: tuple[Page, ...]) -> tuple[Reading, Choice | None]:
        """Read pages of a photo: what the best one says, and what was chosen on it."""
        chosen = choices_on(found, self._network)
        said = [(settle(choice, self._lines), choice) for choice in chosen]
        best, choice = max(said, key=lambda of: worth(of[0]), default=(NOTHING, None))
        size = photo.width, photo.height
        return Reading(best.rows, photo.pixels, *size, best.trust, best.others), choice

    def classify(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Classify pictures of single digits in MNIST's convention.

        Parameters
        ----------
        images : (n, 28, 28) uint8
            0 paper … 255 ink.

        Returns
        -------
        (n, 10) float32
            How likely each digit is; each row sums to 1.
        """
        return self._network.answer(images).digit


def _lights(photo: Photo, reading: Reading) -> tuple[Light, ...]:
    """Give the lights in which a photo is looked at again."""
    if in_hard_shadow(photo):
        return EDGED, NARROW
    return (SHARP,) if LIGHT.asks(reading) else ()
