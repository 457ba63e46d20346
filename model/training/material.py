"""What a training writes with and learns from: MNIST's digits, and those that users corrected."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.corrections import Corrections, to_learn
from model.data import Split
from model.synthesis.sheet import NOT_DIGIT, Examples

FINE_MNIST = 12_000
"""Digits of MNIST that a fine-tuned network learns from: it knows them all, and a fifth reminds it
of them in a fifth of the time."""
FINE_WATCHED = 2_000
"""Digits of MNIST by which its learning is watched and its confidence calibrated."""
WORTH = 25
"""How many of MNIST's digits a correction counts for: in a fine-tuning a dozen corrected 7s are
then a sixth of all 7s, enough to be learned in two rounds. With 40 nothing more is learned, and
twice as many of the generated 1s are taken for 7s."""
OWNER_SHARE = 0.1
"""The corrections of one person count at most for so many digits as a part of MNIST's…"""
SHARE = 0.2
"""…and those of all people together for so many. The rest is what the network knew before."""


@dataclass(frozen=True, eq=False)
class Material:
    """What a training writes with and learns from.

    Attributes
    ----------
    source
        Where MNIST's digits are from, in words.
    mnist : int
        How many of `ink` are MNIST's.
    ink
        Digits to learn from and to write photos with; a corrected one as often as it counts.
    dirt
        What users said is no digit, likewise.
    watched
        Digits of MNIST to watch the learning by.
    times : int
        How often each of MNIST's digits is in `ink`.
    """

    source: str
    mnist: int
    ink: Examples
    dirt: Examples
    watched: Examples
    times: int = 1

    @property
    def known(self) -> Examples:
        """MNIST's digits of `ink`."""
        return Examples(self.ink.pictures[: self.mnist], self.ink.labels[: self.mnist])

    @property
    def taught(self) -> Examples:
        """The corrected digits of `ink`, each as often as it counts."""
        return Examples(self.ink.pictures[self.mnist :], self.ink.labels[self.mnist :])


def gather(
    source: str,
    halves: Split,
    corrections: Corrections | None,
    *,
    fine: bool,
    seed: int,
    times: int = 1,
) -> Material:
    """Gather the material of a training.

    Parameters
    ----------
    source
        Where MNIST's digits are from, in words.
    halves
        MNIST's digits: to learn from, and to watch the learning by.
    corrections
        All that users have corrected or confirmed; None for none.
    fine
        Whether a trained network is fine-tuned: a part of MNIST is enough then.
    seed
        What all chance comes from.
    times
        How often each of MNIST's digits is there; the more often, the more photos are generated.
    """
    rng = np.random.default_rng(seed)
    ink = Examples(halves.fit_images, halves.fit_labels)
    watched = Examples(halves.validation_images, halves.validation_labels)
    if fine:
        ink = _part(ink, FINE_MNIST, rng)
        watched = _part(watched, FINE_WATCHED, rng)
    ink = Examples(np.tile(ink.pictures, (times, 1, 1)), np.tile(ink.labels, times))
    mnist = len(ink.labels)
    dirt = Examples(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    if corrections:
        learned = to_learn(corrections)
        often = np.repeat(np.arange(len(learned)), copies(learned, mnist, rng))
        is_digit = learned.labels[often] != NOT_DIGIT
        ink = both(ink, _chosen(learned, often[is_digit]))
        dirt = _chosen(learned, often[~is_digit])
    return Material(source, mnist, ink, dirt, watched, times)


def copies(learned: Corrections, mnist: int, rng: np.random.Generator) -> NDArray[np.integer]:
    """Say how often each correction is taken among so many of MNIST's digits, (n,).

    What is no whole number is rounded up as often as its fraction says.
    """
    weights = np.full(len(learned), float(WORTH))
    for owner in np.unique(learned.owners):
        own = learned.owners == owner
        weights[own] = min(WORTH, OWNER_SHARE * mnist / np.count_nonzero(own))
    weights *= min(1.0, SHARE * mnist / max(1.0, float(weights.sum())))
    return np.asarray(np.floor(weights + rng.random(len(learned))), np.int64)


def both(one: Examples, other: Examples) -> Examples:
    """Put examples together."""
    return Examples(
        np.concatenate([one.pictures, other.pictures]), np.concatenate([one.labels, other.labels])
    )


def _part(examples: Examples, most: int, rng: np.random.Generator) -> Examples:
    chosen = np.sort(rng.permutation(len(examples.labels))[:most])
    return Examples(examples.pictures[chosen], examples.labels[chosen])


def _chosen(corrections: Corrections, at: NDArray[np.integer]) -> Examples:
    return Examples(corrections.pictures[at], corrections.labels[at])
