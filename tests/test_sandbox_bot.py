"""The sandbox as the real python-telegram-bot sees it."""

import asyncio
import time
from collections.abc import AsyncIterator

import cv2
import numpy as np
import pytest
from telegram import InputMediaDocument, InputMediaPhoto, Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application

from bot.sandbox import Sandbox
from tests.echo_bot import TOKEN, build, photo_of_a_digit, running


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(TOKEN) as sandbox:
        yield sandbox
        begin = time.monotonic()
    assert time.monotonic() - begin < 0.5


@pytest.fixture
async def echo(sandbox: Sandbox) -> AsyncIterator[Application]:
    async with running(sandbox) as application:
        yield application
    assert sandbox.faults == []


async def test_conversation(sandbox: Sandbox, echo: Application) -> None:
    client = sandbox.client(7, "Ann")
    await client.send_text("/start")
    hello = await client.next_message()
    assert hello.text is not None
    assert "1 < 2" in hello.text
    assert [kind for kind, _, _ in hello.entities] == ["bold", "italic", "code", "bot_command"]
    sent = await client.send_photo(photo_of_a_digit(1600, 900))
    reply = await client.next_message()
    assert reply.photo is not None
    assert reply.reply_to_message_id == sent.message_id
    assert client.actions == ["upload_photo"]
    assert reply.buttons[0] == [("✓ Yes, 7", "yes")]
    assert await client.tap(reply, "no:9") == "Noted for the next lesson."
    assert await client.tap(reply, "✓ Yes, 7") == "Thanks!"
    await client.edited(reply)
    assert reply.caption == "7 · you said so"
    assert reply.buttons == []
    with pytest.raises(LookupError):
        await client.tap(reply, "yes")


async def test_each_person_has_a_chat(sandbox: Sandbox, echo: Application) -> None:
    ann, ben = sandbox.client(7, "Ann"), sandbox.client(8, "Ben")
    await ann.send_text("/count")
    counted = await ann.next_message()
    await ann.until(lambda: counted.text == "three")
    assert counted.edits == 2
    assert len(ann.messages) == 2
    assert ben.messages == []


async def test_album(sandbox: Sandbox, echo: Application) -> None:
    client = sandbox.client()
    await client.send_text("/album")
    first, second = await client.next_message(), await client.next_message()
    assert first.media_group_id == second.media_group_id is not None
    assert (first.caption, second.caption) == ("both", None)


async def test_document_and_sticker_stay_as_they_are(sandbox: Sandbox, echo: Application) -> None:
    client = sandbox.client()
    await client.send_document(b"no picture", "note.txt", "text/plain")
    reply = await client.next_message()
    assert reply.document is not None
    assert reply.document.file.content == b"no picture"
    assert reply.caption == "a file: note.txt"
    webp = cv2.imencode(".webp", np.zeros((512, 512, 3), np.uint8))[1].tobytes()
    await client.send_sticker(webp)
    assert (await client.next_message()).text == "a sticker, 512 wide"


async def test_what_is_no_picture_goes_as_a_file(sandbox: Sandbox, echo: Application) -> None:
    client = sandbox.client()
    await client.send_photo(b"\xff\xd8 broken")
    reply = await client.next_message()
    assert reply.document is not None


async def test_human_edits(sandbox: Sandbox, echo: Application) -> None:
    client = sandbox.client()
    sent = await client.send_text("/start")
    await client.next_message()
    await client.send_edit(sent.message_id, "never mind")
    assert (await client.next_message()).text == "you changed it to: never mind"
    assert sent.edits == 1


async def test_media_is_edited(sandbox: Sandbox) -> None:
    client = sandbox.client()
    async with build(sandbox).bot as bot:
        message = await bot.send_photo(7, photo_of_a_digit(), caption="old")
        seen = await client.next_message()
        before = seen.photo
        await message.edit_media(InputMediaPhoto(photo_of_a_digit(500, 900), caption="new"))
        await client.edited(seen)
        assert (seen.caption, seen.photo == before) == ("new", False)
        await message.edit_media(InputMediaDocument(b"words", filename="words.txt"))
        assert seen.photo is None
        assert seen.document is not None
        assert seen.document.name == "words.txt"
        await message.delete()
        assert seen.deleted
        assert client.messages == []


async def test_second_poller_conflicts(sandbox: Sandbox) -> None:
    async with build(sandbox).bot as one, build(sandbox).bot as two:
        first = asyncio.create_task(one.get_updates(timeout=10))
        await sandbox.world.updates.polled.wait()
        second = asyncio.create_task(two.get_updates(timeout=10))
        with pytest.raises(Conflict, match="only one bot instance"):
            await first
        await sandbox.client().send_text("hello")
        assert [update.message.text for update in await second] == ["hello"]


async def test_stop_wakes_a_long_poll(sandbox: Sandbox) -> None:
    async with build(sandbox).bot as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=50))
        await sandbox.world.updates.polled.wait()
        begin = time.monotonic()
        await sandbox.stop()
        assert await poll == ()
        assert time.monotonic() - begin < 0.5


async def test_errors_are_telegrams(sandbox: Sandbox) -> None:
    sandbox.client(7)
    async with build(sandbox).bot as bot:
        sent = await bot.send_message(7, "text")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await sent.edit_text("text")
        with pytest.raises(BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("text", 7, 999)
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(4040, "text")
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query("1")
        assert sandbox.faults == []
        with pytest.raises(BadRequest, match="unsupported start tag"):
            await bot.send_message(7, "<blink>", "HTML")
        assert len(sandbox.faults) == 1


async def test_injected_trouble(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns of its own future
    sandbox.client(7)
    async with build(sandbox).bot as bot:
        sandbox.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
        with pytest.raises(RetryAfter):
            await bot.send_message(7, "text")
        sandbox.fail_next("sendMessage", 500, "Internal Server Error")
        with pytest.raises(TelegramError, match="Internal"):
            await bot.send_message(7, "text")
        await bot.send_message(7, "text")
    assert sandbox.faults == []


async def test_wrong_token() -> None:
    async with Sandbox("1:other") as sandbox:
        bot = build(sandbox).bot
        with pytest.raises(InvalidToken):
            await bot.initialize()
        await bot.shutdown()


async def test_webhook(sandbox: Sandbox, unused_tcp_port: int) -> None:
    client = sandbox.client()
    got: asyncio.Queue[Update] = asyncio.Queue()
    async with build(sandbox) as application:
        await application.updater.start_webhook(
            port=unused_tcp_port,
            url_path="hook",
            webhook_url=f"http://127.0.0.1:{unused_tcp_port}/hook",
            secret_token="secret-1",
        )
        with pytest.raises(Conflict, match="webhook is active"):
            await application.bot.get_updates()
        await client.send_text("one")
        await client.send_text("two")
        got = application.update_queue
        assert [(await got.get()).message.text for _ in range(2)] == ["one", "two"]
        info = await application.bot.get_webhook_info()
        assert info.url.endswith("/hook")
        assert info.last_error_message is None
        await application.updater.stop()
        await application.bot.delete_webhook()
        assert (await application.bot.get_webhook_info()).url == ""
    assert sandbox.faults == []
