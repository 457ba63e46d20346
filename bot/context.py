"""What every handler gets with an update: typed, and the same for all conversations."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeAlias, TypeVar

from telegram import Message, User
from telegram.ext import Application, CallbackContext, ExtBot

from bot import memory
from bot.commands import Command
from bot.door import Door
from bot.inbox import Inbox
from bot.programs.measuring import Measuring
from bot.programs.training import Training
from bot.quota import Quota
from bot.readers import Readers
from bot.served import Served
from bot.settings import Settings
from bot.store import Rescue, Store
from bot.turns import Turns
from model import side_by_side
from model.versions import Versions

Result = TypeVar("Result")

PICTURES_AT_ONCE = 16
"""Pictures being fetched or read at a time; more would only wait in memory."""

PICTURES_OF_ONE = 2
"""The same of one person: the next is fetched while one is read. More would only make others
wait."""


def _readers() -> Readers:
    # More threads than processors would only make every picture slower.
    return Readers(os.cpu_count() or 1, begin=side_by_side.alone, idle=memory.give_back)


def _one_thread() -> ThreadPoolExecutor:
    # Not one of the others, so that a tap does not wait for photos being read.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")


class Listener(Protocol):
    """Where updates come from."""

    @property
    def running(self) -> bool:
        """Whether they come."""

    async def stop(self) -> None:
        """Let no more come."""


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
    pictures, large
        The door to what fetches and reads pictures, and before it the one for large files: two of
        the 20 MB that Telegram allows would not fit into the memory of a small machine.
    listener
        Where updates come from, once the bot is running.
    rejected
        Set once Telegram no longer knows the token.
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
    threads: Readers = field(default_factory=_readers)
    store_thread: ThreadPoolExecutor = field(default_factory=_one_thread)
    turns: Turns = field(default_factory=Turns)
    pictures: Door = field(default_factory=lambda: Door(PICTURES_AT_ONCE, PICTURES_OF_ONE))
    large: Door = field(default_factory=lambda: Door(1, 1))
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    rejected: asyncio.Event = field(default_factory=asyncio.Event)
    listener: Listener | None = None
    quota: Quota = field(init=False)

    def __post_init__(self) -> None:
        self.quota = Quota(self.settings.photos_a_minute)

    def is_admin(self, user: User | None) -> bool:
        """Whether somebody may do what only admins may."""
        return user is not None and user.id in self.settings.admin_ids

    async def in_thread(self, work: Callable[..., Result], *values: object) -> Result:
        """Call `work(*values)` off the event loop, on one of as many threads as processors."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *values)

    @contextlib.asynccontextmanager
    async def in_hand(self, person: Hashable, *, large: bool) -> AsyncIterator[None]:
        """Let a person's picture be fetched and read in the block, in turn with those of others."""
        async with contextlib.AsyncExitStack() as stack:
            if large:  # first, so that whoever waits here keeps no place from others
                await stack.enter_async_context(self.large.of(person))
            await stack.enter_async_context(self.pictures.of(person))
            yield

    async def read(self, look: Callable[..., Result], *values: object) -> Result:
        """Do the same for a picture: what takes too long raises `ReadingHangs`."""
        return await self.threads.within(look, *values)

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


Answer: TypeAlias = Callable[[Message, Context], Awaitable[None]]
"""What answers a message."""

DigitBot: TypeAlias = Application[ExtBot[int], Context, Data, Data, Shared, None]
"""The application, with its types."""
