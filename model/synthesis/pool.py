"""Photos drawn on all processor cores at once."""

from collections.abc import Callable
from itertools import repeat
from typing import TypeVar

import numpy as np

from model import worker
from model.synthesis.sheet import Examples

CHUNK = 200
"""Photos that a process draws before it reports."""

Part = TypeVar("Part")
Draw = Callable[[Examples, np.random.Generator, int], Part]
"""Draws so many photos with these digits; a function that other processes find by its name."""


def draw_on_all_cores(
    draw: Draw[Part], source: Examples, photos: int, seed: int, tell: Callable[[float], None]
) -> list[Part]:
    """Draw photos in chunks.

    Parameters
    ----------
    draw
        Draws a chunk.
    source
        MNIST's digits to write with.
    photos
        How many photos to draw in all.
    seed
        The same seed gives the same chunks, however many cores there are.
    tell
        Called with the part that is done, 0 … 1.

    Returns
    -------
    What `draw` has given, chunk by chunk.
    """
    chunks = max(1, photos // CHUNK)
    seeds = np.random.SeedSequence(seed).spawn(chunks)
    sizes = [photos // chunks + (i < photos % chunks) for i in range(chunks)]
    parts: list[Part] = []
    with worker.processes(_write_with, source) as pool:
        for part in pool.map(_draw_chunk, repeat(draw), seeds, sizes):
            parts.append(part)
            tell(len(parts) / chunks)
    return parts


_source: Examples


def _write_with(source: Examples) -> None:
    global _source  # what a worker process writes with, handed over once
    _source = source


def _draw_chunk(draw: Draw[Part], seed: np.random.SeedSequence, photos: int) -> Part:
    return draw(_source, np.random.default_rng(seed), photos)
