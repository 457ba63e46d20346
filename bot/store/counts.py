"""What is in the database, in numbers."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, case, distinct, func, select

from bot.store.schema import answers, corrections, crops
from bot.store.values import UNKNOWN_USER, Stats, Tally

LAST = timedelta(days=1)

_COUNTS = corrections.c.dropped.is_(False)
_RIGHT = func.count(case((corrections.c.answered == corrections.c.said, 1)))


def count(connection: Connection) -> tuple[int, int]:
    """Count the corrections that were not dropped, and whose pictures they are of."""
    chosen = select(func.count(), func.count(distinct(corrections.c.user_id))).where(_COUNTS)
    corrected, users = connection.execute(chosen).one()
    return corrected, users


def tallies(connection: Connection) -> list[Tally]:
    """Count the judged answers of each version, the latest judged version first."""
    chosen = (
        select(corrections.c.version, _RIGHT, func.count())
        .where(_COUNTS)
        .group_by(corrections.c.version)
        .order_by(func.max(corrections.c.at).desc(), corrections.c.version)
    )
    return [Tally(*row) for row in connection.execute(chosen)]


def stats(connection: Connection) -> Stats:
    """Count everything."""
    known = case((answers.c.user_id != UNKNOWN_USER, answers.c.user_id))
    lately = case((answers.c.at > datetime.now(UTC) - LAST, 1))
    since, total, certain, last_day, people = connection.execute(
        select(
            func.min(answers.c.at),
            func.count(),
            func.count(case((answers.c.certain, 1))),
            func.count(lately),
            func.count(distinct(known)),
        )
    ).one()
    corrected, correctors = count(connection)
    return Stats(
        since=since,
        answers=total,
        certain=certain,
        last_day=last_day,
        people=people,
        corrections=corrected,
        confirmed=connection.scalar(select(_RIGHT).where(_COUNTS)) or 0,
        correctors=correctors,
        crops=connection.scalar(select(func.count()).select_from(crops)) or 0,
    )
