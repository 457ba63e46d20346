"""What the bot keeps between two starts: one database, and the values that go in and out."""

from bot.store.rescue import Rescue, open_store
from bot.store.store import Store
from bot.store.turn import Arrival, Claim, Outcome, Postponed, Turn
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
from bot.store.waiting import Waiting

__all__ = [
    "UNKNOWN_USER",
    "Answer",
    "Arrival",
    "Claim",
    "Correction",
    "Crop",
    "Forgotten",
    "Outcome",
    "Postponed",
    "Rescue",
    "Retraining",
    "Stats",
    "Store",
    "Tally",
    "Turn",
    "Waiting",
    "open_store",
]
