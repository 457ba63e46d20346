"""All that the bot keeps between two starts: answers, corrections, whom it told, what it owes."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, insert, select

from bot.store import counts, kept, rows
from bot.store.opening import Database
from bot.store.schema import answers, retraining, told
from bot.store.trim import Trimmer, trim_age, trim_answers, trim_corrections
from bot.store.values import Answer, Correction, Forgotten, Retraining, Stats, Tally
from bot.store.waiting import Waiting

EARLIER = delete(answers).where(
    answers.c.chat_id == bindparam("chat"), answers.c.message_id == bindparam("message")
)
ANSWERED = insert(answers)
"""Statements of every reply, made once: that takes longer than to run them."""


class Store:
    """The database; each method is one transaction, and any thread may call it.

    Several stores, also of several programs, can work on one database. Every method raises
    StoreError where the database fails; nothing has changed then.

    Parameters
    ----------
    url
        As SQLAlchemy writes it, like sqlite:////path/to/bot.db; a missing file is made.
    keep_most
        How many corrections are kept; the oldest go.
    keep_days
        For how many days anything is kept.

    Raises
    ------
    StoreError
        The database cannot be opened, is damaged, read-only or newer than this program.
    """

    def __init__(self, url: str, *, keep_most: int, keep_days: int) -> None:
        self._keep_most = keep_most
        self._keep_days = keep_days
        self._trimmer = Trimmer(keep_days)
        self._database = Database(url)
        with self._database.writing() as connection:
            gone = trim_age(connection, keep_days)
            trim_answers(connection)
            gone |= trim_corrections(connection, keep_most)
        self._wipe_if(gone)
        self.close()  # a bot that is built and never run holds nothing open

    def close(self) -> None:
        """Let go of the database's files; a later call would open them again."""
        self._database.close()

    def waiting(self, bot_id: int) -> Waiting:
        """Give the updates of a bot that wait for their answer."""
        return Waiting(self._database, bot_id)

    def remember(self, answer: Answer) -> None:
        """Write down an answer, in place of an earlier one of the same message."""
        key = {"chat": answer.chat_id, "message": answer.message_id}
        with self._database.writing() as connection:
            connection.execute(EARLIER, key)
            connection.execute(ANSWERED, rows.answer_columns(answer))
            gone = self._trimmer.after_answer(connection)
        self._wipe_if(gone)

    def answer(self, chat_id: int, message_id: int) -> Answer | None:
        """Look up an answer; None where it is unknown, forgotten or too old."""
        chosen = select(answers).filter_by(chat_id=chat_id, message_id=message_id)
        with self._database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        return rows.to_answer(row) if row else None

    def keep(self, correction: Correction) -> None:
        """Keep a correction, in place of an earlier one of the same answer."""
        with self._database.writing() as connection:
            gone = kept.put(connection, correction)
            gone |= trim_age(connection, self._keep_days)
            gone |= trim_corrections(connection, self._keep_most)
        self._wipe_if(gone)

    def correction(self, chat_id: int, message_id: int) -> Correction | None:
        """Look up the correction of an answer, also one that was dropped."""
        with self._database.reading() as connection:
            return kept.find(connection, (chat_id, message_id))

    def withdraw(self, chat_id: int, message_id: int) -> bool:
        """Delete the correction of an answer; tells whether there was one."""
        with self._database.writing() as connection:
            gone = kept.delete_one(connection, (chat_id, message_id))
        self._wipe_if(gone)
        return gone

    def corrections(self, *, user_id: int | None = None) -> list[Correction]:
        """List the corrections that were not dropped, of all or of one user, oldest first."""
        with self._database.reading() as connection:
            return kept.find_all(connection, user_id)

    def drop(self, user_id: int) -> int:
        """Throw away a user's corrections with their crops; returns how many they were.

        What was said stays to be looked up, marked as dropped; it neither teaches nor counts.
        """
        with self._database.writing() as connection:
            count = kept.drop_of(connection, user_id)
        self._wipe_if(count > 0)
        return count

    def count(self) -> tuple[int, int]:
        """Count the corrections that were not dropped, and the people whose pictures they are."""
        with self._database.reading() as connection:
            return counts.count(connection)

    def tallies(self) -> list[Tally]:
        """Count the judged answers of each version, the latest judged version first."""
        with self._database.reading() as connection:
            return counts.tallies(connection)

    def stats(self) -> Stats:
        """Count everything."""
        with self._database.reading() as connection:
            return counts.stats(connection)

    def forget(self, user_id: int) -> Forgotten:
        """Delete all that is kept of a user; returns how much that was.

        Corrections by an admin of other people's pictures stay, without the admin's id.
        """
        with self._database.writing() as connection:
            count, crops = kept.delete_of(connection, user_id)
            removed = connection.execute(delete(answers).filter_by(user_id=user_id)).rowcount
            connection.execute(delete(told).filter_by(user_id=user_id))
        self._database.wipe()
        return Forgotten(answers=removed, corrections=count, crops=crops)

    def told(self, user_id: int) -> bool:
        """Whether a user was told before what is kept; from now on that user was."""
        with self._database.writing() as connection:
            before = connection.execute(select(told).filter_by(user_id=user_id)).first()
            if before is None:
                connection.execute(insert(told).values(user_id=user_id, at=datetime.now(UTC)))
        return before is not None

    def retraining_began(self, began: Retraining) -> None:
        """Write down the retraining that runs, in place of any other."""
        with self._database.writing() as connection:
            connection.execute(delete(retraining))
            connection.execute(insert(retraining).values(rows.retraining_columns(began)))

    def retraining_ended(self) -> None:
        """Write down that no retraining runs."""
        with self._database.writing() as connection:
            connection.execute(delete(retraining))

    def retraining_left(self) -> Retraining | None:
        """Look up the retraining that began and did not end."""
        with self._database.reading() as connection:
            row = connection.execute(select(retraining)).first()
        return rows.to_retraining(row) if row else None

    def _wipe_if(self, gone: bool) -> None:
        if gone:
            self._database.wipe()
