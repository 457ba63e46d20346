"""The updates that wait for their answer: written down, claimed in order, struck off.

Several copies of the bot may share them. Each row that is worked on has a holder, a copy, whose
lease it renews as long as it lives; what a dead copy held is claimed by another.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    not_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.claiming import LEASE_SECONDS, NOW, SUSPECT, Claiming
from bot.store.opening import Database
from bot.store.schema import inbox
from bot.store.turn import Arrival, Claim, Outcome, Postponed, Turn

KNOWN_MOST = 10_000
"""Answered updates whose numbers are remembered: Telegram may send one again."""

TRIM_EVERY = 500
"""Answered updates from one trimming to the next."""

FOREIGN_DAYS = 2
"""For how long what another bot left here is kept, as each start of the sandbox is a new bot."""

INSERTS = {
    "sqlite": sqlite.insert(inbox).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(inbox).on_conflict_do_nothing(),
}
"""An INSERT that passes over what is there already, by the database's kind."""

NOTHING = {"lane": "", "waits": False, "body": "", "holder": None, "until": None}
"""What is left of an update that was answered, besides its number."""


class Waiting:
    """The inbox of one bot; each method is one transaction and raises StoreError.

    Parameters
    ----------
    database
        Where it is kept.
    bot_id
        Telegram's id of the bot: update ids are unique for one bot only.
    """

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._copy = secrets.token_hex(8)
        self._struck = 0
        self._mine = inbox.c.bot_id == bot_id
        self._waits = and_(self._mine, inbox.c.waits)
        self._claiming = Claiming(self._waits, self._copy)
        # Made once: to make a statement takes longer than to run it.
        self._state = select(
            func.count(),
            func.min(case((inbox.c.due > NOW, inbox.c.due))),
            func.count(case((inbox.c.begun >= SUSPECT, 1))),
        ).where(self._waits)
        answered = inbox.c.update_id.in_(bindparam("ids", expanding=True))
        self._strikes = update(inbox).where(self._mine, answered).values(NOTHING)

    @property
    def copy(self) -> str:
        """The name by which this copy of the bot holds updates."""
        return self._copy

    @property
    def is_shared(self) -> bool:
        """Whether other copies of the bot may work on it at the same time."""
        return self._database.is_shared

    def open(self) -> None:
        """Take back what a program held that is dead, where only one can use the database."""
        with self._database.side_by_side() as connection:
            now = _now(connection)
            old = inbox.c.at < now - timedelta(days=FOREIGN_DAYS)
            connection.execute(delete(inbox).where(old, not_(self._waits)))
            if not self.is_shared:
                held = update(inbox).where(self._waits, inbox.c.holder.is_not(None))
                connection.execute(held.values(holder=None, until=None))

    def turn(self, turn: Turn) -> Outcome:
        """Write down what has arrived, strike off what is answered, and claim what is next."""
        with self._database.side_by_side() as connection:
            now = _now(connection)
            self._strike(connection, turn.answered)
            for one in turn.postponed:
                self._postpone(connection, one, now)
            if turn.renew:
                held = update(inbox).where(self._waits, inbox.c.holder == self._copy)
                connection.execute(held.values(until=now + timedelta(seconds=LEASE_SECONDS)))
            count, due, suspects = connection.execute(self._state, {"now": now}).one()
            refused = self._write(connection, turn.arrived, turn.most - count, now)
            count += len(turn.arrived) - len(refused)
            claimed: tuple[Claim, ...] = ()
            if turn.room and count:
                suspect = turn.suspect and suspects > 0
                claimed = self._claiming.claim(connection, turn.room, now, suspect=suspect)
        seconds = (due - now).total_seconds() if due else None
        return Outcome(count, refused, claimed, seconds)

    def tidy(self) -> None:
        """Leave no trace of what was answered, not in the database's journal either."""
        self._database.wipe()

    def count(self) -> int:
        """Count what waits, what is being worked on included."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).where(self._waits)) or 0

    def _write(
        self, connection: Connection, arrived: Sequence[Arrival], room: int, now: datetime
    ) -> frozenset[int]:
        """Write down what is new, as far as there is room; returns what there is no room for."""
        taken, left = arrived, frozenset[int]()
        if len(arrived) > room:
            ids = [one.update_id for one in arrived]
            chosen = select(inbox.c.update_id).where(self._mine, inbox.c.update_id.in_(ids))
            known = set(connection.scalars(chosen))
            new = [one for one in arrived if one.update_id not in known]
            room = max(0, room)
            taken, left = new[:room], frozenset(one.update_id for one in new[room:])
        if taken:
            insert = INSERTS[connection.dialect.name]
            connection.execute(insert, [self._columns(one, now) for one in taken])
        return left

    def _columns(self, arrival: Arrival, now: datetime) -> dict[str, object]:
        return vars(arrival) | {
            "bot_id": self._bot_id,
            "waits": True,
            "at": now,
            "due": now,
            "begun": 0,
            "postponed": 0,
            "doubtful": False,
        }

    def _strike(self, connection: Connection, answered: Sequence[int]) -> None:
        """Leave nothing of what was answered but its number."""
        if answered:
            connection.execute(self._strikes, {"ids": answered})
        self._struck += len(answered)
        if self._struck >= TRIM_EVERY:
            self._struck = 0
            _trim(connection, and_(self._mine, not_(inbox.c.waits)))

    def _postpone(self, connection: Connection, one: Postponed, now: datetime) -> None:
        """Give back what is held: it ended, in what way ever, so the program did not die of it."""
        chosen = update(inbox).where(
            self._waits, inbox.c.update_id == one.update_id, inbox.c.holder == self._copy
        )
        values = {
            "holder": None,
            "until": None,
            "begun": case((inbox.c.begun > 0, inbox.c.begun - 1), else_=0),
            "postponed": inbox.c.postponed + int(one.counts),
            "doubtful": one.doubtful,
            "due": now + timedelta(seconds=one.seconds),
        }
        connection.execute(chosen.values(values))


def _trim(connection: Connection, answered: ColumnElement[bool]) -> None:
    newest_first = select(inbox.c.at).where(answered).order_by(inbox.c.at.desc())
    beyond = connection.scalar(newest_first.offset(KNOWN_MOST).limit(1))
    if beyond is not None:
        connection.execute(delete(inbox).where(answered, inbox.c.at <= beyond))


def _now(connection: Connection) -> datetime:
    """Tell the time by the one clock that all copies share."""
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)
