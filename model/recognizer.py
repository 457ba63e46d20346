"""The walk of a photo: bytes → Reading."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.again import LEVEL, LIGHT, PAPER
from model.choices import choices_on
from model.image import Photo, decode
from model.ink.grayscale import has_broad_ink, pages
from model.ink.light import (
    BROAD,
    EDGED,
    NARROW,
    SHARP,
    SMOOTH,
    Light,
    in_hard_shadow,
)
from model.ink.page import Page
from model.ink.size import WORK_SIDE
from model.level import leveled
from model.line.serving import FILE as LINE
from model.line.serving import LineNetwork
from model.paper import paper_in
from model.pixelated import smoothed
from model.reading import Reading
from model.search.choose import Choice
from model.serving import Network
from model.settle import NOTHING, settle, worth

CLUTTER = 12
"""A page that says nothing and has more strokes than this shows a thing, a text or a texture: it
would say nothing level, or in another light, either."""


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
        sent = decode(data, WORK_SIDE)
        photo = smoothed(sent)
        reading, is_clutter = self._read(photo, SMOOTH)
        paper = paper_in(photo) if PAPER.asks(reading) else None
        if paper and paper.holds(reading.digits):
            reading = PAPER.better(self._read(paper.photo, SMOOTH)[0], reading)
        for light in () if is_clutter and not reading.digits else _lights(photo, reading):
            reading = LIGHT.better(self._read(photo, light)[0], reading)
        return replace(reading, photo=sent.pixels)

    def _read(self, photo: Photo, light: Light) -> tuple[Reading, bool]:
        """Read a photo, with one estimate of the light on it, and tell whether it is clutter."""
        reading, choices = self._said(photo, pages(photo, light))
        strokes = min((len(choice.strokes) for choice in choices), default=0)
        if strokes > CLUTTER and not reading.digits:
            return reading, True
        page = leveled(choices[0]) if choices and LEVEL.asks(reading) else None
        if page is None:
            return reading, False
        return LEVEL.better(self._said(photo, (page,))[0], reading), False

    def _said(self, photo: Photo, found: tuple[Page, ...]) -> tuple[Reading, list[Choice]]:
        """Read pages of a photo: what the best one says, and what was chosen, on that one first."""
        chosen = choices_on(found, self._network)
        said = [(settle(choice, self._lines), choice) for choice in chosen]
        said.sort(key=lambda of: worth(of[0]), reverse=True)
        best = said[0][0] if said else NOTHING
        size = photo.width, photo.height
        reading = Reading(best.rows, photo.pixels, *size, best.trust, best.others)
        return reading, [choice for _, choice in said]

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
    asks = LIGHT.asks(reading)
    broad = (BROAD,) if asks and has_broad_ink(photo) else ()
    if in_hard_shadow(photo):
        return *broad, EDGED, NARROW
    return (*broad, SHARP) if asks else ()
