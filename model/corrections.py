"""Users' corrections: small pictures with their right labels, and which of them may be learned."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.errors import DataError
from model.synthesis.sheet import NOT_DIGIT

KEYS = ("pictures", "labels", "owners", "hashes")
"""The arrays of the file."""
HELD_OUT = 5
"""One in so many of the picture files is never learned from: it shows what was learned. Which ones
these are is in their hashes, so it is the same ones every time and on every machine."""
HEX_DIGITS = 8
"""Digits of the hash that decide it."""
OWNER_MOST = 200
"""Newest small pictures of one person that are taken: as many as a busy user gives in weeks, and
too few for one to speak for all."""


@dataclass(frozen=True, eq=False)
class Corrections:
    """Small pictures that people said what they show, the oldest first.

    Attributes
    ----------
    pictures : (n, 28, 28) uint8
        As the network saw them: 0 paper … 255 ink.
    labels : (n,) uint8
        0 … 9, or `NOT_DIGIT`.
    owners : (n,) int64
        Who each is from: any number for each person.
    hashes
        SHA-256 of the picture file that each is from, in hexadecimal.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    owners: NDArray[np.int64]
    hashes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def held_out(self) -> NDArray[np.bool_]:
        """Which are never learned from, (n,)."""
        return np.array([int(sha[:HEX_DIGITS], 16) % HELD_OUT == 0 for sha in self.hashes], bool)

    @property
    def people(self) -> int:
        """How many people they are from."""
        return len(np.unique(self.owners))

    def only(self, chosen: NDArray[np.bool_]) -> "Corrections":
        """Give those that are chosen, (n,)."""
        hashes = tuple(sha for sha, kept in zip(self.hashes, chosen, strict=True) if kept)
        return Corrections(self.pictures[chosen], self.labels[chosen], self.owners[chosen], hashes)


def load(path: Path) -> Corrections:
    """Read a file of corrections.

    Raises
    ------
    DataError
        If it is missing, damaged, or holds anything else.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            pictures, labels, owners, hashes = (arrays[key] for key in KEYS)
    except OSError as error:
        raise DataError(f"The corrections {path} cannot be read.") from error
    except (ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"The corrections {path} are a damaged or foreign file.") from error
    problem = _problem(pictures, labels, owners, hashes)
    if problem:
        raise DataError(f"The corrections {path} are not usable: {problem}.")
    return Corrections(
        pictures, labels.astype(np.uint8), owners.astype(np.int64), tuple(hashes.tolist())
    )


def save(path: Path, corrections: Corrections) -> None:
    """Write a file of corrections."""
    hashes = np.array(corrections.hashes, dtype="U64")
    with path.open("wb") as opened:
        np.savez_compressed(
            opened, pictures=corrections.pictures, labels=corrections.labels,
            owners=corrections.owners, hashes=hashes,
        )  # fmt: skip


def to_learn(corrections: Corrections) -> Corrections:
    """Take what may be learned: not held out, not contradictory, not too much of one person."""
    return _fair(corrections, ~corrections.held_out)


def to_judge(corrections: Corrections) -> Corrections:
    """Take what shows how much was learned: the ones held out, chosen likewise."""
    return _fair(corrections, corrections.held_out)


def contradictory(corrections: Corrections) -> NDArray[np.bool_]:
    """Say which contradict one another, (n,): the same picture cannot be a 1 and a 7.

    That is the same small picture with different labels, or the same file of which different
    people say that it shows different things. One file may well show different digits.
    """
    by_picture: dict[bytes, set[int]] = {}
    said: dict[str, dict[int, list[int]]] = {}
    rows = list(zip(corrections.pictures, corrections.labels.tolist(),
                    corrections.owners.tolist(), corrections.hashes, strict=True))  # fmt: skip
    for picture, label, owner, sha in rows:
        by_picture.setdefault(picture.tobytes(), set()).add(label)
        said.setdefault(sha, {}).setdefault(owner, []).append(label)
    return np.array([
        len(by_picture[picture.tobytes()]) > 1
        or len({frozenset(labels) for labels in said[sha].values()}) > 1
        for picture, _, _, sha in rows
    ], bool)  # fmt: skip


def _fair(corrections: Corrections, among: NDArray[np.bool_]) -> Corrections:
    """Take those among some that contradict no other, and the newest of each person."""
    chosen = among & ~contradictory(corrections)
    for owner in np.unique(corrections.owners):
        own = np.flatnonzero(chosen & (corrections.owners == owner))
        chosen[own[: max(0, len(own) - OWNER_MOST)]] = False
    return corrections.only(chosen)


def _problem(
    pictures: NDArray[np.generic],
    labels: NDArray[np.generic],
    owners: NDArray[np.generic],
    hashes: NDArray[np.generic],
) -> str | None:
    count = len(pictures) if pictures.ndim else 0
    if pictures.dtype != np.uint8 or pictures.shape != (count, 28, 28):
        return "its pictures are not 28 × 28 bytes each"
    if not labels.shape == owners.shape == hashes.shape == (count,):
        return "it does not say of each picture what it shows and whose it is"
    whole = all(np.issubdtype(numbers.dtype, np.integer) for numbers in (labels, owners))
    if not whole or not np.isin(labels, np.arange(NOT_DIGIT + 1)).all():
        return f"a label is not one of 0 … {NOT_DIGIT}"
    if not all(_is_hash(sha) for sha in hashes.tolist()):
        return "a hash is none"
    return None


def _is_hash(sha: object) -> bool:
    return isinstance(sha, str) and len(sha) == 64 and set(sha) <= set("0123456789abcdef")
