"""A reading and what is right → the small pictures that the network saw, each with its label."""

from bot.store import Crop
from model.reading import Reading
from model.synthesis.sheet import NOT_DIGIT


def crops(reading: Reading, right: str) -> tuple[Crop, ...]:
    """Label what was cut out of a picture.

    Parameters
    ----------
    reading
        As the network in use reads the picture, in full.
    right
        What the picture says, rows separated by line breaks; "" for no digit.

    Returns
    -------
    tuple of Crop
        In reading order. Where each row has as many digits as were cut out of it, each crop has
        its digit; otherwise nobody knows which crop shows what, and their labels are None.
    """
    return tuple(
        Crop(digit.picture, label, digit.probabilities, digit.is_digit)
        for digit, label in zip(reading.digits, _labels(reading, right), strict=True)
    )


def _labels(reading: Reading, right: str) -> list[int] | list[None]:
    if not right:
        return [NOT_DIGIT] * len(reading.digits)
    rows = right.split("\n")
    if [len(row) for row in rows] != [len(row) for row in reading.rows]:
        return [None] * len(reading.digits)
    return [int(digit) for row in rows for digit in row]
