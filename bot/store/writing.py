"""How a transaction says that it writes, and so which others it has to keep out from its start."""

from sqlalchemy import Connection

WRITING = {"writing": True}
"""The execution options of one that keeps all other writers out."""

SIDE_BY_SIDE = {"writing": True, "side_by_side": True}
"""Of one that works beside others of its kind where the database can lock single rows."""


def is_writing(connection: Connection) -> bool:
    """Whether the transaction that begins on a connection writes."""
    return bool(connection.get_execution_options().get("writing"))


def is_side_by_side(connection: Connection) -> bool:
    """Whether it locks the rows that it needs, and no more."""
    return bool(connection.get_execution_options().get("side_by_side"))
