"""Answers of Telegram, or of what stands before it, that are not as they should be."""

import asyncio
import json

import httpx
import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.api.again import Garbled, doubtful, passing, pauses
from bot.api.transport import Polling, Transport, _in_one_piece

PAGE = b"<html><body>Bad Gateway</body></html>"


class Answering(Transport):
    """A transport whose answers are given."""

    async def do_request(self, url, method, *args, **kwargs):
        return self._answer(*self.given)


class Fetching(Polling):
    """The same for updates."""

    async def do_request(self, url, method, *args, **kwargs):
        return self._answer(*self.given)


async def ask(kind, code, payload):
    transport = kind(asyncio.Event())
    transport.given = code, payload
    return await transport.post("http://telegram/bot1:x/sendMessage")


@pytest.mark.parametrize(
    ("code", "payload", "error", "words"),
    [
        (502, PAGE, NetworkError, r"^Bad Gateway \(502\)$"),
        (502, b"\xff\xfe", NetworkError, r"^Bad Gateway \(502\)$"),
        (520, b"", NetworkError, r"^Unknown \(520\)$"),
        (500, b'{"ok": false, "description": "Internal"}', NetworkError, "^Internal$"),
        (400, b'{"ok": false, "description": "Bad Request: x"}', BadRequest, "^X$"),
        (404, PAGE, InvalidToken, "Not Found"),
        (200, PAGE, Garbled, "cannot be understood"),
        (200, b"[]", Garbled, "cannot be understood"),
        (200, b"[" * 100_000, Garbled, "cannot be understood"),
        (200, b'{"ok": true}', Garbled, "without a result"),
    ],
)
async def test_an_answer_that_is_none(code, payload, error, words, caplog):
    with pytest.raises(error, match=words) as caught:
        await ask(Answering, code, payload)
    assert "html" not in str(caught.value)
    assert caplog.text == ""


async def test_updates_that_cannot_be_read_are_left_out():
    whole = {"update_id": 1}
    broken = {"update_id": 2, "message": {"text": "x"}}
    body = json.dumps({"ok": True, "result": [whole, broken, {}, 7]}).encode()
    assert await ask(Fetching, 200, body) == [whole, {"update_id": 2}]
    with pytest.raises(Garbled):
        await ask(Fetching, 200, b'{"ok": true, "result": {}}')


def test_what_is_worth_another_try():
    assert passing(NetworkError("lost"))
    assert passing(Garbled("x"))
    assert not passing(BadRequest("no"))
    assert not passing(InvalidToken())
    assert not passing(TelegramError("x"))
    assert doubtful(Garbled("x"))
    assert not doubtful(NetworkError("Bad Gateway"))


def test_pauses_double_up_to_a_bound(monkeypatch):
    monkeypatch.setattr("bot.api.again.JITTER", 0.0)
    waits = pauses()
    assert [next(waits) for _ in range(8)] == [0.25, 0.5, 1, 2, 4, 8, 8, 8]


async def test_a_form_goes_out_in_one_piece():
    request = httpx.Request(
        "POST",
        "http://127.0.0.1/sendPhoto",
        data={"chat_id": "7", "caption": "7 · 99 % sure"},
        files={"photo": ("chart.jpg", b"picture" * 20_000)},
    )
    length = int(request.headers["Content-Length"])
    before = [part async for part in request.stream]
    await _in_one_piece(request)
    after = [part async for part in request.stream]
    assert len(before) > 3
    assert after == [b"".join(before)]
    assert len(after[0]) == length
