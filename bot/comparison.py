"""A trained version against the one in use: it answers from then on if the gate lets it pass."""

import logging
from dataclasses import dataclass

from bot import promotion, texts
from bot.context import Shared
from bot.units import percent, score
from model.gate import LEVEL, Compared, Verdict, judge
from model.report import Report
from model.versions import Version

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Comparison:
    """How a trained version compares, in words, and whether it was taken up."""

    text: str
    taken: bool


async def take_up(shared: Shared, version: Version) -> Comparison:
    """Serve a trained version if it is not worse, and say what was done.

    Raises
    ------
    WeightsError
        The trained version is damaged; nothing has changed then.
    """
    serving = shared.served
    verdict = judge(serving.report, version.report)
    if verdict.passed:
        await promotion.serve(shared, version.id)
    log.info("Version %s against %s: passed: %s", version.id, serving.id, verdict.passed)
    said = texts.TAKEN_UP if verdict.passed else texts.NOT_TAKEN_UP.format(id=serving.id)
    return Comparison(_words(version, verdict) + said, verdict.passed)


def learned(report: Report) -> dict[str, str] | None:
    """Say how many corrections a version has learned from, and of how many people; None if none."""
    corrections = report.corrections
    if corrections is None or not corrections.learned:
        return None
    count, people = corrections.learned, corrections.people
    return {
        "learned": texts.CORRECTED_ONE
        if count == 1
        else texts.CORRECTED.format(count=f"{count:,}"),
        "people": texts.PERSON if people == 1 else texts.PEOPLE.format(count=f"{people:,}"),
    }


def _words(version: Version, verdict: Verdict) -> str:
    lines = "\n".join(map(_line, verdict.lines))
    words = texts.FINISHED.format(id=version.id, lines=lines)
    if corrections := learned(version.report):
        words += texts.LEARNED.format(**corrections)
    if (share := _share(version.report)) < 1:
        words += texts.CUT.format(share=percent(share))
    return words + texts.RULE.format(level=f"{100 * LEVEL:g}")


def _share(report: Report) -> float:
    """Say how much of its fits there was time for, 0 … 1: of the network that had less."""
    return min(report.training.share, report.line.share if report.line else 1.0)


def _line(line: Compared) -> str:
    count, old = f"{line.count:,}", f"{line.old_count:,}"
    if line.old_count != line.count:
        count = texts.COMPARED_COUNTS.format(old=old, new=count)
    return texts.COMPARED.format(
        mark=texts.WORSE_MARK if line.worse else texts.NOT_WORSE_MARK,
        name=texts.SETS[line.name],
        count=count,
        old=score(line.old_right / max(1, line.old_count)),
        new=score(line.new_right / max(1, line.count)),
        worse=texts.WORSE if line.worse else "",
    )
