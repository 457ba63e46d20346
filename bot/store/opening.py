"""A database's address → the engine that works on it, checked and brought up to date."""

import contextlib
from collections.abc import Iterator

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import StoreDamaged, StoreError
from bot.store import postgresql, sqlite
from bot.store.migrations import migrate
from bot.store.unusable import Damaged, Unusable
from bot.store.writing import SIDE_BY_SIDE, WRITING

SENTENCE = "The database {where} cannot be used, {reason}."

NO_ADDRESS = "DATABASE_URL is no address of a database."
NO_DRIVER = "{name} is missing: install digit-photo-bot[postgresql]"
OTHERWISE = "because of this: {error}"


class Database:
    """An open database.

    Parameters
    ----------
    url
        As SQLAlchemy writes it, like sqlite:////path/to/bot.db; a missing file is made.

    Raises
    ------
    StoreError
        It cannot be opened, is damaged (StoreDamaged), read-only or newer than this program; its
        text is a sentence. Nothing was changed then, and nothing is ever deleted.
    """

    def __init__(self, url: str) -> None:
        try:
            address = make_url(url)
        except ArgumentError:
            raise StoreError(NO_ADDRESS) from None  # its text may hold a password
        self._where = _where(address)
        with self._plainly():
            self._engine = _engine(address)
            # Made once: each has a set of listeners of its own.
            self._writing = self._engine.execution_options(**WRITING)
            self._side_by_side = self._engine.execution_options(**SIDE_BY_SIDE)
            try:
                self._bring_up_to_date()
            finally:
                self.close()  # a bot that is built and never run holds nothing open

    def close(self) -> None:
        """Close all connections; the next use would open one again."""
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database; raises StoreError."""
        with self._plainly(), self._engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes come into being together; raises StoreError."""
        with self._plainly(), self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def side_by_side(self) -> Iterator[Connection]:
        """Give the same to what locks the rows that it needs itself, so that no other one waits."""
        with self._plainly(), self._side_by_side.begin() as connection:
            yield connection

    def wipe(self) -> None:
        """Leave no trace of what was deleted; raises StoreError."""
        if self._is_sqlite:
            with self._plainly():
                sqlite.wipe_journal(self._engine)

    @property
    def is_shared(self) -> bool:
        """Whether several copies of the bot may work on it at once."""
        return not self._is_sqlite

    @property
    def _is_sqlite(self) -> bool:
        return self._engine.dialect.name == sqlite.NAME

    def _bring_up_to_date(self) -> None:
        if self._is_sqlite:
            with self.reading() as connection:
                sqlite.check(connection)
        with self.writing() as connection:
            migrate(connection)

    @contextlib.contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn what goes wrong into a StoreError with a whole sentence."""
        try:
            yield
        except (SQLAlchemyError, Unusable) as error:
            kind = StoreDamaged if _is_damage(error) else StoreError
            raise kind(SENTENCE.format(where=self._where, reason=_reason(error))) from error


def _engine(url: URL) -> Engine:
    try:
        # An error's text goes to the log, where nothing of a user's may stand.
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=not _is_file(url),  # a server may have hung up, a file does not
            connect_args={} if _is_file(url) else postgresql.ARGUMENTS,
        )
    except ImportError as error:
        raise Unusable(NO_DRIVER.format(name=error.name)) from error
    if engine.dialect.name == sqlite.NAME:
        sqlite.make_file(url)
        sqlite.set_up(engine)
    else:
        postgresql.set_up(engine)
    return engine


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == sqlite.NAME


def _where(url: URL) -> str:
    if _is_file(url):
        return str(url.database)
    return url.render_as_string(hide_password=True)


def _is_damage(error: Exception) -> bool:
    return isinstance(error, Damaged) or sqlite.is_damage(getattr(error, "orig", None))


def _reason(error: Exception) -> str:
    if isinstance(error, Unusable):
        return str(error)
    cause = getattr(error, "orig", None) or error
    first_line, *_ = str(cause).splitlines() or [type(cause).__name__]
    return sqlite.reason(cause) or OTHERWISE.format(error=first_line.rstrip("."))
