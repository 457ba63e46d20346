"""What only one copy of the bot may do at a time, of those that share a data folder."""

import errno
import os
from pathlib import Path

if os.name != "nt":  # Windows knows no such locks: there is one copy only there
    import fcntl


class Alone:
    """A lock on a file. It ends with the program, however that ends.

    Parameters
    ----------
    path
        The file, which is made where it is missing and stays.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this copy holds it."""
        return self._handle is not None

    @property
    def held_elsewhere(self) -> bool:
        """Whether another copy holds it."""
        if self.held:
            return False
        taken = self.take()
        self.release()
        return not taken

    def take(self) -> bool:
        """Take it; False where another copy holds it."""
        if self.held:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> None:
    if os.name == "nt":
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno != errno.ENOLCK:  # some network drives know no locks
            raise
