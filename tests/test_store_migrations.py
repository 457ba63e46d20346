import contextlib
import sqlite3
import threading

import pytest
from sqlalchemy import create_engine, inspect

from bot.errors import StoreError
from bot.store import Store
from bot.store.migrations import STEPS, migrate
from bot.store.opening import Database
from bot.store.schema import metadata
from tests.kept import answer, correction, same

NEXT = (*STEPS, ("ALTER TABLE told ADD COLUMN words TEXT", "UPDATE told SET words = 'all'"))
TAKEN = [(number,) for number in range(1, len(STEPS) + 1)]
BROKEN = (*NEXT, ("CREATE TABLE other (id INTEGER)", "DROP TABLE answers", "NOT SQL"))


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/bot.db"


def opened(url):
    return contextlib.closing(Store(url, keep_most=100, keep_days=100))


def asked(url, sql):
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        found = connection.execute(sql).fetchall()
        connection.commit()
        return found


def shape(inspector):
    return {
        name: {
            "columns": [(c["name"], c["nullable"]) for c in inspector.get_columns(name)],
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "indexes": sorted((i["name"], *i["column_names"]) for i in inspector.get_indexes(name)),
            "foreign": [
                (f["constrained_columns"], f["referred_table"], f["options"])
                for f in inspector.get_foreign_keys(name)
            ],
        }
        for name in metadata.tables
    }


def test_the_steps_lead_to_the_tables_that_the_code_uses(url, tmp_path):
    fresh = create_engine(f"sqlite:///{tmp_path}/fresh.db")
    metadata.create_all(fresh)
    with opened(url), contextlib.closing(Database(url)) as database, database.reading() as steps:
        assert shape(inspect(steps)) == shape(inspect(fresh))
        assert set(inspect(steps).get_table_names()) == {*metadata.tables, "steps_taken"}
    fresh.dispose()


def test_a_database_takes_each_step_once(url):
    for _ in range(3):
        opened(url).thing.close()
        assert asked(url, "SELECT number FROM steps_taken") == TAKEN


def test_a_database_with_content_takes_the_next_step_and_keeps_it(url, monkeypatch):
    with opened(url) as store:
        store.remember(answer())
        store.keep(correction())
        store.told(5)
    monkeypatch.setattr("bot.store.opening.migrate", lambda connection: migrate(connection, NEXT))
    with opened(url) as store:
        assert store.answer(5, 1) == answer()
        assert same(store.correction(5, 1), correction())
        assert store.told(5)
    assert asked(url, "SELECT words FROM told") == [("all",)]
    assert asked(url, "SELECT number FROM steps_taken") == [*TAKEN, (len(STEPS) + 1,)]


def test_steps_that_fail_leave_the_database_as_it_was(url, monkeypatch):
    with opened(url) as store:
        store.remember(answer())
    before = asked(url, "SELECT sql FROM sqlite_master")
    monkeypatch.setattr("bot.store.opening.migrate", lambda connection: migrate(connection, BROKEN))
    with pytest.raises(StoreError, match="NOT"):
        Store(url, keep_most=1, keep_days=1)
    assert asked(url, "SELECT sql FROM sqlite_master") == before
    assert asked(url, "SELECT number FROM steps_taken") == TAKEN
    assert asked(url, "SELECT text FROM answers") == [("7",)]


def test_a_newer_database_is_refused_and_left_alone(url, tmp_path):
    with opened(url) as store:
        store.remember(answer())
    asked(url, "INSERT INTO steps_taken VALUES (90), (97)")
    with pytest.raises(StoreError) as caught:
        Store(url, keep_most=1, keep_days=1)
    assert str(caught.value) == (
        f"The database {tmp_path}/bot.db cannot be used, it was written by a newer version of this "
        f"program (step 97, this one knows {len(STEPS)}): update the program, or let DATABASE_URL "
        "name another database."
    )
    assert asked(url, "SELECT text FROM answers") == [("7",)]


def test_another_programs_tables_are_left_alone(url):
    asked(url, "CREATE TABLE answers (question TEXT)")
    with pytest.raises(StoreError, match="already exists"):
        Store(url, keep_most=1, keep_days=1)
    assert asked(url, "SELECT name FROM sqlite_master") == [("answers",)]


def test_several_programs_may_open_a_new_database_at_once(url):
    errors = []
    ready = threading.Barrier(4)

    def open_it():
        ready.wait()
        try:
            opened(url).thing.close()
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert asked(url, "SELECT number FROM steps_taken") == TAKEN


def test_who_meets_another_program_at_a_new_file_tries_again(url, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.store.sqlite.PRAGMAS", ("PRAGMA busy_timeout = 0",))
    with contextlib.closing(
        sqlite3.connect(tmp_path / "bot.db", check_same_thread=False)
    ) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        leaves = threading.Timer(0.2, holder.rollback)
        leaves.start()
        opened(url).thing.close()
        leaves.join()
    assert asked(url, "SELECT number FROM steps_taken") == TAKEN
