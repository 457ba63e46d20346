"""What the corruptions share: what they work on, and blur for all pictures at once."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SIDE = 28

Pictures: TypeAlias = NDArray[np.floating]
"""(n, 28, 28), 0 paper … 1 ink."""

ROWS: NDArray[np.int64]
COLUMNS: NDArray[np.int64]
ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE]


def blur(x: Pictures, sigma: float) -> Pictures:
    """Blur all pictures: a matrix from the left for the rows, from the right for the columns."""
    reach = int(4 * sigma + 0.5)
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    matrix = np.zeros((SIDE, SIDE), np.float32)
    for step, weight in zip(steps, weights / weights.sum(), strict=True):
        np.add.at(matrix, (np.arange(SIDE), np.clip(np.arange(SIDE) + step, 0, SIDE - 1)), weight)
    return matrix @ x @ matrix.T


def signs(rng: np.random.Generator, *shape: int) -> NDArray[np.int64]:
    """Draw signs, -1 or 1."""
    return 2 * rng.integers(0, 2, shape) - 1
