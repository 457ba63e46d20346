"""A damaged database: kept aside, a new one begun, what can be read of it saved."""

import contextlib
import sqlite3

import numpy as np
import pytest

from bot import texts
from bot.app import build
from bot.errors import StoreError
from bot.running import running
from bot.settings import Settings
from bot.store import Arrival, Store, Turn, open_store
from tests.fakes import ADMIN, TOKEN, Fixed, digit, paper, reading
from tests.kept import answer, correction, crop, same

PAGE = 4096


def address(tmp_path):
    return f"sqlite:///{tmp_path}/bot.db"


def opened(tmp_path):
    store, rescue = open_store(address(tmp_path), keep_most=1000, keep_days=365)
    return contextlib.closing(store), rescue


def fill(tmp_path, count=60):
    """Answers, corrections with four crops each, and an update that waits."""
    with contextlib.closing(Store(address(tmp_path), keep_most=1000, keep_days=365)) as store:
        for number in range(1, count + 1):
            store.remember(answer(number))
            crops = tuple(crop(seed=4 * number + place) for place in range(4))
            store.keep(correction(number, crops=crops))
        waiting = store.waiting(123456)
        waiting.turn(Turn(arrived=(Arrival(1, "7 messages", "{}"),), most=9))


def junk(path, at, length=PAGE):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes(np.random.default_rng(0).integers(0, 256, length, np.uint8)))


def pages_of(path, table):
    """Where a table's leaves are in a file, as SQLite tells."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path"
        try:
            return [PAGE * (number - 1) for (number,) in connection.execute(sql, (table,))]
        except sqlite3.OperationalError:
            pytest.skip("needs SQLite with its table dbstat")


def test_a_whole_database_is_opened_as_it_is(tmp_path):
    fill(tmp_path)
    store, rescue = opened(tmp_path)
    with store:
        assert rescue is None
        assert store.thing.count() == (60, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["bot.db"]


def test_what_is_whole_of_a_damaged_database_is_saved_and_the_file_kept(tmp_path):
    fill(tmp_path)
    path = tmp_path / "bot.db"
    leaves = pages_of(path, "crops")
    assert len(leaves) > 4
    junk(path, leaves[len(leaves) // 2])
    before = path.read_bytes()
    store, rescue = opened(tmp_path)
    with store as found:
        assert rescue.aside.read_bytes() == before
        assert rescue.aside.name.startswith("bot.db.damaged-2")
        assert found.stats().answers == 60
        assert found.waiting(123456).count() == 1
        kept = found.corrections()
        assert [one.message_id for one in kept] == list(range(1, 61))
        whole = [one for one in kept if len(one.crops) == 4]
        assert 50 <= len(whole) < 60
        for one in (kept[0], kept[-1]):
            crops = tuple(crop(seed=4 * one.message_id + place) for place in range(4))
            assert same(one, correction(one.message_id, crops=crops, at=one.at))
        found.keep(correction(61))
    assert opened(tmp_path)[1] is None


def test_crops_of_a_correction_that_is_lost_are_not_saved(tmp_path):
    fill(tmp_path)
    path = tmp_path / "bot.db"
    leaves = pages_of(path, "corrections")
    junk(path, leaves[1])
    store, rescue = opened(tmp_path)
    with store as found:
        kept = found.corrections()
        assert 0 < len(kept) < 60
        assert all(len(one.crops) == 4 for one in kept)
        assert found.stats().crops == 4 * len(kept)
        assert rescue.saved == 60 + 1 + 5 * len(kept)


def test_of_what_is_no_database_at_all_nothing_is_saved(tmp_path):
    path, content = tmp_path / "bot.db", b"damage" * 2000
    path.write_bytes(content)
    store, rescue = opened(tmp_path)
    with store as found:
        assert (rescue.saved, found.stats().answers) == (0, 0)
    assert rescue.aside.read_bytes() == content


def test_rows_that_make_no_sense_are_left_behind(tmp_path):
    fill(tmp_path, count=9)
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        connection.execute("UPDATE answers SET at = 'some time' WHERE message_id = 4")
        connection.execute("UPDATE crops SET picture = x'00' WHERE message_id = 5 AND place = 1")
        connection.commit()
    junk(tmp_path / "bot.db", pages_of(tmp_path / "bot.db", "told")[0])
    store, _ = opened(tmp_path)
    with store as found:
        assert [found.answer(5, number) is None for number in range(1, 10)] == [
            number == 4 for number in range(1, 10)
        ]
        assert [len(one.crops) for one in found.corrections()] == [4, 4, 4, 4, 3, 4, 4, 4, 4]


def test_a_damaged_file_that_cannot_be_moved_is_refused(tmp_path, monkeypatch):
    (tmp_path / "bot.db").write_bytes(b"damage" * 2000)

    def refuse(self, target):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.rename", refuse)
    with pytest.raises(StoreError, match="it is damaged"):
        open_store(address(tmp_path), keep_most=9, keep_days=9)
    assert [path.name for path in tmp_path.iterdir()] == ["bot.db"]


async def test_the_bot_starts_with_a_new_database_and_tells_its_admins(sandbox, tmp_path, caplog):
    fill(tmp_path, count=3)
    junk(tmp_path / "bot.db", 0, 100)
    ann, admin = sandbox.client(), sandbox.client(ADMIN)
    settings = Settings(
        bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=tmp_path, admin_ids={ADMIN}
    )
    async with running(build(settings, Fixed(reading([digit(7, 0.9931)])))):
        (aside,) = tmp_path.glob("bot.db.damaged-*[0-9]")
        told = await admin.next_message()
        assert told.text == texts.DATABASE_DAMAGED.format(aside=aside.name, saved="0")
        await ann.send_photo(paper())
        assert (await ann.next_message()).caption == "7 · 99 % sure"
    assert f"It is kept as {aside}" in caplog.text
