"""Copies of the bot on one PostgreSQL, and what happens when that goes away."""

import contextlib
from threading import Thread

import pytest
from telegram import Update

from bot import texts
from bot.app import build
from bot.inbox import NotKept
from bot.inbox import inbox as module
from bot.running import running
from bot.settings import Settings
from bot.store import Store
from model.versions import Versions
from tests import postgres
from tests.bench.copies import balancer, free_ports
from tests.fakes import ADMIN, TOKEN, Fixed, Gated, digit, paper, reading, until, write_version

SEVEN = "7 · 99 % sure"


def settings(sandbox, tmp_path, database, hook, port):
    return Settings(
        bot_token=TOKEN,
        bot_api_url=sandbox.url,
        data_dir=tmp_path,
        database_url=database,
        webhook_url=hook,
        webhook_port=port,
        admin_ids={ADMIN},
        stop_seconds=0.1,
    )


@contextlib.asynccontextmanager
async def two_copies(sandbox, tmp_path, database, recognizers):
    """Two copies behind a balancer that calls them in turn."""
    ports = free_ports(2)
    async with balancer(ports) as hook, contextlib.AsyncExitStack() as stack:
        copies = []
        for port, recognizer in zip(ports, recognizers, strict=True):
            copy = build(settings(sandbox, tmp_path, database, hook, port), recognizer)
            await stack.enter_async_context(running(copy))
            copies.append(copy)
        yield copies


async def test_copies_share_the_photos_and_keep_each_chats_order(sandbox, tmp_path, postgresql):
    readers = [Fixed(reading([digit(7, 0.9931)])) for _ in range(2)]
    async with two_copies(sandbox, tmp_path, postgresql.new_database(), readers):
        people = [sandbox.client(100 + number) for number in range(4)]
        # An odd number each, so that the first of each chat goes to another copy than the last.
        sent = {one: [await one.send_photo(paper(200 + n)) for n in range(5)] for one in people}
        for one in people:
            got = [await one.next_message() for _ in range(5)]
            assert [m.caption for m in got] == [SEVEN] * 5
            assert [m.reply_to_message_id for m in got] == [m.message_id for m in sent[one]]
        await until(lambda: not sandbox.world.updates.pending)
    assert sum(len(reader.pictures) for reader in readers) == 20
    assert all(reader.pictures for reader in readers), "one copy alone has done it all"
    assert all(len([m for m in one.messages if m.from_bot]) == 5 for one in people)


async def test_a_chat_waits_for_the_other_copy_and_goes_on_in_any(sandbox, tmp_path, postgresql):
    slow = [Gated(reading([digit(7, 0.9931)])) for _ in range(2)]
    async with two_copies(sandbox, tmp_path, postgresql.new_database(), slow):
        ann = sandbox.client()
        dark, *others = [await ann.send_photo(paper(shade)) for shade in (20, 240, 241, 242)]
        await until(lambda: any(one.holding.is_set() for one in slow))
        await until(lambda: not sandbox.world.updates.pending)
        assert [m for m in ann.messages if m.from_bot] == []
        for one in slow:
            one.gate.set()
        got = [await ann.next_message() for _ in range(4)]
        wanted = [m.message_id for m in (dark, *others)]
        assert [m.reply_to_message_id for m in got] == wanted


async def test_a_version_that_one_copy_promotes_is_taken_up_by_the_other(
    sandbox, tmp_path, postgresql, monkeypatch
):
    monkeypatch.setattr("bot.promotion.LOOK_SECONDS", 0.05)
    version = Versions(tmp_path / "models").add(write_version(tmp_path / "made"))
    readers = [Fixed(reading([digit(7, 0.9931)])) for _ in range(2)]
    async with two_copies(sandbox, tmp_path, postgresql.new_database(), readers) as copies:
        admin = sandbox.client(ADMIN)
        await admin.send_text("/models")
        listed = await admin.next_message()
        (button,) = [data for row in listed.buttons for _, data in row if version.id in data]
        await admin.tap(listed, button)
        await until(lambda: {copy.bot_data.served.id for copy in copies} == {version.id})
        await admin.send_text("/rollback")
        assert (
            texts.ROLLED_BACK.format(id="shipped", old=version.id)
            == (await admin.next_message()).text
        )
        await until(lambda: {copy.bot_data.served.id for copy in copies} == {"shipped"})


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing() or "there is one")
async def test_a_database_server_that_goes_away_and_comes_back_loses_nothing(
    sandbox, tmp_path, start_bot, monkeypatch
):
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    with postgres.server() as server:
        application = await start_bot(database_url=server.new_database())
        ann, admin = sandbox.client(), sandbox.client(ADMIN)
        await ann.send_photo(paper())
        assert (await ann.next_message()).caption == SEVEN
        server.stop()
        sent = await ann.send_photo(paper())
        assert (await ann.next_message()).text == texts.NOT_KEPT
        assert (await admin.next_message()).text.startswith("Messages are waiting at Telegram.")
        server.start()
        got = await ann.next_message(timeout=40)
        assert (got.caption, got.reply_to_message_id) == (SEVEN, sent.message_id)
        assert (await admin.next_message()).text == texts.ADMIN_WELL
        await application.bot_data.inbox.stop(1)
        application.bot_data.store.close()
        with pytest.raises(NotKept):
            await application.update_queue.put(Update(1))


def test_two_programs_open_a_new_database_at_once(postgresql):
    database, failed = postgresql.new_database(), []

    def open_it():
        try:
            Store(database, keep_most=9, keep_days=9).close()
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
