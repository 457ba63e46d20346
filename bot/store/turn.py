"""What goes into one turn of the inbox, and what comes out of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Arrival:
    """An update that has come.

    Attributes
    ----------
    lane
        What is worked on one after the other: the same text for a chat's messages.
    body
        The update as JSON.
    """

    update_id: int
    lane: str
    body: str = field(repr=False)


@dataclass(frozen=True)
class Postponed:
    """An update that was begun and is to be begun again.

    Attributes
    ----------
    seconds
        How long not before.
    counts
        Whether it is one more time that its answer could not be sent.
    doubtful
        Whether an answer may have reached the user all the same.
    """

    update_id: int
    seconds: float = 0.0
    counts: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Turn:
    """What has happened since the last turn, and what is wanted.

    Attributes
    ----------
    answered
        Numbers of the updates that are to be struck off.
    most
        How many updates may wait; more are refused.
    room
        How many are claimed at most.
    suspect
        Whether one may be among them of which the program seems to have died.
    renew
        Whether to say that this copy lives.
    """

    arrived: tuple[Arrival, ...] = ()
    answered: tuple[int, ...] = ()
    postponed: tuple[Postponed, ...] = ()
    most: int = 0
    room: int = 0
    suspect: bool = False
    renew: bool = False


@dataclass(frozen=True)
class Claim:
    """An update that this copy is to answer now.

    Attributes
    ----------
    begun
        How often it was begun before and did not end: the program died.
    postponed
        How often its answer could not be sent.
    doubtful
        Whether an answer may have reached the user before.
    age
        Seconds since it was written down.
    """

    update_id: int
    body: str = field(repr=False)
    begun: int
    postponed: int
    doubtful: bool
    age: float


@dataclass(frozen=True)
class Outcome:
    """What a turn gave.

    Attributes
    ----------
    count
        How many wait, those in hand included.
    refused
        Numbers of the updates that were not written down, since too many wait.
    seconds
        Until the next one is due that was postponed; None where none was.
    """

    count: int
    refused: frozenset[int]
    claimed: tuple[Claim, ...]
    seconds: float | None
