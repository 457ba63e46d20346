"""Numbers as people read them."""

from math import floor

from model.interval import wilson

PERCENT_MAX = 99
"""Nothing is called 100 % sure: no reading is."""

MINUTE, HOUR = 60, 3600
"""Seconds."""

DECIMALS = ((5_000, 2), (200, 1), (0, 0))
"""From how many answers on a share in percent is known to so many decimals, about."""

BAR_CELLS = 16
"""Characters of a progress bar: as many as fit beside a percentage on a narrow phone."""


def percent(probability: float) -> str:
    """Return a probability as whole percent, from "1 %" to "99 %": never a false certainty."""
    return f"{min(max(round(probability * 100), 1), PERCENT_MAX)} %"


def score(accuracy: float) -> str:
    """Return a measured accuracy in percent with two decimals, cut and so never flattered."""
    return f"{int(accuracy * 10_000 + 1e-6) / 100:.2f} %"


def share_of(right: int, count: int) -> str:
    """Return a counted share in percent, as exact as the count allows, cut and never flattered."""
    if not count:
        return "–"
    places = _decimals(count)
    return f"{_cut(100 * right / count, places):.{places}f} %"


def range_of(right: int, count: int) -> str:
    """Return the 95 % interval of a counted share, rounded outward: "91.8–94.9 %"."""
    places, interval = _decimals(count), wilson(right, count)
    low, high = _cut(100 * interval.low, places), -_cut(-100 * interval.high, places)
    return f"{low:.{places}f}–{high:.{places}f} %"


def _decimals(count: int) -> int:
    return next(places for least, places in DECIMALS if count >= least)


def _cut(percent: float, places: int) -> float:
    """Cut to so many decimals, downward; what is only a rounding error off is not cut."""
    scale: int = 10**places
    return floor(round(percent * scale, 6)) / scale


def duration(seconds: float) -> str:
    """Return a span of time as a person would say it: "40 s", "12 min", "3 h 5 min"."""
    if seconds < MINUTE - 0.5:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / MINUTE)
    if minutes < HOUR // MINUTE:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, HOUR // MINUTE)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def bar(done: float) -> str:
    """Return a progress bar with its percentage: "▓▓▓▓░░░░ 50 %"."""
    done = min(max(done, 0.0), 1.0)
    full = round(done * BAR_CELLS)
    return f"{'▓' * full}{'░' * (BAR_CELLS - full)} {int(done * 100)} %"
