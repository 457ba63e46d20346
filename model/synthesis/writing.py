"""Sheets of each kind: one symbol, numbers in rows, strips as on cheques, and no digits at all."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from model.synthesis.doodles import doodle, text_block
from model.synthesis.hands import Hand, any_hand, write_digit
from model.synthesis.numbers import GAPS, Layout, any_layout, around, bounds, write_row
from model.synthesis.sheet import NOT_DIGIT, Examples, Piece, Sheet, compose

LONG_SIDE = (150, 480)
"""Longest side of a sheet with one symbol, in pixels."""
NUMBER_HEIGHT = (26, 100)
"""Height of the digits of a number in pixels…"""
LONGEST_ROW = 560
"""…as long as a row does not become longer than so many pixels."""
ASPECT = (0.55, 1.8)
"""Width over height of a sheet with one symbol."""
FRAME_SHARE = (0.3, 0.95)
"""Longer side of a single symbol as a part of the frame's shorter side."""
BESIDE = 0.12
"""Part of the single digits with a doodle or half a digit beside them, at the sheet's edge."""
VISIBLE = (0.06, 0.45)
"""Part that is seen of a neighbor which the sheet's edge cuts off."""
UNDERLINED = 0.06
"""Part of the single digits with a line below them; numbers have it more often."""
NUMBER_UNDERLINED = 0.12
DIGITS = 8
"""Most digits of a row."""
ROWS = (0.7, 0.14, 0.08, 0.04, 0.02, 0.02)
"""How often numbers stand in one row, in two, …"""
CHEQUE_HEIGHT = (18, 52)
"""Height of a cheque's digits in pixels."""
CHEQUE_PEN = (0.05, 0.2)
"""Width of a pen on cheques as a part of the digits' height."""
ROUND = 0.4
"""Part of the amounts that are round: one digit or more at their end is 0."""
LEAST_ROOM, MOST_ROOM = np.array((-0.04, -0.04, -0.03, -0.05)), np.array((0.5, 0.4, 0.6, 0.6))
"""Room above, below, to the left and to the right of an amount, as parts of its digits' height."""
CLOSE_CUT = 1.7
"""The larger, the more amounts are cut out closely."""


def write_single(source: Examples, rng: np.random.Generator) -> Sheet:
    """Write one digit, now and then underlined or with a neighbor that the edge cuts off."""
    height, width = _frame(rng)
    size = rng.uniform(*FRAME_SHARE) * min(width, height)
    hand = any_hand(rng)
    digit, ink = write_digit(hand, size, source, rng)
    pieces = [Piece(digit, ink, 0, 0)]
    pieces += around(pieces, size, hand, rng, UNDERLINED)
    pieces = _place(pieces, (height, width), rng)
    if rng.random() < BESIDE:
        pieces.append(_cut_off(pieces[0], hand, size, (height, width), source, rng))
    return compose(pieces, (height, width))


def write_number(source: Examples, rng: np.random.Generator) -> Sheet:
    """Write a row of digits, or several."""
    rows = int(rng.choice(len(ROWS), p=ROWS)) + 1
    hand, layout = any_hand(rng), any_layout(rng)
    even = int(rng.integers(1, DIGITS + 1))
    length = DIGITS if rows > 1 else even
    height = min(rng.uniform(*NUMBER_HEIGHT), LONGEST_ROW / length / (0.7 + GAPS[layout.gap][2]))
    pieces: list[Piece] = []
    below = 0.0
    for row in range(rows):
        count = (
            max(2, even) if rows == 1 or rng.random() < 0.5 else int(rng.integers(1, DIGITS + 1))
        )
        line = write_row(count, height, hand, layout, source, rng, row)
        below += 0.0 if row == 0 else (rng.uniform(0.25, 0.8) * height - bounds(line)[1])
        x = rng.normal(0, 0.2) * height
        line = [replace(p, x=p.x + x, y=p.y + below) for p in line]
        pieces += line
        below = bounds(line)[3]
    if rows == 1:
        pieces += around(pieces, height, hand, rng, NUMBER_UNDERLINED)
    room = rng.uniform(0.05, 0.9, 4) * height
    if rng.random() < 0.3:
        room *= 2.5
    return _cut_out(pieces, room)


def write_cheque(source: Examples, rng: np.random.Generator) -> Sheet:
    """Write an amount that fills a narrow strip, as on a cheque."""
    height = rng.uniform(*CHEQUE_HEIGHT)
    hand = any_hand(rng, CHEQUE_PEN)
    layout = replace(any_layout(rng), separated=0.55, ended=0.35)
    if layout.gap in ("apart", "wide"):
        layout = Layout("usual", layout.separated, layout.ended)
    count = int(rng.choice(np.arange(1, 9), p=(0.02, 0.12, 0.24, 0.2, 0.18, 0.14, 0.08, 0.02)))
    zeros = int(rng.integers(1, count)) if count > 1 and rng.random() < ROUND else 0
    pieces = write_row(count, height, hand, layout, source, rng, zeros=zeros)
    # Whoever cuts an amount out of a cheque leaves little around it, and sometimes takes a bit off.
    spare = rng.random(4) ** CLOSE_CUT
    room = (LEAST_ROOM + spare * (MOST_ROOM - LEAST_ROOM)) * height
    return _cut_out(pieces, room)


def write_doodles(_source: Examples, rng: np.random.Generator) -> Sheet:
    """Draw something that is no digit: mostly one thing, sometimes several, sometimes a text."""
    height, width = _frame(rng)
    kind = rng.random()
    if kind < 0.15:
        text = text_block(height, width, rng)
        return compose([Piece(NOT_DIGIT, text, 0, 0)], (height, width))
    hand = any_hand(rng)
    if kind < 0.75:
        size = rng.uniform(*FRAME_SHARE) * min(width, height)
        drawn = doodle(size, max(1.2, hand.pen * size), rng, hand.touch)
        placed = _place([Piece(NOT_DIGIT, drawn, 0, 0)], (height, width), rng)
        return compose(placed, (height, width))
    count = int(rng.integers(2, 6))
    size = min(height, width / count) * rng.uniform(0.5, 0.85)
    inks = [doodle(size, max(1.2, hand.pen * size), rng, hand.touch) for _ in range(count)]
    at = np.cumsum([0.0] + [ink.shape[1] + rng.uniform(0.02, 0.4) * size for ink in inks])
    row = [
        Piece(NOT_DIGIT, ink, x, rng.normal(0, 0.1) * size)
        for ink, x in zip(inks, at, strict=False)
    ]
    return compose(_place(row, (height, width), rng), (height, width))


def _cut_out(pieces: list[Piece], room: NDArray[np.floating]) -> Sheet:
    """Cut a sheet to its pieces, with room above, below, to the left and to the right of them."""
    left, top, right, bottom = bounds(pieces)
    shape = round(bottom - top + room[0] + room[1]), round(right - left + room[2] + room[3])
    moved = [replace(p, x=p.x - left + room[2], y=p.y - top + room[0]) for p in pieces]
    return compose(moved, shape)


def _frame(rng: np.random.Generator) -> tuple[int, int]:
    # Small photos are drawn and read faster, and teach as much.
    side = LONG_SIDE[0] * (LONG_SIDE[1] / LONG_SIDE[0]) ** rng.random()
    aspect = rng.uniform(*ASPECT)
    width, height = (side, side / aspect) if aspect > 1 else (side * aspect, side)
    return round(height), round(width)


def _place(pieces: list[Piece], shape: tuple[int, int], rng: np.random.Generator) -> list[Piece]:
    """Move pieces somewhere on a sheet: mostly near the middle, sometimes to the very edge."""
    left, top, right, bottom = bounds(pieces)
    room = shape[1] - (right - left), shape[0] - (bottom - top)
    x, y = (float(np.clip(rng.normal(0.5, 0.22), 0, 1)) * max(r, 0) for r in room)
    return [replace(p, x=p.x - left + x, y=p.y - top + y) for p in pieces]


def _cut_off(
    digit: Piece,
    hand: Hand,
    size: float,
    shape: tuple[int, int],
    source: Examples,
    rng: np.random.Generator,
) -> Piece:
    """Write a neighbor of which the sheet's edge leaves too little to be read."""
    ink = write_digit(hand, size, source, rng)[1]
    seen = ink.shape[1] * rng.uniform(*VISIBLE)
    y = digit.y + rng.normal(0, 0.1) * size
    if digit.x > shape[1] - digit.x - digit.ink.shape[1]:
        return Piece(NOT_DIGIT, ink, min(seen, digit.x - 4) - ink.shape[1], y)
    right = digit.x + digit.ink.shape[1]
    return Piece(NOT_DIGIT, ink, max(shape[1] - seen, right + 4), y)
