"""The contact sheet of corrections: which are on it, its picture and its buttons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import texts
from bot.answers.flagged import Contributor, Flag, likelihood
from bot.store import UNKNOWN_USER, Correction, Crop
from model import chart
from model.chart.contact import COLUMNS, Group, Shown
from model.chart.words import percent
from model.synthesis.sheet import NOT_DIGIT

DATA = re.compile(r"sheet:(show|ask|drop):(\d{1,16}):([pu])(\d{1,16})")
"""What a button sends: what to do, about whom, and on which sheet: a page or a user's."""

USERS_MOST = 3
"""Users on a page: as many as have room, and as many buttons."""

ROWS_MOST = 2
"""Rows of cards that a user gets among others."""

ALONE_MOST = 6
"""Rows of cards where a user is alone: Telegram shows a picture that is higher too small."""

HARDLY = 0.001
"""Probability below which it is not told: it would read 0.0 %."""

LETTERS_MOST = 10
"""Characters of a text that a card has room for."""


@dataclass(frozen=True)
class Place:
    """Which sheet: a page of those that are flagged, or all that one user said.

    Attributes
    ----------
    page
        Counted from 0.
    user
        Whose sheet; None for a page.
    """

    page: int = 0
    user: int | None = None

    def __str__(self) -> str:
        return f"p{self.page}" if self.user is None else f"u{self.user}"


@dataclass(frozen=True)
class Tap:
    """What a button wants: "show", "ask" or "drop", about which user, and on which sheet."""

    action: str
    user: int
    place: Place


@dataclass(frozen=True)
class Sheet:
    """A sheet as it is sent; nothing is drawn for it where it is empty."""

    title: str
    groups: tuple[Group, ...]
    keyboard: InlineKeyboardMarkup | None = None


def read(data: str) -> Tap | None:
    """Understand what a button has sent; None where it is none of these."""
    found = DATA.fullmatch(data)
    if found is None:
        return None
    number = int(found[4])
    place = Place(number) if found[3] == "p" else Place(user=number)
    return Tap(found[1], int(found[2]), place)


def sheet(people: Sequence[Contributor], place: Place) -> Sheet:
    """Put a sheet together; a page that is no more gives way to the last one."""
    if place.user is not None:
        own = [one for one in people if one.user_id == place.user]
        title = texts.SHEET_USER.format(user=name_of(place.user))
        return Sheet(title, tuple(_all_of(one) for one in own), _buttons(own, place, pages=1))
    flagged = [one for one in people if one.flags]
    pages = -(-len(flagged) // USERS_MOST)
    page = min(place.page, max(pages - 1, 0))
    shown = flagged[page * USERS_MOST : (page + 1) * USERS_MOST]
    title = texts.SHEET if pages <= 1 else texts.SHEET_PAGE.format(page=page + 1, pages=pages)
    return Sheet(title, tuple(map(_flagged_of, shown)), _buttons(shown, Place(page), pages))


def draw(sheet: Sheet, theme: str) -> bytes:
    """Draw a sheet as a PNG; blocks for a while."""
    title = sheet.title if sheet.groups else texts.SHEET_EMPTY
    return chart.draw_contact(sheet.groups, title, theme)


def confirmation(person: Contributor, place: Place) -> InlineKeyboardMarkup:
    """Return the buttons that ask once more."""
    count = f"{len(person.corrections):,}"
    yes = texts.DROP_SURE.format(count=count, user=name_of(person.user_id))
    return InlineKeyboardMarkup(
        [
            [_button(yes, "drop", person.user_id, place)],
            [_button(texts.DROP_NOT, "show", person.user_id, place)],
        ]
    )


def name_of(user: int) -> str:
    """Return what a user is called here."""
    return texts.UNKNOWN_USERS if user == UNKNOWN_USER else str(user)


def _buttons(
    people: Sequence[Contributor], place: Place, pages: int
) -> InlineKeyboardMarkup | None:
    rows = [
        [_button(texts.DROP.format(count=f"{len(one.corrections):,}", user=name_of(one.user_id)),
                 "ask", one.user_id, place)]
        for one in people
    ]  # fmt: skip
    turns = [
        _button(text, "show", 0, Place(to))
        for text, to in ((texts.BEFORE, place.page - 1), (texts.AFTER, place.page + 1))
        if 0 <= to < pages
    ]
    rows += [turns] if turns else []
    return InlineKeyboardMarkup(rows) if rows else None


def _button(text: str, action: str, user: int, place: Place) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=f"sheet:{action}:{user}:{place}")


def _flagged_of(person: Contributor) -> Group:
    shown = [card for flag in person.flags if (card := _card_of(flag)) is not None]
    return _group(person, shown[-ROWS_MOST * COLUMNS :])


def _all_of(person: Contributor) -> Group:
    """Show what is flagged of a user, and the newest of the rest behind it."""
    flagged = [card for flag in person.flags if (card := _card_of(flag)) is not None]
    seen = {id(flag.crop) for flag in person.flags}
    rest = [
        _card(crop, correction, "")
        for correction in reversed(person.corrections)
        for crop in correction.crops
        if id(crop) not in seen
    ]
    return _group(person, [*flagged, *rest][: ALONE_MOST * COLUMNS])


def _group(person: Contributor, shown: Sequence[Shown]) -> Group:
    words = texts.SHEET_COUNTS.format(
        kept=f"{len(person.corrections):,}",
        flagged=f"{len({id(flag.correction) for flag in person.flags}):,}",
    )
    return Group(texts.SHEET_NAME.format(user=name_of(person.user_id)), words, tuple(shown))


def _card_of(flag: Flag) -> Shown | None:
    if flag.crop is None:
        return None
    if flag.other is not None:
        why = texts.CARD_OTHER.format(text=_short(flag.other))
    elif (share := likelihood(flag.crop)) < HARDLY:
        why = texts.CARD_HARDLY
    else:
        why = texts.CARD_LIKELY.format(share=percent(share))
    return _card(flag.crop, flag.correction, why)


def _card(crop: Crop, correction: Correction, why: str) -> Shown:
    """Say of a crop what is right and what was read; the whole text where its own is not known."""
    label, read = correction.right, correction.read
    if crop.label is not None:
        label = "" if crop.label == NOT_DIGIT else str(crop.label)
        if len(correction.crops) > 1:
            read = str(crop.probabilities.argmax())
    return Shown(
        crop.picture,
        texts.CARD_SAID.format(text=_short(label)),
        texts.CARD_READ.format(text=_short(read)),
        why,
    )


def _short(text: str) -> str:
    flat = text.replace("\n", texts.NEXT_ROW)
    return (
        flat if len(flat) <= LETTERS_MOST else f"{flat[: LETTERS_MOST - 1]}…"
    ) or texts.CARD_NONE
