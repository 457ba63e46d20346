"""Values ↔ rows of the tables."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray
from sqlalchemy import Row

from bot.store.values import Answer, Correction, Crop, Retraining

PICTURE = (28, 28)
PROBABILITIES = (10,)
SINGLE = np.dtype("<f4")
"""Probabilities as they are kept: 4 bytes each, the same on every machine."""

Columns: TypeAlias = dict[str, object]


def answer_columns(answer: Answer) -> Columns:
    """Give the columns of an answer."""
    return vars(answer)


def to_answer(row: Row[Any]) -> Answer:
    """Make the value of an answer's row."""
    return Answer(**row._mapping)


def correction_columns(correction: Correction) -> Columns:
    """Give the columns of a correction; its crops are rows of their own."""
    columns = dict(vars(correction))
    del columns["crops"]
    columns["answered"] = columns.pop("read")
    columns["said"] = columns.pop("right")
    return columns


def to_correction(row: Row[Any], crops: tuple[Crop, ...]) -> Correction:
    """Make the value of a correction's row and of those of its crops."""
    columns = dict(row._mapping)
    read, right = columns.pop("answered"), columns.pop("said")
    return Correction(**columns, read=read, right=right, crops=crops)


def crop_columns(correction: Correction) -> list[Columns]:
    """Give the columns of each of a correction's crops.

    Raises
    ------
    ValueError
        An array has another shape than it must have.
    """
    return [
        {
            "chat_id": correction.chat_id,
            "message_id": correction.message_id,
            "place": place,
            "picture": _bytes(crop.picture, PICTURE, np.uint8),
            "label": crop.label,
            "probabilities": _bytes(crop.probabilities, PROBABILITIES, SINGLE),
            "is_digit": float(crop.is_digit),
        }
        for place, crop in enumerate(correction.crops)
    ]


def to_crop(row: Row[Any]) -> Crop:
    """Make the value of a crop's row."""
    picture = np.frombuffer(row.picture, np.uint8).reshape(PICTURE)
    probabilities = np.frombuffer(row.probabilities, SINGLE).astype(np.float32)
    return Crop(picture, row.label, probabilities, row.is_digit)


def retraining_columns(retraining: Retraining) -> Columns:
    """Give the columns of a retraining."""
    columns = dict(vars(retraining))
    columns["ordered"] = columns.pop("order")
    return columns


def to_retraining(row: Row[Any]) -> Retraining:
    """Make the value of a retraining's row."""
    return Retraining(row.chat_id, row.message_id, row.ordered, row.at)


def _bytes(values: NDArray[Any], shape: tuple[int, ...], kind: DTypeLike) -> bytes:
    if values.shape != shape:
        raise ValueError(f"An array of shape {shape} is kept, none of {values.shape}.")
    return values.astype(kind).tobytes()
