"""Run a module that ends when its starter does: `python -m bot.programs.leash MODULE ARGUMENTS…`.

The starter holds the other end of standard input. When that closes, because the starter closed
it or because the starter died in whatever way, the module is asked to end and then made to.
"""

import contextlib
import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

NICENESS = 15
"""How far the work steps back for others: 0 not at all … 19 as far as it can."""

SESSION = Path("/proc/self/autogroup")
"""Where Linux takes the niceness of a whole session."""

GRACE = 10.0
"""Seconds from asking the module to end until it is made to."""

INTERRUPTED = 130
"""Exit status of a program that was interrupted, as shells know it."""


def main() -> None:
    """Lower the priority, watch standard input, and become the module."""
    _step_back()
    threading.Thread(target=_end_with_starter, daemon=True).start()
    del sys.argv[0]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _step_back() -> None:
    if not hasattr(os, "nice"):
        return
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():
        # Linux shares the processor among sessions first, each as much; niceness counts within one.
        with contextlib.suppress(OSError):  # not every kernel does, and then niceness is enough
            SESSION.write_text(str(NICENESS))


def _end_with_starter() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)  # with the processes that it has started
    os._exit(1)


if __name__ == "__main__":
    main()
