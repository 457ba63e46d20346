"""Odd, cut and malformed updates: the bot passes over them and answers the next person."""

import json

import pytest
from tornado.httpclient import AsyncHTTPClient

from bot import texts
from bot.api.hook import BODY_MOST
from bot.api.legible import legible
from bot.sandbox import Sandbox
from tests.conftest import StartBot
from tests.odd_updates import PEOPLE, bodies, updates
from tests.test_running import free_port

CASES = 400


@pytest.fixture(autouse=True)
def _odd_chats_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.world.FAULTS_KEPT", 0)  # an odd id is no fault of the bot's


async def is_well(sandbox: Sandbox, user_id: int) -> bool:
    client = sandbox.client(user_id)
    await client.send_text("/start")
    return (await client.next_message(timeout=30)).text == texts.START


def let_in(sandbox: Sandbox) -> None:
    for person in PEOPLE:
        sandbox.client(person)


async def test_polled_updates_of_any_kind_hold_up_nobody(
    sandbox: Sandbox, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    await start_bot(photos_a_minute=100_000)
    let_in(sandbox)
    for update in updates(CASES, seed=1):
        sandbox.world.updates.push(update)
    assert len(sandbox.world.updates.pending) == CASES
    assert await is_well(sandbox, 7)
    assert "CRITICAL" not in caplog.text


async def test_brought_updates_of_any_kind_hold_up_nobody(
    sandbox: Sandbox, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    application = await start_bot(
        webhook_url=f"http://127.0.0.1:{port}/hook", webhook_port=port, photos_a_minute=100_000
    )
    let_in(sandbox)
    secret = application.bot_data.settings.hook_secret
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
    for body in bodies(CASES, seed=2):
        answer = await AsyncHTTPClient().fetch(
            f"http://127.0.0.1:{port}/hook",
            method="POST",
            headers=headers,
            body=body,
            raise_error=False,
        )
        assert answer.code == (200 if len(body) <= BODY_MOST else 400), body[:300]
    assert await is_well(sandbox, 7)
    assert "CRITICAL" not in caplog.text


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"update_id": "1"}, {"update_id": True},
                                 {"update_id": -1}, {"update_id": 2**63}])  # fmt: skip
def test_what_has_no_number_is_no_update(raw: object) -> None:
    assert legible(raw) is None


def test_what_cannot_be_read_keeps_its_number_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    raw = {"update_id": 7, "message": {"text": "very private words"}}
    assert legible(raw) == {"update_id": 7}
    assert "private" not in caplog.text
    whole = next(u for u in updates(50, seed=3) if legible(json.loads(json.dumps(u))) == u)
    assert whole["update_id"]


ODD_IDS = ["\udfff", "7", [7], {}, None, True, 7.5, 2**63, -(2**70)]
"""What is no id: one of them holds up whatever is written down with it."""


@pytest.mark.parametrize("odd", ODD_IDS)
@pytest.mark.parametrize("field", ["chat", "from", "message"])
def test_ids_that_are_no_numbers_are_left_out(field: str, odd: object) -> None:
    assert legible(_message()) == _message()
    assert legible(_message(**{field: odd})) == {"update_id": 5}


async def test_an_odd_id_holds_up_nobody(sandbox: Sandbox, start_bot: StartBot) -> None:
    await start_bot()
    for number, odd in enumerate(ODD_IDS):
        sandbox.world.updates.push(_message(chat=odd) | {"update_id": 10**6 + number})
    assert await is_well(sandbox, 7)


def _message(**odd: object) -> dict[str, object]:
    ids = {"chat": 7, "from": 7, "message": 3} | odd
    return {
        "update_id": 5,
        "message": {
            "message_id": ids["message"],
            "date": 1_700_000_000,
            "chat": {"id": ids["chat"], "type": "private"},
            "from": {"id": ids["from"], "is_bot": False, "first_name": "Ada"},
            "text": "/start",
        },
    }
