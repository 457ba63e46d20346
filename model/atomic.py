"""Changes to a folder that several programs share: whole or not at all, one after the other."""

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

if os.name != "nt":  # Windows knows no such locks: one program at a time changes the folder there
    import fcntl

log = logging.getLogger(__name__)

PASSING = ".passing-"
"""How names begin of what is not yet whole; a program that is killed leaves it behind."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make a folder where it is missing, and keep others from changing it meanwhile.

    The lock ends with the program, however that ends. Reading needs none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "nt":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network drives know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write(path: Path, text: str) -> None:
    """Replace a file: any reader sees the old one or the new one, also after a crash."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=PASSING)
    passing = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        flush(passing)
        passing.replace(path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
    flush(path.parent)


def clear(folder: Path) -> None:
    """Remove what a program left behind that was killed while it changed a folder."""
    if not folder.is_dir():
        return
    with alone(folder):
        for left in folder.glob(f"{PASSING}*"):
            log.info("%s is left of something unfinished and is removed", left)
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if os.name == "nt":  # Windows flushes no folders, and files only through a writing handle
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
