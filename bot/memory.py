"""Giving memory back: what one large picture took must not stay with the process for good."""

import ctypes
import logging
import sys

log = logging.getLogger(__name__)

MMAP_THRESHOLD, ARENA_MAX = -3, -8
"""Numbers that glibc's malloc.h gives its settings."""

LARGE = 8 << 20
"""Bytes from which a block is given back as soon as it is free: a large picture decoded, but no
photo at the size that the walk sees, for which this would cost time. Left alone, glibc raises it to
32 MB after the first such block, and keeps all below for itself."""

ARENAS = 2
"""Pools that threads share; by default each thread gets one of its own, each with its own hoard."""


def give_back_large_blocks() -> None:
    """Let the C library return large blocks to the system; does nothing where it is not glibc."""
    if not sys.platform.startswith("linux"):
        return
    try:
        library = ctypes.CDLL(None)
        done = library.mallopt(MMAP_THRESHOLD, LARGE) and library.mallopt(ARENA_MAX, ARENAS)
    except (OSError, AttributeError):  # another C library, as Alpine's
        done = 0
    if not done:
        log.debug("The C library keeps what is freed")
