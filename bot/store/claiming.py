"""Which waiting updates come next: the first of each lane, as far as nobody holds it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    not_,
    or_,
    select,
    update,
)

from bot.store.schema import inbox
from bot.store.turn import Claim

NOW = bindparam("now", type_=inbox.c.due.type)
"""Stands for the time in a statement."""

LEASE_SECONDS = 5.0
"""How long a copy may be silent until what it holds is claimed by another."""

SUSPECT = 2
"""How often an update was begun and not ended from which on it is worked on with no other such
one beside it: the program may have died of it, and its neighbors would share the blame."""

SUSPECT_SECONDS = 10.0
"""How long, from its second beginning on, an update rests if the program dies again; it doubles
each time. So what kills the program does not keep it from the others' updates, and a program that
is killed from outside now and then has better moments for this one."""


class Claiming:
    """Takes updates into hand; its statements are made once, which takes longer than to run them.

    Parameters
    ----------
    waits
        What is true of the updates in question.
    holder
        Name of the copy that takes them.
    """

    def __init__(self, waits: ColumnElement[bool], holder: str) -> None:
        # A copy that could not renew its leases for a while still works on what it holds.
        left = and_(inbox.c.until < NOW, inbox.c.holder != holder)
        free = and_(waits, or_(inbox.c.holder.is_(None), left), inbox.c.due <= NOW)
        self._usual = _first(and_(free, inbox.c.begun < SUSPECT))
        self._suspect = _first(and_(free, inbox.c.begun >= SUSPECT))
        self._take = (
            update(inbox)
            .where(waits, inbox.c.update_id.in_(bindparam("ids", expanding=True)))
            .values(
                holder=holder,
                until=bindparam("lease"),
                begun=bindparam("times"),
                due=bindparam("rested"),
            )
        )

    def claim(
        self, connection: Connection, room: int, now: datetime, *, suspect: bool
    ) -> tuple[Claim, ...]:
        """Take those that come next.

        Parameters
        ----------
        connection
            In a transaction that may write.
        room
            How many at most.
        now
            The time by the clock of all copies.
        suspect
            Whether one may be among them of which the program seems to have died.
        """
        found = list(connection.execute(self._usual, {"now": now, "most": room}))
        if suspect and len(found) < room:
            found += connection.execute(self._suspect, {"now": now, "most": 1})
        for begun, group in groupby(sorted(found, key=_begun), key=_begun):
            rest = SUSPECT_SECONDS * 2.0 ** (begun - 1) if begun else 0.0
            values = {
                "ids": _ids(list(group)),
                "lease": now + timedelta(seconds=LEASE_SECONDS),
                "times": begun + 1,
                "rested": now + timedelta(seconds=rest),
            }
            connection.execute(self._take, values)
        return tuple(_to_claim(row, now) for row in found)


def _first(which: ColumnElement[bool]) -> Select[Any]:
    """Choose those that are the first of their lane."""
    earlier = inbox.alias()
    first = not_(
        exists().where(
            earlier.c.bot_id == inbox.c.bot_id,
            earlier.c.waits,
            earlier.c.lane == inbox.c.lane,
            earlier.c.update_id < inbox.c.update_id,
        )
    )
    chosen = select(inbox).where(which, first)
    in_order = chosen.order_by(inbox.c.update_id).limit(bindparam("most", type_=Integer))
    # Copies that look at the same time pass over what the other one is just taking.
    return in_order.with_for_update(skip_locked=True, of=inbox)


def _begun(row: Row[Any]) -> int:
    return int(row.begun)


def _ids(rows: Sequence[Row[Any]]) -> list[int]:
    return [row.update_id for row in rows]


def _to_claim(row: Row[Any], now: datetime) -> Claim:
    return Claim(
        update_id=row.update_id,
        body=row.body,
        begun=row.begun,
        postponed=row.postponed,
        doubtful=row.doubtful or row.begun > 0,
        age=(now - row.at).total_seconds(),
    )
