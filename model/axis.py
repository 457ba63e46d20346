"""Marks in a row → the line that runs through their middles."""

from collections.abc import Sequence

import numpy as np

from model.mark import Mark

FEWEST = 3
"""A row of fewer marks says too little about its slope…"""
LONG = 2.0
"""…and so does one that is shorter than so many times its height."""


def median_height(row: Sequence[Mark]) -> float:
    """How high the marks of a row are, in the median, in pixels."""
    return float(np.median([mark.height for mark in row]))


def axis(row: Sequence[Mark]) -> tuple[float, float]:
    """Fit a line through the marks' middles: its slope, and its height above the page's left.

    Parameters
    ----------
    row
        At least one mark.

    Returns
    -------
    The line is at slope * x + height, in pixels down from the page's top.
    """
    across = np.array([mark.x + mark.width / 2 for mark in row])
    down = np.array([mark.y + mark.height / 2 for mark in row])
    if len(row) < FEWEST or np.ptp(across) < LONG * median_height(row):
        return 0.0, float(np.median(down))
    slope = float(np.polyfit(across, down, 1)[0])
    return slope, float(np.median(down - slope * across))
