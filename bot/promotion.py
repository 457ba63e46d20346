"""Another version takes over: on disk first, then in this bot; whole or not at all."""

import asyncio
import logging
import re

from telegram import InlineKeyboardButton

import model
from bot.context import Shared
from bot.served import Served, load_served, served_as
from model.errors import WeightsError
from model.versions import ID, SHIPPED_ID, Version

log = logging.getLogger(__name__)

SERVE = re.compile(rf"(serve|insist):({ID.pattern}|{SHIPPED_ID})")
"""What a button sends that lets a version answer: from the list, or against the gate's verdict."""


LOOK_SECONDS = 2.0
"""How often it is looked whether another version was promoted elsewhere: by another copy of the
bot, or from a terminal."""


def button(label: str, id_: str, *, insist: bool = False) -> InlineKeyboardButton:
    """Return the button that lets a version answer."""
    return InlineKeyboardButton(label, callback_data=f"{'insist' if insist else 'serve'}:{id_}")


async def serve(shared: Shared, id_: str) -> bool:
    """Let a version answer from now on; False if it does already.

    Pictures that are being read meanwhile finish on the old version.

    Raises
    ------
    WeightsError
        The version is damaged or gone; nothing has changed then.
    """
    async with shared.changing:
        if id_ == shared.served.id and shared.served.instead_of is None:
            return False
        await _take(shared, id_)
    return True


async def roll_back(shared: Shared) -> Served:
    """Let the version answer again that answered before, and return it.

    Raises
    ------
    WeightsError
        There is none; nothing has changed then.
    """
    async with shared.changing:
        before = await asyncio.to_thread(shared.versions.previous)
        recognizer = await asyncio.to_thread(model.load, before.folder)
        shared.served = served_as(await asyncio.to_thread(shared.versions.rollback), recognizer)
    log.info("Rolled back to version %s", shared.served.id)
    return shared.served


async def _take(shared: Shared, id_: str) -> None:
    folder = shared.versions.find(id_)
    # Not on the threads that read pictures: it would wait for its turn behind all of them.
    recognizer = await asyncio.to_thread(model.load, folder)
    version = None if id_ == SHIPPED_ID else Version(id_, folder)
    await asyncio.to_thread(shared.versions.promote, version)
    shared.served = Served(id_, folder, recognizer)
    log.info("Version %s answers from now on", id_)


async def keep_up(shared: Shared) -> None:
    """Let versions answer that are promoted elsewhere, soon after, until canceled."""
    known = await asyncio.to_thread(_promoted, shared)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        async with shared.changing:
            promoted = await asyncio.to_thread(_promoted, shared)
            if promoted in {known, shared.served.id}:
                known = promoted
                continue
            known = promoted
            try:
                shared.served = await asyncio.to_thread(load_served, shared.versions)
            except WeightsError:
                log.exception("Version %s was promoted elsewhere and cannot be read", promoted)
            else:
                log.info("Version %s, promoted elsewhere, answers now", shared.served.id)


def _promoted(shared: Shared) -> str:
    return shared.versions.promoted
