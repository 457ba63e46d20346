"""LiteRT: a network in service, at a tenth of TensorFlow's memory and start.

LiteRT's interpreter belongs to one thread, so each thread gets one of its own.
"""

import threading
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, SignatureRunner
from numpy.typing import NDArray

from model.errors import WeightsError


class Export:
    """An exported network, safe to use from any thread.

    Parameters
    ----------
    file
        The export.

    Raises
    ------
    WeightsError
        If the file is missing; if it is damaged, `run` raises it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._content = file.read_bytes()
        except OSError as error:
            raise WeightsError(f"The weights {file} cannot be read.") from error
        self._own = threading.local()

    def run(self, **pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Give the network its inputs by name; returns its answers by name."""
        try:
            answers: dict[str, NDArray[np.float32]] = self._runner()(**pictures)
        except (RuntimeError, ValueError, KeyError, TypeError) as error:
            raise self.damaged() from error
        return answers

    def rest(self) -> None:
        """Let go of what the calling thread needs to run it; the next call makes it anew."""
        self._own.runner = None

    def damaged(self) -> WeightsError:
        """Return the error that says that these weights do not answer as they should."""
        return WeightsError(f"The weights {self._file} are damaged.")

    def _runner(self) -> SignatureRunner:
        runner: SignatureRunner | None = getattr(self._own, "runner", None)
        if runner is None:
            interpreter = Interpreter(model_content=self._content, num_threads=1)
            runner = self._own.runner = interpreter.get_signature_runner()
        return runner
