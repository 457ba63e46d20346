"""The tables of the database as they are now, the result of all steps in `migrations.py`."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC and without a time zone, since SQLite knows none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn a moment with a time zone into what is kept."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone could be any of 25 hours.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn what is kept into a moment in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

answers = Table(
    "answers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, nullable=False),
    Column("version", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("certain", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Index("answers_by_user", "user_id"),
    Index("answers_by_age", "at"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, nullable=False),
    Column("said_by", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("answered", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("dropped", Boolean, nullable=False),
    Index("corrections_by_user", "user_id"),
    Index("corrections_by_age", "at"),
)

crops = Table(
    "crops",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("picture", LargeBinary, nullable=False),
    Column("label", Integer),
    Column("probabilities", LargeBinary, nullable=False),
    Column("is_digit", Double, nullable=False),
    ForeignKeyConstraint(
        ["chat_id", "message_id"],
        ["corrections.chat_id", "corrections.message_id"],
        ondelete="CASCADE",
    ),
)

told = Table(
    "told",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

retraining = Table(
    "retraining",
    metadata,
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("ordered", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", Text, nullable=False),
    Column("waits", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("holder", Text),
    Column("until", Moment),
    Column("begun", Integer, nullable=False),
    Column("postponed", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Index("inbox_by_lane", "bot_id", "waits", "lane", "update_id"),
    Index("inbox_by_age", "at"),
)
