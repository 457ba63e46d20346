"""Processes that work for another one: they end with it, and leave its interruption to it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import cv2


def processes(begin: Callable[..., None], *given: object) -> ProcessPoolExecutor:
    """Return as many processes as there are processors.

    Parameters
    ----------
    begin
        Called in each with what is given before its first work; it keeps what that needs.
    given
        Handed over once to each.
    """
    # A fresh process, not a fork: TensorFlow's threads do not survive one.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(os.cpu_count(), spawn, _begin, (begin, given))


def _begin(begin: Callable[..., None], given: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this pool
    cv2.setNumThreads(1)  # there is a process for each core
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(*given)


def _end_with_parent() -> None:
    """Wait for the end of the parent; one that was killed could not say that there is no more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
