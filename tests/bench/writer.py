"""A writer whose 7s and 1s are misread, before and after 40 corrections in the chat and `/retrain`.

The 7 is a bare and steep one, as others write a 1 with a long flag; the 1 has a flat flag and a
short bar below, as others write a 7 with a foot. All is drawn from strokes of the writer's own,
that the generator of the training photos does not know.
"""

import asyncio
from pathlib import Path

import numpy as np

from model.recognizer import Recognizer
from model.synthesis.hands import Hand, draw
from model.synthesis.paper import photograph
from model.synthesis.sheet import Piece, compose
from model.synthesis.touch import Touch, shake, strokes, strokes_of
from tests.bench.teaching import Sent, jpeg, lesson, row

STYLES = {
    7: ("0,30 100,0! 76,100", 0.4),
    1: ("0,16 100,0! 62,100; 42,99 84,100", 0.6),
}
"""The writer's strokes, as `model.synthesis.touch.strokes` reads them, and width over height."""
TOUCH = Touch(wobble=0.7, tremor=0.0, slant=0.08, turn=0.0)
HAND = Hand(pen=0.07, traced=1.0, habit=3, weight=100.0, pressed=False, retraced=False, touch=TOUCH)
CORRECTIONS = 40
NEW = 200
OTHERS = 200
"""Other digits of the same writer: what was read before must be read after."""
OWNER = 1


async def run(start: Path | None) -> dict[str, dict[str, object]]:
    """Teach a version the writer's 7s and 1s; None for the shipped one."""
    given = [(7, 1)[at % 2] for at in range(CORRECTIONS)]
    new = list(_photos([(7, 1)[at % 2] for at in range(NEW)], seed=2))
    others = list(_photos([d for d in range(10) if d not in STYLES] * (OTHERS // 8), seed=3))
    async with lesson(start) as taught:
        old, rest = [await _right(taught.recognizer, photos) for photos in (new, others)]
        await taught.correct(Sent(file, text, OWNER) for text, file in _photos(given, seed=1))
        retrained = await taught.retrain()
        now, rest_now = [await _right(taught.recognizer, photos) for photos in (new, others)]
    print(f"gap closed: {(now - old) / max(1, NEW - old):.0%}; {retrained.words}")
    rows = {"7 and 1": row(len(new), old, now), "other digits": row(len(others), rest, rest_now)}
    return rows | retrained.rows()


def _photos(digits: list[int], seed: int) -> list[tuple[str, bytes]]:
    rng = np.random.default_rng(seed)
    return [(str(digit), jpeg(_photo(digit, rng))) for digit in digits]


def _photo(digit: int, rng: np.random.Generator) -> np.ndarray:
    """Let the writer write one digit, on any paper."""
    side, height = 300, rng.uniform(110, 190)
    if digit in STYLES:
        style, aspect = STYLES[digit]
        curves = shake(strokes(style), aspect * rng.uniform(0.85, 1.15), rng, TOUCH)
    else:
        curves = strokes_of(digit, rng, TOUCH, HAND.habit)
    ink = draw(curves, height, HAND, rng)
    x, y = (rng.uniform(0.3, 0.7) * (side - length) for length in ink.shape[::-1])
    return photograph(compose([Piece(digit, ink, x, y)], (side, side)).ink, rng)


async def _right(recognizer: Recognizer, photos: list[tuple[str, bytes]]) -> int:
    """Count what is read right, beside the bot, which goes on."""

    def count() -> int:
        return sum(recognizer.read(file).text == text for text, file in photos)

    return await asyncio.to_thread(count)
