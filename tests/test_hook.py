"""The webhook by itself: who may bring an update, and what is answered."""

import contextlib
import json

import httpx
import pytest
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.api.hook import BODY_MOST, SECRET, Hook
from bot.settings import Settings
from tests.fakes import TOKEN
from tests.test_running import free_port

KEY = "open-sesame"
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 1, "text": "7",
                                      "chat": {"id": 5, "type": "private"}}}  # fmt: skip


class Kept(list):
    """Where updates go; full once it is told to be."""

    full = False

    async def put(self, update: object) -> None:
        if self.full:
            raise NetworkError("there is no room")
        self.append(update)


@pytest.fixture
async def hook(tmp_path):
    port, kept = free_port(), Kept()
    url = f"http://127.0.0.1:{port}/secret-path"
    settings = Settings(
        bot_token=TOKEN, bot_api_url="http://127.0.0.1:1", webhook_url=url, webhook_port=port,
        webhook_secret=KEY, data_dir=tmp_path,
    )  # fmt: skip
    hook = Hook(ExtBot(TOKEN), settings, kept.put)
    assert not hook.running
    hook.listen()
    assert hook.running
    yield url, kept
    await hook.stop()
    assert not hook.running


async def bring(url, body, secret=KEY, method="POST"):
    headers = {SECRET: secret} if secret is not None else {}
    async with httpx.AsyncClient() as http:
        return (await http.request(method, url, content=body, headers=headers)).status_code


async def test_an_update_is_taken_from_who_knows_the_secret(hook):
    url, kept = hook
    assert await bring(url, json.dumps(UPDATE)) == 200
    assert await bring(url + "/", json.dumps(UPDATE)) == 200
    assert [update.message.text for update in kept] == ["7", "7"]
    assert all(isinstance(update, Update) for update in kept)


@pytest.mark.parametrize(
    "secret", [None, "", "open", "open-sesame2", "OPEN-SESAME", "ä", "x" * 999]
)
async def test_nobody_else_brings_anything(hook, secret):
    url, kept = hook
    secret = secret if secret is None else secret.encode()
    assert await bring(url, json.dumps(UPDATE), secret) == 403
    assert kept == []


async def test_what_cannot_be_kept_shall_come_again(hook):
    url, kept = hook
    kept.full = True
    assert await bring(url, json.dumps(UPDATE)) == 503
    kept.full = False
    assert await bring(url, json.dumps(UPDATE)) == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"update_id": 8, "message": {}}'])
async def test_what_can_never_be_read_does_not_come_again(hook, body):
    url, kept = hook
    assert await bring(url, body) == 200
    assert [update.message for update in kept] == [None] * len(kept)


async def test_nothing_else_is_served(hook):
    url, kept = hook
    assert await bring(url, b"", method="GET") == 405
    assert await bring(url + "/x", json.dumps(UPDATE)) == 404
    with contextlib.suppress(httpx.TransportError):  # it may hang up while this is on its way
        assert await bring(url, b"x" * (BODY_MOST + 1)) == 400
    assert kept == []
