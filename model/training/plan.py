"""What a training is to do: which networks, from where, how often; checked before it begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model.errors import DataError
from model.report import PARTS, Report, check
from model.training.clock import Phase
from model.training.digits import train as digits
from model.training.digits.network import ARCHITECTURES
from model.training.lines import train as line
from model.training.material import Material

SEED = 20_260
"""Every random number of a training comes from this one, where nobody names another."""
FURTHER = 1_000
"""Added to the seed where a trained network is trained further: it sees other photos."""

FINE_SECONDS = 300.0
"""What a fine-tuning may take where nobody says how many epochs: whoever asks for one waits for it.
Within six minutes it is to be over, with the start of the program and on a busy machine."""


@dataclass(frozen=True)
class Plan:
    """What a training is to do.

    Attributes
    ----------
    architecture
        Of the digit network: a name in `ARCHITECTURES`.
    start
        A version's folder to start from; None to start from nothing.
    before
        The report of that version.
    fine
        Whether it is fine-tuned.
    parts
        Names in `PARTS`: the networks that are trained; the others are those of `start`.
    epochs
        How often each example is seen, by part.
    seed : int
        What all chance comes from.
    budget : float or None
        Seconds that it may take, as far as fewer steps can make it shorter; None for no end.
    """

    architecture: str
    start: Path | None
    before: Report | None
    fine: bool
    parts: frozenset[str]
    epochs: Mapping[str, int]
    seed: int
    budget: float | None = None

    @property
    def first_epochs(self) -> int:
        """Epochs of the network that is trained first."""
        return self.epochs["digits" if "digits" in self.parts else "line"]

    def phases(self, material: Material) -> tuple[Phase, ...]:
        """Say what there is to do, for the time left."""
        found: tuple[Phase, ...] = ()
        if "digits" in self.parts:
            found += digits.phases(material, self.epochs["digits"])
        if "line" in self.parts:
            found += line.phases(material, self.epochs["line"], fine=self.fine)
        return found


def make_plan(
    architecture: str | None,
    *,
    epochs: int | None,
    start: Path | None,
    seed: int | None,
    part: str | None,
    fine: bool,
) -> Plan:
    """Plan a training; the parameters are those of `model.training.train.train`.

    Raises
    ------
    DataError
        If there is nothing to start from.
    WeightsError
        If `start` is damaged.
    """
    if part == "line" and start is None:
        raise DataError("A line reader is trained beside a version's digits; name one to start.")
    if fine and start is None:
        raise DataError("Only a trained version can be fine-tuned; name one to start.")
    before = check(start) if start else None
    if architecture is None:
        architecture = before.architecture if before else next(iter(ARCHITECTURES))
    usual = {"digits": digits.default_epochs(architecture, fine=fine),
             "line": line.default_epochs(fine=fine)}  # fmt: skip
    return Plan(
        architecture=architecture,
        start=start,
        before=before,
        fine=fine,
        parts=frozenset({part} if part else default_parts(architecture, before, fine=fine)),
        epochs={name: epochs or rounds for name, rounds in usual.items()},
        seed=seed if seed is not None else SEED if start is None else SEED + FURTHER,
        budget=FINE_SECONDS if fine and epochs is None else None,
    )


def default_parts(architecture: str, before: Report | None, *, fine: bool = False) -> set[str]:
    """Say what is trained where nobody says it.

    From nothing, all; but lines are read beside a network that can tell what is no digit, and the
    tutorial's stays alone. What is fine-tuned is all that there is, and what is trained further in
    any other way is the digits.
    """
    if before is None:
        return set(PARTS) if ARCHITECTURES[architecture].rejects else {"digits"}
    if fine:
        return {name for name, files in PARTS.items() if set(files) <= set(before.files)}
    return {"digits"}
