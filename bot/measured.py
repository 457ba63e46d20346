"""What was counted just now, beside what the version's report holds."""

from bot import texts
from bot.account import figure
from bot.programs.measuring import Counted, Sets
from bot.units import share_of
from model.report import Report


def compare(found: Sets, report: Report) -> str:
    """Put what was counted just now beside what a report holds, and say whether it is the same."""
    stored = {"mnist": Counted(report.test.right, report.test.count)}
    if report.generated:
        stored["single"] = Counted(report.generated.right, report.generated.count)
    stored |= {kind: Counted(s.right, s.count) for kind, s in report.splits.items()}
    lines = [_line(name, counted, stored.get(name)) for name, counted in found.items()]
    both = [(counted, stored[name]) for name, counted in found.items() if name in stored]
    if any(now.count != before.count for now, before in both):
        verdict = texts.MEASURED_OTHERS
    else:
        same = all(now == before for now, before in both)
        verdict = texts.MEASURED_SAME if same else texts.MEASURED_DIFFERS
    return texts.MEASURED.format(lines="\n".join(lines), verdict=verdict)


def _line(name: str, now: Counted, before: Counted | None) -> str:
    known = texts.STORED_NOTHING
    if before is not None:
        share = share_of(before.right, before.count)
        known = texts.STORED_SAME if now == before else texts.STORED.format(share=share)
    return texts.MEASURED_SET.format(
        set=texts.SETS.get(name, name),
        count=f"{now.count:,}",
        figure=figure(now.right, now.count),
        stored=known,
    )
