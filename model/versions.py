"""Model versions on disk: added, promoted and rolled back, each as one atomic step.

A version is a folder named by the time it was added. The file `served` names the version that
answers, and below it, a line each, those that answered before. Several programs may share the
folder: everything appears whole or not at all.
"""

import logging
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from model import SHIPPED
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
    problem
        Why the promoted version does not answer, as a sentence; None if it does.
    """

    folder: Path
    id: str
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

    def serving(self) -> Serving:
        """Find the version that answers: the promoted one.

        If its files are damaged, then the last good one that answered before it, and at last
        the shipped one.
        """
        problem = None
        for id_ in self._history():
            if id_ == SHIPPED_ID:
                return Serving(self.shipped, id_, problem)
            try:
                check(self._find(id_).folder)
            except WeightsError as error:
                problem = problem or str(error)
            else:
                return Serving(self.folder / id_, id_, problem)
        return Serving(self.shipped, SHIPPED_ID, problem)

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
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".") as passing:
            made = Path(passing) / "version"
            made.mkdir()
            for name in (*files, NAME):
                shutil.copyfile(trained / name, made / name)
                _flush(made / name)
            _flush(made)
            check(made)
            id_ = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
            made.rename(self.folder / id_)
        _flush(self.folder)
        return Version(id_, self.folder / id_)

    def promote(self, version: Version | None) -> None:
        """Let a version answer from now on; None is the shipped one.

        Raises
        ------
        WeightsError
            If the version is damaged; nothing has changed then.
        """
        if version is not None:
            check(self._find(version.id).folder)
        self._write([version.id if version else SHIPPED_ID, *self._history()])

    def rollback(self) -> Serving:
        """Let the version answer again that answered before the present one.

        Raises
        ------
        WeightsError
            If none did; nothing has changed then.
        """
        present, *before = self._history()
        before = [id_ for id_ in before if id_ != present and self._is_good(id_)]
        if not before:
            raise WeightsError("There is no earlier version to go back to.")
        self._write(before)
        return self.serving()

    def _is_good(self, id_: str) -> bool:
        try:
            return id_ == SHIPPED_ID or bool(check(self._find(id_).folder))
        except WeightsError:
            return False

    def _find(self, id_: str) -> Version:
        if not ID.fullmatch(id_) or not (self.folder / id_).is_dir():
            raise WeightsError(f"There is no version {id_!r}; it is damaged or was removed.")
        return Version(id_, self.folder / id_)

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
        """Replace the pointer: any reader sees the old one or the new one, also after a crash."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, passing = tempfile.mkstemp(dir=self.folder, prefix=".")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as opened:
                opened.write("\n".join(ids[:REMEMBERED]) + "\n")
            _flush(Path(passing))
            Path(passing).replace(self.folder / POINTER)
        except BaseException:
            Path(passing).unlink(missing_ok=True)
            raise
        _flush(self.folder)


def _flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if os.name == "nt":  # Windows flushes no folders, and files only through a writing handle
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
