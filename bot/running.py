"""An application at work: from Telegram's greeting to the last answer."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from telegram import Update
from telegram.error import BadRequest, Conflict, NetworkError, TelegramError

from bot.api.hook import Hook
from bot.api.poll import Poll
from bot.context import DigitBot, Listener
from bot.inbox import NotKept, Work
from bot.menus import publish_menus
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
    shared.training.clear()
    shared.versions.clear()
    keeping_up = asyncio.create_task(keep_up(shared))
    try:
        await _insist(application.initialize)
        await _publish(application)
        await tell_news(application)
        await application.start()
        await shared.inbox.start(_work(application))
        await _listen(application)
        yield
    finally:
        keeping_up.cancel()
        await _stop(application)


async def _insist(call: Callable[[], Awaitable[object]]) -> None:
    """Make a call to Telegram until it succeeds, within bounds."""
    pause = PAUSE_FIRST
    for left in reversed(range(GREETINGS)):
        try:
            await call()
        except BadRequest:
            raise
        except NetworkError as error:
            if not left:
                raise
            log.warning("Telegram cannot be reached, trying again in %.0f s: %s", pause, error)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(2 * pause, PAUSE_LONGEST)


async def _publish(application: DigitBot) -> None:
    try:
        await publish_menus(application)
    except TelegramError as error:  # the bot works without; the next start tries again
        log.warning("The menu of commands could not be set: %s", error)


async def _listen(application: DigitBot) -> None:
    # Not the library's updater, which an update that it cannot read stops for good.
    shared, bot, put = application.bot_data, application.bot, application.update_queue.put
    if shared.settings.webhook_url is None:
        await _insist(bot.delete_webhook)
        poll = Poll(bot, put, UPDATES, PollingErrors())
        poll.start()
        shared.listener = poll
        return
    hook = Hook(bot, shared.settings, put)
    hook.listen()
    shared.listener = hook
    await _insist(partial(hook.announce, UPDATES))


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


async def _fetch_no_more(listener: Listener | None) -> None:
    if listener is not None and listener.running:
        stopping = asyncio.create_task(listener.stop())
        # Not `wait_for`, which would wait for as long as its own cancellation takes.
        await asyncio.wait({stopping}, timeout=QUIET_SECONDS)
        if not stopping.cancel():
            stopping.result()


async def _stop(application: DigitBot) -> None:
    """End in order: no new updates, no training, the answers under way, all connections."""
    shared = application.bot_data
    await asyncio.gather(
        _fetch_no_more(shared.listener),
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
