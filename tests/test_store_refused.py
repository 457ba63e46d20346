"""A database that cannot be used is refused with a sentence, and left as it is."""

import contextlib
import logging
import os
import sqlite3
import stat
import sys

import numpy as np
import pytest

from bot.errors import StoreError
from bot.store import Store
from tests.kept import correction, crop, same

SECRET = "5550123"
"""A number that somebody wrote."""


def url(tmp_path):
    return f"sqlite:///{tmp_path}/bot.db"


def opened(tmp_path):
    return contextlib.closing(Store(url(tmp_path), keep_most=1000, keep_days=365))


def fill(store):
    for number in range(1, 61):
        store.keep(correction(number, crops=tuple(crop(seed=seed) for seed in range(4))))


def refusal(address):
    with pytest.raises(StoreError) as caught:
        Store(address, keep_most=1, keep_days=1)
    return str(caught.value)


def overwrite(path, at, junk):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(junk)


@pytest.mark.parametrize("at", [0, 16, 4096 * 3 + 2, 4096 * 20])
def test_a_damaged_file_is_refused_with_advice_and_left_alone(tmp_path, at):
    with opened(tmp_path) as store:
        fill(store)
    path = tmp_path / "bot.db"
    overwrite(path, at, bytes(np.random.default_rng(0).integers(0, 256, 600, np.uint8)))
    before = path.read_bytes()
    sentence = refusal(url(tmp_path))
    assert sentence.startswith(f"The database {path} cannot be used, it is damaged")
    assert "move it away" in sentence
    assert path.read_bytes() == before


def test_a_cut_file_is_refused(tmp_path):
    with opened(tmp_path) as store:
        fill(store)
    path = tmp_path / "bot.db"
    os.truncate(path, path.stat().st_size // 2)
    assert "it is damaged" in refusal(url(tmp_path))


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "bot.db"
    path.write_text("Dear diary, " * 100)
    assert "it is damaged or no database at all" in refusal(url(tmp_path))
    assert path.read_text() == "Dear diary, " * 100


def test_a_read_only_database_is_refused(tmp_path):
    opened(tmp_path).thing.close()
    address = f"sqlite:///file:{tmp_path}/bot.db?mode=ro&uri=true"
    assert refusal(address).endswith(
        "cannot be used, it is read-only: let the bot write to it and to its folder."
    )


def test_a_place_where_no_file_can_be_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path, tmp_path / "file" / "bot.db"):
        assert refusal(f"sqlite:///{place}").endswith(
            "cannot be used, it cannot be opened: let the bot write to it and to its folder."
        )


def test_a_database_that_another_program_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.store.sqlite.PRAGMAS", ("PRAGMA busy_timeout = 20",))
    with opened(tmp_path), contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert "another program holds it" in refusal(url(tmp_path))
        holder.rollback()
        opened(tmp_path).thing.close()


def test_a_missing_driver_is_named_and_the_password_is_not(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    sentence = refusal("postgresql+psycopg://bot:pass-word@127.0.0.1:9/bot")
    assert "pass-word" not in sentence
    assert sentence == (
        "The database postgresql+psycopg://bot:***@127.0.0.1:9/bot cannot be used, "
        "psycopg is missing: install digit-photo-bot[postgresql]."
    )
    assert "pass-word" not in refusal("no address, but a pass-word")


def test_a_failing_call_says_why_changes_nothing_and_logs_no_content(tmp_path, caplog):
    with opened(tmp_path) as store:
        store.keep(correction())
        with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as other:
            other.execute("ALTER TABLE corrections RENAME COLUMN said TO other")
        given = correction(read=SECRET, right=SECRET, crops=(crop(seed=3),))
        with pytest.raises(StoreError, match="said") as caught:
            store.keep(given)
        with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as other:
            other.execute("ALTER TABLE corrections RENAME COLUMN other TO said")
        assert same(store.correction(5, 1), correction())
        logging.getLogger("bot").error("No", exc_info=caught.value)
    assert "StoreError" in caplog.text
    assert SECRET not in caplog.text


def test_only_the_owner_may_read_the_files(tmp_path):
    with opened(tmp_path) as store:
        store.keep(correction())
        files = list(tmp_path.glob("bot.db*"))
        assert len(files) == 3
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert [path.name for path in tmp_path.iterdir()] == ["bot.db"]
