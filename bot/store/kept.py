"""The corrections in the database, with their crops."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, true, update

from bot.store import rows
from bot.store.schema import corrections, crops
from bot.store.values import UNKNOWN_USER, Correction, Crop

Key = tuple[int, int]
"""Chat and message of an answer."""

_STAYS = corrections.c.dropped.is_(False)


def put(connection: Connection, correction: Correction) -> bool:
    """Write a correction; tells whether it took the place of an earlier one."""
    replaced = delete_one(connection, (correction.chat_id, correction.message_id))
    connection.execute(insert(corrections).values(rows.correction_columns(correction)))
    if correction.crops:
        connection.execute(insert(crops), rows.crop_columns(correction))
    return replaced


def find(connection: Connection, key: Key) -> Correction | None:
    """Look up one correction, be it dropped or not."""
    chat_id, message_id = key
    chosen = select(corrections).filter_by(chat_id=chat_id, message_id=message_id)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        return None
    parts = select(crops).filter_by(chat_id=chat_id, message_id=message_id).order_by(crops.c.place)
    return rows.to_correction(row, tuple(map(rows.to_crop, connection.execute(parts))))


def find_all(connection: Connection, user_id: int | None) -> list[Correction]:
    """List the corrections that were not dropped, of all or of one user, oldest first."""
    mine = true() if user_id is None else corrections.c.user_id == user_id
    key = corrections.c.chat_id, corrections.c.message_id
    found = select(corrections).where(_STAYS, mine).order_by(corrections.c.at, *key)
    parts = select(crops).join(corrections).where(_STAYS, mine)
    in_order = parts.order_by(crops.c.chat_id, crops.c.message_id, crops.c.place)
    small = _by_answer(connection.execute(in_order))
    return [
        rows.to_correction(row, small.get((row.chat_id, row.message_id), ()))
        for row in connection.execute(found)
    ]


def delete_one(connection: Connection, key: Key) -> bool:
    """Delete one correction, its crops with it; tells whether there was one."""
    chat_id, message_id = key
    chosen = delete(corrections).filter_by(chat_id=chat_id, message_id=message_id)
    return connection.execute(chosen).rowcount > 0


def delete_of(connection: Connection, user_id: int) -> tuple[int, int]:
    """Delete a user's corrections and their name elsewhere; returns how many, and their crops."""
    of_user = corrections.c.user_id == user_id
    size = connection.scalar(
        select(func.count()).select_from(crops).join(corrections).where(of_user)
    )
    count = connection.execute(delete(corrections).where(of_user)).rowcount
    said = update(corrections).where(corrections.c.said_by == user_id)
    connection.execute(said.values(said_by=UNKNOWN_USER))
    return count, size or 0


def drop_of(connection: Connection, user_id: int) -> int:
    """Mark a user's corrections as dropped and delete their crops; returns how many they were."""
    chosen = (corrections.c.user_id == user_id, _STAYS)
    keys = connection.execute(
        select(corrections.c.chat_id, corrections.c.message_id).where(*chosen)
    )
    for chat_id, message_id in keys.all():
        connection.execute(delete(crops).filter_by(chat_id=chat_id, message_id=message_id))
    return connection.execute(update(corrections).where(*chosen).values(dropped=True)).rowcount


def _by_answer(found: Iterable[Row[Any]]) -> dict[Key, tuple[Crop, ...]]:
    groups = groupby(found, key=lambda row: (row.chat_id, row.message_id))
    return {key: tuple(map(rows.to_crop, group)) for key, group in groups}
