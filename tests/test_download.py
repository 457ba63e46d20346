"""Files that Telegram sends larger, shorter or otherwise than it said."""

from dataclasses import replace

import pytest

from bot import texts
from bot.sandbox import Sandbox
from model.errors import FileTooLarge
from tests.conftest import StartBot
from tests.fakes import Fixed, digit, paper, reading, until


async def test_a_file_that_is_larger_than_said_is_not_held(
    sandbox: Sandbox, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognizer = Fixed(reading([digit(7)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    monkeypatch.setattr("bot.sandbox.wire.len", lambda _: 1000, raising=False)
    await ann.send_document(b"\xff\xd8" + bytes(20_500_000), "big.jpg", "image/jpeg")
    answer = await ann.next_message()
    assert answer.text == texts.ERRORS[FileTooLarge]
    assert recognizer.pictures == []


async def test_a_file_that_ends_early_is_fetched_again(
    sandbox: Sandbox, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.api.again.PAUSE_FIRST", 0.01)
    recognizer = Fixed(reading([digit(7)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    shelf, asked = sandbox.world.shelf, []
    by_path = shelf.by_path

    def cut_once(path: str):
        asked.append(path)
        file = by_path(path)
        return replace(file, content=file.content[:100]) if len(asked) == 1 and file else file

    monkeypatch.setattr(shelf, "by_path", cut_once)
    sent = await ann.send_photo(paper())
    assert (await ann.next_message()).caption == "7 · 99 % sure"
    await until(lambda: recognizer.pictures)
    assert recognizer.pictures == [sent.photo]
    assert len(asked) == 2
