"""What PostgreSQL needs and no other database does."""

from sqlalchemy import Connection, Engine, event

from bot.store.writing import is_side_by_side, is_writing

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7284)"
"""Waits for the writes of other copies of the bot; the number is the lock's name."""

ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
"""Lets all reads of a transaction see the same state."""

CONNECT_SECONDS = 5
"""How long the server may take to accept a connection."""

CALL_MS = 10_000
"""How long a statement may take, its wait for other copies included; all take milliseconds."""

ARGUMENTS = {
    "connect_timeout": CONNECT_SECONDS,
    "options": f"-c statement_timeout={CALL_MS}",
}
"""What each connection is made with, so that a server that hangs does not hang the bot."""


def set_up(engine: Engine) -> None:
    """Let one copy of the bot write at a time, as SQLite does; a write takes milliseconds.

    Two that replace the same correction would both delete the old one and both add a new one.
    What locks single rows itself is left alone.
    """

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if not is_side_by_side(connection):
            connection.exec_driver_sql(ONE_AT_A_TIME if is_writing(connection) else ONE_STATE)
