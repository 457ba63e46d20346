"""Corrections in the chat of which 30 % are deliberately wrong, all from one person: what becomes
of the served version.

Honest people confirm or correct photos of single digits; one says of each digit that it is the one
that looks most like it, 1 for 7, 3 for 8 and so on.
"""

from pathlib import Path

import numpy as np

from model.data import mnist, split
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples
from tests.bench.teaching import Sent, jpeg, lesson

CORRECTIONS = 200
WRONG = 0.3
HONEST = 7
"""People who tell the truth."""
LIAR = 0
ALIKE = {0: 6, 1: 7, 2: 5, 3: 8, 4: 9, 5: 2, 6: 0, 7: 1, 8: 3, 9: 4}
SEED = 5


async def run(start: Path | None) -> dict[str, dict[str, object]]:
    """Teach a version truths and lies; None for the shipped one."""
    halves = split(mnist())
    digits = Examples(halves.validation_images, halves.validation_labels)
    rng = np.random.default_rng(SEED)
    pictures = []
    for at in range(CORRECTIONS):
        photo, sheet = draw_photo(digits, rng, kind="single")
        lies = at < WRONG * CORRECTIONS
        says = str(ALIKE[int(sheet.text)]) if lies else sheet.text
        pictures.append(Sent(jpeg(photo), says, LIAR if lies else 1 + at % HONEST))
    async with lesson(start) as taught:
        await taught.correct(pictures)
        retrained = await taught.retrain()
    print(retrained.words)
    return retrained.rows()
