"""How a transaction says that it writes, and so has to keep other writers out from its start."""

from sqlalchemy import Connection

WRITING = {"writing": True}
"""The execution options that say so."""


def is_writing(connection: Connection) -> bool:
    """Whether the transaction that begins on a connection writes."""
    return bool(connection.get_execution_options().get("writing"))
