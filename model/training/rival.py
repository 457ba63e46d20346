"""The rival: what the version that a new one is held against reads in the same exam."""

from collections.abc import Callable
from pathlib import Path

from model.data import Mnist
from model.exam import Exam, examine
from model.report import FILES, Rival, check


def rival(
    folder: Path, exam: Exam, data: Mnist, tell: Callable[[], Callable[[float], None]]
) -> Rival | None:
    """Let a version sit the exam that another one has sat; None where its report tells of it.

    The photos of an exam are always the same ones, until a newer program draws other photos, or
    another part of MNIST is to be had: then what an older report says is of another exam.

    Parameters
    ----------
    folder
        The version's.
    exam
        The other one's.
    data
        What that was asked to read.
    tell
        Called if the exam is needed; gives what is told the part of it that is done.

    Raises
    ------
    WeightsError
        If the version is damaged.
    """
    report = check(folder)
    if report.asked == exam.asked:
        return None
    again = examine(folder, data, tell())
    return Rival(report.sha256[FILES[1]], again.test, again.generated, again.splits)
