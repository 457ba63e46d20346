"""The walk of a photo: bytes → Reading."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.apart import take_apart
from model.image import Photo, decode
from model.ink.grayscale import SHARP, SMOOTH, WORK_SIDE, Light, Page, pages
from model.ink.threshold import threshold
from model.line.serving import FILE as LINE
from model.line.serving import LineNetwork
from model.normalize import normalize
from model.reading import Digit, Reading
from model.search.candidate import Candidate, box_on
from model.search.choose import choose
from model.segment import Mark, marks
from model.serving import Network
from model.settle import NOTHING, settle, worth

DOUBTFUL = 0.5
"""A photo that is read with less confidence than this is looked at again, in another light. That
counts if it is so much surer…"""
AHEAD = 0.2
"""…and ahead of the first look by this…"""
AGAIN = 0.85
"""…and so much of its confidence is left, which makes nothing certain: what is seen in one light
only, a shadow may have drawn."""


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
        first = self._read(photo, SMOOTH)
        if first.confidence >= DOUBTFUL:
            return first
        again = self._read(photo, SHARP)
        if again.confidence < max(DOUBTFUL, first.confidence + AHEAD):
            return first
        return replace(again, trust=again.trust * AGAIN)

    def _read(self, photo: Photo, light: Light) -> Reading:
        """Read a photo, with one estimate of the light on it."""
        found = [(page, mark) for page in pages(photo, light) for mark in marks(threshold(page))]
        seen, parts = take_apart(self._look(found))
        chosen = choose(seen + self._look(parts))
        said = max((settle(choice, self._lines) for choice in chosen), key=worth, default=NOTHING)
        return Reading(said.rows, photo.pixels, photo.width, photo.height, said.trust, said.others)

    def _look(self, found: list[tuple[Page, Mark]]) -> list[Candidate]:
        """Classify marks in one batch."""
        pictures = np.array([_picture(page, mark) for page, mark in found], np.uint8)
        answers = self._network.answer(pictures.reshape(-1, 28, 28))
        boxes = [box_on(*at) for at in found]
        digits = map(Digit, boxes, pictures, answers.digit, answers.is_digit.tolist())
        return [Candidate(*at, digit) for at, digit in zip(found, digits, strict=True)]

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


def _picture(page: Page, mark: Mark) -> NDArray[np.uint8]:
    """Crop a mark out of its page and draw it as MNIST's digits are drawn."""
    return normalize(mark.on(page.ink), mark.mask)
