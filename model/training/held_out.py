"""Corrections that are never learned from: what a version and the one before read of them."""

from pathlib import Path

import numpy as np

from model.corrections import Corrections, to_judge, to_learn
from model.learned import CorrectionScores
from model.serving import Network
from model.synthesis.sheet import NOT_DIGIT

SEEN = 0.5
"""How likely a small picture must be a digit to be taken for one."""


def correction_scores(
    corrections: Corrections, new: Path, old: Path | None = None
) -> CorrectionScores:
    """Say how many corrections a version has learned from, and how it reads those held out.

    Parameters
    ----------
    corrections
        All that the training was given.
    new
        The version's folder.
    old
        Of the version that it is held against; None for none.

    Raises
    ------
    WeightsError
        If one of the two is damaged.
    """
    learned, held = to_learn(corrections), to_judge(corrections)
    return CorrectionScores(
        learned=len(learned),
        people=learned.people,
        held_out=len(held),
        wrong=misread(new, held),
        old_wrong=misread(old, held) if old else None,
    )


def misread(version: Path, corrections: Corrections) -> tuple[int, ...]:
    """Give the numbers of the corrections that a version's digit network gets wrong."""
    answers = Network(version).answer(corrections.pictures)
    read = np.where(answers.is_digit >= SEEN, answers.digit.argmax(1), NOT_DIGIT)
    return tuple(np.flatnonzero(read != corrections.labels).tolist())
