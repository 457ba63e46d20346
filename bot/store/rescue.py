"""A damaged SQLite file is kept aside, and a new one begun with what can be read of it."""

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnClause,
    Connection,
    Integer,
    Row,
    Table,
    column,
    create_engine,
    insert,
    make_url,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreDamaged
from bot.store import rows
from bot.store.opening import Database
from bot.store.schema import crops, metadata
from bot.store.store import Store

log = logging.getLogger(__name__)

ASIDE = "{name}.damaged-{at:%Y%m%d-%H%M%S}"
"""How the damaged file is called from then on."""

BESIDE = ("", "-wal", "-shm")
"""The endings of the files that make up a database."""

BATCH = 200
"""Rows read at a time."""

ROWID: ColumnClause[int] = column("rowid", Integer)
"""SQLite's own number of a row."""

UNREADABLE = (SQLAlchemyError, ValueError, TypeError, OverflowError)
"""What a row raises of which nobody can say what it meant."""

CHECKS: Mapping[str, Callable[[Row[Any]], object]] = {crops.name: rows.to_crop}
"""What else must be possible with a table's rows than to read them."""


@dataclass(frozen=True)
class Rescue:
    """What became of a damaged database.

    Attributes
    ----------
    aside
        Where it is now.
    saved
        How many rows of it are in the new one.
    """

    aside: Path
    saved: int


def open_store(url: str, *, keep_most: int, keep_days: int) -> tuple[Store, Rescue | None]:
    """Open a store, in the place of a damaged one if need be.

    Raises
    ------
    StoreError
        It cannot be opened for another reason than damage, or the damaged one not be moved.
    """
    try:
        return Store(url, keep_most=keep_most, keep_days=keep_days), None
    except StoreDamaged as damage:
        file = make_url(url).database
        if file is None or file.startswith("file:"):
            raise
        try:
            aside = _put_aside(Path(file))
        except OSError:
            raise damage from None
        # The sentence says all that an operator needs; no trace follows it.
        log.error("%s It is kept as %s, and a new one is begun", damage, aside)  # noqa: TRY400
    saved = _save(aside, Database(url))
    log.error("%d rows were saved from the damaged database", saved)
    return Store(url, keep_most=keep_most, keep_days=keep_days), Rescue(aside, saved)


def _put_aside(path: Path) -> Path:
    aside = path.with_name(ASIDE.format(name=path.name, at=datetime.now(UTC)))
    for ending in BESIDE:
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{aside}{ending}")
    return aside


def _save(aside: Path, new: Database) -> int:
    """Copy into a new database what an old one still gives."""
    saved = 0
    old = create_engine(f"sqlite:///{aside}", hide_parameters=True)
    try:
        for table in metadata.sorted_tables:
            with old.connect() as reading, new.writing() as writing:
                for row in _readable(reading, table):
                    saved += _take(writing, table, row)
    finally:
        old.dispose()
        new.close()
    return saved


def _readable(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """Yield the rows up to a damaged place from the front, then those behind it from the back."""
    first, last = -1, 2**62
    for ahead in (True, False):
        while True:
            found = _batch(connection, table, first, last, ahead=ahead)
            for row in found:
                yield row
                first, last = (row.rowid, last) if ahead else (first, row.rowid)
            if len(found) < BATCH:
                break


def _batch(
    connection: Connection, table: Table, first: int, last: int, *, ahead: bool
) -> list[Row[Any]]:
    """Give the next rows between two, as far as they can be read."""
    order = ROWID if ahead else ROWID.desc()
    between = select(ROWID, table).select_from(table).where(first < ROWID, last > ROWID)
    found: list[Row[Any]] = []
    try:
        result = connection.execute(between.order_by(order).limit(BATCH))
        found.extend(iter(result.fetchone, None))
    except UNREADABLE:
        log.warning("A part of %s in the damaged database is lost", table.name)
    return found


def _take(connection: Connection, table: Table, row: Row[Any]) -> bool:
    """Write a row into the new database, if it makes sense."""
    values = {name: value for name, value in row._mapping.items() if name != "rowid"}
    try:
        if table.name in CHECKS:
            CHECKS[table.name](row)
        with connection.begin_nested():
            connection.execute(insert(table).values(values))
    except UNREADABLE:
        return False
    return True
