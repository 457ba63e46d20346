"""Memory that pictures have taken, and what the C library keeps of it once they are answered.

A picture of 1280 pixels takes some twenty megabytes for some milliseconds. glibc gives each thread
a heap of its own, and what is freed in the middle of a heap stays with the program: with all left
as it is a bot holds fifty megabytes more than it uses, and after one large picture hundreds. Where
the C library is another one nothing is done.
"""

import ctypes
import itertools
import logging
import sys
from functools import lru_cache

log = logging.getLogger(__name__)

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Numbers that glibc's malloc.h gives its settings."""

LARGE = 8 << 20
"""Bytes from which a block is given back as soon as it is free: a large picture decoded, but no
photo at the size that the walk sees, for which this would cost time. Left alone, glibc raises it to
32 MB after the first such block, and keeps all below for itself."""

SPARE = 32 << 20
"""Bytes that are kept at the end of a heap: what the next picture takes again at once. By default
it would be given back and taken again several times a picture, a tenth of its time."""

ARENAS = 2
"""Pools that threads share; by default each thread gets one of its own, each with its own hoard."""

EVERY = 16
"""Pictures after which all that is free is given back; that takes a millisecond or two."""

_pictures = itertools.count(1)


def give_back_large_blocks() -> None:
    """Let the C library return large blocks to the system; of use before there are threads."""
    library = _glibc()
    settings = ((MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, SPARE), (ARENA_MAX, ARENAS))
    if library is None or not all(library.mallopt(*setting) for setting in settings):
        log.debug("The C library keeps what is freed")


def give_back_all() -> None:
    """Give what is free back to the system, at every 16th call: a picture has been answered."""
    library = _glibc()
    if library is not None and next(_pictures) % EVERY == 0:
        library.malloc_trim(0)


@lru_cache(1)
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
