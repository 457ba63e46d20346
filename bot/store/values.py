"""What the bot keeps, as values: answers, corrections with their small pictures, and counts."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

UNKNOWN_USER = 0
"""In place of a user's id where there is none, as of a picture in a channel."""


@dataclass(frozen=True)
class Answer:
    """One reply of the bot to a picture; nothing of the picture is in it.

    Attributes
    ----------
    chat_id, message_id : int
        Of the bot's reply.
    user_id
        Who sent the picture; `UNKNOWN_USER` where nobody knows.
    version
        Id of the version that read it.
    text
        What was answered, its rows separated by line breaks; "" for no digit.
    at
        With a time zone; it comes back in UTC.
    """

    chat_id: int
    message_id: int
    user_id: int
    version: str
    text: str
    confidence: float
    certain: bool
    at: datetime


@dataclass(frozen=True, eq=False)
class Crop:
    """One small picture as the network saw it, and what it shows.

    Attributes
    ----------
    picture : (28, 28) uint8
        0 paper … 255 ink.
    label
        0 … 9, `model.synthesis.sheet.NOT_DIGIT` for what is no digit, or None where nobody
        knows, since the right text has another number of digits than were found.
    probabilities : (10,) float32
        What the network gave each digit.
    is_digit
        Probability of being a digit at all, 0 … 1.
    """

    picture: NDArray[np.uint8] = field(repr=False)
    label: int | None
    probabilities: NDArray[np.float32] = field(repr=False)
    is_digit: float


@dataclass(frozen=True, eq=False)
class Correction:
    """What somebody said about one answer, be it that it was right.

    Attributes
    ----------
    chat_id, message_id : int
        Of the answer; a second correction of the same answer replaces the first.
    user_id
        Who sent the picture: the correction is kept, capped and forgotten by this name.
    said_by
        Who said it: the same or an admin; `UNKNOWN_USER` once that admin is forgotten.
    sha256
        Of the picture's file, in hex.
    version
        Id of the version that had answered.
    read, right : str
        What was answered and what is right, rows separated by line breaks; "" for no digit.
    at
        With a time zone; it comes back in UTC.
    crops
        In reading order; empty once an admin has dropped the correction.
    dropped
        Whether an admin threw it away: it neither teaches nor counts.
    """

    chat_id: int
    message_id: int
    user_id: int
    said_by: int
    sha256: str
    version: str
    read: str
    right: str
    at: datetime
    crops: tuple[Crop, ...]
    dropped: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether the answer was right."""
        return self.read == self.right


@dataclass(frozen=True)
class Forgotten:
    """How much of a user was removed."""

    answers: int
    corrections: int
    crops: int


@dataclass(frozen=True)
class Tally:
    """How many of a version's answers were right, among those that somebody judged."""

    version: str
    right: int
    count: int


@dataclass(frozen=True)
class Retraining:
    """A retraining under way, so that the admin can be told if it ends with the bot.

    Attributes
    ----------
    chat_id, message_id : int
        Of its progress message.
    order
        What was asked for, in the words of the command.
    """

    chat_id: int
    message_id: int
    order: str
    at: datetime


@dataclass(frozen=True)
class Stats:
    """What is in the store, in numbers.

    Attributes
    ----------
    since
        When the oldest answer that is still kept was given; None where there is none.
    answers, certain, last_day : int
        Answers that are kept, those without a doubt, and those of the last 24 hours.
    people
        Who sent these pictures, as far as known.
    corrections, confirmed : int
        Answers that somebody judged, and those of them that were right.
    correctors
        Whose pictures those were.
    crops
        Small pictures that are kept.
    """

    since: datetime | None
    answers: int
    certain: int
    last_day: int
    people: int
    corrections: int
    confirmed: int
    correctors: int
    crops: int
