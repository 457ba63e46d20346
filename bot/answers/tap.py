"""What the buttons under an answer send, and what a tap on one of them therefore says.

All that a tap needs stands in the button itself, so it works after a restart, too. The button that
leads on from a keyboard also names the message with the picture: Telegram shows that to the bot
when somebody taps, but not when somebody replies to the answer.
"""

import re
from dataclasses import dataclass

from telegram.constants import InlineKeyboardButtonLimit

SAYS = r"(said|now):(\d{1,16}):([\d_]+|none|other)"
"""What is written there, at first and as a change: who sent the picture, and the text, in which
"_" separates rows."""

LEADS = (
    r"(right|wrong|other|there|ask|offer|nothing|write|change|stay):(\d{1,16}):(\d{1,10})"
    r"(?::([\d_.]*))?"
)
"""What leads on: who sent the picture, in which message, and the texts to choose from."""

DATA = re.compile(f"{SAYS}|{LEADS}")
"""What any of these buttons sends."""

NOT_DIGIT, OTHER = "none", "other"
"""Sent in place of a text: nothing is written there; something else than what was offered."""

CHOOSING = frozenset({"offer", "other"})
"""Kinds of taps that are worth nothing without texts to choose from."""

AGAIN = frozenset({"now", "change", "stay"})
"""Kinds of taps that are about what was said before."""


@dataclass(frozen=True)
class Tap:
    """What somebody said by a tap.

    Attributes
    ----------
    kind : str
        The word that the button's data begins with.
    sender : int
        Id of who sent the picture.
    said : str
        The text, `NOT_DIGIT` or `OTHER`; "" from a button that leads on.
    picture : int
        Number of the message with the picture; 0 from a button that says something.
    options
        The texts to choose from.
    """

    kind: str
    sender: int
    said: str = ""
    picture: int = 0
    options: tuple[str, ...] = ()

    def to(self, kind: str) -> str:
        """Return the data of a button that leads on, or back, from here."""
        start = f"{kind}:{self.sender}:{self.picture}:"
        texts_ = [text.replace("\n", "_") for text in self.options]
        while len(start + ".".join(texts_)) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            texts_.pop()
        return start + ".".join(texts_)


def read(data: str) -> Tap | None:
    """Understand what a button has sent; None where it is none of these."""
    found = DATA.fullmatch(data)
    if found is None:
        return None
    if found[1]:
        return Tap(found[1], int(found[2]), said=found[3].replace("_", "\n"))
    if not found[7] and found[4] in CHOOSING:
        return None
    options = [text.replace("_", "\n") for text in (found[7] or "").split(".") if text]
    return Tap(found[4], int(found[5]), picture=int(found[6]), options=tuple(options))
