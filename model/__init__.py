"""Reads photos of handwritten digits: `model.load().read(photo_bytes).text`."""

from pathlib import Path

from model.errors import (
    DamagedPicture,
    DataError,
    EmptyFile,
    FileTooLarge,
    ModelError,
    NotAPicture,
    PictureError,
    TooManyPixels,
    WeightsError,
)
from model.reading import Box, Digit, Reading
from model.recognizer import Recognizer

__all__ = [
    "SHIPPED",
    "Box",
    "DamagedPicture",
    "DataError",
    "Digit",
    "EmptyFile",
    "FileTooLarge",
    "ModelError",
    "NotAPicture",
    "PictureError",
    "Reading",
    "Recognizer",
    "TooManyPixels",
    "WeightsError",
    "load",
]

SHIPPED = Path(__file__).parent / "weights"
"""Folder of the version that comes with this package."""


def load(path: Path | None = None) -> Recognizer:
    """Load a recognizer.

    Parameters
    ----------
    path
        A version's folder; None for the shipped one.

    Raises
    ------
    WeightsError
        If the weights are missing or damaged.
    """
    return Recognizer(path or SHIPPED)
