"""The network in service: LiteRT, which needs a tenth of TensorFlow's memory and start.

LiteRT's interpreter belongs to one thread, so each thread gets one of its own.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, SignatureRunner
from numpy.typing import NDArray

from model.errors import WeightsError

FILE = "digits.tflite"
"""Name of the export in a version's folder."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What the network says of n pictures.

    Attributes
    ----------
    digit : (n, 10) float32
        How likely each digit is, given that it is a digit; each row sums to 1.
    is_digit : (n,) float32
        How likely it is a digit at all; 1 where the network cannot tell.
    """

    digit: NDArray[np.float32]
    is_digit: NDArray[np.float32]


class Network:
    """A trained network, safe to use from any thread.

    Parameters
    ----------
    folder
        A version's folder, with `digits.tflite` in it.

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
        self.answer(np.zeros((1, 28, 28), np.uint8))

    def answer(self, pictures: NDArray[np.uint8]) -> Answers:
        """Classify pictures of (n, 28, 28) uint8, 0 paper … 255 ink, in one batch."""
        if len(pictures) == 0:
            return Answers(np.zeros((0, 10), np.float32), np.zeros(0, np.float32))
        try:
            found = self._runner()(picture=pictures)
            digit = found["digit"].reshape(len(pictures), 10)
            is_digit = found.get("is_digit", np.ones(len(pictures), np.float32))
            return Answers(digit, is_digit.reshape(len(pictures)))
        except (RuntimeError, ValueError, KeyError) as error:
            raise WeightsError(f"The weights {self._file} are damaged.") from error

    def _runner(self) -> SignatureRunner:
        """Give this thread's runner; LiteRT's interpreters must not be shared."""
        runner: SignatureRunner | None = getattr(self._own, "runner", None)
        if runner is None:
            interpreter = Interpreter(model_content=self._export, num_threads=1)
            runner = self._own.runner = interpreter.get_signature_runner()
        return runner
