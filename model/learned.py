"""What a version has learned from: the parts of its report that say so."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.errors import WeightsError
from model.scores import check_wrong


@dataclass(frozen=True)
class Training:
    """What the network learned from.

    Attributes
    ----------
    source
        Where the digits are from, in words.
    mnist, generated : int
        Pictures of MNIST, and pictures that the walk cut out of generated photos.
    start
        The version that the training started from; None where it started from nothing.
    seed
        What all chance came from; older reports have none.
    share : float
        How much of its fit there was time for, 0 … 1.
    """

    source: str
    mnist: int
    generated: int
    start: str | None
    seed: int | None = None
    share: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise WeightsError("the part of its fit that there was time for is none.")


@dataclass(frozen=True)
class LineTraining:
    """What the line reader learned from.

    Attributes
    ----------
    parameters : int
        Trainable numbers of its network.
    strips : int or None
        Lines of generated photos; None where they were not counted.
    epochs : int
        How often each was seen.
    seconds : float
        How long it took.
    seed
        What all chance came from.
    temperature : float or None
        What calibration has divided its last layer by; None where that was not written down.
    right
        Share of held-out lines that were read right as a whole, by the kind of photo.
    start
        The version that the training started from; None where it started from nothing.
    share : float
        How much of its fit there was time for, 0 … 1.
    """

    parameters: int
    strips: int | None
    epochs: int
    seconds: float
    seed: int
    temperature: float | None
    right: Mapping[str, float]
    start: str | None = None
    share: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise WeightsError("the part of its line reader's fit that there was time for is none.")
        if min(self.parameters, self.strips or 0, self.epochs, self.seconds) < 0:
            raise WeightsError("its line reader counts less than nothing.")
        if not all(0 <= share <= 1 for share in self.right.values()):
            raise WeightsError("a part of the lines is no share.")


@dataclass(frozen=True)
class CorrectionScores:
    """What users' corrections have taught, and how those are read that were kept from it.

    Attributes
    ----------
    learned, people : int
        Corrected pictures that were learned from, and of how many people they are.
    held_out : int
        Corrected pictures that are never learned from.
    wrong
        Numbers of those among them that this version misreads.
    old_wrong
        The same for the version that it is held against; None if that is none.
    """

    learned: int
    people: int
    held_out: int
    wrong: tuple[int, ...] = ()
    old_wrong: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if min(self.learned, self.people, self.held_out) < 0:
            raise WeightsError("its corrections count less than nothing.")
        check_wrong(self.wrong, self.held_out)
        check_wrong(self.old_wrong, self.held_out)

    @property
    def right(self) -> int:
        """How many of those held out it reads right."""
        return self.held_out - len(self.wrong)

    @property
    def old_right(self) -> int | None:
        """How many of them the version reads right that it is held against."""
        return None if self.old_wrong is None else self.held_out - len(self.old_wrong)
