"""The words behind `/retrain` → what to train."""

from dataclasses import dataclass
from pathlib import Path

from bot import texts
from bot.served import Served

ARCHITECTURES = ("cnn", "mlp")
"""The networks that can be asked for."""

FULL = "full"
"""The word for a training that starts from nothing."""

BASELINE = "mlp"
"""The tutorial's network: it is only asked for to compare, so it always starts from nothing."""

EPOCHS_MAX = 100
"""More would keep the machine busy for days."""


@dataclass(frozen=True)
class Order:
    """What to train.

    Attributes
    ----------
    architecture
        One of `ARCHITECTURES`.
    epochs : int or None
        How many; None for each network's own number.
    start
        The folder of the version to go on from; None trains from nothing.
    served
        The folder of the version that the result will be held against.
    """

    architecture: str
    epochs: int | None
    start: Path | None
    served: Path

    @property
    def name(self) -> str:
        """What is trained, in a few words."""
        return self.architecture + ("" if self.start else texts.FROM_NOTHING)

    def arguments(self, out: Path, corrections: Path | None) -> list[str]:
        """Return the order as arguments of the training program.

        Parameters
        ----------
        out
            The folder that it writes.
        corrections
            The file of corrections to learn from; None if there are none.
        """
        arguments = ["--architecture", self.architecture]
        if self.epochs is not None:
            arguments += ["--epochs", str(self.epochs)]
        if self.start is not None:
            arguments += ["--fine-tune", "--start", str(self.start)]
        if corrections is not None:
            arguments += ["--corrections", str(corrections), "--against", str(self.served)]
        return [*arguments, "--out", str(out), "--progress-json"]


def read_order(words: list[str], served: Served, epochs: int | None) -> Order | None:
    """Understand the words behind the command; None where they make no sense.

    Parameters
    ----------
    words
        At most one of each kind, in any order: `FULL`, an architecture, a number of epochs.
    served
        The version to go on from, where nothing else is said.
    epochs : int or None
        How many, where the words do not say and a trained network is trained further.
    """
    kinds: dict[str, str] = {}
    for word in map(str.lower, words):
        kind = _kind(word)
        if kind is None or kind in kinds:
            return None
        kinds[kind] = word
    own, asked = served.report.architecture, kinds.get("architecture")
    architecture = asked or (ARCHITECTURES[0] if FULL in kinds else own)
    further = architecture == own and FULL not in kinds and asked != BASELINE
    rounds = int(kinds["epochs"]) if "epochs" in kinds else epochs if further else None
    return Order(architecture, rounds, served.folder if further else None, served.folder)


def _kind(word: str) -> str | None:
    if word in ARCHITECTURES:
        return "architecture"
    if word.isdecimal() and 1 <= int(word) <= EPOCHS_MAX:
        return "epochs"
    return FULL if word == FULL else None
