"""Memory that pictures have taken, and what the C library keeps of it once they are answered.

A picture of 1280 pixels takes some twenty megabytes for some milliseconds. glibc gives each thread
a heap of its own, and what is freed in the middle of a heap stays with the program: with both left
as they are a bot holds fifty megabytes more than it uses. Elsewhere than on glibc nothing is done.
"""

import ctypes
import itertools
import sys
from functools import lru_cache

ARENA_MAX = -8
"""glibc's name for the most heaps, in `mallopt`."""

EVERY = 8
"""Pictures after which what is free is given back; that takes a millisecond or two."""

_pictures = itertools.count(1)


def share_heap() -> None:
    """Let all threads share one heap; only of use before there are others."""
    library = _glibc()
    if library is not None:
        library.mallopt(ARENA_MAX, 1)


def give_back() -> None:
    """Give what is free back to the system, at every eighth call: a picture has been answered."""
    library = _glibc()
    if library is not None and next(_pictures) % EVERY == 0:
        library.malloc_trim(0)


@lru_cache(1)
def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
