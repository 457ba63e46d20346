"""Only ids in ADMIN_IDS reach what is an admin's: not by commands, edits, forwards or buttons.

The tests go by the bot's own tables: a new command is tried as it is, and a new button fails the
test until something that it sends is named here.
"""

import asyncio
from typing import Any

import pytest
from telegram.ext import CallbackQueryHandler

from bot import texts
from bot.app import build
from bot.context import DigitBot
from bot.handlers import COMMANDS, HANDLERS, accuracy, retrain
from bot.running import running
from bot.sandbox import Client, Sandbox, wire
from bot.sandbox.values import Answer, User
from bot.settings import Settings
from model.versions import Versions
from tests.conftest import StartBot
from tests.fakes import ADMIN, TOKEN, Fixed, Gated, digit, paper, reading, until, write_version

STRANGER = User(666, "Eve", language_code="en")

FOR_ADMINS = [command.name for command in COMMANDS if command.admins_only]

SENT = (
    "right:7:1:7", "said:7:4", "now:7:4", "sheet:drop:7:p0", "sheet:show:0:p0", "serve:shipped",
    "insist:shipped", retrain.CANCEL, accuracy.CANCEL,
)  # fmt: skip
"""What buttons send, at least one of each handler; those that the bot shows are added."""

REFUSALS = {texts.REFUSED, texts.NOT_YOURS, texts.OLD_BUTTON}


async def state(application: DigitBot) -> tuple[object, ...]:
    """Whatever an admin could change."""
    shared = application.bot_data
    return (
        shared.served.id,
        [version.id for version in shared.versions.all()],
        shared.training.running,
        shared.measuring.running,
        await shared.stored(shared.store.count),
        [(c.message_id, c.right, c.dropped) for c in await shared.stored(shared.store.corrections)],
    )


@pytest.fixture
async def bot(start_bot: StartBot, tmp_path) -> DigitBot:
    """A bot with a version to serve, and a retraining that runs."""
    Versions(tmp_path / "models").add(write_version(tmp_path / "other"))
    return await start_bot(training="slow")


async def tap(sandbox: Sandbox, admin: Client, data: str, message: dict[str, Any]) -> Answer:
    """Tap as the stranger, by a program that sends what it likes, on a message of the admin's."""
    answers: asyncio.Queue[Answer] = asyncio.Queue()
    query = {
        "id": sandbox.world.taps.ask(answers.put_nowait),
        "from": wire.user(STRANGER),
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    sandbox.world.updates.add("callback_query", query)
    return await asyncio.wait_for(answers.get(), 20)


async def test_no_button_works_for_a_stranger(sandbox: Sandbox, bot: DigitBot) -> None:
    admin = sandbox.client(user_id=ADMIN)
    shown: dict[str, dict[str, Any]] = {}
    await admin.send_photo(paper())
    first = await admin.next_message()
    await admin.tap(first, "✓ Right")
    for words in ("/models", "/corrections", "/retrain"):
        await admin.send_text(words)
        seen = await admin.next_message()
        message = sandbox.world.find(ADMIN, seen.message_id)
        shown |= {d: wire.message(message, admin.user) for row in seen.buttons for _, d in row}
    assert len(shown) >= 2
    await until(lambda: bot.bot_data.training.running)
    before, said = await state(bot), len(admin.messages)
    some = next(iter(shown.values()))
    for data in [*shown, *SENT]:
        answer = await tap(sandbox, admin, data, shown.get(data, some))
        assert answer.text in REFUSALS, data
        assert answer.alert or answer.text == texts.OLD_BUTTON, data
        assert await state(bot) == before, data
    assert len(admin.messages) == said
    assert sandbox.client(STRANGER.id).messages == []
    taps = [handler for handler in HANDLERS if isinstance(handler, CallbackQueryHandler)]
    for handler in taps:
        if handler.pattern is not None:
            assert any(handler.pattern.match(data) for data in [*shown, *SENT]), handler.pattern


@pytest.mark.parametrize("name", FOR_ADMINS)
@pytest.mark.parametrize("form", ["/{}", "/{} now", "/{}@digit_sandbox_bot full", "/{} 3\n/{}"])
async def test_no_command_of_an_admin_works_for_a_stranger(
    sandbox: Sandbox, bot: DigitBot, name: str, form: str
) -> None:
    eve = sandbox.client(STRANGER.id)
    before = await state(bot)
    await eve.send_text(form.format(name, name))
    answer = await eve.next_message()
    assert (answer.text, answer.buttons) == (texts.REFUSED, [])
    assert await state(bot) == before


def message_of(sender: User, name: str, **more: Any) -> dict[str, Any]:
    return {
        "message_id": 900,
        "date": 1_800_000_000,
        "from": wire.user(sender),
        "chat": wire.chat(STRANGER),
        "text": f"/{name}",
        "entities": [{"type": "bot_command", "offset": 0, "length": len(name) + 1}],
    } | more


@pytest.mark.parametrize("name", FOR_ADMINS)
@pytest.mark.parametrize(
    "kind",
    ["edited_message", "channel_post", "edited_channel_post", "business_message", "guest_message"],
)
async def test_only_new_messages_are_commands(
    sandbox: Sandbox, bot: DigitBot, name: str, kind: str
) -> None:
    eve = sandbox.client(STRANGER.id)
    sandbox.world.updates.allow(())  # as if Telegram sent what it was not asked for
    before = await state(bot)
    for sender in (STRANGER, User(ADMIN, "Admin")):
        sandbox.world.updates.add(kind, message_of(sender, name))
    await eve.send_text("/start")
    assert (await eve.next_message()).text == texts.START
    assert await state(bot) == before


@pytest.mark.parametrize("name", FOR_ADMINS)
@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "user", "date": 1, "sender_user": {"id": ADMIN, "is_bot": False,
                                                                       "first_name": "Admin"}}},
        {"sender_chat": {"id": ADMIN, "type": "private", "first_name": "Admin"}},
        {"via_bot": {"id": ADMIN, "is_bot": True, "first_name": "Admin"}},
        {"author_signature": "Admin"},
    ],
)  # fmt: skip
async def test_who_only_mentions_an_admin_is_a_stranger(
    sandbox: Sandbox, bot: DigitBot, name: str, more: dict[str, Any]
) -> None:
    eve = sandbox.client(STRANGER.id)
    before = await state(bot)
    sandbox.world.updates.add("message", message_of(STRANGER, name, **more))
    assert (await eve.next_message()).text == texts.REFUSED
    assert await state(bot) == before


async def test_nobody_is_an_admin_where_none_is_named(sandbox: Sandbox, tmp_path) -> None:
    settings = Settings(bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=tmp_path)
    application = build(settings, Fixed(reading([digit(7)])))
    async with running(application):
        admin = sandbox.client(user_id=ADMIN)
        for name in FOR_ADMINS:
            await admin.send_text(f"/{name}")
            assert (await admin.next_message()).text == texts.REFUSED
        assert not application.bot_data.is_admin(None)


async def test_one_persons_hundred_photos_do_not_delay_anothers_one(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer)
    application.bot_data.threads.count = 3  # two that she can hold, and one more
    eve, ann = sandbox.client(STRANGER.id), sandbox.client(7)
    for _ in range(100):
        await eve.send_document(paper(shade=20), "7.jpg", "image/jpeg")
    await asyncio.to_thread(recognizer.holding.wait, 10)
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == "7 · 99 % sure"
    assert not any(message.from_bot for message in eve.messages)
    recognizer.gate.set()


async def test_too_many_photos_are_told_once(sandbox: Sandbox, start_bot: StartBot) -> None:
    await start_bot(photos_a_minute=3)
    eve = sandbox.client(STRANGER.id)
    sent = [await eve.send_photo(paper()) for _ in range(6)]
    answers = [await eve.next_message() for _ in range(4)]
    assert [answer.caption for answer in answers[:3]] == ["7 · 99 % sure"] * 3
    assert answers[3].text == texts.TOO_MANY.format(most=3)
    assert answers[3].reply_to_message_id == sent[3].message_id
    await eve.send_text("/start")
    assert (await eve.next_message()).text == texts.START
    ann = sandbox.client(7)
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == "7 · 99 % sure"


async def test_a_read_that_hangs_is_cut_off_and_answered(
    sandbox: Sandbox, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer)
    application.bot_data.threads.seconds = 0.2
    eve, ann = sandbox.client(STRANGER.id), sandbox.client(7)
    sent = await eve.send_photo(paper(shade=20))
    answer = await eve.next_message()
    assert answer.text.startswith("That picture kept me busy for too long")
    assert answer.reply_to_message_id == sent.message_id
    assert "hangs and is replaced" in caplog.text
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == "7 · 99 % sure"
    recognizer.gate.set()
