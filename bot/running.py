"""An application at work: from Telegram's greeting to the last answer."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater

from bot.commands import publish_menus
from bot.context import DigitBot
from bot.inbox import NotKept, Work
from bot.news import tell_news
from bot.promotion import keep_up

log = logging.getLogger(__name__)

UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
"""What Telegram is asked for; edits and reactions are not."""

GREETINGS = 10
"""How often Telegram is called at start until the bot gives up."""

PAUSE_FIRST, PAUSE_LONGEST = 1.0, 30.0
"""Seconds between two such calls; they double up to the longest."""

QUIET_SECONDS = 2.0
"""How long Telegram may take to learn that the bot fetches nothing more."""

CONFLICT = (
    "Another process fetches this bot's updates: stop it, or set a webhook. "
    "Each update goes to one of the two until then."
)


@contextlib.asynccontextmanager
async def running(application: DigitBot) -> AsyncIterator[None]:
    """Let an application answer as long as the block runs.

    Raises
    ------
    InvalidToken
        Telegram does not know the token.
    NetworkError
        Telegram cannot be reached, after several tries.
    """
    shared = application.bot_data
    updater = application.updater
    assert updater is not None  # noqa: S101 - the builder makes one
    shared.training.clear()
    shared.versions.clear()
    keeping_up = asyncio.create_task(keep_up(shared))
    try:
        await _greet(application)
        await _publish(application)
        await tell_news(application)
        await application.start()
        await shared.inbox.start(_work(application))
        await _listen(application, updater)
        yield
    finally:
        keeping_up.cancel()
        await _stop(application, updater)


async def _greet(application: DigitBot) -> None:
    pause = PAUSE_FIRST
    for left in reversed(range(GREETINGS)):
        try:
            return await application.initialize()
        except InvalidToken:
            raise
        except NetworkError as error:
            if not left:
                raise
            log.warning("Telegram cannot be reached, trying again in %.0f s: %s", pause, error)
        await asyncio.sleep(pause)
        pause = min(2 * pause, PAUSE_LONGEST)
    return None


async def _publish(application: DigitBot) -> None:
    try:
        await publish_menus(application)
    except TelegramError as error:  # the bot works without; the next start tries again
        log.warning("The menu of commands could not be set: %s", error)


async def _listen(application: DigitBot, updater: Updater) -> None:
    settings = application.bot_data.settings
    if settings.webhook_url is None:
        await updater.start_polling(
            bootstrap_retries=GREETINGS,
            allowed_updates=UPDATES,
            drop_pending_updates=False,
            error_callback=PollingErrors(),
        )
        return
    await updater.start_webhook(
        listen=settings.listen_host,
        port=settings.webhook_port,
        url_path=urlsplit(settings.webhook_url).path.strip("/"),
        webhook_url=settings.webhook_url,
        secret_token=settings.hook_secret,
        bootstrap_retries=GREETINGS,
        allowed_updates=UPDATES,
        drop_pending_updates=False,
    )


class PollingErrors:
    """Logs what goes wrong while updates are fetched: a line each, the same one only once."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, error: TelegramError) -> None:
        """Log one error; the library tries again by itself."""
        if isinstance(error, NotKept):  # the inbox has said so
            return
        line = CONFLICT if isinstance(error, Conflict) else f"No updates came: {error}"
        if line != self._last:
            log.error(line)
        self._last = line


def _work(application: DigitBot) -> Work:
    def wants(update: Update) -> bool:
        handlers = (handler for group in application.handlers.values() for handler in group)
        return any(handler.check_update(update) not in (None, False) for handler in handlers)

    return Work(application.bot, application.process_update, wants)


async def _fetch_no_more(updater: Updater) -> None:
    if updater.running:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(updater.stop(), QUIET_SECONDS)


async def _stop(application: DigitBot, updater: Updater) -> None:
    """End in order: no new updates, no training, the answers under way, all connections."""
    shared = application.bot_data
    await asyncio.gather(
        _fetch_no_more(updater),
        shared.training.stop(),
        shared.measuring.stop(),
        shared.inbox.stop(shared.settings.stop_seconds),
    )
    if application.running:
        await application.stop()
    await application.shutdown()
    await application.bot.shutdown()  # which the former omits where the greeting failed
    shared.threads.shutdown(wait=False, cancel_futures=True)
    await shared.stored(shared.store.close)
    shared.store_thread.shutdown()
