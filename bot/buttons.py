"""The buttons under a doubtful answer, and what a tap on one of them says.

All that a tap needs stands in the button itself, so it works after a restart, too.
"""

import re
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import texts
from bot.candidates import candidates
from model.reading import Reading

DATA = re.compile(r"said:(\d{1,16}):([\d_]+|none|other)")
"""What a button sends: who sent the picture, and what is written there; "_" separates rows."""

NOT_DIGIT, OTHER = "none", "other"
"""Sent in place of a text: nothing is written there; something else than what was offered."""

TEXT_MAX = 32
"""Characters of a text on a button: as many as a phone shows, and as its 64 bytes of data hold."""

SHORT = 4
"""Characters up to which texts stand beside one another; longer ones get a row each."""


@dataclass(frozen=True)
class Tap:
    """What somebody said by a tap.

    Attributes
    ----------
    sender : int
        Id of who sent the picture.
    said : str
        The text, `NOT_DIGIT` or `OTHER`.
    """

    sender: int
    said: str


def offer(reading: Reading, sender: int) -> InlineKeyboardMarkup | None:
    """Return the buttons for a reading: none where it is sure, or too long to be tapped."""
    if reading.certain or not reading.digits or len(reading.text) > TEXT_MAX:
        return None
    offered = [text for text, _ in candidates(reading)]
    short = max(map(len, offered)) <= SHORT
    rows = [offered] if short else [[text] for text in offered]
    if len(reading.digits) == 1:
        last = [_button(texts.OTHER_DIGIT, sender, OTHER), _not_digit(sender)]
    else:
        last = [_button(texts.NONE_OF_THESE, sender, OTHER)]
    return InlineKeyboardMarkup([*([_text(t, sender) for t in row] for row in rows), last])


def keypad(sender: int) -> InlineKeyboardMarkup:
    """Return a button for each digit."""
    rows = [[_text(digit, sender) for digit in row] for row in ("01234", "56789")]
    return InlineKeyboardMarkup([*rows, [_not_digit(sender)]])


def offered_in(keyboard: InlineKeyboardMarkup) -> list[str]:
    """Return the texts that the buttons of a message offer."""
    taps = [read(str(b.callback_data)) for row in keyboard.inline_keyboard for b in row]
    return [tap.said for tap in taps if tap and tap.said not in (NOT_DIGIT, OTHER)]


def read(data: str) -> Tap | None:
    """Understand what a button has sent; None where it is none of these."""
    found = DATA.fullmatch(data)
    return Tap(int(found[1]), found[2].replace("_", "\n")) if found else None


def _text(text: str, sender: int) -> InlineKeyboardButton:
    return _button(text.replace("\n", texts.NEXT_ROW), sender, text.replace("\n", "_"))


def _not_digit(sender: int) -> InlineKeyboardButton:
    return _button(texts.NOT_DIGIT, sender, NOT_DIGIT)


def _button(label: str, sender: int, said: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"said:{sender}:{said}")
