"""The bot of this repository in the process of a measurement, or in one of its own."""

import asyncio
import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiolimiter import AsyncLimiter

from bot import texts
from bot.app import build
from bot.running import running
from bot.sandbox import Sandbox
from bot.settings import Settings
from tests.fakes import TOKEN, Fixed, digit, reading
from tests.odd_updates import PEOPLE
from tests.test_running import free_port

ROOT = Path(__file__).parents[2]

START_SECONDS = 60.0
"""How long the bot's process may take to fetch its first updates."""

WELL_SECONDS = 60.0
"""How long the bot may take to answer after a batch of updates; a process is busy meanwhile."""

VISITOR = 4_999


@dataclass(frozen=True)
class Address:
    """Where the bot waits for Telegram, and what it must show."""

    url: str
    headers: dict[str, str]


@contextlib.asynccontextmanager
async def started(*, by_webhook: bool = False) -> AsyncIterator[tuple[Sandbox, Address]]:
    """Start a bot that reads the same in every picture and calls Telegram as fast as it can."""
    logging.getLogger().addHandler(logging.NullHandler())
    port = free_port()
    hook = f"http://127.0.0.1:{port}/hook" if by_webhook else None
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        sandbox = await stack.enter_async_context(Sandbox(token=TOKEN, port=0, admin_id=1))
        settings = Settings(
            _env_file=None,
            bot_token=TOKEN,
            bot_api_url=sandbox.url,
            data_dir=Path(folder),
            webhook_url=hook,
            webhook_port=port,
            photos_a_minute=100_000,
        )
        application = build(settings, Fixed(reading([digit(7, 0.9931)])))
        application.bot.rate_limiter._pace._all = AsyncLimiter(10_000, 1)
        await stack.enter_async_context(running(application))
        secret = {"X-Telegram-Bot-Api-Secret-Token": settings.hook_secret}
        yield sandbox, Address(str(hook), secret | {"Content-Type": "application/json"})


def let_in(sandbox: Sandbox) -> None:
    """Make the people known who write the updates."""
    for person in PEOPLE:
        sandbox.client(person)


async def is_well(sandbox: Sandbox) -> bool:
    """Whether the bot answers somebody else."""
    client = sandbox.client(VISITOR)
    await client.send_text("/start")
    try:
        return (await client.next_message(timeout=WELL_SECONDS)).text == texts.START
    except TimeoutError:
        return False


@contextlib.asynccontextmanager
async def in_a_process(
    sandbox: Sandbox, **variables: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start `python -m bot` at a sandbox, as its users do; yields it once it fetches updates."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"BOT_TOKEN": sandbox.world.token, "BOT_API_URL": sandbox.url, "DATA_DIR": folder}
        log = Path(tempfile.gettempdir()) / f"digit-bot-{sandbox.port}.log"
        with log.open("w") as lines:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | own | variables,
                cwd=folder,
                stdout=lines,
                stderr=lines,
            )
        try:
            await asyncio.wait_for(sandbox.world.updates.polled.wait(), START_SECONDS)
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
