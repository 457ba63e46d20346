"""The line network in service: a strip → what each of its steps shows."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.interpreter import Export
from model.line.strip import HEIGHT, STEP

FILE = "line.tflite"
"""Name of the export in a version's folder."""
ANSWERS = 11
"""Nothing new, and ten digits."""


class LineNetwork:
    """A trained line network, safe to use from any thread.

    Parameters
    ----------
    folder
        A version's folder, with `line.tflite` in it.

    Raises
    ------
    WeightsError
        If the file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._export = Export(folder / FILE)
        self.answer(np.zeros((HEIGHT, STEP), np.uint8))
        self._export.rest()  # who loads a version seldom reads with it

    def answer(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Read a strip.

        Parameters
        ----------
        picture : (32, w) uint8
            0 paper … 255 ink; w is a multiple of `STEP`.

        Returns
        -------
        (w / STEP, 11) float32
            How likely each step shows nothing new (column 0) or digit d (column d + 1); each row
            sums to 1.
        """
        steps = self._export.run(strip=picture[None]).get("steps")
        if steps is None or steps.shape != (1, picture.shape[1] // STEP, ANSWERS):
            raise self._export.damaged()
        return np.asarray(steps[0], np.float32)
