"""The two sets of colors that charts are drawn in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """Colors of a chart; text on ground and panel has a contrast of at least 4.5 to 1.

    Attributes
    ----------
    ground, panel
        The sheet, and the cards on it.
    ink, muted
        Headlines, and text of less weight.
    bar
        A bar that did not win.
    sure, doubt
        The winner, where the answer is certain and where it is not.
    chip
        Text on `sure` and `doubt`.
    """

    ground: str
    panel: str
    ink: str
    muted: str
    bar: str
    sure: str
    doubt: str
    chip: str


THEMES = {
    "light": Theme(
        ground="#ffffff",
        panel="#f0f2f6",
        ink="#14171c",
        muted="#586172",
        bar="#b9c2cf",
        sure="#1463d2",
        doubt="#b25000",
        chip="#ffffff",
    ),
    "dark": Theme(
        ground="#15181d",
        panel="#21262e",
        ink="#f4f6f8",
        muted="#a2adbc",
        bar="#4b5666",
        sure="#62a8ff",
        doubt="#ffb454",
        chip="#0d1014",
    ),
}


OPAQUE = "ff"
"""The fourth part of a color that names three."""


def to_bytes(color: str) -> tuple[int, int, int, int]:
    """Give a color, "#rrggbb" or "#rrggbbaa", as RGBA, each 0 … 255."""
    red, green, blue, alpha = bytes.fromhex(color.removeprefix("#") + OPAQUE)[:4]
    return red, green, blue, alpha
