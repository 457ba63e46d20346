"""Model versions on disk: added, promoted and rolled back, each as one atomic step.

A version is a folder named by the time it was added. The file `served` names the version that
answers, and below it, a line each, those that answered before. Several programs may share the
folder: everything appears whole or not at all, one change after the other.
"""

import logging
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from model import SHIPPED, atomic
from model.errors import WeightsError
from model.report import NAME, Report, check, load

log = logging.getLogger(__name__)

POINTER = "served"
"""Name of the file that says which version answers."""

SHIPPED_ID = "shipped"
"""Stands in that file for the version that comes with the package."""

ID = re.compile(r"\d{8}-\d{6}-\d{6}")
"""Date, time and microsecond in UTC: ids sort by time."""

REMEMBERED = 50
"""Versions that the file keeps for rolling back."""


@dataclass(frozen=True)
class Version:
    """A trained version: a folder with its networks and report.json."""

    id: str
    folder: Path

    @property
    def report(self) -> Report:
        """How good it is; raises `WeightsError` if the report is damaged."""
        return load(self.folder)


@dataclass(frozen=True)
class Serving:
    """What answers, and what should but cannot.

    Attributes
    ----------
    folder
        Of the version that answers.
    id
        Its id; `SHIPPED_ID` for the one that comes with the package.
    promoted
        Id of the version that should answer: the same, unless that is damaged.
    problem
        Why the promoted version does not answer, as a sentence; None if it does.
    """

    folder: Path
    id: str
    promoted: str
    problem: str | None = None


class Versions:
    """The versions in a folder, which need not exist yet.

    Parameters
    ----------
    folder
        Where the versions are kept.
    shipped
        The version that answers as long as none was promoted.
    """

    def __init__(self, folder: Path, shipped: Path = SHIPPED) -> None:
        self.folder, self.shipped = folder, shipped

    @property
    def served(self) -> Path:
        """Folder of the version that answers; logs a warning if it is not the promoted one."""
        serving = self.serving()
        if serving.problem:
            log.warning("%s Version %s answers instead.", serving.problem, serving.id)
        return serving.folder

    @property
    def promoted(self) -> str:
        """Id of the version that should answer; a glance, it is not compared with its hashes."""
        return self._history()[0]

    def serving(self) -> Serving:
        """Find the version that answers: the promoted one.

        If its files are damaged, then the last good one that answered before it, and at last
        the shipped one.
        """
        promoted = self._history()[0]
        return next(self.good(), Serving(self.shipped, SHIPPED_ID, promoted, "None is whole."))

    def good(self) -> Iterator[Serving]:
        """Find what can answer, the promoted version first, then what answered before it.

        Each is compared with its hashes when its turn comes.
        """
        promoted, *before = dict.fromkeys(self._history())
        problem = None
        for id_ in (promoted, *before):
            try:
                folder = self.find(id_)
                check(folder)
            except WeightsError as error:
                problem = problem or str(error)
            else:
                yield Serving(folder, id_, promoted, problem)

    def all(self) -> list[Version]:
        """List all versions here, the oldest first; damaged ones as well."""
        if not self.folder.is_dir():
            return []
        folders = (path for path in self.folder.iterdir() if ID.fullmatch(path.name))
        return sorted((Version(path.name, path) for path in folders), key=lambda v: v.id)

    def add(self, trained: Path) -> Version:
        """Copy a finished training's folder in; does not promote it.

        Raises
        ------
        WeightsError
            If it is no version, or its files are not those that its report names.
        """
        files = check(trained).files
        with (
            atomic.alone(self.folder),
            tempfile.TemporaryDirectory(dir=self.folder, prefix=atomic.PASSING) as passing,
        ):
            made = Path(passing) / "version"
            made.mkdir()
            for name in (*files, NAME):
                shutil.copyfile(trained / name, made / name)
                atomic.flush(made / name)
            atomic.flush(made)
            check(made)
            id_ = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
            made.rename(self.folder / id_)
            atomic.flush(self.folder)
        return Version(id_, self.folder / id_)

    def promote(self, version: Version | None) -> None:
        """Let a version answer from now on; None is the shipped one.

        Raises
        ------
        WeightsError
            If the version is damaged; nothing has changed then.
        """
        id_ = version.id if version else SHIPPED_ID
        check(self.find(id_))
        with atomic.alone(self.folder):
            history = self._history()
            if history[0] != id_:
                self._write([id_, *history])

    def previous(self) -> Serving:
        """Find the version that a rollback leads to.

        Raises
        ------
        WeightsError
            If there is none.
        """
        id_ = self._before()[0]
        return Serving(self.find(id_), id_, id_)

    def rollback(self) -> Serving:
        """Let the version answer again that answered before the present one.

        Raises
        ------
        WeightsError
            If none did; nothing has changed then.
        """
        with atomic.alone(self.folder):
            self._write(self._before())
            return self.serving()

    def find(self, id_: str) -> Path:
        """Give the folder of a version; it may be damaged.

        Raises
        ------
        WeightsError
            If there is none of this id.
        """
        if id_ == SHIPPED_ID:
            return self.shipped
        if not ID.fullmatch(id_) or not (self.folder / id_).is_dir():
            raise WeightsError(f"There is no version {id_!r}; it is damaged or was removed.")
        return self.folder / id_

    def clear(self) -> None:
        """Remove what a program left behind that was killed while it changed something here."""
        atomic.clear(self.folder)

    def _before(self) -> list[str]:
        """Ids of the good versions that answered before the present one, the latest first."""
        history, present = self._history(), self.serving().id
        before = history[history.index(present) + 1 :]
        before = [id_ for id_ in before if id_ != present and self._is_good(id_)]
        if not before:
            raise WeightsError("There is no earlier version to go back to.")
        return before

    def _is_good(self, id_: str) -> bool:
        try:
            check(self.find(id_))
        except WeightsError:
            return False
        return True

    def _history(self) -> list[str]:
        """Ids of what answers and what answered before; the shipped version is the first of all."""
        try:
            lines = (self.folder / POINTER).read_text(encoding="utf-8").split()
        except FileNotFoundError:
            lines = []
        except (OSError, UnicodeDecodeError):
            log.warning("The file %s is damaged.", self.folder / POINTER, exc_info=True)
            lines = []
        return [*lines, SHIPPED_ID]

    def _write(self, ids: list[str]) -> None:
        atomic.write(self.folder / POINTER, "\n".join(ids[:REMEMBERED]) + "\n")
