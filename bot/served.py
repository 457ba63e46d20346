"""The version of the network that answers now."""

import logging
from dataclasses import dataclass
from pathlib import Path

import model
from model import Recognizer
from model.errors import WeightsError
from model.report import Report
from model.report import load as load_report
from model.versions import SHIPPED_ID, Versions

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Served:
    """A version as it answers; swapped whole, so that its parts always belong together."""

    id: str
    folder: Path
    recognizer: Recognizer

    @property
    def report(self) -> Report:
        """How good this version is; reads a file, raises WeightsError."""
        return load_report(self.folder)


def load_served(versions: Versions) -> Served:
    """Load the promoted version, or the shipped one where that is damaged.

    Raises
    ------
    WeightsError
        The shipped version is damaged, too.
    """
    serving = versions.serving()
    if serving.problem:
        log.warning("%s Version %s answers instead.", serving.problem, serving.id)
    if serving.id != SHIPPED_ID:
        try:
            return Served(serving.id, serving.folder, model.load(serving.folder))
        except WeightsError:
            log.warning(
                "Version %s does not load, the shipped one answers", serving.id, exc_info=True
            )
    return Served(SHIPPED_ID, model.SHIPPED, model.load())
