"""The inline keyboard below a message."""

from typing import Any

from bot.sandbox.botapi.call import Call
from bot.sandbox.refusal import malformed
from bot.sandbox.values import Button, Keyboard

DATA_LIMIT = 64
"""UTF-8 bytes of a button's callback_data."""
BUTTONS_LIMIT = 100
"""Buttons of one keyboard."""


def read_keyboard(call: Call) -> Keyboard:
    """Take `reply_markup` from a call; () where there is none."""
    markup = call.json("reply_markup")
    if markup is None:
        return ()
    if set(markup) != {"inline_keyboard"}:
        raise malformed("only inline keyboards can be shown here")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise malformed("can't parse inline keyboard: array of arrays expected")
    keyboard = tuple(tuple(_button(item) for item in row) for row in rows if row)
    if sum(len(row) for row in keyboard) > BUTTONS_LIMIT:
        raise malformed("REPLY_MARKUP_TOO_LONG")
    return keyboard


def _button(item: Any) -> Button:
    if not isinstance(item, dict) or not str(item.get("text", "")).strip():
        raise malformed("can't parse inline keyboard button: text must be non-empty")
    unknown = set(item) - {"text", "callback_data", "url"}
    if unknown:
        raise malformed(f"can't parse inline keyboard button: unknown {sorted(unknown)}")
    button = Button(item["text"], item.get("callback_data"), item.get("url"))
    if button.url is None and button.data is None:
        raise malformed(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if button.data is not None and not 1 <= len(button.data.encode()) <= DATA_LIMIT:
        raise malformed("BUTTON_DATA_INVALID")
    return button
