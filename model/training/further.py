"""Networks that are trained further: loaded from a version, and brought partway back to it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model import SHIPPED
from model.errors import WeightsError
from model.versions import SHIPPED_ID

if TYPE_CHECKING:
    import keras

KEPT = 0.5
"""The part of the way that a network keeps which was trained further: the mean of both ends."""


def load_further(start: Path, file: str, name: str) -> "keras.Model":
    """Load the network of a version, to be trained further.

    Parameters
    ----------
    start
        The version's folder.
    file
        The network's file in it.
    name
        What the network calls itself: its architecture.

    Raises
    ------
    WeightsError
        If it cannot be read, or is another network.
    """
    import keras

    try:
        network = keras.saving.load_model(start / file, compile=False, safe_mode=True)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WeightsError(f"The weights {start / file} cannot be read.") from error
    if network.name != name:
        raise WeightsError(f"The network in {start} is a {network.name}, not a {name}.")
    return network


def partway(
    network: "keras.Model", before: Sequence[NDArray[np.floating]], kept: float = KEPT
) -> None:
    """Bring a network that was trained further part of the way back to what it was, in place.

    It then keeps most of what it has learned, and of what it would have forgotten (M. Wortsman
    et al., "Robust Fine-Tuning of Zero-Shot Models", CVPR 2022).

    Parameters
    ----------
    network
        What it became.
    before
        All weights that it had, as `get_weights` gives them.
    kept
        The part of the way that it keeps, 0 … 1.
    """
    network.set_weights([
        was + kept * (now - was) for was, now in zip(before, network.get_weights(), strict=True)
    ])  # fmt: skip


def name_of(start: Path | None) -> str | None:
    """Give the id of the version to start from, None for none: its folder's name."""
    if start is None:
        return None
    return SHIPPED_ID if start.resolve() == SHIPPED.resolve() else start.resolve().name
