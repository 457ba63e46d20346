"""The sandbox is reachable from this machine only, forgets old things and keeps the secret."""

import asyncio
import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox import Sandbox, shelf, world
from bot.sandbox.server import BODY_LIMIT

TOKEN = "123456:secret-of-this-bot"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(TOKEN) as sandbox:
        yield sandbox


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        yield http


PATHS = ["/", "/page/app.js", "/chat/people", "/chat/1/events", f"/bot{TOKEN}/getMe", "/nothing"]


@pytest.mark.parametrize("path", PATHS)
async def test_foreign_host(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path, headers={"Host": "rebound.example:80"})
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://127.0.0.1:1"])
async def test_foreign_origin(sandbox: Sandbox, http: httpx.AsyncClient, origin: str) -> None:
    headers = {"Origin": origin}
    answer = await http.post("/chat/1/text", json={"text": "/retrain"}, headers=headers)
    assert answer.status_code == 403
    assert sandbox.world.messages(1) == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
async def test_own_names(sandbox: Sandbox, http: httpx.AsyncClient, name: str) -> None:
    host = f"{name}:{sandbox.port}"
    headers = {"Host": host, "Origin": f"http://{host}"}
    answer = await http.post("/chat/1/text", json={"text": "hello"}, headers=headers)
    assert answer.status_code == 200


async def test_listens_on_the_loopback_address_only(sandbox: Sandbox) -> None:
    assert sandbox._server is not None
    addresses = {listener.getsockname()[0] for listener in sandbox._server._sockets.values()}
    assert addresses == {"127.0.0.1"}


async def test_page_allows_nothing_foreign(http: httpx.AsyncClient) -> None:
    answer = await http.get("/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/page/%2e%2e%2fserver.py", "/chat/file/../x", "/x"])
async def test_nothing_else_is_served(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_what_people_send_is_never_shown_as_a_page(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    sent = await sandbox.client(7).send_document(b"<script>alert(1)</script>", "a.html")
    assert sent.document is not None
    answer = await http.get(f"/chat/file/{sent.document.file.path}")
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Content-Type"] == "application/octet-stream"


async def test_large_body(http: httpx.AsyncClient) -> None:
    try:
        answer = await http.post("/chat/1/document", content=bytes(BODY_LIMIT + 1))
    except httpx.TransportError:
        return  # the server may hang up while the body is on its way
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/chat/1/text", {"text": ""}),
        ("/chat/1/text", {}),
        ("/chat/1/text", []),
        ("/chat/1/tap", {"message_id": 99, "text": "a", "data": "a"}),
        ("/chat/1/edit", {"message_id": "x", "text": "a"}),
    ],
)
async def test_malformed_acts(http: httpx.AsyncClient, path: str, body: object) -> None:
    assert (await http.post(path, json=body)).status_code == 400


@pytest.mark.parametrize("path", ["/chat/4040/text", "/chat/1/fly"])
async def test_unknown_acts(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.post(path, json={"text": "a"})).status_code == 404


async def test_token_is_in_no_log(
    sandbox: Sandbox, http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for path in ("getMe", "nothing", "getUpdates?limit=x"):
        await http.get(f"/bot{TOKEN}/{path}")
    await http.get(f"/file/bot{TOKEN}/nothing")
    await http.request("BREW", f"/bot{TOKEN}/getMe")
    await http.get(f"/bot{TOKEN}/getMe", headers={"Host": "foreign"})
    sandbox.world.menu = None  # type: ignore[assignment]  # breaks a method from inside
    assert (await http.get(f"/bot{TOKEN}/getMyCommands")).status_code == 500
    ours = [record for record in caplog.records if not record.name.startswith("httpx")]
    assert any(record.levelno == logging.ERROR for record in ours)
    assert TOKEN not in "\n".join(logging.Formatter().format(record) for record in ours)


async def test_memory_is_bounded(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "MESSAGES_A_CHAT", 5)
    monkeypatch.setattr(shelf, "UPLOADS_A_CHAT", 3)
    client = sandbox.client(7)
    for number in range(8):
        await client.send_document(b"x", f"{number}.txt")
    assert len(client.messages) == 5
    kept = [m for m in client.messages if sandbox.world.shelf.by_id(m.document.file.id)]
    assert [m.document.name for m in kept] == ["5.txt", "6.txt", "7.txt"]


async def test_stop_ends_event_streams(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    async with http.stream("GET", "/chat/1/events") as stream:
        lines = stream.aiter_lines()
        assert (await anext(lines)).startswith("retry:")
        async with asyncio.timeout(0.5):
            await sandbox.stop()
            with pytest.raises(httpx.TransportError):
                async for _ in lines:
                    pass


async def test_starts_again_on_its_port(sandbox: Sandbox) -> None:
    url = sandbox.url
    await sandbox.stop()
    await sandbox.start()
    assert sandbox.url == url
