"""Processes that work for another one: they end with it, and leave its interruption to it."""

import multiprocessing
import os
import signal
import threading

import cv2


def begin() -> None:
    """Set up a process of a pool; call it there first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this pool
    cv2.setNumThreads(1)  # there is a process for each core
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the parent; one that was killed could not say that there is no more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
