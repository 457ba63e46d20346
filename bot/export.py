"""What users corrected → a file that the training program learns from."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bot.store import Correction, Store
from model.corrections import Corrections, save


def export(store: Store, path: Path) -> Corrections:
    """Write all corrections to a file and return them."""
    corrections = gather(store.corrections())
    save(path, corrections)
    return corrections


def gather(kept: Iterable[Correction]) -> Corrections:
    """Put corrections into the training program's form, in their order.

    A small picture of which nobody knows what it shows is left out. People are numbered in the
    order of their first correction: the file tells them apart and does not say who they are.
    """
    people: dict[int, int] = {}
    rows = [
        (crop.picture, crop.label, people.setdefault(one.user_id, len(people)), one.sha256)
        for one in kept
        for crop in one.crops
        if crop.label is not None
    ]
    return Corrections(
        pictures=np.array([picture for picture, *_ in rows], np.uint8).reshape(-1, 28, 28),
        labels=np.array([label for _, label, *_ in rows], np.uint8),
        owners=np.array([owner for *_, owner, _ in rows], np.int64),
        hashes=tuple(sha for *_, sha in rows),
    )
