"""What people are told when the inbox cannot take their message, or gives one up."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from typing import Any

from telegram import Bot, Message, ReplyParameters, Update
from telegram.error import TelegramError

from bot import texts
from bot.inbox.kinds import lane_of

log = logging.getLogger(__name__)


class Notices:
    """Tells each chat once, and admins once, until what they were told of is over.

    Parameters
    ----------
    admin_ids
        Who learns why nothing can be written down.
    """

    def __init__(self, admin_ids: Iterable[int]) -> None:
        self._admin_ids = sorted(admin_ids)
        self._bot: Bot | None = None
        self._told_full: set[str] = set()
        self._told_trouble: set[str] = set()
        self._reason = ""
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, bot: Bot) -> None:
        """Speak through this bot from now on."""
        self._bot = bot

    async def stop(self) -> None:
        """Say no more."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def full(self, update: Update) -> None:
        """Say that too many messages wait; not to every one of a chat's."""
        if lane_of(update) not in self._told_full:
            self._told_full.add(lane_of(update))
            self._say(self._answer(update, texts.FULL))

    def room(self) -> None:
        """Take note that there is room again."""
        self._told_full.clear()

    def trouble(self, update: Update, reason: str) -> None:
        """Say that nothing can be written down, and to admins why."""
        if not self._reason:
            self._reason = reason
            self._tell_admins(texts.ADMIN_TROUBLE.format(reason=reason))
        if lane_of(update) not in self._told_trouble:
            self._told_trouble.add(lane_of(update))
            self._say(self._answer(update, texts.NOT_KEPT))

    def well(self) -> None:
        """Take note that it can again."""
        if self._reason:
            self._reason = ""
            self._told_trouble.clear()
            self._tell_admins(texts.ADMIN_WELL)

    async def gave_up(self, update: Update) -> None:
        """Say that an update is left unanswered for good; raises TelegramError."""
        if update.message is not None:  # a tap that old has no use for an answer
            await self._reply(update.message, texts.GAVE_UP)

    def _tell_admins(self, text: str) -> None:
        for admin_id in self._admin_ids:
            self._say(self._the_bot.send_message(admin_id, text))

    @property
    def _the_bot(self) -> Bot:
        assert self._bot is not None  # noqa: S101 - nothing comes before the start
        return self._bot

    async def _answer(self, update: Update, text: str) -> None:
        if update.callback_query is not None:
            await self._the_bot.answer_callback_query(
                update.callback_query.id, text, show_alert=True
            )
        elif update.message is not None:
            await self._reply(update.message, text)

    async def _reply(self, message: Message, text: str) -> None:
        to = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        await self._the_bot.send_message(message.chat_id, text, reply_parameters=to)

    def _say(self, saying: Coroutine[Any, Any, object]) -> None:
        """Say something beside the work: nobody waits for a notice."""
        task = asyncio.create_task(_quietly(saying))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quietly(saying: Coroutine[Any, Any, object]) -> None:
    try:
        await saying
    except TelegramError as error:
        log.warning("Somebody could not be told about the inbox: %s", error)
