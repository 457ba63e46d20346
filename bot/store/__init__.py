"""What the bot keeps between two starts: one database, and the values that go in and out."""

from bot.store.store import Store
from bot.store.values import (
    UNKNOWN_USER,
    Answer,
    Correction,
    Crop,
    Forgotten,
    Retraining,
    Stats,
    Tally,
)

__all__ = [
    "UNKNOWN_USER",
    "Answer",
    "Correction",
    "Crop",
    "Forgotten",
    "Retraining",
    "Stats",
    "Store",
    "Tally",
]
