"""The Bot API stand-in over plain HTTP: Telegram's semantics, call by call."""

import json
from collections.abc import AsyncIterator
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from bot.sandbox import Client, Sandbox
from bot.sandbox.taps import ANSWER_SECONDS
from bot.sandbox.values import Answer
from tests.echo_bot import photo_of_a_digit

TOKEN = "123456:http-test"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(TOKEN) as sandbox:
        yield sandbox


@pytest.fixture
def ann(sandbox: Sandbox) -> Client:
    return sandbox.client(7, "Ann")


class Bot:
    """Calls methods by HTTP."""

    def __init__(self, sandbox: Sandbox, http: httpx.AsyncClient) -> None:
        self.http = http
        self.root = f"{sandbox.url}/bot{TOKEN}"

    async def call(self, method: str, files: Any = None, **fields: Any) -> Any:
        answer = await self.http.post(f"{self.root}/{method}", data=fields, files=files)
        body = answer.json()
        assert body["ok"] == (answer.status_code == 200)
        return body["result"] if body["ok"] else (body["error_code"], body["description"])


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with httpx.AsyncClient() as http:
        yield Bot(sandbox, http)


async def test_who_am_i(bot: Bot) -> None:
    me = await bot.call("getMe")
    assert (me["id"], me["is_bot"]) == (123456, True)
    assert await bot.call("GETME") == me


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [("123456:wrong", 401, "Unauthorized"), ("nonsense", 404, "Not Found")],
)
@pytest.mark.parametrize("path", ["/bot{}/getMe", "/file/bot{}/photos/file_0.jpg"])
async def test_wrong_token(
    sandbox: Sandbox, bot: Bot, path: str, token: str, code: int, description: str
) -> None:
    answer = await bot.http.get(sandbox.url + path.format(token))
    assert answer.status_code == code
    assert answer.json() == {"ok": False, "error_code": code, "description": description}


async def test_bodies_of_all_kinds(bot: Bot, ann: Client) -> None:
    url = f"{bot.root}/sendMessage"
    fields = {"chat_id": 7, "text": "Grüße 🙂"}
    assert (await bot.http.get(url, params=fields)).json()["ok"]
    assert (await bot.http.post(url, data=fields)).json()["ok"]
    assert (await bot.http.post(url, json=fields)).json()["ok"]
    assert (await bot.http.post(url, data=fields, files={"x": b""})).json()["ok"]
    assert [message.text for message in ann.messages] == ["Grüße 🙂"] * 4


async def test_updates_and_offsets(bot: Bot, ann: Client) -> None:
    for text in ("one", "two", "three"):
        await ann.send_text(text)
    first = await bot.call("getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    ids = [update["update_id"] for update in first]
    assert ids[1] == ids[0] + 1
    assert await bot.call("getUpdates", limit=2) == first
    rest = await bot.call("getUpdates", offset=ids[1] + 1)
    assert [update["message"]["text"] for update in rest] == ["three"]
    await ann.send_text("four")
    assert len(await bot.call("getUpdates", offset=-1)) == 1
    assert await bot.call("getUpdates", offset=rest[0]["update_id"] + 2, timeout=0) == []


async def test_allowed_updates(bot: Bot, ann: Client) -> None:
    await bot.call("getUpdates", allowed_updates='["callback_query"]')
    await ann.send_text("unheard")
    assert await bot.call("getUpdates") == []
    await bot.call("getUpdates", allowed_updates="[]")
    await ann.send_text("heard")
    assert len(await bot.call("getUpdates")) == 1


async def test_commands_are_marked(bot: Bot, ann: Client) -> None:
    await ann.send_text("🙂 /start@digit_bot now, not a/b or http://x.y/z")
    (update,) = await bot.call("getUpdates")
    marks = update["message"]["entities"]
    assert marks[0] == {"type": "bot_command", "offset": 3, "length": 16}
    assert [mark["type"] for mark in marks] == ["bot_command", "url"]
    assert update["message"]["chat"]["type"] == "private"


async def test_photos_are_reencoded(sandbox: Sandbox, bot: Bot, ann: Client) -> None:
    page = np.full((1000, 2000, 4), 255, np.uint8)
    page[:, :1000, 3] = 0
    await ann.send_photo(cv2.imencode(".png", page)[1].tobytes(), caption="/see")
    (update,) = await bot.call("getUpdates")
    sizes = update["message"]["photo"]
    assert [(s["width"], s["height"]) for s in sizes] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1280, 640),
    ]
    assert update["message"]["caption_entities"][0]["type"] == "bot_command"
    file = await bot.call("getFile", file_id=sizes[-1]["file_id"])
    assert file["file_unique_id"] == sizes[-1]["file_unique_id"]
    data = (await bot.http.get(f"{sandbox.url}/file/bot{TOKEN}/{file['file_path']}")).content
    assert len(data) == file["file_size"] == sizes[-1]["file_size"]
    assert data.startswith(b"\xff\xd8")
    assert cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).min() > 250


async def test_bot_photos_are_reencoded_and_can_be_sent_again(bot: Bot, ann: Client) -> None:
    picture = {"photo": ("a.jpg", photo_of_a_digit(1600, 1200))}
    sent = await bot.call("sendPhoto", picture, chat_id=7)
    again = await bot.call("sendPhoto", chat_id=7, photo=sent["photo"][0]["file_id"])
    assert again["photo"] == sent["photo"]
    assert sent["photo"][-1]["width"] == 1280
    refused = await bot.call("sendPhoto", chat_id=7, photo="https://example.org/a.jpg")
    assert refused[0] == 400


async def test_large_files(bot: Bot, ann: Client) -> None:
    await ann.send_document(bytes(20 * 1024 * 1024 + 1), "large.bin")
    (update,) = await bot.call("getUpdates")
    file_id = update["message"]["document"]["file_id"]
    assert await bot.call("getFile", file_id=file_id) == (400, "Bad Request: file is too big")
    large = {"photo": ("a.jpg", bytes(10 * 1024 * 1024 + 1))}
    _, description = await bot.call("sendPhoto", large, chat_id=7)
    assert "10485761 bytes is too big for a photo" in description


async def test_taps_expire() -> None:
    now = [1000.0]
    answers: list[Answer] = []
    async with Sandbox(TOKEN, clock=lambda: now[0]) as sandbox, httpx.AsyncClient() as http:
        bot = Bot(sandbox, http)
        ids = [sandbox.world.taps.ask(answers.append) for _ in range(2)]
        assert await bot.call("answerCallbackQuery", callback_query_id=ids[0], text="a") is True
        assert (await bot.call("answerCallbackQuery", callback_query_id=ids[0]))[0] == 400
        now[0] += ANSWER_SECONDS + 1
        _, description = await bot.call("answerCallbackQuery", callback_query_id=ids[1])
        assert description.startswith("Bad Request: query is too old")
    assert answers == [Answer("a")]


async def test_menu_by_scope_and_language(sandbox: Sandbox, bot: Bot, ann: Client) -> None:
    def commands(*names: str) -> str:
        return json.dumps([{"command": name, "description": name} for name in names])

    chat = json.dumps({"type": "chat", "chat_id": 7})
    await bot.call("setMyCommands", commands=commands("start"))
    await bot.call("setMyCommands", commands=commands("anfang"), language_code="de")
    await bot.call("setMyCommands", commands=commands("start", "retrain"), scope=chat)
    menu = sandbox.world.menu
    assert [item.command for item in menu.shown_to(7, "en")] == ["start", "retrain"]
    assert [item.command for item in menu.shown_to(8, "de")] == ["anfang"]
    assert [item["command"] for item in await bot.call("getMyCommands")] == ["start"]
    await bot.call("deleteMyCommands", scope=chat)
    assert [item.command for item in menu.shown_to(7, "en")] == ["start"]


BUTTON = {"text": "a", "callback_data": "é" * 33}
REFUSED = [
    ("sendMesage", {}, 404, "Not Found: method not found"),
    ("sendMessage", {"text": "a"}, 400, "Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": 7, "text": " "}, 400, "Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": 7, "text": "a" * 4097}, 400, "Bad Request: message is too long"),
    ("sendMessage", {"chat_id": 7, "text": "a", "parse_mode": "BB"}, 400, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": 7, "text": "a", "colour": "red"}, 400, 'no parameter "colour"'),
    ("sendMessage", {"chat_id": "x", "text": "a"}, 400, "invalid chat_id specified"),
    ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": "{"}, 400, "object expected"),
    (
        "sendMessage",
        {"chat_id": 7, "text": "a", "reply_markup": json.dumps({"inline_keyboard": [[BUTTON]]})},
        400,
        "BUTTON_DATA_INVALID",
    ),
    ("sendPhoto", {"chat_id": 7}, 400, "Bad Request: there is no photo in the request"),
    ("sendPhoto", {"chat_id": 7, "photo": "attach://x"}, 400, "attached file"),
    ("sendDocument", {"chat_id": 7, "document": "?", "caption": "a" * 1025}, 400, "caption is too"),
    ("sendChatAction", {"chat_id": 7, "action": "dance"}, 400, "wrong parameter action"),
    ("sendMediaGroup", {"chat_id": 7, "media": "[]"}, 400, "2 to 10"),
    ("setMyCommands", {"commands": '[{"command": "No!"}]'}, 400, "BOT_COMMAND_INVALID"),
    ("setWebhook", {"url": "https://example.org/"}, 400, "bad webhook"),
    ("getUpdates", {"limit": "many"}, 400, "invalid limit specified"),
]


@pytest.mark.parametrize(("method", "fields", "code", "words"), REFUSED)
async def test_faults_are_loud(
    sandbox: Sandbox,
    bot: Bot,
    ann: Client,
    method: str,
    fields: dict[str, Any],
    code: int,
    words: str,
) -> None:
    refused = await bot.call(method, **fields)
    assert refused[0] == code
    assert words in refused[1]
    assert sandbox.faults == [f"{method}: {refused[1]}"]


async def test_undecodable_photo(bot: Bot, ann: Client) -> None:
    refused = await bot.call("sendPhoto", {"photo": ("a.jpg", b"\xff\xd8nothing")}, chat_id=7)
    assert refused == (400, "Bad Request: IMAGE_PROCESS_FAILED")


async def test_replies(bot: Bot, ann: Client) -> None:
    sent = await ann.send_text("hello")
    reply = {"message_id": sent.message_id}
    answer = await bot.call("sendMessage", chat_id=7, text="a", reply_parameters=json.dumps(reply))
    assert answer["reply_to_message"]["text"] == "hello"
    assert ann.messages[-1].reply_to_message_id == sent.message_id
    lost = {"message_id": 999}
    refused = await bot.call("sendMessage", chat_id=7, text="a", reply_parameters=json.dumps(lost))
    assert refused == (400, "Bad Request: message to be replied not found")
    lost["allow_sending_without_reply"] = True
    assert (await bot.call("sendMessage", chat_id=7, text="a", reply_parameters=json.dumps(lost)))[
        "text"
    ]
