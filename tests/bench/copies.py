"""Two copies on one PostgreSQL behind a balancer, one of them killed now and then."""

import asyncio
import contextlib
import itertools
import json
import random
import socket
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.sandbox import Sandbox
from bot.sandbox.webhook import SECRET_HEADER
from model.versions import Versions
from tests import postgres
from tests.bench.crowd import ADMIN, TOKEN, Crowd, Program, ending, held, settings
from tests.fakes import write_version

KILLS, PEOPLE, PHOTOS = 10, 20, 1000
UP_SECONDS = 2.0, 8.0
"""How long both copies work until one of them is killed."""

DOWN_SECONDS = 1.0
"""How long the other one is alone."""

PASSED_ON = ("Content-Type", SECRET_HEADER)


class Balancer(RequestHandler):
    """Passes each call on to the next copy that takes it."""

    def initialize(self, ports: "itertools.cycle[int]", count: int) -> None:
        self.ports, self.count = ports, count

    async def post(self) -> None:
        headers = {name: self.request.headers[name] for name in PASSED_ON}
        for _ in range(self.count):
            url = f"http://127.0.0.1:{next(self.ports)}{self.request.path}"
            with contextlib.suppress(HTTPClientError, OSError):
                await AsyncHTTPClient().fetch(
                    url, method="POST", headers=headers, body=self.request.body
                )
                return
        self.set_status(502)


@contextlib.asynccontextmanager
async def balancer(ports: list[int]) -> AsyncIterator[str]:
    """Serve it as long as the block runs; yields the webhook's address."""
    sockets = bind_sockets(0, "127.0.0.1")
    given = {"ports": itertools.cycle(ports), "count": len(ports)}
    server = HTTPServer(Application([(r"/.*", Balancer, given)], log_function=lambda _: None))
    server.add_sockets(sockets)
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}/telegram"
    finally:
        server.stop()
        await server.close_all_connections()


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]


async def run(
    kills: int = KILLS,
    people: int = PEOPLE,
    photos: int = PHOTOS,
    seed: int = 1,
    up: tuple[float, float] = UP_SECONDS,
) -> dict[str, dict[str, object]]:
    """Measure it; needs PostgreSQL.

    "twice" counts all repetitions, "outside" those of photos that no killed copy had in hand.
    """
    if reason := postgres.missing():
        raise SystemExit(reason)
    chance = random.Random(seed)
    hooks, pages = free_ports(2), free_ports(2)
    with tempfile.TemporaryDirectory() as name, postgres.server() as server:
        folder, database = Path(name), server.new_database()
        async with Sandbox(token=TOKEN, port=0, admin_id=ADMIN) as sandbox, balancer(hooks) as url:
            copies = [
                Program(
                    folder,
                    f"copy{number}",
                    settings(sandbox, folder, DATABASE_URL=database, WEBHOOK_URL=url)
                    | {"WEBHOOK_PORT": str(hook), "HEALTH_PORT": str(page)},
                )
                for number, (hook, page) in enumerate(zip(hooks, pages, strict=True))
            ]
            with ending(*copies):
                size = kills, people, photos, up
                row = await _measure(sandbox, copies, database, size, chance)
                row["taken up s"] = await _take_up(folder, pages)
            row["faults"] = len(sandbox.faults)
    return {"two copies": row}


async def _measure(
    sandbox: Sandbox,
    copies: list[Program],
    database: str,
    size: tuple[int, int, int, tuple[float, float]],
    chance: random.Random,
) -> dict[str, object]:
    kills, people, photos, up = size
    crowd = Crowd.at(sandbox, people)
    for copy in copies:
        copy.start()
        await copy.is_up()
    listening = asyncio.create_task(crowd.listen())
    seconds = max(kills * (sum(up) / 2 + DOWN_SECONDS), photos / 20)
    sending = asyncio.create_task(crowd.send(photos, seconds, chance))
    window: set[tuple[int, int]] = set()
    for _ in range(kills):
        await asyncio.sleep(chance.uniform(*up))
        victim = chance.choice(copies)
        await victim.kill()
        window |= await asyncio.to_thread(held, database, victim.copy)
        await asyncio.sleep(DOWN_SECONDS)
        victim.start()
        await victim.is_up()
    await sending
    await crowd.all_answered()
    await asyncio.sleep(1)  # what comes now would be a repetition
    listening.cancel()
    outside = sum(key not in window for key in crowd.twice)
    return {"kills": kills} | crowd.row() | {"in hand": len(window), "outside": outside}


async def _take_up(folder: Path, pages: list[int]) -> float:
    """Seconds from the promotion of a version until all copies answer with it."""
    versions = Versions(folder / "data" / "models")
    version = versions.add(write_version(folder / "made"))
    began = time.monotonic()
    versions.promote(version)
    async with asyncio.timeout(60):
        for page in pages:
            while await _version_of(page) != version.id:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.05)
    return round(time.monotonic() - began, 2)


async def _version_of(page: int) -> str:
    answer = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{page}/health")
    return str(json.loads(answer.body)["version"])
