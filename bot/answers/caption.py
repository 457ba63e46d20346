"""What stands below a chart: what the picture says, and how sure that is."""

from dataclasses import dataclass

from telegram import Message, MessageEntity

from bot import texts
from bot.answers.candidates import candidates, is_hardly_a_digit
from bot.units import percent
from model.reading import Reading

TEXT_MAX = 450
"""Digits that are shown; two answers of that length stay below Telegram's 1024 characters."""

MORE = "…"
"""Stands for the digits that are not shown."""

PROBABLE = 0.5
"""Probability from which something is rather so than not."""


@dataclass(frozen=True)
class Caption:
    """A caption, and where in it the digits stand.

    Attributes
    ----------
    text
        The whole caption.
    offset, length : int
        The part that is the digits, in characters, to be marked so that a tap copies it; a
        length of 0 where there are none.
    """

    text: str
    offset: int = 0
    length: int = 0


def caption(reading: Reading) -> Caption:
    """Say what a reading says and how sure it is."""
    if not reading.digits:
        return Caption(texts.NO_DIGIT)
    (first, chance), *others = candidates(reading)
    more = ""
    if not reading.certain and len(reading.rows) == 1 and others:
        other, probability = others[0]
        more = texts.OR.format(digits=_shortened(other), sure=percent(probability))
    return _with_digits(_template(reading) + more, first, sure=percent(chance))


def settled(text: str, *, by_admin: bool = False) -> Caption:
    """Say what somebody has said is written there; "" stands for no digit.

    Parameters
    ----------
    text
        What is written there.
    by_admin
        Whether an admin said so of somebody else's picture.
    """
    who = texts.AN_ADMIN if by_admin else texts.YOU
    if not text:
        return Caption(texts.SAID_NOT_DIGIT.format(who=who))
    return _with_digits(texts.ROWS_SAID if "\n" in text else texts.SAID, text, who=who)


def shown_in(message: Message) -> str | None:
    """Take the digits out of an answer's caption; None where not all of them are shown."""
    found = "".join(message.parse_caption_entities([MessageEntity.CODE]).values())
    return None if found.endswith(MORE) else found


def _with_digits(template: str, digits: str, **fields: str) -> Caption:
    digits = _shortened(digits)
    before, _, after = template.partition("{digits}")
    before = before.format(**fields)
    return Caption(before + digits + after.format(**fields), len(before), len(digits))


def _template(reading: Reading) -> str:
    several_rows = len(reading.rows) > 1
    if reading.certain:
        return texts.ROWS_CERTAIN if several_rows else texts.CERTAIN
    if is_hardly_a_digit(reading):
        return texts.ROWS_HARDLY if several_rows else texts.HARDLY
    if reading.confidence < PROBABLE:
        return texts.ROWS_MAYBE if several_rows else texts.MAYBE
    return texts.ROWS_PROBABLY if several_rows else texts.PROBABLY


def _shortened(digits: str) -> str:
    return digits if len(digits) <= TEXT_MAX else digits[:TEXT_MAX] + MORE
