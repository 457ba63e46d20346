"""The program: the bot at Telegram or, without a token, at its sandbox, until it is stopped."""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import threading
from collections.abc import AsyncIterator

from pydantic import SecretStr
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.app import build
from bot.errors import StoreError
from bot.health import health_page
from bot.rehearsal import rehearse
from bot.running import running
from bot.sandbox import Sandbox
from bot.settings import Settings
from model.errors import WeightsError

log = logging.getLogger(__name__)

SANDBOX_ADMIN = 1
"""Telegram id of the person whom the chat page calls the admin."""

WELCOME = """\
No BOT_TOKEN is set, so this is the sandbox: a chat with the bot, on this machine alone.
Open {url} and drop a photo of a digit. Ctrl-C stops it."""

PORT_TAKEN = "Port {port} is taken, so another one was chosen."

STOP_MARGIN = 4.0
"""Seconds beyond those for answers under way, until a program that was told to stop is ended."""

UNSTOPPED = 1
"""Exit status of a program that did not stop by itself."""

REFUSAL = "Telegram refuses the bot: {error}"

REASONS: dict[type[Exception], str] = {
    InvalidToken: "BOT_TOKEN is not a token that Telegram knows; @BotFather tells the right one.",
    BadRequest: REFUSAL,  # a kind of NetworkError to the library
    NetworkError: "Telegram cannot be reached at {api}: {error}",
    TelegramError: REFUSAL,
    StoreError: "{error}",
    WeightsError: "There is no network to serve: {error}",
    OSError: "The bot cannot start: {error}",
}
"""Why the bot cannot start, each in one line."""


async def serve(settings: Settings) -> int:
    """Run the bot until it is stopped; returns the exit status of the program."""
    _stop_on_signals(settings.stop_seconds + STOP_MARGIN)
    try:
        async with contextlib.AsyncExitStack() as stack:
            if settings.bot_token is None:
                settings = await stack.enter_async_context(sandbox(settings))
            application = build(settings)
            await stack.enter_async_context(running(application))
            if settings.health_port is not None:
                page = health_page(application, settings.listen_host, settings.health_port)
                await stack.enter_async_context(page)
            log.info(
                "@%s answers with version %s",
                application.bot.username,
                application.bot_data.served.id,
            )
            rehearsing = asyncio.create_task(rehearse(application.bot_data))
            stack.callback(rehearsing.cancel)
            await application.bot_data.rejected.wait()
            raise InvalidToken
    except asyncio.CancelledError:
        log.info("Stopped")
    except tuple(REASONS) as error:
        reason = next(text for kind, text in REASONS.items() if isinstance(error, kind))
        log.error(reason.format(error=error, api=settings.bot_api_url))  # noqa: TRY400
        return 1
    return 0


@contextlib.asynccontextmanager
async def sandbox(settings: Settings) -> AsyncIterator[Settings]:
    """Run the sandbox as long as the block runs; yields settings that lead the bot to it."""
    token = f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_urlsafe(24)}"
    server = Sandbox(token=token, port=settings.sandbox_port, admin_id=SANDBOX_ADMIN)
    try:
        await server.start()
    except OSError:
        print(PORT_TAKEN.format(port=settings.sandbox_port))
        server = Sandbox(token=token, port=0, admin_id=SANDBOX_ADMIN)
        await server.start()
    try:
        print(WELCOME.format(url=server.url), flush=True)
        yield settings.model_copy(
            update={
                "bot_token": SecretStr(token),
                "bot_api_url": server.url,
                "admin_ids": settings.admin_ids | {SANDBOX_ADMIN},
            }
        )
    finally:
        await server.stop()


def _stop_on_signals(seconds: float) -> None:
    """Let a signal stop the bot in order, and end the program where that takes too long."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if not task.cancelling():  # a second signal must not disturb the order of the first
            task.cancel()
            ending = threading.Timer(seconds, _end)
            ending.daemon = True
            ending.start()

    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C works all the same
            loop.add_signal_handler(number, stop)


def _end() -> None:
    """End a program that something keeps from ending, like a picture that is read for ever.

    Nothing is lost: what is not answered stands in the inbox, and the training child's leash
    ends it with its starter.
    """
    log.error("Something did not stop in time, so the program is ended")
    logging.shutdown()
    os._exit(UNSTOPPED)
