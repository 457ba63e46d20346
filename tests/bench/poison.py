"""Corrections of which 30 % are deliberately wrong, all from one person: what the gate says.

Honest people confirm or correct photos of single digits; one says of each digit that it is the one
that looks most like it, 1 for 7, 3 for 8 and so on.
"""

from pathlib import Path

import numpy as np

import model
from model.data import mnist, split
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples
from tests.bench.teaching import Sent, corrected, fine_tuned, jpeg

CORRECTIONS = 200
WRONG = 0.3
HONEST = 7
"""People who tell the truth."""
LIAR = 0
ALIKE = {0: 6, 1: 7, 2: 5, 3: 8, 4: 9, 5: 2, 6: 0, 7: 1, 8: 3, 9: 4}
SEED = 5


def run(start: Path | None) -> dict[str, dict[str, object]]:
    """Teach a version truths and lies; None for the shipped one."""
    recognizer = model.load(start)
    halves = split(mnist())
    digits = Examples(halves.validation_images, halves.validation_labels)
    rng = np.random.default_rng(SEED)
    pictures = []
    for at in range(CORRECTIONS):
        photo, sheet = draw_photo(digits, rng, kind="single")
        lies = at < WRONG * CORRECTIONS
        says = str(ALIKE[int(sheet.text)]) if lies else sheet.text
        pictures.append(Sent(jpeg(photo), says, LIAR if lies else 1 + at % HONEST))
    with fine_tuned(start, corrected(recognizer, pictures)) as taught:
        rows = taught.rows()
        passed = not any(row["verdict"] for row in rows.values())
        print(f"the gate {'lets it pass' if passed else 'refuses it'}, {taught.seconds:.0f} s")
        return rows
