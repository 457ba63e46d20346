"""The inbox as a part of the bot: order, repetition, bounds, and trouble, as people see them."""

import asyncio
import contextlib
import json
import logging
import sqlite3

import pytest
from telegram import Update

from bot import texts
from bot.api.pace import Pace
from bot.app import build
from bot.inbox import hand as hands
from bot.inbox import inbox as module
from bot.inbox.answering import BEGUN_MOST
from bot.inbox.kinds import is_done_when_answered, lane_of
from bot.running import running
from bot.settings import Settings
from bot.store import Arrival, Turn
from bot.store.sqlite import PRAGMAS
from tests.fakes import ADMIN, TOKEN, Fixed, Gated, digit, paper, reading, until

SEVEN = "7 · 99 % sure"

IMPATIENT = ("PRAGMA busy_timeout = 20", *PRAGMAS[1:])
"""What waits for another program only for a moment."""


def fixed():
    return Fixed(reading([digit(7, 0.9931)]))


def settings(sandbox, tmp_path, **rest):
    return Settings(bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=tmp_path, **rest)


def answers(client):
    """The bot's messages in a chat: what they say and what they answer."""
    return [(m.caption or m.text, m.reply_to_message_id) for m in client.messages if m.from_bot]


def rows(tmp_path, sql="SELECT update_id, waits, begun FROM inbox"):
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        return connection.execute(sql).fetchall()


async def test_an_update_is_struck_off_once_it_is_answered(sandbox, start_bot, tmp_path):
    application = await start_bot()
    ann = sandbox.client()
    await ann.send_photo(paper(), caption="5550123")
    assert (await ann.next_message()).caption == SEVEN
    inbox = application.bot_data.inbox
    await until(lambda: inbox.waiting.count() == 0)
    assert [(waits, begun) for _, waits, begun in rows(tmp_path)] == [(0, 1)]
    assert "5550123" not in str(rows(tmp_path, "SELECT * FROM inbox"))


async def test_no_trace_of_an_answered_message_stays_on_the_disk(
    sandbox, start_bot, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "TIDY_SECONDS", 0.05)
    await start_bot()
    ann = sandbox.client()
    await ann.send_photo(paper(), caption="5550123")
    await ann.next_message()

    def traces():
        return [path for path in tmp_path.glob("bot.db*") if b"5550123" in path.read_bytes()]

    await until(lambda: traces() == [])
    assert (tmp_path / "bot.db-wal").exists()


async def test_an_update_is_written_down_before_telegram_forgets_it(sandbox, tmp_path):
    recognizer = Gated(reading([digit(7, 0.9931)]))
    async with running(build(settings(sandbox, tmp_path, stop_seconds=0), recognizer)):
        ann = sandbox.client()
        sent = await ann.send_photo(paper(shade=20))
        await until(recognizer.holding.is_set)
        await until(lambda: not sandbox.world.updates.pending)
        (written,) = rows(tmp_path, "SELECT body FROM inbox WHERE waits")
        assert json.loads(written[0])["message"]["message_id"] == sent.message_id
    recognizer.gate.set()
    assert answers(ann) == []
    async with running(build(settings(sandbox, tmp_path), fixed())):
        assert (await ann.next_message()).reply_to_message_id == sent.message_id
    assert [said for said, _ in answers(ann)] == [SEVEN]


async def test_a_chats_messages_are_answered_in_order_and_others_meanwhile(sandbox, start_bot):
    recognizer = Gated(reading([digit(7, 0.9931)]))
    await start_bot(recognizer)
    ann, ben = sandbox.client(7, "Ann"), sandbox.client(8, "Ben")
    dark = await ann.send_photo(paper(shade=20))
    sent = [await ann.send_photo(paper(shade=245 - number)) for number in range(4)]
    asked = await ann.send_text("/help")
    await ben.send_photo(paper())
    assert (await ben.next_message()).caption == SEVEN
    assert answers(ann) == []
    recognizer.gate.set()
    got = [await ann.next_message() for _ in range(6)]
    assert [m.reply_to_message_id for m in got[:5]] == [m.message_id for m in [dark, *sent]]
    assert asked.message_id < got[5].message_id
    assert got[5].text.startswith("Send me")


async def test_a_tap_does_not_wait_for_photos(sandbox, start_bot):
    recognizer = Gated(reading([digit(7, 0.9931)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(paper())
    answered = await ann.next_message()
    await ann.send_photo(paper(shade=20))
    await until(recognizer.holding.is_set)
    assert await ann.tap(answered, texts.WRONG) == texts.WHICH
    recognizer.gate.set()
    await ann.next_message()


async def test_what_takes_minutes_neither_holds_its_chat_up_nor_begins_anew(
    sandbox, start_bot, tmp_path
):
    application = await start_bot(training="slow")
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text("/retrain")
    note = await admin.next_message()
    inbox = application.bot_data.inbox
    await until(lambda: inbox.waiting.count() == 0)
    assert application.bot_data.training.running
    await admin.send_text("/start")
    assert (await admin.next_message()).text == texts.START
    await admin.send_text("/cancel")
    await admin.until(lambda: note.text == texts.CANCELED)


async def test_a_tap_that_comes_too_late_for_its_answer_does_what_it_says(
    sandbox, start_bot, monkeypatch
):
    monkeypatch.setattr("bot.sandbox.taps.ANSWER_SECONDS", -1.0)
    application = await start_bot(training="slow")
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text("/retrain")
    note = await admin.next_message()
    tapping = asyncio.create_task(admin.tap(note, texts.CANCEL_BUTTON))
    await admin.until(lambda: note.text == texts.CANCELED)
    assert not application.bot_data.training.running
    tapping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await tapping
    await until(lambda: application.bot_data.inbox.waiting.count() == 0)


async def test_what_a_dead_bot_owed_is_answered_in_order_and_marked(sandbox, tmp_path):
    """Rows that a bot had begun when it died; one that it had not is no repetition."""
    application = build(settings(sandbox, tmp_path), fixed())
    ann = sandbox.client()
    sent = [await ann.send_photo(paper(shade=200 + number)) for number in range(3)]
    waiting = application.bot_data.inbox.waiting
    arrived = tuple(
        Arrival(update["update_id"], "7 messages", json.dumps(update))
        for update in sandbox.world.updates.pending
    )
    (claimed,) = waiting.turn(Turn(arrived=arrived, most=9, room=9)).claimed
    assert claimed.update_id == arrived[0].update_id
    async with running(application):  # Telegram sends them again, too
        got = [await ann.next_message() for _ in sent]
        await until(lambda: not sandbox.world.updates.pending)
        await until(lambda: waiting.count() == 0)
    assert [m.reply_to_message_id for m in got] == [m.message_id for m in sent]
    assert [m.caption for m in got] == [SEVEN + texts.REPEATED, SEVEN, SEVEN]
    assert len(answers(ann)) == 3


async def test_an_answered_update_that_comes_again_is_not_answered_again(sandbox, tmp_path):
    ann = sandbox.client()
    await ann.send_photo(paper())
    again = dict(sandbox.world.updates.pending[0])
    async with running(build(settings(sandbox, tmp_path), fixed())):
        await ann.next_message()
    sandbox.world.updates.pending.append(again)
    sandbox.world.updates.arrived.set()
    async with running(build(settings(sandbox, tmp_path), fixed())):
        await until(lambda: not sandbox.world.updates.pending)
        await ann.send_text("/start")
        assert (await ann.next_message()).text == texts.START
    assert [said for said, _ in answers(ann)] == [SEVEN, texts.START]


async def test_an_update_that_the_bot_dies_of_is_given_up_and_the_next_is_answered(
    sandbox, tmp_path, caplog, monkeypatch
):
    application = build(settings(sandbox, tmp_path), fixed())
    ann = sandbox.client()
    deadly, other = await ann.send_photo(paper()), await ann.send_photo(paper())
    waiting = application.bot_data.inbox.waiting
    arrived = tuple(
        Arrival(update["update_id"], "7 messages", json.dumps(update))
        for update in sandbox.world.updates.pending
    )
    waiting.turn(Turn(arrived=arrived, most=9))
    monkeypatch.setattr("bot.store.claiming.SUSPECT_SECONDS", 0.0)
    for _ in range(BEGUN_MOST):
        waiting.open()
        (claimed,) = waiting.turn(Turn(room=9, suspect=True)).claimed
        assert claimed.update_id == arrived[0].update_id
    async with running(application):
        told, got = await ann.next_message(), await ann.next_message()
        await until(lambda: waiting.count() == 0)
    assert (told.text, told.reply_to_message_id) == (texts.GAVE_UP, deadly.message_id)
    assert (got.caption, got.reply_to_message_id) == (SEVEN, other.message_id)
    assert application.bot_data.served.recognizer.pictures[1:] == []
    (line,) = [r for r in caplog.records if "in vain" in r.getMessage()]
    assert line.levelno == logging.ERROR


async def test_an_answer_that_cannot_be_sent_is_tried_again(sandbox, start_bot, monkeypatch):
    monkeypatch.setattr("bot.api.pace.PATIENCE", 0.0)  # no second try at once
    monkeypatch.setattr(hands, "PAUSE_FIRST", 0.05)
    await start_bot()
    ann = sandbox.client()
    for _ in range(2):
        sandbox.fail_next("sendPhoto", 502, "Bad Gateway")
    sent = await ann.send_photo(paper())
    await ann.send_text("/start")
    got = await ann.next_message()
    assert got.reply_to_message_id == sent.message_id
    assert got.caption == SEVEN + texts.REPEATED, "nobody knows what a failed call has done"
    assert (await ann.next_message()).text == texts.START
    assert len(answers(ann)) == 2


async def test_an_answer_that_waited_for_its_turn_when_the_bot_stopped_is_no_repetition(
    sandbox, tmp_path, monkeypatch
):
    class Stuck(Pace):
        async def process_request(self, callback, args, kwargs, endpoint, data, rate_limit_args):
            if endpoint == "sendPhoto":
                await asyncio.Event().wait()
            return await super().process_request(
                callback, args, kwargs, endpoint, data, rate_limit_args
            )

    monkeypatch.setattr("bot.app.Pace", Stuck)
    recognizer = fixed()
    async with running(build(settings(sandbox, tmp_path, stop_seconds=0), recognizer)):
        ann = sandbox.client()
        await ann.send_photo(paper())
        await until(lambda: recognizer.pictures)
        await asyncio.sleep(0.1)
    monkeypatch.setattr("bot.app.Pace", Pace)
    async with running(build(settings(sandbox, tmp_path), fixed())):
        assert (await ann.next_message()).caption == SEVEN


async def test_a_picture_that_cannot_be_fetched_is_fetched_later(sandbox, start_bot, monkeypatch):
    monkeypatch.setattr(hands, "PAUSE_FIRST", 0.05)
    await start_bot()
    ann = sandbox.client()
    sandbox.fail_next("getFile", 500, "Internal Server Error")
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == SEVEN, "nothing was sent, so it is no repetition"


async def test_an_old_update_that_still_fails_is_answered_with_a_sentence(
    sandbox, start_bot, monkeypatch
):
    monkeypatch.setattr("bot.api.pace.PATIENCE", 0.0)  # no second try at once
    monkeypatch.setattr(hands, "PATIENCE_SECONDS", -1.0)
    await start_bot()
    ann = sandbox.client()
    sandbox.fail_next("sendPhoto", 502, "Bad Gateway")
    await ann.send_photo(paper())
    assert (await ann.next_message()).text == texts.UNEXPECTED


async def test_a_sentence_that_cannot_be_sent_either_is_sent_later(sandbox, start_bot, monkeypatch):
    monkeypatch.setattr("bot.api.pace.PATIENCE", 0.0)  # no second try at once
    monkeypatch.setattr(hands, "PATIENCE_SECONDS", -1.0)
    monkeypatch.setattr(hands, "PAUSE_FIRST", 0.05)
    await start_bot()
    ann = sandbox.client()
    sandbox.fail_next("sendPhoto", 502, "Bad Gateway")
    sandbox.fail_next("sendMessage", 502, "Bad Gateway")
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == SEVEN + texts.REPEATED


async def test_too_many_updates_are_refused_once_a_chat_and_taken_again_later(sandbox, start_bot):
    recognizer = Gated(reading([digit(7, 0.9931)]))
    application = await start_bot(recognizer, inbox_size=3)
    ann, ben = sandbox.client(7, "Ann"), sandbox.client(8, "Ben")
    sent = [await ann.send_photo(paper(shade=20 + number)) for number in range(6)]
    told = await ann.next_message()
    assert (told.text, told.reply_to_message_id) == (texts.FULL, sent[3].message_id)
    await ben.send_text("/start")
    assert (await ben.next_message()).text == texts.FULL
    recognizer.gate.set()
    assert [(await ann.next_message()).caption for _ in range(3)] == [SEVEN] * 3
    await until(lambda: application.bot_data.inbox.waiting.count() == 0)
    await ben.send_text("/start")
    assert (await ben.next_message()).text == texts.START
    assert len(answers(ann)) == 4


async def test_a_database_that_is_held_leaves_updates_with_telegram(
    sandbox, start_bot, tmp_path, caplog, monkeypatch
):
    """They come again once it is free, and admins learn why that took a while."""
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("bot.store.sqlite.PRAGMAS", IMPATIENT)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    await start_bot()
    ann, admin = sandbox.client(), sandbox.client(user_id=ADMIN)
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        await ann.send_photo(paper())
        assert (await ann.next_message()).text == texts.NOT_KEPT
        assert "another program holds it" in (await admin.next_message()).text
        assert len(sandbox.world.updates.pending) == 1
        holder.rollback()
    assert (await ann.next_message(timeout=20)).caption == SEVEN
    assert (await admin.next_message()).text == texts.ADMIN_WELL
    assert len(answers(ann)) == 2
    lines = [r for r in caplog.records if " be written" in r.getMessage()]
    assert [r.levelno for r in lines] == [logging.ERROR, logging.INFO]


async def test_an_answer_is_not_repeated_where_it_cannot_be_struck_off(
    sandbox, start_bot, tmp_path, monkeypatch
):
    monkeypatch.setattr("bot.store.sqlite.PRAGMAS", IMPATIENT)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    recognizer = Gated(reading([digit(7, 0.9931)]))
    application = await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    await until(recognizer.holding.is_set)
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as holder:
        holder.execute("BEGIN IMMEDIATE")
        recognizer.gate.set()
        assert (await ann.next_message()).caption == SEVEN
        await asyncio.sleep(0.3)
        holder.rollback()
    await until(lambda: application.bot_data.inbox.waiting.count() == 0)
    assert len(answers(ann)) == 1


async def test_the_webhook_says_yes_only_to_what_is_written_down(
    sandbox, start_bot, tmp_path, monkeypatch, unused_tcp_port
):
    monkeypatch.setattr("bot.store.sqlite.PRAGMAS", IMPATIENT)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    hook = f"http://127.0.0.1:{unused_tcp_port}/telegram"
    await start_bot(webhook_url=hook, webhook_port=unused_tcp_port)
    ann = sandbox.client()
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        await ann.send_photo(paper())
        assert (await ann.next_message()).text == texts.NOT_KEPT
        await until(lambda: sandbox.world.webhook.last_error)
        holder.rollback()
    assert (await ann.next_message(timeout=20)).caption == SEVEN
    await until(lambda: not sandbox.world.updates.pending)
    assert len(answers(ann)) == 2


MESSAGE = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "4"}
TAP = {
    "id": "1",
    "from": {"id": 7, "is_bot": False, "first_name": "Ann"},
    "chat_instance": "1",
    "data": "x",
    "message": {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}},
}
UPDATES = {
    "text": ({"message": MESSAGE}, "7 messages", True),
    "reply": ({"message": MESSAGE | {"reply_to_message": MESSAGE}}, "7 messages", False),
    "command": (
        {"message": MESSAGE | {"reply_to_message": MESSAGE, "text": "/retrain"}},
        "7 messages",
        True,
    ),
    "unknown fields": ({"message": MESSAGE | {"of_the_future": [1]}}, "7 messages", True),
    "tap on an old message": ({"callback_query": TAP}, "7 taps", False),
    "nobody's": ({}, "0 messages", False),
}


@pytest.mark.parametrize("kind", UPDATES)
def test_updates_come_back_as_they_were_and_have_a_lane(kind):
    body, lane, done = UPDATES[kind]
    update = Update.de_json({"update_id": 3, **body}, None)
    again = Update.de_json(json.loads(update.to_json()), None)
    assert again.to_dict() == update.to_dict()
    if update.callback_query:
        assert type(again.callback_query.message) is type(update.callback_query.message)
        assert again.callback_query.message.is_accessible is False
    assert (lane_of(again), is_done_when_answered(again)) == (lane, done)
