"""The version of the network that answers now."""

import logging
from dataclasses import dataclass
from pathlib import Path

import model
from model import Recognizer
from model.errors import WeightsError
from model.report import Report
from model.report import load as load_report
from model.versions import SHIPPED_ID, Serving, Versions

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Served:
    """A version as it answers; swapped whole, so that its parts always belong together.

    Attributes
    ----------
    instead_of
        Id of the promoted version, where that is damaged and this one answers in its place.
    """

    id: str
    folder: Path
    recognizer: Recognizer
    instead_of: str | None = None

    @property
    def report(self) -> Report:
        """How good this version is; reads a file, raises WeightsError."""
        return load_report(self.folder)


def load_served(versions: Versions) -> Served:
    """Load the promoted version, or the last good one before it where that is damaged.

    Raises
    ------
    WeightsError
        None can be loaded.
    """
    for serving in versions.good():
        if serving.problem:
            log.warning("%s Version %s answers instead.", serving.problem, serving.id)
        try:
            return served_as(serving, model.load(serving.folder))
        except WeightsError:
            log.warning("Version %s does not load", serving.id, exc_info=True)
    # None is whole: this says why.
    return Served(SHIPPED_ID, versions.shipped, model.load(versions.shipped))


def served_as(serving: Serving, recognizer: Recognizer) -> Served:
    """Put a version and what reads with it together."""
    instead_of = None if serving.id == serving.promoted else serving.promoted
    return Served(serving.id, serving.folder, recognizer, instead_of)
