"""How good a version is, in words: three honest figures, and which digits it takes for others."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from telegram.constants import MessageLimit

from bot import texts
from bot.store import Tally
from bot.units import range_of, share_of
from model.report import Report

VERSIONS_MOST = 3
"""Versions whose judged answers are listed: the one in use and the latest others."""

PAIRS_MOST = 3
"""Confused pairs that are named."""

PAIR_LEAST = 2
"""How often a digit must have been taken for another to be named: once is chance."""

Pair = tuple[int, int, int]
"""The digit that was written, what was read, and how often."""


def describe(report: Report, version: str, tallies: Sequence[Tally]) -> str:
    """Say how good a version is, as a caption; as many older versions are listed as fit in it.

    Parameters
    ----------
    report
        What was measured when it was trained.
    version
        Its id.
    tallies
        What users said of the answers, by version, the newest first.
    """
    for others in reversed(range(VERSIONS_MOST)):
        parts = (_measured(report), _judged(version, tallies, others), _mistakes(report))
        words = "\n".join([*parts, _origin(report)])
        if len(words.encode("utf-16-le")) // 2 <= MessageLimit.CAPTION_LENGTH:
            break
    return words


def confused(confusion: Sequence[Sequence[int]]) -> list[Pair]:
    """Return the digits that were most often taken for others, the commonest mistake first.

    Parameters
    ----------
    confusion
        Ten rows, one for each true digit, of ten counts, one for each digit read.
    """
    pairs = [
        (true, read, count)
        for true, row in enumerate(confusion)
        for read, count in enumerate(row)
        if true != read and count >= PAIR_LEAST
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:PAIRS_MOST]


def figure(right: int, count: int) -> str:
    """Return a share with its 95 % interval: "93.5 % (91.8–94.9 %)"."""
    return texts.FIGURE.format(share=share_of(right, count), range=range_of(right, count))


def _measured(report: Report) -> str:
    test, generated = report.test, report.generated
    words = texts.ACCURACY.format(count=f"{test.count:,}", figure=figure(test.right, test.count))
    sets = {"single": generated} if generated else {}
    lines = [
        template.format(count=f"{found.count:,}", figure=figure(found.right, found.count))
        for kind, template in texts.ACCURACY_PHOTOS.items()
        if (found := (sets | dict(report.splits)).get(kind))
    ]
    return words + (texts.ACCURACY_GENERATED + "".join(lines) if lines else "")


def _judged(version: str, tallies: Sequence[Tally], others: int) -> str:
    """Say what users said: of this version, and of so many others; claim nothing without them."""
    own = [tally for tally in tallies if tally.version == version and tally.count]
    rest = [tally for tally in tallies if tally.version != version and tally.count][:others]
    if not own and not rest:
        return texts.JUDGED_NONE
    words = texts.JUDGED + ("" if own else texts.JUDGED_NOT_THIS)
    for tally in own + rest:
        words += texts.JUDGED_VERSION.format(
            version=texts.THIS_VERSION if tally.version == version else tally.version,
            right=f"{tally.right:,}",
            count=f"{tally.count:,}",
            figure=figure(tally.right, tally.count),
        )
    return words + texts.JUDGED_NOTE


def _mistakes(report: Report) -> str:
    return "".join(_of_each(report))


def _of_each(report: Report) -> Iterator[str]:
    """Name the most confused pairs of the test digits and of the photos, where there are any."""
    sets = (
        (texts.CONFUSED, report.test),
        (texts.CONFUSED_PHOTOS, report.generated),
    )
    for template, scores in sets:
        pairs = confused(scores.confusion) if scores else []
        if pairs:
            named = [texts.PAIR.format(true=t, read=r, count=f"{n:,}") for t, r, n in pairs]
            yield template.format(pairs=", ".join(named))


def _origin(report: Report) -> str:
    training = report.training
    data = texts.DATA_PHOTOS if training.generated else texts.DATA
    if report.corrections and report.corrections.learned:
        data += texts.DATA_CORRECTIONS.format(corrections=f"{report.corrections.learned:,}")
    epochs = texts.EPOCH if report.epochs == 1 else texts.EPOCHS
    day = datetime.fromisoformat(report.date)
    return texts.ORIGIN.format(
        architecture=report.architecture,
        parameters=f"{report.parameters:,}",
        date=f"{day:%B} {day.day}, {day.year}",
        epochs=epochs.format(epochs=report.epochs),
        data=data.format(mnist=f"{training.mnist:,}", generated=f"{training.generated:,}"),
    )
