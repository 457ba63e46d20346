"""A reading as the caption of its chart."""

from dataclasses import dataclass

from bot import texts
from bot.units import percent
from model.reading import Reading

MAYBE_MIN = 0.05
"""Probability from which a second answer is worth naming; less is noise to a reader."""

TEXT_MAX = 450
"""Digits that are shown; two answers of that length stay below Telegram's 1024 characters."""


@dataclass(frozen=True)
class Caption:
    """A caption, and where in it the digits stand.

    Attributes
    ----------
    text
        The whole caption.
    offset, length : int
        The part that is the digits, in characters, to be marked so that a tap copies it.
    """

    text: str
    offset: int
    length: int


def caption(reading: Reading) -> Caption:
    """Say what a reading with at least one digit says and how sure it is."""
    digits = _shortened(reading.text)
    text = _template(reading).format(digits=digits, sure=percent(reading.confidence))
    if not reading.certain and len(reading.rows) == 1:
        other, probability = second(reading)
        if probability >= MAYBE_MIN:
            text += texts.MAYBE.format(digits=_shortened(other), sure=percent(probability))
    return Caption(text, text.index(digits), len(digits))


def second(reading: Reading) -> tuple[str, float]:
    """Return the second likeliest text of a one-row reading, and how likely it is.

    It is the reading with its most doubtful digit replaced by that digit's second candidate.
    """
    answer = [str(digit.digit) for digit in reading.digits]
    odds = [digit.candidates[1][1] / digit.candidates[0][1] for digit in reading.digits]
    doubtful = max(range(len(odds)), key=odds.__getitem__)
    answer[doubtful] = str(reading.digits[doubtful].candidates[1][0])
    return "".join(answer), reading.confidence * odds[doubtful]


def _template(reading: Reading) -> str:
    several_rows = len(reading.rows) > 1
    if reading.certain:
        return texts.ROWS_CERTAIN if several_rows else texts.CERTAIN
    return texts.ROWS_PROBABLY if several_rows else texts.PROBABLY


def _shortened(digits: str) -> str:
    return digits if len(digits) <= TEXT_MAX else digits[:TEXT_MAX] + "…"
