"""Answers and corrections as the bot keeps them, for tests to put into a store."""

from datetime import UTC, datetime, timedelta

import numpy as np

from bot.store import Answer, Correction, Crop

NOW = datetime.now(UTC)


def ago(**time: float) -> datetime:
    """The moment so many days, hours … before the tests began."""
    return NOW - timedelta(**time)


def answer(message_id: int = 1, user_id: int = 5, **rest: object) -> Answer:
    """An answer in its sender's own chat."""
    values = {
        "chat_id": user_id,
        "version": "shipped",
        "text": "7",
        "confidence": 0.99,
        "certain": True,
        "at": NOW,
    } | rest
    return Answer(message_id=message_id, user_id=user_id, **values)


def crop(label: int | None = 7, seed: int = 0, is_digit: float = 0.875) -> Crop:
    """A picture of noise, each with a noise of its own."""
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.ones(10)).astype(np.float32)
    return Crop(rng.integers(0, 256, (28, 28), np.uint8), label, probabilities, is_digit)


def correction(message_id: int = 1, user_id: int = 5, **rest: object) -> Correction:
    """A correction of a 1 to a 7 by the sender of the picture."""
    values = {
        "chat_id": user_id,
        "said_by": user_id,
        "sha256": f"{message_id:064x}",
        "version": "shipped",
        "read": "1",
        "right": "7",
        "at": NOW,
        "crops": (crop(seed=message_id),),
    } | rest
    return Correction(message_id=message_id, user_id=user_id, **values)


def same(one: Correction | None, other: Correction | None) -> bool:
    """Whether two corrections have the same content, their pictures included."""
    if one is None or other is None:
        return one is other
    flat, other_flat = ({**vars(value), "crops": None} for value in (one, other))
    return (
        flat == other_flat
        and len(one.crops) == len(other.crops)
        and all(map(_same_crop, one.crops, other.crops))
    )


def _same_crop(one: Crop, other: Crop) -> bool:
    return (
        (one.label, one.is_digit) == (other.label, other.is_digit)
        and one.picture.dtype == other.picture.dtype == np.uint8
        and one.probabilities.dtype == other.probabilities.dtype == np.float32
        and np.array_equal(one.picture, other.picture)
        and np.array_equal(one.probabilities, other.probabilities)
    )
