"""What every handler gets with an update: typed, and the same for all conversations."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias, TypeVar

from telegram import User
from telegram.ext import Application, CallbackContext, ExtBot

from bot.commands import Command
from bot.inbox import Inbox
from bot.measuring import Measuring
from bot.served import Served
from bot.settings import Settings
from bot.store import Rescue, Store
from bot.training import Training
from bot.turns import Turns
from model.versions import Versions

Result = TypeVar("Result")

PICTURES_AT_ONCE = 16
"""Pictures held in memory at a time; 16 of the 20 MB that Telegram allows are 320 MB."""


def _threads() -> ThreadPoolExecutor:
    # More threads than processors would only make every picture slower.
    return ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="reading")


def _one_thread() -> ThreadPoolExecutor:
    # Not one of the others, so that a tap does not wait for photos being read.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")


@dataclass
class Shared:
    """What all conversations share.

    Attributes
    ----------
    served
        The version that answers; whoever needs it twice takes it once and keeps it, since a
        retraining replaces it at any moment.
    rescue
        What became of a damaged database at the start; None where it was whole.
    changing
        Held by who replaces it.
    """

    settings: Settings
    commands: tuple[Command, ...]
    versions: Versions
    served: Served
    training: Training
    store: Store
    inbox: Inbox
    rescue: Rescue | None = None
    measuring: Measuring = field(default_factory=Measuring)
    threads: ThreadPoolExecutor = field(default_factory=_threads)
    store_thread: ThreadPoolExecutor = field(default_factory=_one_thread)
    turns: Turns = field(default_factory=Turns)
    pictures: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PICTURES_AT_ONCE))
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_admin(self, user: User | None) -> bool:
        """Whether somebody may do what only admins may."""
        return user is not None and user.id in self.settings.admin_ids

    async def in_thread(self, work: Callable[..., Result], *values: object) -> Result:
        """Call `work(*values)` off the event loop, on one of as many threads as processors."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *values)

    async def stored(self, work: Callable[..., Result], *values: object, **named: object) -> Result:
        """Call a method of the store off the event loop, on the one thread that is the store's."""
        call = partial(work, *values, **named)
        return await asyncio.get_running_loop().run_in_executor(self.store_thread, call)


Data: TypeAlias = dict[object, object]


class Context(CallbackContext[ExtBot[int], Data, Data, Shared]):
    """The context of a handler's call."""

    @property
    def shared(self) -> Shared:
        """What all conversations share."""
        return self.bot_data


DigitBot: TypeAlias = Application[ExtBot[int], Context, Data, Data, Shared, None]
"""The application, with its types."""
