"""What goes so that the database stays small: what is too old, then the oldest of too much."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, delete, func, select

from bot.store.schema import answers, corrections, crops, told

ANSWERS_MOST = 100_000
"""Answers that are remembered; a row takes some 150 bytes."""

CROPS_MOST = 100_000
"""Small pictures that are kept; a row takes some 900 bytes, all together 90 MB."""

EVERY, INTERVAL = 64, timedelta(minutes=10)
"""Answers, and time, from one trimming to the next: to look each time would take longer than to
write the answer down."""

KEY = (corrections.c.chat_id, corrections.c.message_id)


class Trimmer:
    """Trims now and then, as answers are written down.

    Parameters
    ----------
    days
        Age from which everything goes.
    """

    def __init__(self, days: int) -> None:
        self._days = days
        self._answers = 0
        self._looked = datetime.now(UTC)

    def after_answer(self, connection: Connection) -> bool:
        """Trim if it is time; tells whether corrections were among what went."""
        self._answers += 1
        if self._answers >= EVERY:
            self._answers = 0
            trim_answers(connection)
        now = datetime.now(UTC)
        if now - self._looked < INTERVAL:
            return False
        self._looked = now
        return trim_age(connection, self._days)


def trim_age(connection: Connection, days: int) -> bool:
    """Delete all that is older than so many days; tells whether corrections were among it."""
    oldest = datetime.now(UTC) - timedelta(days=days)
    for table in (answers, told):
        connection.execute(delete(table).where(table.c.at < oldest))
    return connection.execute(delete(corrections).where(corrections.c.at < oldest)).rowcount > 0


def trim_answers(connection: Connection) -> None:
    """Delete the oldest answers beyond `ANSWERS_MOST`."""
    newest_first = select(answers.c.at).order_by(answers.c.at.desc())
    beyond = connection.scalar(newest_first.offset(ANSWERS_MOST).limit(1))
    if beyond is not None:
        connection.execute(delete(answers).where(answers.c.at <= beyond))


def trim_corrections(connection: Connection, most: int) -> bool:
    """Delete the oldest corrections beyond `most` or with crops beyond `CROPS_MOST`.

    Those that were dropped go first: they teach nothing, and only show what was said.

    Returns
    -------
    Whether any was deleted.
    """
    surplus = max(0, _count(connection, corrections) - most)
    first = select(*KEY).order_by(corrections.c.dropped.desc(), corrections.c.at, *KEY)
    if surplus:
        _delete(connection, [tuple(key) for key in connection.execute(first.limit(surplus))])
    too_many = _beyond_crops(connection)
    _delete(connection, too_many)
    return bool(surplus or too_many)


def _beyond_crops(connection: Connection) -> list[tuple[int, int]]:
    """List the oldest corrections that have to go for their crops."""
    surplus = _count(connection, crops) - CROPS_MOST
    if surplus <= 0:
        return []
    sizes = select(*KEY, func.count()).join(crops).group_by(*KEY).order_by(corrections.c.at, *KEY)
    gone = []
    for chat_id, message_id, size in connection.execute(sizes):
        if surplus <= 0:
            break
        gone.append((chat_id, message_id))
        surplus -= size
    return gone


def _delete(connection: Connection, keys: list[tuple[int, int]]) -> None:
    for chat_id, message_id in keys:
        connection.execute(
            delete(corrections).where(
                corrections.c.chat_id == chat_id, corrections.c.message_id == message_id
            )
        )


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
