"""Updates as they arrive: which of them can be understood at all."""

import logging
import traceback
from pathlib import Path
from typing import Any

from telegram import Update

log = logging.getLogger(__name__)

ID_MOST = 2**63 - 1
"""Largest id of an update, a chat or a person: more does not fit into a database."""


def legible(raw: object) -> dict[str, Any] | None:
    """Return an update that the library can read; None for what has no number even.

    One that it cannot read comes back empty, with its number alone: so it is confirmed and passed
    over. Otherwise Telegram would send it for ever, and all the others would wait behind it.
    """
    if not isinstance(raw, dict):
        log.error("Something that is no update was left out")
        return None
    number = raw.get("update_id")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= ID_MOST:
        log.error("An update without a number was left out")
        return None
    try:
        _check(Update.de_json(dict(raw), None))
    except Exception as error:  # whatever the library makes of a field that is not as it should be
        leave_out(number, error)
        return {"update_id": number}
    return raw


def _check(update: Update) -> None:
    """Refuse ids that are no numbers: the library takes whatever stands there."""
    ids = [who.id for who in (update.effective_chat, update.effective_user) if who]
    if update.effective_message:
        ids.append(update.effective_message.message_id)
    if not all(type(id_) is int and abs(id_) <= ID_MOST for id_ in ids):
        raise TypeError("an id is no number")


def leave_out(number: int, error: Exception) -> None:
    """Log that an update is passed over, and where that shows; not what somebody wrote."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    log.error("Update %d is left out: %s in %s", number, type(error).__name__, where)
