"""Numbers: digits in rows, wide apart to overlapping, with what people write around them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.synthesis.hands import Hand, write_digit
from model.synthesis.separators import (
    AFTER,
    BEFORE,
    BETWEEN,
    LETTERS_BESIDE,
    draw_box,
    draw_line,
    draw_sign,
)
from model.synthesis.sheet import INKED, NOT_DIGIT, Examples, Piece
from model.synthesis.threads import run_on, string

GAPS = {"apart": (0.08, 1.1, 2.6), "wide": (0.24, 0.45, 1.1), "usual": (0.33, 0.08, 0.4),
        "tight": (0.2, 0.01, 0.1), "touching": (0.15, -0.1, 0.02)}  # fmt: skip
"""How far digits stand apart: part of the numbers, and the span of the least distance of two
neighbors' strokes, as a part of the digits' height. Below 0 they cross."""
CROSSED = 0.05
"""How far strokes cross at most, as a part of the digits' height, beside a third of a pen's width:
further, a person could not read them."""
LIGATURES = 0.12
"""Part of the narrow gaps over which a stroke runs on into the next digit."""
STRUNG = 0.4
"""Part of the round numbers whose zeros hang on one thread."""
SEPARATED = 0.3
"""Part of the numbers of four digits and more with a sign at the thousands, or at any place."""
ENDED = 0.12
"""Part of the numbers with a sign after them; half as many have one before them."""
LETTERED, MOST_LETTERS = 0.08, 3
"""Part of the numbers with letters before or after them, and how many at most…"""
LETTERS_APART = (0.1, 0.7)
"""…and how far from the number, as a part of the digits' height."""
SIZES = (0.03, 0.18)
"""Standard deviation of a digit's height, as a part of the number's: hands differ in it."""
TALL_ONES, TALL, DROP = 0.2, (1.15, 1.9), (0.2, 0.8)
"""Part of the hands whose 1s stand out, how many times as high these are as other digits, and how
much of what they are longer goes below the others. At a number's end nobody could tell such a 1
from a stroke that closes it."""
SMALL_ZEROS, SMALL = 0.2, (0.5, 0.85)
"""Part of the hands whose 0s are smaller, and how high these are beside other digits."""
SLOPE, STEEP, STEEPER = 0.035, 0.1, 4.0
"""Standard deviation of a row's slope, the part of the rows that are steep, and how much more."""


@dataclass(frozen=True)
class Layout:
    """How a row is laid out: what `GAPS` names, and how often signs stand in and after it."""

    gap: str
    separated: float = SEPARATED
    ended: float = ENDED


def any_layout(rng: np.random.Generator) -> Layout:
    """Choose a layout, as often as `GAPS` says."""
    names = list(GAPS)
    return Layout(names[int(rng.choice(len(names), p=[GAPS[name][0] for name in names]))])


def write_row(
    count: int,
    height: float,
    hand: Hand,
    layout: Layout,
    source: Examples,
    rng: np.random.Generator,
    row: int = 0,
    *,
    zeros: int = 0,
) -> list[Piece]:
    """Write a number.

    Parameters
    ----------
    count
        How many digits it has.
    height
        Height of the digits in pixels.
    hand, layout
        Who writes, and how wide.
    source
        MNIST's digits to write with.
    row
        Which row of the sheet it is.
    zeros
        How many digits at its end are 0: a hand may string them together.

    Returns
    -------
    Its pieces in reading order; the first digit's left rim is near 0, the baseline at 0.
    """
    places = _sign_places(count, layout, rng)
    sign = list(BETWEEN.values())[int(rng.choice(4, p=(0.5, 0.3, 0.08, 0.12)))]
    least, most = GAPS[layout.gap][1:]
    gap = rng.uniform(least, most)
    sizes = rng.uniform(*SIZES)
    slope = rng.normal(0, SLOPE * (STEEPER if rng.random() < STEEP else 1.0))
    wander = rng.uniform(0, 0.06)
    pieces: list[Piece] = []
    ended, strung = rng.random(), rng.random() < STRUNG
    tall = rng.uniform(*TALL) if rng.random() < TALL_ONES else 1.0
    heights = {0: rng.uniform(*SMALL) if rng.random() < SMALL_ZEROS else 1.0, 1: tall}
    ones_drop = rng.uniform(*DROP) * (tall - 1)

    def put(label: int, ink: NDArray[np.uint8], below: float, apart: float) -> None:
        x = _beside(pieces[-1], ink, below, apart) if pieces else 0.0
        below += slope * (x - (pieces[0].x if pieces else 0.0))
        pieces.append(Piece(label, ink, x, below - ink.shape[0], row))

    def put_letters(apart: float) -> None:
        for _ in range(int(rng.integers(1, MOST_LETTERS + 1))):
            letter = LETTERS_BESIDE[rng.integers(len(LETTERS_BESIDE))]
            put(NOT_DIGIT, *draw_sign(letter, height, hand, rng), apart * height)
            apart = rng.uniform(0.03, 0.2)

    lettered = rng.random() / LETTERED  # before the number below 0.5, after it below 1
    if lettered < 0.5:
        put_letters(0.0)
    first = rng.uniform(*LETTERS_APART) * height if pieces else 0.0
    if ended > 1 - layout.ended / 2:
        before = list(BEFORE.values())[rng.integers(len(BEFORE))]
        put(NOT_DIGIT, *draw_sign(before, height, hand, rng), first)
    for at in range(count):
        size = height * float(np.clip(rng.normal(1, sizes), 0.6, 1.4))
        if at == count - 1:
            heights[1], ones_drop = 1.0, 0.0
        zero = 0 if at >= count - zeros else None
        digit, ink = write_digit(hand, size, source, rng, zero, heights)
        below = (rng.normal(0, wander) + (ones_drop if digit == 1 else 0.0)) * height
        apart = (gap + rng.normal(0, 0.25 * (most - least))) * height
        alone = at == 0 and first > 0
        put(
            digit, ink, below, first if alone else max(apart, -(CROSSED + 0.35 * hand.pen) * height)
        )
        if pieces[1:] and not alone and 0 <= gap < 0.2 and rng.random() < LIGATURES:
            pieces[-2] = run_on(pieces[-2], pieces[-1], hand.pen * height, rng)
        if strung and at > count - zeros and pieces[-2].label == 0:
            pieces[-2] = string(pieces[-2], pieces[-1], hand.pen * height, rng)
        if at in places:
            put(NOT_DIGIT, *draw_sign(sign, height, hand, rng), max(gap, 0.04) * height)
    if ended < layout.ended:
        after = list(AFTER.values())[rng.integers(len(AFTER))]
        put(NOT_DIGIT, *draw_sign(after, height, hand, rng), max(gap, 0.1) * height)
    if 0.5 <= lettered < 1:
        put_letters(rng.uniform(*LETTERS_APART))
    return pieces


def _sign_places(count: int, layout: Layout, rng: np.random.Generator) -> set[int]:
    """Choose after which digits a sign stands: at the thousands, or one before the cents."""
    if count < 3 or rng.random() >= layout.separated:
        return set()
    if rng.random() < 0.7:
        return {at for at in range(count - 1) if (count - 1 - at) % 3 == 0}
    return {count - 3} if rng.random() < 0.6 else {int(rng.integers(count - 1))}


def _beside(last: Piece, ink: NDArray[np.uint8], below: float, apart: float) -> float:
    """Say where a piece comes to lie whose strokes are to be so far from those of the last."""
    top = round(below) - ink.shape[0]
    right = np.full(last.ink.shape[0], -1e9)
    inked = last.ink >= INKED
    right[inked.any(1)] = last.ink.shape[1] - inked[:, ::-1].argmax(1)[inked.any(1)]
    inked = ink >= INKED
    left = np.full(ink.shape[0], 1e9)
    left[inked.any(1)] = inked.argmax(1)[inked.any(1)]
    shift = top - round(last.y)
    a, b = max(0, shift), min(len(right), shift + len(left))
    near = -1e9 if a >= b else float(np.max(right[a:b] - left[a - shift : b - shift]))
    # Neighbors that share no height, as a comma and a raised dash, stand one after the other; and
    # however an arch bends over its neighbor, it begins to the right of it.
    least = last.ink.shape[1] * 0.55 if near > -1e8 else float(last.ink.shape[1])
    return last.x + max(near + apart, least)


def around(
    pieces: list[Piece], height: float, hand: Hand, rng: np.random.Generator, lined: float
) -> list[Piece]:
    """Underline a number or put it into a box, in the given part of the cases.

    Returns
    -------
    What is drawn, behind or below the number: pieces that are no digits.
    """
    left, top, right, bottom = bounds(pieces)
    draws = rng.random()
    if draws < lined:
        y = bottom + rng.uniform(-0.04, 0.25) * height
        length = (right - left) * rng.uniform(0.8, 1.3)
        x = (left + right - length) / 2
        lines = 2 if rng.random() < 0.25 else 1
        inks = [draw_line(length, height, hand, rng) for _ in range(lines)]
        return [Piece(NOT_DIGIT, ink, x, y + i * 0.15 * height) for i, ink in enumerate(inks)]
    if draws < 1.4 * lined:
        room = rng.uniform(0.1, 0.4) * height
        pen = max(1.0, hand.pen * height * rng.uniform(0.2, 1))
        ink = draw_box(right - left + 2 * room, bottom - top + 2 * room, hand, pen, rng)
        return [Piece(NOT_DIGIT, ink, left - room, top - room)]
    return []


def bounds(pieces: list[Piece]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all pieces, in pixels."""
    return (
        min(p.x for p in pieces),
        min(p.y for p in pieces),
        max(p.x + p.ink.shape[1] for p in pieces),
        max(p.y + p.ink.shape[0] for p in pieces),
    )
