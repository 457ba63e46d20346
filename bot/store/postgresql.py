"""What PostgreSQL needs and no other database does."""

from sqlalchemy import Connection, Engine, event

from bot.store.writing import is_writing

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7284)"
"""Waits for the writes of other copies of the bot; the number is the lock's name."""

ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
"""Lets all reads of a transaction see the same state."""


def set_up(engine: Engine) -> None:
    """Let one copy of the bot write at a time, as SQLite does; a write takes milliseconds.

    Two that replace the same correction would both delete the old one and both add a new one.
    """

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(ONE_AT_A_TIME if is_writing(connection) else ONE_STATE)
