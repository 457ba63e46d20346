"""A contact sheet: many 28×28 pictures, a card each, under the names of whom they are from."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.chart.canvas import MARGIN, THEMES, WIDTH, Canvas

COLUMNS = 5
"""Cards in a row: on a phone's screen what stands on them is still read without effort."""

GAP = 14
"""Space between cards in pixels."""

CARD = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
"""Width of a card in pixels."""

SEEN = 140
"""Side of a picture: five pixels for each of its own."""

CARD_HEIGHT = SEEN + 162
"""With three lines below the picture, in pixels."""

LETTER_WIDTH, BOLD_WIDTH = 0.54, 0.68
"""Width of a letter in parts of its type's size; longer lines get a smaller type."""

HEAD, GROUP_HEAD, GROUP_GAP = 76, 76, 30
"""Height of the title and of a group's name, and space below a group, in pixels."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture and what was said of it.

    Attributes
    ----------
    picture : (28, 28) uint8
        What the network saw: 0 paper … 255 ink.
    label
        What is said to be right, in a few characters.
    read
        What was read.
    why
        Why it is shown, in two or three short words; "" for no reason.
    """

    picture: NDArray[np.uint8]
    label: str
    read: str
    why: str = ""


@dataclass(frozen=True, eq=False)
class Group:
    """Pictures of one origin, under its name and a few words more."""

    name: str
    words: str
    pictures: tuple[Shown, ...]


def draw_contact(groups: Sequence[Group], title: str, theme: str = "light") -> bytes:
    """Draw a contact sheet.

    Parameters
    ----------
    groups
        In the order in which they are shown, the pictures from left to right.
    title
        One short line.
    theme
        "light" or "dark".

    Returns
    -------
    A PNG of 1080 pixels in width, and as high as the pictures need: 316 for a row of five.

    Raises
    ------
    KeyError
        If there is no such theme.
    """
    canvas = Canvas(_height(groups), THEMES[theme])
    canvas.text(MARGIN, MARGIN + 38, title, 42, bold=True)
    top = MARGIN + HEAD
    for group in groups:
        canvas.text(MARGIN, top + 38, group.name, 34, bold=True)
        canvas.text(WIDTH - MARGIN, top + 38, group.words, 30, canvas.theme.muted, align=1)
        for at, shown in enumerate(group.pictures):
            row, column = divmod(at, COLUMNS)
            x = MARGIN + column * (CARD + GAP)
            _paint_card(canvas, shown, x, top + GROUP_HEAD - 14 + row * (CARD_HEIGHT + GAP))
        top += _group_height(group)
    return canvas.file()


def _height(groups: Sequence[Group]) -> int:
    return 2 * MARGIN + HEAD + sum(map(_group_height, groups)) - (GROUP_GAP if groups else 0)


def _group_height(group: Group) -> int:
    rows = -(-len(group.pictures) // COLUMNS)
    return GROUP_HEAD + rows * (CARD_HEIGHT + GAP) - GAP + GROUP_GAP if rows else GROUP_HEAD


def _paint_card(canvas: Canvas, shown: Shown, x: int, y: int) -> None:
    theme, center = canvas.theme, x + CARD / 2
    canvas.block(x, y, CARD, CARD_HEIGHT, theme.panel, 12)
    seen = cv2.resize(shown.picture, (SEEN, SEEN), interpolation=cv2.INTER_NEAREST)
    left = x + (CARD - SEEN) // 2
    canvas.picture(left, y + GAP, cv2.cvtColor(seen, cv2.COLOR_GRAY2RGB), 8)
    below = y + GAP + SEEN
    label, read, why = shown.label, shown.read, shown.why
    canvas.text(center, below + 42, label, _type(label, 34, BOLD_WIDTH), bold=True, align=0.5)
    canvas.text(center, below + 80, read, _type(read, 28), theme.muted, align=0.5)
    canvas.text(center, below + 120, why, _type(why, 27), theme.doubt, align=0.5)


def _type(line: str, size: float, letter: float = LETTER_WIDTH) -> float:
    """Give the size of type in which a line fits a card: this one, or a smaller one."""
    return min(size, 0.92 * CARD / (letter * max(1, len(line))))
