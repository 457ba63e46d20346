"""What of a doubtful reading is worth saying: its likeliest whole texts, or that it is none."""

from dataclasses import replace

import numpy as np

from model.reading import Reading

MOST = 4
"""Texts that are offered: more are slower to read through than to correct."""

LEAST = 0.05
"""Probability from which a text is worth naming; less is noise to a reader."""

HARDLY = 0.5
"""Probability that there are digits at all below which there rather are none."""


def is_hardly_a_digit(reading: Reading) -> bool:
    """Tell whether what was read as digits is more likely something else.

    What speaks against a long text as a whole, one digit too many or a row left out, says little
    against each of its digits.
    """
    each = float(reading.trust ** (1 / len(reading.digits)))
    return each * float(np.mean([d.is_digit for d in reading.digits])) < HARDLY


def worth_saying(reading: Reading) -> Reading:
    """Return a reading without its digits where naming them would be making them up."""
    if reading.digits and is_hardly_a_digit(reading) and reading.confidence < LEAST:
        return replace(reading, rows=())
    return reading


def candidates(reading: Reading) -> tuple[tuple[str, float], ...]:
    """Return what a reading with digits may say, and how likely each is, the likeliest first.

    What is too unlikely is left out, except the reading's own text, which is the first.
    """
    own, *others = _likeliest(reading)
    return own, *(pair for pair in others if pair[1] >= LEAST)


def alternatives(reading: Reading) -> tuple[str, ...]:
    """Return what a reading with digits says if its text is wrong, the likeliest first."""
    return tuple(text for text, chance in _likeliest(reading)[1:] if chance > 0)


def _likeliest(reading: Reading) -> list[tuple[str, float]]:
    """Return the reading's own text and the likeliest others, with their chances.

    Each digit is taken for each of its own candidates, and the line as a whole may say something
    else.
    """
    texts = [("", reading.confidence)]
    for at, row in enumerate(reading.rows):
        texts = [(text + "\n" if at else text, chance) for text, chance in texts]
        for digit in row:
            best = digit.candidates[0][1]
            longer = [
                (f"{text}{value}", chance * probability / best)
                for text, chance in texts
                for value, probability in digit.candidates[:MOST]
            ]
            # Sorting is stable, so equal chances leave the reading's own text in front.
            texts = sorted(longer, key=lambda pair: -pair[1])[:MOST]
    chances = dict(texts[1:]) | dict(reading.others)
    chances.pop(reading.text, None)
    others = sorted(chances.items(), key=lambda pair: -pair[1])
    return [texts[0], *others[: MOST - 1]]
