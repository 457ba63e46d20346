"""The buttons under an answer: is it right, what else may it be, and the way back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import texts
from bot.answers import tap as taps
from bot.answers.candidates import alternatives, candidates
from bot.answers.tap import NOT_DIGIT, OTHER, Tap
from model.reading import Reading

TEXT_MAX = 32
"""Characters of a text on a button: as many as a phone shows, and as its 64 bytes of data hold."""

SHORT = 4
"""Characters up to which texts stand beside one another; longer ones get a row each."""

Keyboard: TypeAlias = InlineKeyboardMarkup


def taps_of(keyboard: Keyboard | None) -> list[Tap]:
    """Return what the buttons of a message send."""
    rows = keyboard.inline_keyboard if keyboard else ()
    return [tap for row in rows for b in row if (tap := taps.read(str(b.callback_data)))]


def offered_in(keyboard: Keyboard | None) -> list[str]:
    """Return the texts that the buttons of a message offer."""
    return [tap.said for tap in taps_of(keyboard) if tap.said not in ("", NOT_DIGIT, OTHER)]


def offer(reading: Reading, sender: int, picture: int) -> Keyboard:
    """Return the buttons for a reading.

    Parameters
    ----------
    reading
        What was answered.
    sender
        Id of who sent the picture.
    picture
        Number of the message with the picture.
    """
    if not reading.digits:
        return _nothing(Tap("nothing", sender, picture=picture))
    if reading.certain or len(reading.text) > TEXT_MAX:
        shown = (reading.text, *alternatives(reading)) if len(reading.text) <= TEXT_MAX else ()
        return _ask(Tap("ask", sender, picture=picture, options=shown))
    found = tuple(text for text, _ in candidates(reading))
    return _offer(Tap("offer", sender, picture=picture, options=found))


def changeable(sender: int, picture: int) -> Keyboard:
    """Return the button under what was said: to change it."""
    return Keyboard([[_button(texts.CHANGE, f"change:{sender}:{picture}")]])


def change(tap: Tap, known: Iterable[str]) -> Keyboard:
    """Return the buttons to say something else.

    Parameters
    ----------
    tap
        The one that leads here.
    known
        What was read and what was said; "" for no digit.
    """
    shown = list(dict.fromkeys(text for text in known if text))
    back = _button(texts.BACK, tap.to("stay"))
    if all(len(text) == 1 for text in shown):
        return Keyboard([*_digits("now", tap), [_not_digit("now", tap), back]])
    rows = _choices("now", tap, [text for text in shown if len(text) <= TEXT_MAX])
    return Keyboard([*rows, [_write(tap), _not_digit("now", tap)], [back]])


def _ask(tap: Tap) -> Keyboard:
    """Ask whether the answer is right."""
    return Keyboard(
        [[_button(texts.RIGHT, tap.to("right")), _button(texts.WRONG, tap.to("wrong"))]]
    )


def _offer(tap: Tap) -> Keyboard:
    """Offer what it may be."""
    single = len(tap.options[0]) == 1
    more = _button(texts.OTHER_DIGIT, tap.to("other")) if single else _write(tap)
    return Keyboard([*_choices("said", tap, tap.options), [more, _not_digit("said", tap)]])


def _nothing(tap: Tap) -> Keyboard:
    """Ask whether it is right that there is no digit."""
    return Keyboard(
        [[_button(texts.RIGHT, tap.to("right")), _button(texts.THERE_IS, tap.to("there"))]]
    )


def _wrong(tap: Tap) -> Keyboard:
    """Offer what else it may be, the likeliest first; the first option, what was read, is last."""
    back = _button(texts.BACK, tap.to("ask"))
    read_, *others = tap.options or ("",)
    if len(read_) != 1:
        rows = _choices("said", tap, others)
        return Keyboard([*rows, [_write(tap), _not_digit("said", tap)], [back]])
    rest = [digit for digit in "0123456789" if digit not in tap.options]
    digits = [*others, *rest, read_]
    board = [_texts("said", tap, digits[:5]), _texts("said", tap, digits[5:])]
    return Keyboard([*board, [_not_digit("said", tap), back]])


def _other(tap: Tap) -> Keyboard:
    """Offer all digits instead of the likely ones."""
    back = _button(texts.BACK, tap.to("offer"))
    return Keyboard([*_digits("said", tap), [_not_digit("said", tap), back]])


def _there(tap: Tap) -> Keyboard:
    """Offer all digits where none was seen."""
    return Keyboard([*_digits("said", tap), [_button(texts.BACK, tap.to("nothing"))]])


KEYBOARDS: Mapping[str, Callable[[Tap], Keyboard]] = {
    "ask": _ask,
    "offer": _offer,
    "nothing": _nothing,
    "wrong": _wrong,
    "other": _other,
    "there": _there,
}
"""The buttons that a tap leads to, by its kind."""


def keypad(tap: Tap) -> Keyboard:
    """Return a button for each digit, for a message of an earlier version of the bot."""
    return Keyboard([*_digits("said", tap), [_not_digit("said", tap)]])


def _digits(kind: str, tap: Tap) -> list[list[InlineKeyboardButton]]:
    return [_texts(kind, tap, row) for row in ("01234", "56789")]


def _choices(kind: str, tap: Tap, found: Sequence[str]) -> list[list[InlineKeyboardButton]]:
    """Put texts beside one another where they are short, and else below one another."""
    if not found:
        return []
    rows = [found] if max(map(len, found)) <= SHORT else [[text] for text in found]
    return [_texts(kind, tap, row) for row in rows]


def _texts(kind: str, tap: Tap, found: Sequence[str]) -> list[InlineKeyboardButton]:
    return [
        _button(
            text.replace("\n", texts.NEXT_ROW), f"{kind}:{tap.sender}:{text.replace(chr(10), '_')}"
        )
        for text in found
    ]


def _write(tap: Tap) -> InlineKeyboardButton:
    return _button(texts.OTHER_NUMBER, f"write:{tap.sender}:{tap.picture}")


def _not_digit(kind: str, tap: Tap) -> InlineKeyboardButton:
    return _button(texts.NOT_DIGIT, f"{kind}:{tap.sender}:{NOT_DIGIT}")


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
