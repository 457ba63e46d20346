"""The store as a part of the bot: opened before it answers, on a thread of its own, closed."""

import asyncio
import logging
import sqlite3
import threading

from bot import texts
from bot.app import build
from bot.errors import StoreError
from bot.running import running
from bot.serve import serve
from bot.settings import Settings
from tests.fakes import TOKEN, Fixed, Gated, digit, paper, reading, until
from tests.kept import answer, correction


def make_newer(path):
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO steps_taken VALUES (99)")
    connection.close()


async def test_the_bot_does_not_start_with_a_database_of_a_newer_one(
    tmp_path, caplog, sandbox, store
):
    store.remember(answer())
    store.close()
    path = tmp_path / "bot.db"
    make_newer(path)
    before = path.read_bytes()
    settings = Settings(bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=tmp_path)
    assert await serve(settings) == 1
    (record,) = [r for r in caplog.records if r.name.startswith("bot")]
    assert (record.levelno, record.exc_info) == (logging.ERROR, None)
    problem = f"The database {path} cannot be used, it was written by a newer version"
    assert record.getMessage().startswith(problem)
    assert path.read_bytes() == before


async def test_a_bot_that_was_never_run_holds_nothing_open(tmp_path):
    settings = Settings(bot_token=TOKEN, data_dir=tmp_path)
    build(settings, Fixed(reading([digit(7)])))
    assert [path.name for path in tmp_path.iterdir()] == ["bot.db"]


async def test_the_store_is_closed_after_the_last_answer(sandbox, tmp_path):
    settings = Settings(bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=tmp_path)
    application = build(settings, Fixed(reading([digit(7)])))
    async with running(application):
        shared = application.bot_data
        await shared.stored(shared.store.remember, answer())
        assert (tmp_path / "bot.db-wal").exists()
    assert not (tmp_path / "bot.db-wal").exists()


async def test_the_settings_bound_what_is_kept(start_bot, tmp_path):
    application = await start_bot(keep_corrections=2, keep_days=30)
    shared = application.bot_data
    for message in range(1, 5):
        await shared.stored(shared.store.keep, correction(message))
    assert await shared.stored(shared.store.count) == (2, 1)


async def test_another_database_is_used_where_one_is_named(start_bot, tmp_path):
    await start_bot(database_url=f"sqlite:///{tmp_path}/elsewhere/other.db")
    assert (tmp_path / "elsewhere" / "other.db").exists()
    assert not (tmp_path / "bot.db").exists()


async def test_taps_do_not_wait_for_photos_that_are_being_read(start_bot, sandbox, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer)
    shared = application.bot_data
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    await until(recognizer.holding.is_set)
    async with asyncio.timeout(20):
        await shared.stored(shared.store.keep, correction())
        (kept,) = await shared.stored(shared.store.corrections, user_id=5)
    assert kept.right == "7"
    names = {await shared.stored(threading.current_thread) for _ in range(5)}
    assert len(names) == 1
    recognizer.gate.set()
    await ann.next_message()


def test_a_store_that_fails_is_told_in_a_sentence_without_its_inside():
    sentence = texts.sentence_for(StoreError("the inside"))
    assert sentence == texts.ERRORS[StoreError]
    assert "inside" not in sentence
