"""`/corrections`: what users said that should be looked at, and a way to drop all of a user."""

import logging
from collections.abc import Awaitable

from telegram import CallbackQuery, InputMediaPhoto, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot import texts
from bot.activity import sending_photo
from bot.answers.flagged import Contributor, contributors
from bot.answers.sheet import Place, Tap, confirmation, draw, name_of, read, sheet
from bot.context import Context, Shared

log = logging.getLogger(__name__)

LISTED_MOST = 30
"""Users that are listed where nothing is flagged; of more, those with the most corrections."""


async def answer(message: Message, context: Context) -> None:
    """Reply with the first sheet of what is flagged, or with that of one user."""
    shared, words = context.shared, context.args or []
    place = _place(words)
    if message.chat.type != ChatType.PRIVATE:
        await message.reply_text(texts.PRIVATE_ONLY, do_quote=True)
        return
    if place is None:
        await message.reply_text(texts.CORRECTIONS_USAGE)
        return
    people = await _people(shared)
    found = sheet(people, place)
    if found.groups:
        async with sending_photo(message):
            picture = await shared.in_thread(draw, found, shared.settings.chart_theme)
            await message.reply_photo(
                picture, caption=texts.SHEET_CAPTION, reply_markup=found.keyboard
            )
    else:
        await message.reply_text(_without_pictures(people, place))


async def tap(query: CallbackQuery, context: Context) -> None:
    """Turn the page, ask once more, or drop a user's corrections."""
    wanted, message, shared = read(str(query.data)), query.message, context.shared
    if wanted is None:
        await query.answer(texts.OLD_BUTTON)
    elif not shared.is_admin(query.from_user):
        await query.answer(texts.REFUSED, show_alert=True)
    elif not isinstance(message, Message):
        await query.answer(texts.SHEET_OLD, show_alert=True)
    elif wanted.action == "ask":
        await _ask(query, message, shared, wanted)
    elif wanted.action == "drop":
        await _drop(query, message, shared, wanted)
    else:
        await query.answer()
        await _redraw(message, shared, wanted.place)


async def _ask(query: CallbackQuery, message: Message, shared: Shared, wanted: Tap) -> None:
    person = next((p for p in await _people(shared) if p.user_id == wanted.user), None)
    if person is None:
        await query.answer(texts.NOTHING_LEFT.format(user=name_of(wanted.user)), show_alert=True)
        await _redraw(message, shared, wanted.place)
        return
    await query.answer(texts.DROP_ASKED)
    await _try(message.edit_reply_markup(confirmation(person, wanted.place)))


async def _drop(query: CallbackQuery, message: Message, shared: Shared, wanted: Tap) -> None:
    count = await shared.stored(shared.store.drop, wanted.user)
    log.info("An admin has dropped %d corrections of a user", count)
    text = texts.DROPPED if count else texts.NOTHING_LEFT
    said = text.format(count=f"{count:,}", user=name_of(wanted.user))
    await query.answer(said, show_alert=not count)
    await _redraw(message, shared, wanted.place)


async def _redraw(message: Message, shared: Shared, place: Place) -> None:
    """Show a sheet as it is now in the place of what a message shows."""
    found = sheet(await _people(shared), place)
    picture = await shared.in_thread(draw, found, shared.settings.chart_theme)
    words = texts.SHEET_CAPTION if found.groups else texts.SHEET_DONE
    await _try(message.edit_media(InputMediaPhoto(picture, words), reply_markup=found.keyboard))


async def _try(edit: Awaitable[object]) -> None:
    try:
        await edit
    except BadRequest as error:  # it was tapped twice at once, or is deleted: nothing is left to do
        log.info("A sheet could not be changed: %s", error)


async def _people(shared: Shared) -> list[Contributor]:
    kept = await shared.stored(shared.store.corrections)
    return await shared.in_thread(contributors, kept)


def _place(words: list[str]) -> Place | None:
    """Understand the words behind the command; None where they make no sense."""
    if not words:
        return Place()
    return Place(user=int(words[0])) if len(words) == 1 and _is_id(words[0]) else None


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= 16


def _without_pictures(people: list[Contributor], place: Place) -> str:
    """Say what there is where no sheet can be shown."""
    if place.user is not None:
        return texts.NOTHING_KEPT_OF.format(user=name_of(place.user))
    if not people:
        return texts.NOTHING_KEPT_YET
    lines = [
        texts.COUNTED_USER.format(user=name_of(one.user_id), count=f"{len(one.corrections):,}")
        for one in people[:LISTED_MOST]
    ]
    return texts.NOTHING_FLAGGED.format(
        count=f"{sum(len(one.corrections) for one in people):,}",
        people=f"{len(people):,}",
        lines="\n".join(lines),
    )
