"""How a database of any age becomes one of today: numbered steps, none of which ever changes.

A step is plain SQL that SQLite and PostgreSQL understand alike. Of a type that it does not know,
as BYTEA, SQLite makes a column that keeps bytes as they are.
"""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, func, insert, inspect, select

from bot.store.unusable import Unusable

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE answers (
            chat_id BIGINT NOT NULL, message_id BIGINT NOT NULL, user_id BIGINT NOT NULL,
            version TEXT NOT NULL, text TEXT NOT NULL, confidence DOUBLE PRECISION NOT NULL,
            certain BOOLEAN NOT NULL, at TIMESTAMP NOT NULL,
            PRIMARY KEY (chat_id, message_id))""",
        "CREATE INDEX answers_by_user ON answers (user_id)",
        "CREATE INDEX answers_by_age ON answers (at)",
        """CREATE TABLE corrections (
            chat_id BIGINT NOT NULL, message_id BIGINT NOT NULL, user_id BIGINT NOT NULL,
            said_by BIGINT NOT NULL, sha256 TEXT NOT NULL, version TEXT NOT NULL,
            answered TEXT NOT NULL, said TEXT NOT NULL, at TIMESTAMP NOT NULL,
            dropped BOOLEAN NOT NULL,
            PRIMARY KEY (chat_id, message_id))""",
        "CREATE INDEX corrections_by_user ON corrections (user_id)",
        "CREATE INDEX corrections_by_age ON corrections (at)",
        """CREATE TABLE crops (
            chat_id BIGINT NOT NULL, message_id BIGINT NOT NULL, place INTEGER NOT NULL,
            picture BYTEA NOT NULL, label INTEGER, probabilities BYTEA NOT NULL,
            is_digit DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (chat_id, message_id, place),
            FOREIGN KEY (chat_id, message_id)
                REFERENCES corrections (chat_id, message_id) ON DELETE CASCADE)""",
        "CREATE TABLE told (user_id BIGINT NOT NULL PRIMARY KEY, at TIMESTAMP NOT NULL)",
        """CREATE TABLE retraining (
            chat_id BIGINT NOT NULL, message_id BIGINT NOT NULL, ordered TEXT NOT NULL,
            at TIMESTAMP NOT NULL)""",
    ),
    (
        """CREATE TABLE inbox (
            bot_id BIGINT NOT NULL, update_id BIGINT NOT NULL, lane TEXT NOT NULL,
            waits BOOLEAN NOT NULL, body TEXT NOT NULL, at TIMESTAMP NOT NULL,
            due TIMESTAMP NOT NULL, holder TEXT, until TIMESTAMP, begun INTEGER NOT NULL,
            postponed INTEGER NOT NULL, doubtful BOOLEAN NOT NULL,
            PRIMARY KEY (bot_id, update_id))""",
        "CREATE INDEX inbox_by_lane ON inbox (bot_id, waits, lane, update_id)",
        "CREATE INDEX inbox_by_age ON inbox (at)",
    ),
)
"""The SQL that leads from each number of steps taken to the next."""

NEWER = (
    "it was written by a newer version of this program (step {found}, this one knows {known}): "
    "update the program, or let DATABASE_URL name another database"
)

_taken = Table("steps_taken", MetaData(), Column("number", Integer, primary_key=True))


def migrate(connection: Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Take the steps that a database lacks.

    Parameters
    ----------
    connection
        In a transaction that keeps other writers out, so that either all steps are taken or none.

    Raises
    ------
    Unusable
        The database has taken more steps than there are; nothing was changed.
    """
    found = _steps_taken(connection)
    if found > len(steps):
        raise Unusable(NEWER.format(found=found, known=len(steps)))
    for number, statements in enumerate(steps[found:], found + 1):
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.execute(insert(_taken).values(number=number))


def _steps_taken(connection: Connection) -> int:
    if not inspect(connection).has_table(_taken.name):
        _taken.create(connection)
    return connection.scalar(select(func.max(_taken.c.number))) or 0
