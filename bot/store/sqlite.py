"""What SQLite needs and no other database does."""

import contextlib
import logging
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.unusable import Damaged, Unusable
from bot.store.writing import is_writing

log = logging.getLogger(__name__)

NAME = "sqlite"

BUSY_MS = 10_000
"""How long a write waits for another program's; writes here take milliseconds."""

WIPE_MS = 500
"""How long the emptying of the journal waits for whoever reads; it has time."""

WAIT = "PRAGMA busy_timeout = {ms}"

JOURNAL = "PRAGMA journal_mode = WAL"
"""Reads and writes do not wait for each other. A new file is switched to it, and then stays so; for
that SQLite waits for nobody, so whoever meets another one at it…"""
TRY_SECONDS = 0.01
"""…tries again after this time."""

PRAGMAS = (
    WAIT.format(ms=BUSY_MS),
    "PRAGMA synchronous = FULL",  # what is said to be kept is kept after a power cut, too
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
)

OWNER_ALONE = 0o600
"""Permissions of a new file; SQLite gives those to its journal, too."""

RESTORE = (
    "start the bot again, which will move it away and begin a new one with what can be read of it, "
    "or restore a backup"
)
ALLOW = "let the bot write to it and to its folder"

REASONS: Mapping[int, str] = {
    sqlite3.SQLITE_CORRUPT: f"it is damaged: {RESTORE}",
    sqlite3.SQLITE_NOTADB: f"it is damaged or no database at all: {RESTORE}",
    sqlite3.SQLITE_READONLY: f"it is read-only: {ALLOW}",
    sqlite3.SQLITE_PERM: f"it may not be opened: {ALLOW}",
    sqlite3.SQLITE_CANTOPEN: f"it cannot be opened: {ALLOW}",
    sqlite3.SQLITE_BUSY: "another program holds it: end that one",
    sqlite3.SQLITE_FULL: "its disk is full: make room",
    sqlite3.SQLITE_IOERR: "its disk cannot be read or written: look after it",
}
"""What is wrong and what helps, by SQLite's code."""

DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""Codes of a file that is not as SQLite left it."""

CODE = 0xFF
"""The part of an extended code that is the code."""


def reason(error: BaseException | None) -> str | None:
    """Say what is wrong and what helps; None where it is no error of SQLite's in the table."""
    return REASONS.get(_code(error))


def is_damage(error: BaseException | None) -> bool:
    """Whether a file is not as SQLite left it."""
    return _code(error) in DAMAGE


def _code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & CODE


def make_file(url: URL) -> None:
    """Make the database's file and folder where they are missing; raises Unusable.

    What users send is in them, so no other user of the machine may read the file.
    """
    if url.database is None or url.database.startswith("file:"):
        return
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            path.touch(OWNER_ALONE, exist_ok=False)
    except OSError as error:
        raise Unusable(REASONS[sqlite3.SQLITE_CANTOPEN]) from error


def set_up(engine: Engine) -> None:
    """Set up each of an engine's connections as it is made, and begin transactions ourselves.

    Python would begin none before a read or a change of the schema, so that half of it could stay.
    """

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        with contextlib.closing(connection.cursor()) as cursor:
            for pragma in PRAGMAS:
                cursor.execute(pragma)
            _switch_journal(cursor)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing(connection) else "BEGIN")


def _switch_journal(cursor: DBAPICursor) -> None:
    """Switch a new file to its journal, and wait for other programs as long as a write would."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute(JOURNAL)
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(TRY_SECONDS)
        else:
            return


def check(connection: Connection) -> None:
    """Read all of a database's file; raises Unusable where it is not as SQLite left it."""
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise Damaged(REASONS[sqlite3.SQLITE_CORRUPT])


def wipe_journal(engine: Engine) -> None:
    """Empty the journal, in which deleted content would outlast its overwriting in the file."""
    with (
        contextlib.closing(engine.raw_connection()) as connection,
        contextlib.closing(connection.cursor()) as cursor,
    ):
        cursor.execute(WAIT.format(ms=WIPE_MS))
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone() or (0,)
        cursor.execute(WAIT.format(ms=BUSY_MS))
    if busy:
        log.info("The database is in use; its journal is emptied after the next deletion")
