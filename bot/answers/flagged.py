"""Corrections that an admin should look at, by the user whose pictures they are of.

Contradictory: of the same picture something else was said, too, by whomever. Implausible: the
version that read it takes what is said to be right for next to impossible.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.store import Correction, Crop
from model.synthesis.sheet import NOT_DIGIT

IMPLAUSIBLE = 0.01
"""Probability of the right label below which it is worth a look. The probabilities are calibrated:
of honest corrections, few are of a digit that was taken for so unlikely."""


@dataclass(frozen=True, eq=False)
class Flag:
    """Why a correction should be looked at.

    Attributes
    ----------
    correction
        Which one.
    crop
        The small picture that shows it best; None where there is none.
    other
        What else was said of the same picture: the right text or label, "" for no digit; None if
        nothing else was.
    """

    correction: Correction
    crop: Crop | None
    other: str | None = None


@dataclass(frozen=True, eq=False)
class Contributor:
    """A user, with all that is kept of their pictures, the oldest first."""

    user_id: int
    corrections: tuple[Correction, ...]
    flags: tuple[Flag, ...]


def contributors(corrections: Sequence[Correction]) -> list[Contributor]:
    """Sort corrections by user: who has the most flags first, then who has the most of all."""
    said: dict[str, set[str]] = defaultdict(set)
    labels: dict[bytes, set[int]] = defaultdict(set)
    by_user: dict[int, list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_user[correction.user_id].append(correction)
        said[correction.sha256].add(correction.right)
        for crop in correction.crops:
            if crop.label is not None:
                labels[crop.picture.tobytes()].add(crop.label)
    found = [
        Contributor(user, tuple(own), tuple(flag for c in own for flag in _flags(c, said, labels)))
        for user, own in by_user.items()
    ]
    return sorted(found, key=lambda one: (-len(one.flags), -len(one.corrections), one.user_id))


def likelihood(crop: Crop) -> float:
    """Return how likely the version took a crop's right label; 1 where that is not known."""
    if crop.label is None:
        return 1.0
    if crop.label == NOT_DIGIT:
        return 1.0 - crop.is_digit
    return float(crop.probabilities[crop.label]) * crop.is_digit


def _flags(
    correction: Correction, said: Mapping[str, set[str]], labels: Mapping[bytes, set[int]]
) -> Iterable[Flag]:
    others = sorted(said[correction.sha256] - {correction.right})
    if others:  # once for the picture: its crops are no news after that
        yield Flag(correction, _differing(correction, others[0]), others[0])
        return
    for crop in correction.crops:
        if crop.label is None:
            continue
        rivals = sorted(labels[crop.picture.tobytes()] - {crop.label})
        if rivals:
            other = "" if rivals[0] == NOT_DIGIT else str(rivals[0])
            yield Flag(correction, crop, other)
        elif likelihood(crop) < IMPLAUSIBLE:
            yield Flag(correction, crop)


def _differing(correction: Correction, other: str) -> Crop | None:
    """Return the crop of the first digit in which two texts differ, as far as that is known."""
    right, rival = (text.replace("\n", "") for text in (correction.right, other))
    if len(right) == len(rival) == len(correction.crops):
        pairs = zip(right, rival, correction.crops, strict=True)
        return next((crop for mine, yours, crop in pairs if mine != yours), correction.crops[0])
    return correction.crops[0] if correction.crops else None
