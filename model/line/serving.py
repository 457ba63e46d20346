"""The line network in service: a strip → what each of its steps shows.

Like the digit network's, its interpreter belongs to one thread, so each thread gets one of its own.
"""

import threading
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, SignatureRunner
from numpy.typing import NDArray

from model.errors import WeightsError
from model.line.strip import HEIGHT, STEP

FILE = "line.tflite"
"""Name of the export in a version's folder."""


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
        self._file = folder / FILE
        try:
            self._export = self._file.read_bytes()
        except OSError as error:
            raise WeightsError(f"The weights {self._file} cannot be read.") from error
        self._own = threading.local()
        self.answer(np.zeros((HEIGHT, STEP), np.uint8))

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
        steps = picture.shape[1] // STEP
        try:
            found = self._runner()(strip=picture[None])["steps"]
            return np.asarray(found, np.float32).reshape(steps, 11)
        except (RuntimeError, ValueError, KeyError, TypeError) as error:
            raise WeightsError(f"The weights {self._file} are damaged.") from error

    def _runner(self) -> SignatureRunner:
        """Give this thread's runner; LiteRT's interpreters must not be shared."""
        runner: SignatureRunner | None = getattr(self._own, "runner", None)
        if runner is None:
            interpreter = Interpreter(model_content=self._export, num_threads=1)
            runner = self._own.runner = interpreter.get_signature_runner()
        return runner
