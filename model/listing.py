"""The versions as a list: what each is, how good it is, and which one answers."""

from dataclasses import dataclass
from pathlib import Path

from model.errors import WeightsError
from model.report import Report, check
from model.versions import SHIPPED_ID, Versions


@dataclass(frozen=True)
class Listed:
    """A version in the list.

    Attributes
    ----------
    id, folder
        Its id, `SHIPPED_ID` for the one that comes with the package, and where it lies.
    serves
        Whether it answers now.
    report
        How good it is; None if it is damaged.
    problem
        What is damaged, as a sentence; None if nothing is.
    """

    id: str
    folder: Path
    serves: bool
    report: Report | None
    problem: str | None = None


def listing(versions: Versions, serves: str | None = None) -> list[Listed]:
    """List the shipped version and all others, the oldest first, each compared with its hashes.

    Parameters
    ----------
    versions
        Where they are kept.
    serves
        Id of the version that answers now; None to find it.
    """
    serves = serves or versions.serving().id
    ids = [SHIPPED_ID, *(version.id for version in versions.all())]
    return [look(versions, id_, serves=id_ == serves) for id_ in ids]


def look(versions: Versions, id_: str, *, serves: bool) -> Listed:
    """Look at one version, which may be damaged.

    Raises
    ------
    WeightsError
        If there is none of this id.
    """
    folder = versions.find(id_)
    try:
        return Listed(id_, folder, serves, check(folder))
    except WeightsError as error:
        return Listed(id_, folder, serves, None, str(error))
