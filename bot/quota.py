"""How many pictures a person may send in a minute, and that they are told only once."""

import enum
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MINUTE = 60.0

PEOPLE_KEPT = 10_000
"""People remembered; somebody forgotten begins anew."""


class Verdict(enum.Enum):
    """What is done with a picture."""

    READ = enum.auto()
    TELL = enum.auto()
    """It is left out, and that is said."""
    SKIP = enum.auto()
    """It is left out, which was said a moment ago."""


@dataclass
class _Account:
    """What is left to a person, when that was counted, and when they were last told."""

    left: float
    at: float
    told_at: float = -MINUTE


class Quota:
    """Counts the pictures of everybody.

    What was not used comes back evenly, so that whoever waits a little can send a little.

    Parameters
    ----------
    a_minute
        Pictures of one person.
    clock
        Seconds that pass.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute, self._clock = a_minute, clock
        self._accounts: OrderedDict[Hashable, _Account] = OrderedDict()

    def take(self, person: Hashable) -> Verdict:
        """Count one more picture of a person."""
        now = self._clock()
        account = self._accounts.setdefault(person, _Account(self._a_minute, now))
        self._accounts.move_to_end(person)
        while len(self._accounts) > PEOPLE_KEPT:
            self._accounts.popitem(last=False)
        back = (now - account.at) * self._a_minute / MINUTE
        account.left, account.at = min(self._a_minute, account.left + back), now
        if account.left >= 1:
            account.left -= 1
            return Verdict.READ
        if now - account.told_at < MINUTE:
            return Verdict.SKIP
        account.told_at = now
        return Verdict.TELL
