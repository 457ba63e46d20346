"""How many pictures a person may send in a minute, and that they are told only once."""

import enum
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

MINUTE = 60.0

PEOPLE_KEPT = 10_000
"""People remembered; somebody forgotten begins anew."""

VERDICTS_KEPT = 256
"""Pictures of a person remembered: one that has to be begun again is not counted again."""


class Verdict(enum.Enum):
    """What is done with a picture."""

    READ = enum.auto()
    TELL = enum.auto()
    """It is left out, and that is said."""
    SKIP = enum.auto()
    """It is left out, which was said a moment ago."""


@dataclass
class _Account:
    """What is left to a person, as of when, when they were last told, and what was decided."""

    left: float
    at: float
    told_at: float = float("-inf")
    verdicts: OrderedDict[Hashable, Verdict] = field(default_factory=OrderedDict)


class Quota:
    """Counts the pictures of everybody, by when they were sent: a bot that was down lost no time.

    What was not used comes back evenly, so that whoever waits a little can send a little.

    Parameters
    ----------
    a_minute
        Pictures of one person.
    """

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._accounts: OrderedDict[Hashable, _Account] = OrderedDict()

    def take(self, person: Hashable, at: float, picture: Hashable) -> Verdict:
        """Count one more picture of a person.

        Parameters
        ----------
        person
            Who sent it.
        at
            When, in seconds since whenever.
        picture
            What tells it from others.
        """
        account = self._accounts.setdefault(person, _Account(self._a_minute, at))
        self._accounts.move_to_end(person)
        while len(self._accounts) > PEOPLE_KEPT:
            self._accounts.popitem(last=False)
        if picture not in account.verdicts:
            account.verdicts[picture] = self._decide(account, at)
        while len(account.verdicts) > VERDICTS_KEPT:
            account.verdicts.popitem(last=False)
        return account.verdicts[picture]

    def _decide(self, account: _Account, at: float) -> Verdict:
        back = max(0.0, at - account.at) * self._a_minute / MINUTE
        account.left, account.at = min(self._a_minute, account.left + back), max(at, account.at)
        if account.left >= 1:
            account.left -= 1
            return Verdict.READ
        if at - account.told_at < MINUTE:
            return Verdict.SKIP
        account.told_at = at
        return Verdict.TELL
