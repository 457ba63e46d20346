"""What a user sees while Telegram has a bad day: each trouble, played by the sandbox."""

import asyncio
import logging

import pytest

from bot import texts
from bot.errors import FileGone
from bot.sandbox import Sandbox
from bot.sandbox.trouble import TROUBLES
from bot.serve import REASONS, serve
from bot.settings import Settings
from tests.conftest import StartBot
from tests.fakes import ADMIN, TOKEN, Fixed, digit, paper, reading, until

SEVEN = "7 · 99 % sure"

PASSING = ("internal", "restart", "gateway", "gateway page", "gateway timeout", "reset", "flood")
"""Troubles before which a call was not carried out, and that are over at the next try."""

LOST_ON_THE_WAY = ("reset late", "half")
"""Troubles after which a call was carried out, which the bot cannot know."""


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.again.PAUSE_FIRST", 0.01)
    monkeypatch.setattr("bot.api.chat_line.MARGIN", 0.01)
    monkeypatch.setattr("bot.inbox.hand.PAUSE_FIRST", 0.01)


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("method", ["getFile", "sendPhoto"])
async def test_an_answer_comes_in_spite_of_it(
    sandbox: Sandbox, start_bot: StartBot, method: str, name: str
) -> None:
    await start_bot()
    ann = sandbox.client()
    name = "busy" if (method, name) == ("getFile", "flood") else name
    sandbox.play(method, name, name)
    sent = await ann.send_photo(paper())
    answer = await ann.next_message(timeout=20)
    # Whether a picture had arrived before the connection broke cannot be known.
    mark = texts.REPEATED if (method, name) == ("sendPhoto", "reset") else ""
    assert (answer.caption, answer.reply_to_message_id) == (SEVEN + mark, sent.message_id)
    assert sandbox.troubles.counts == {name: 2}
    assert sandbox.troubles.hasty == 0
    assert len(ann.messages) == 2


@pytest.mark.parametrize("name", LOST_ON_THE_WAY)
async def test_an_answer_of_which_nothing_is_known_is_sent_again_and_marked(
    sandbox: Sandbox, start_bot: StartBot, name: str
) -> None:
    await start_bot()
    ann = sandbox.client()
    sandbox.play("sendPhoto", name)
    sent = await ann.send_photo(paper())
    answers = [await ann.next_message() for _ in range(2)]
    assert {a.reply_to_message_id for a in answers} == {sent.message_id}
    assert [a.caption for a in answers] == [SEVEN, SEVEN + texts.REPEATED]


@pytest.mark.parametrize("name", ["silence", "answer lost"])
async def test_a_call_without_an_answer_is_made_again(
    sandbox: Sandbox, start_bot: StartBot, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.READ_SECONDS", 0.2)
    await start_bot()
    ann = sandbox.client()
    sandbox.play("getFile", name)
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == SEVEN


@pytest.mark.parametrize("name", ["half", "reset", "reset late", "internal", "gateway page"])
async def test_a_file_that_comes_by_half_is_fetched_again(
    sandbox: Sandbox, start_bot: StartBot, name: str
) -> None:
    recognizer = Fixed(reading([digit(7, 0.9931)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    sandbox.play("download", name, name)
    sent = await ann.send_photo(paper())
    assert (await ann.next_message()).caption == SEVEN
    assert recognizer.pictures == [sent.photo]
    assert sandbox.troubles.counts == {name: 2}


async def test_an_address_that_is_no_longer_good_is_asked_for_again(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    await start_bot()
    ann = sandbox.client()
    sandbox.play("download", "path gone")
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == SEVEN


@pytest.mark.parametrize(
    ("method", "names"), [("getFile", ["expired"]), ("download", ["path gone"] * 3)]
)
async def test_a_file_that_is_gone_is_asked_for_in_one_sentence(
    sandbox: Sandbox,
    start_bot: StartBot,
    caplog: pytest.LogCaptureFixture,
    method: str,
    names: list,
) -> None:
    await start_bot()
    ann = sandbox.client()
    sandbox.play(method, *names)
    sent = await ann.send_photo(paper())
    answer = await ann.next_message()
    assert (answer.text, answer.reply_to_message_id) == (texts.ERRORS[FileGone], sent.message_id)
    assert "Traceback" not in caplog.text


async def test_a_flooded_chat_waits_as_long_as_asked_and_no_other_does(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    await start_bot()
    ann, ben = sandbox.client(7, "Ann"), sandbox.client(8, "Ben")
    sandbox.play("sendPhoto", "flood", retry_after=2)
    await ann.send_photo(paper())
    await until(lambda: sandbox.troubles.counts["flood"])
    asked = asyncio.get_running_loop().time()
    await ann.send_text("/start")
    for _ in range(3):
        await ben.send_photo(paper())
        assert (await ben.next_message()).caption == SEVEN
    assert not any(message.from_bot for message in ann.messages)
    answers = {(await ann.next_message()).caption, (await ann.next_message()).text}
    assert asyncio.get_running_loop().time() - asked > 1.9
    assert answers <= {SEVEN, None, texts.START}
    assert sandbox.troubles.hasty == 0


@pytest.mark.parametrize("name", ["blocked", "deactivated"])
async def test_a_person_who_is_gone_ends_it_quietly(
    sandbox: Sandbox, start_bot: StartBot, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.INFO)
    await start_bot()
    ann = sandbox.client()
    sandbox.play("sendPhoto", name)
    await ann.send_photo(paper(), caption="very private words")
    await until(lambda: "has blocked the bot" in caplog.text)
    (line,) = [r for r in caplog.records if r.name == "bot.on_error"]
    assert (line.levelno, line.exc_info) == (logging.INFO, None)
    assert "private" not in caplog.text
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START
    assert len(ann.messages) == 3


async def test_an_answer_to_a_deleted_message_comes_without_the_quote(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    await start_bot()
    ann = sandbox.client()
    sandbox.play("sendPhoto", "reply gone")
    await ann.send_photo(paper())
    answer = await ann.next_message()
    assert (answer.caption, answer.reply_to_message_id) == (SEVEN, None)


async def test_a_group_that_has_moved_is_answered_where_it_is_now(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    await start_bot()
    old, new = sandbox.client(-55, "Class 7b"), sandbox.client(-1_001_234_567_890, "Class 7b")
    sandbox.play("sendMessage", "migrated", migrate_to=new.user.id)
    await old.send_text("/start")
    assert (await new.next_message()).text == texts.START
    await old.send_text("/privacy")  # what was on its way before: no try at the old place
    assert (await new.next_message()).text
    assert not any(message.from_bot for message in old.messages)


async def test_a_tap_that_waited_too_long_does_what_it_says(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    await start_bot()
    ann = sandbox.client()
    await ann.send_photo(paper())
    answer = await ann.next_message()
    sandbox.play("answerCallbackQuery", "late")
    tapped = asyncio.create_task(ann.tap(answer, "✓ Right"))
    await ann.edited(answer)
    assert answer.caption == "7 · you said so"
    tapped.cancel()


async def test_a_second_poller_is_told_in_one_line_and_the_bot_goes_on(
    sandbox: Sandbox, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.play("getUpdates", "conflict", "conflict")
    await start_bot()
    ann = sandbox.client()
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START
    (line,) = [r for r in caplog.records if r.name == "bot.running"]
    assert line.getMessage().startswith("Another process fetches")


@pytest.mark.parametrize("name", ["internal", "gateway page", "half", "reset", "busy"])
async def test_updates_come_in_spite_of_it(
    sandbox: Sandbox, start_bot: StartBot, name: str
) -> None:
    sandbox.play("getUpdates", name)
    await start_bot()
    ann = sandbox.client()
    await ann.send_text("/start")
    assert (await ann.next_message(timeout=20)).text == texts.START


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
async def test_a_token_that_is_revoked_ends_the_bot_in_one_line(
    sandbox: Sandbox, tmp_path, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    settings = Settings(bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=tmp_path)
    serving = asyncio.create_task(serve(settings))
    await asyncio.wait_for(sandbox.world.updates.polled.wait(), 20)
    sandbox.play(method, "unauthorized")
    await sandbox.client().send_text("/start")
    assert await asyncio.wait_for(serving, 20) == 1
    lines = [r for r in caplog.records if r.name == "bot.serve" and r.levelno >= logging.ERROR]
    assert [line.getMessage() for line in lines] == [next(iter(REASONS.values()))]
    if method == "getUpdates":
        assert "Traceback" not in caplog.text


async def test_a_call_that_fails_for_long_is_given_up(
    sandbox: Sandbox, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.api.pace.PATIENCE", 0.5)
    application = await start_bot()
    sandbox.client()
    sandbox.troubles.plan(1, names=["internal"])
    began = asyncio.get_running_loop().time()
    with pytest.raises(Exception, match="Internal Server Error"):
        await application.bot.send_message(7, "text")
    assert 0.1 < asyncio.get_running_loop().time() - began < 10
    assert sandbox.troubles.counts["internal"] > 3
    sandbox.troubles.clear()


async def test_a_long_flood_is_not_waited_out_by_the_call(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    application = await start_bot()
    sandbox.client()
    sandbox.play("sendMessage", "flood", retry_after=3000)
    with pytest.raises(Exception, match="Flood control"):
        await application.bot.send_message(7, "text")
    with pytest.raises(Exception, match="Flood control"):
        await application.bot.send_chat_action(7, "typing")
    assert sandbox.troubles.hasty == 0


def test_every_trouble_has_its_test() -> None:
    played = {
        *PASSING, *LOST_ON_THE_WAY, "busy", "silence", "answer lost", "expired", "path gone",
        "blocked", "deactivated", "reply gone", "migrated", "late", "conflict", "unauthorized",
        "not found",
    }  # fmt: skip
    assert played == set(TROUBLES)


async def test_what_is_edited_in_a_deleted_message_is_sent_anew(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    await start_bot(training="slow")
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text("/retrain")
    note = await admin.next_message()
    sandbox.world.delete(sandbox.world.find(ADMIN, note.message_id))
    again = await admin.next_message()
    assert again.text.startswith("Retraining")
    assert again.buttons == [[(texts.CANCEL_BUTTON, "cancel")]]
    await admin.tap(again, texts.CANCEL_BUTTON)
    await admin.until(lambda: again.text == texts.CANCELED)
