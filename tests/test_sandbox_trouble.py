"""Each trouble as the real python-telegram-bot meets it, and the plan by which calls fail."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import error
from telegram.ext import ApplicationBuilder, ExtBot

from bot.sandbox import Sandbox
from bot.sandbox.trouble import BY_CHANCE, TALKING, TROUBLES, Troubles
from tests.fakes import TOKEN, paper

GROUP = -1_001_000_000_000


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(TOKEN) as server:
        yield server
    assert server.faults == []


@pytest.fixture
async def bot(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ExtBot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns of its own future
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{sandbox.url}/bot")
    builder = builder.base_file_url(f"{sandbox.url}/file/bot")
    bot = builder.read_timeout(0.2).media_write_timeout(1).build().bot
    async with bot:
        yield bot


MEANS: dict[str, tuple[type[error.TelegramError], str]] = {
    "flood": (error.RetryAfter, "Retry in 0:00:01"),
    "busy": (error.RetryAfter, "Retry in 0:00:01"),
    "internal": (error.NetworkError, "Internal Server Error"),
    "restart": (error.NetworkError, "Internal Server Error: restart"),
    "gateway": (error.NetworkError, "Bad Gateway"),
    "gateway page": (error.NetworkError, "502"),
    "gateway timeout": (error.NetworkError, "504"),
    "silence": (error.TimedOut, "Timed out"),
    "answer lost": (error.TimedOut, "Timed out"),
    "reset": (error.NetworkError, "ReadError|WriteError|RemoteProtocolError"),
    "reset late": (error.NetworkError, "ReadError|WriteError|RemoteProtocolError"),
    "half": (error.NetworkError, "without sending complete message body"),
    "reply gone": (error.BadRequest, "Message to be replied not found"),
    "blocked": (error.Forbidden, "blocked by the user"),
    "deactivated": (error.Forbidden, "deactivated"),
    "migrated": (error.ChatMigrated, str(GROUP)),
    "unauthorized": (error.InvalidToken, "Unauthorized"),
}
"""What a sendMessage that meets a trouble raises."""

ELSEWHERE = {
    "expired": (error.BadRequest, "temporarily unavailable"),
    "path gone": (error.InvalidToken, "Not Found"),
    "not found": (error.BadRequest, "Message to edit not found"),
    "late": (error.BadRequest, "Query is too old"),
    "conflict": (error.Conflict, "terminated by other getUpdates request"),
}
"""What others raise, which do not fit a sendMessage."""


def test_every_trouble_is_tested():
    assert set(MEANS) | set(ELSEWHERE) == set(TROUBLES)


@pytest.mark.parametrize("name", MEANS)
async def test_a_message_meets_it(sandbox: Sandbox, bot: ExtBot, name: str) -> None:
    ann = sandbox.client()
    sandbox.play("sendMessage", name)
    kind, words = MEANS[name]
    with pytest.raises(kind, match=words) as caught:
        await bot.send_message(7, "text")
    assert type(caught.value) is kind
    assert len(ann.messages) == TROUBLES[name].carried_out
    sandbox.troubles.clear()
    await bot.send_message(7, "text")
    assert sandbox.troubles.counts == {name: 1}


@pytest.mark.parametrize("name", ELSEWHERE)
async def test_the_others_meet_theirs(sandbox: Sandbox, bot: ExtBot, name: str) -> None:
    ann = sandbox.client()
    sent = await ann.send_photo(paper())
    note = await bot.send_message(7, "text")
    (update,) = await bot.get_updates()
    file = await update.message.photo[-1].get_file()
    calls = {
        "expired": ("getFile", lambda: bot.get_file(file.file_id)),
        "path gone": ("download", file.download_as_bytearray),
        "not found": ("editMessageText", lambda: note.edit_text("other")),
        "late": ("answerCallbackQuery", lambda: bot.answer_callback_query("1")),
        "conflict": ("getUpdates", bot.get_updates),
    }
    method, call = calls[name]
    sandbox.play(method, name)
    kind, words = ELSEWHERE[name]
    with pytest.raises(kind, match=words):
        await call()
    assert bytes(await file.download_as_bytearray()) == sent.photo


@pytest.mark.parametrize("name", ["silence", "reset", "half", "gateway page"])
async def test_a_download_meets_it(sandbox: Sandbox, bot: ExtBot, name: str) -> None:
    sent = await sandbox.client().send_photo(paper())
    (update,) = await bot.get_updates()
    file = await update.message.photo[-1].get_file()
    sandbox.play("download", name)
    with pytest.raises(error.NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == sent.photo


async def test_a_flooded_chat_stays_closed_and_the_others_open(
    sandbox: Sandbox, bot: ExtBot
) -> None:
    sandbox.client(7)
    sandbox.client(8)
    sandbox.play("sendMessage", "flood", retry_after=60)
    for _ in range(2):
        with pytest.raises(error.RetryAfter, match=r"0:01:0[01]"):
            await bot.send_message(7, "text")
    await bot.send_message(8, "text")
    assert sandbox.troubles.hasty == 1


async def test_silence_does_not_keep_the_sandbox_from_stopping(
    sandbox: Sandbox, bot: ExtBot
) -> None:
    sandbox.client()
    sandbox.play("sendMessage", "silence")
    call = asyncio.create_task(bot.send_message(7, "text", read_timeout=60))
    async with asyncio.timeout(10):
        while not sandbox.troubles.strikes:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await sandbox.stop()
        with pytest.raises(error.NetworkError):
            await call


def test_a_share_of_all_calls_fails_in_every_way_that_fits():
    troubles = Troubles(clock=lambda: 0.0)
    troubles.plan(0.2, seed=3)
    found = [troubles.strike("sendMessage", {}) for _ in range(10_000)]
    assert 0.18 < sum(one is not None for one in found) / len(found) < 0.22
    fitting = {name for name in BY_CHANCE if TROUBLES[name].strikes("sendMessage")}
    assert set(troubles.counts) == fitting
    assert "blocked" not in fitting
    assert "expired" not in fitting
    again = Troubles(clock=lambda: 0.0)
    again.plan(0.2, seed=3)
    assert [again.strike("sendMessage", {}) for _ in range(10_000)] == found


def test_what_is_remembered_of_a_call_is_short():
    troubles = Troubles()
    troubles["sendMessage"].append(TROUBLES["internal"])
    troubles.strike("sendMessage", {"chat_id": 7, "text": "x" * 1000})
    assert troubles.strikes[0].about == {"chat_id": "7"}


def test_only_calls_with_a_chat_end_with_a_person():
    assert TROUBLES["blocked"].methods == TALKING


async def test_trouble_can_be_asked_for_over_http(sandbox: Sandbox, bot: ExtBot) -> None:
    sandbox.client()
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        asked = {"method": "sendMessage", "trouble": "flood", "retry_after": 9, "times": 2}
        assert (await http.post("/trouble", json=asked)).status_code == 200
        with pytest.raises(error.RetryAfter, match="0:00:09"):
            await bot.send_message(7, "text")
        told = (await http.get("/trouble")).json()
        assert told["struck"] == {"flood": 1}
        assert set(told["troubles"]) == set(TROUBLES)
        assert (await http.delete("/trouble")).json()["share"] == 0
        await bot.send_message(7, "text")
        asked = {"share": 1, "seed": 2, "troubles": ["internal"]}
        assert (await http.post("/trouble", json=asked)).json()["share"] == 1
        with pytest.raises(error.NetworkError):
            await bot.send_message(7, "text")


@pytest.mark.parametrize(
    "asked",
    [[], {}, {"method": "sendMessage", "trouble": "rain"}, {"share": 2}, {"share": "x"},
     {"share": 0.1, "troubles": ["rain"]}, {"method": "x", "trouble": "flood", "times": None}],
)  # fmt: skip
async def test_what_cannot_be_played_is_refused(sandbox: Sandbox, asked: object) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        assert (await http.post("/trouble", json=asked)).status_code == 400
        foreign = {"Origin": "https://example.org"}
        assert (await http.delete("/trouble", headers=foreign)).status_code == 403
