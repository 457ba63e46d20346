"""The gate: the reports of two versions → whether the new one may take the old one's place.

It may if it is not worse beyond noise on any of the sets that both have read. What both read right
or both misread says nothing about which is better; of the items that only one read right, versions
of equal quality lose as many as they win. The test of that is exact and one-sided (Q. McNemar,
"Note on the sampling error of the difference between correlated proportions", 1947).
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, lgamma

from model.report import FILES, Report, Rival
from model.scores import Scores, TextScores

SETS = ("mnist", "single", "number", "cheque", "not_digit", "corrections")
"""What versions are compared on: MNIST's test half, generated photos of each kind, and the users'
corrections that are never learned from."""
LEVEL = 0.008
"""A new version is worse on a set if one of equal quality would look so bad with a smaller
probability than this. With six sets, a version of equal quality is refused in fewer than 6 × 0.8 %
= 4.8 % of the cases."""


@dataclass(frozen=True)
class Compared:
    """Two versions on one set.

    Attributes
    ----------
    name
        One of `SETS`.
    count, old_count : int
        How many items the new and the old version have read.
    old_right, new_right : int
        How many of them each read right.
    p : float
        How likely a version of equal quality would look as bad as the new one, or worse, 0 … 1.
    """

    name: str
    count: int
    old_count: int
    old_right: int
    new_right: int
    p: float

    @property
    def worse(self) -> bool:
        """Whether the new version is worse beyond noise."""
        return self.p < LEVEL


@dataclass(frozen=True)
class Verdict:
    """What the gate says, and why."""

    lines: tuple[Compared, ...]

    @property
    def passed(self) -> bool:
        """Whether the new version may take the old one's place."""
        return not any(line.worse for line in self.lines)


@dataclass(frozen=True)
class _Result:
    """What one version read of a set; `wrong` is None where only the counts are known."""

    count: int
    right: int
    wrong: tuple[int, ...] | None


def judge(old: Report, new: Report) -> Verdict:
    """Hold a new version against an old one, on each set that both have read.

    The corrections are those that the new report names: it tells what both versions read of them.
    It also tells what the old one read of the photos, where that one's own report is of others.
    """
    rival = new.rival
    same = rival is not None and rival.sha256 == old.sha256.get(FILES[1])
    before, after = _results(rival if rival and same else old), _results(new)
    if new.corrections and new.corrections.held_out and new.corrections.old_wrong is not None:
        held = new.corrections
        before["corrections"] = _Result(held.held_out, held.old_right or 0, held.old_wrong)
        after["corrections"] = _Result(held.held_out, held.right, held.wrong)
    return Verdict(tuple(
        _compare(name, before[name], after[name])
        for name in SETS if name in before and name in after
    ))  # fmt: skip


def _results(report: Report | Rival) -> dict[str, _Result]:
    sets: dict[str, Scores | TextScores] = {"mnist": report.test, **report.splits}
    if report.generated:
        sets["single"] = report.generated
    return {name: _Result(s.count, s.right, s.wrong) for name, s in sets.items()}


def _compare(name: str, old: _Result, new: _Result) -> Compared:
    if old.count == new.count and old.wrong is not None and new.wrong is not None:
        lost, won = set(new.wrong) - set(old.wrong), set(old.wrong) - set(new.wrong)
        p = paired(len(lost), len(won))
    else:
        p = unpaired(old.count, old.right, new.count, new.right)
    return Compared(name, new.count, old.count, old.right, new.right, p)


def paired(lost: int, won: int) -> float:
    """Give the probability that equals lose so many items or more.

    Parameters
    ----------
    lost, won : int
        Items that only the old version read right, and those that only the new one did.
    """
    both = lost + won
    return float(Fraction(sum(comb(both, at) for at in range(lost, both + 1)), 2**both))


def unpaired(old_count: int, old_right: int, new_count: int, new_right: int) -> float:
    """Give the probability that equals read so few items right or fewer.

    Fisher's exact test, for reports that do not say which items were misread.
    """
    wrong = old_count - old_right + new_count - new_right
    total = _log_comb(old_count + new_count, wrong)
    most = min(wrong, new_count)
    chances = (
        exp(_log_comb(new_count, at) + _log_comb(old_count, wrong - at) - total)
        for at in range(max(new_count - new_right, wrong - old_count), most + 1)
    )
    return min(1.0, sum(chances))


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
