"""A tap on a button under an answer: its sender says whether it is right, or what is."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from telegram import CallbackQuery, Message
from telegram.error import BadRequest

from bot import texts
from bot.answers import buttons
from bot.answers.caption import shown_in
from bot.answers.tap import AGAIN, NOT_DIGIT, OTHER, Tap, read
from bot.context import Context, Shared
from bot.keep import keep, sender_of, show, show_buttons
from bot.store import Correction
from bot.units import duration

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Case:
    """A tap by somebody who may tap, and what it is about.

    Attributes
    ----------
    answer
        The message with the button.
    picture
        The message that it answers; None where that was deleted.
    said_before
        What was said about it; None where nothing was, or that is no longer kept.
    """

    query: CallbackQuery
    tap: Tap
    answer: Message
    picture: Message | None
    said_before: Correction | None
    shared: Shared

    async def tell(self, text: str, *, alert: bool = False) -> None:
        """Answer the tap."""
        await tell(self.query, text, alert=alert)


async def answer(query: CallbackQuery, context: Context) -> None:
    """Do what a button says; whoever did not send the picture is refused."""
    tap, shared = read(str(query.data)), context.shared
    if tap is None:
        await tell(query, texts.OLD_BUTTON)
        return
    message = _accessible(query)
    picture = message.reply_to_message if message else None
    if picture is not None:
        tap = replace(tap, picture=picture.message_id)
    # A button's data can be forged by the program it is tapped with, the message cannot.
    senders = {tap.sender, sender_of(picture) if picture else tap.sender}
    if senders != {query.from_user.id} and not shared.is_admin(query.from_user):
        await tell(query, texts.NOT_YOURS, alert=True)
    elif message is None:
        await tell(query, texts.TOO_OLD, alert=True)
    else:
        async with shared.turns.of(message.chat_id, message.message_id):
            before = await shared.stored(
                shared.store.correction, message.chat_id, message.message_id
            )
            await _act(Case(query, tap, message, picture, before, shared))


def _accessible(query: CallbackQuery) -> Message | None:
    """Return the message with the button; None where Telegram no longer shows it to bots."""
    message = query.message
    # The library makes a Message of 1970 of what Telegram calls an InaccessibleMessage.
    return message if isinstance(message, Message) and message.is_accessible else None


async def _act(case: Case) -> None:
    """Do what a tap asks for, unless it comes too late for that."""
    kind, before = case.tap.kind, case.said_before
    shown = {tap.kind for tap in buttons.taps_of(case.answer.reply_markup)}
    if kind == "write":
        await case.tell(texts.WRITE, alert=True)
    elif kind in AGAIN:
        await _act_again(case)
    elif before is not None:
        await case.tell(texts.SETTLED)
        if not shown & AGAIN:  # the bot was stopped before it could show what was said
            await show(case.shared, case.answer, before, _known_picture(case))
    elif not shown or shown & AGAIN:
        await case.tell(texts.SETTLED)
    else:
        await ACTS.get(kind, _lead_on)(case)


async def _act_again(case: Case) -> None:
    """Change what was said, if it is kept and not long ago."""
    before, tap = case.said_before, case.tap
    hours = case.shared.settings.change_hours
    if before is None or before.dropped:
        await case.tell(texts.NOT_KEPT, alert=True)
        await show_buttons(case.answer, None)
    elif datetime.now(UTC) - before.at > timedelta(hours=hours):
        await case.tell(texts.TOO_LATE.format(duration=duration(hours * 3600)), alert=True)
        await show_buttons(case.answer, None)
    elif tap.kind == "now":
        await _say(case)
    elif tap.kind == "change":
        one_digit = len(before.read) <= 1 and len(before.right) <= 1
        await case.tell(texts.WHICH_OR_REPLY if one_digit else texts.WHICH_NUMBER)
        await show_buttons(case.answer, buttons.change(tap, (before.read, before.right)))
    else:
        await case.tell("")
        await show_buttons(case.answer, buttons.changeable(tap.sender, tap.picture))


async def _say(case: Case) -> None:
    """Keep what somebody says is written there."""
    said = case.tap.said
    if said != OTHER:
        await _judge(case, "" if said == NOT_DIGIT else said)
    elif all(len(text) == 1 for text in buttons.offered_in(case.answer.reply_markup)):
        await case.tell(texts.WHICH)
        await show_buttons(case.answer, buttons.keypad(case.tap))
    else:
        await case.tell(texts.WRITE, alert=True)


async def _confirm(case: Case) -> None:
    """Keep that the answer was right."""
    store, answer = case.shared.store, case.answer
    known = await case.shared.stored(store.answer, answer.chat_id, answer.message_id)
    right = known.text if known else shown_in(answer)
    if right is None:
        await case.tell(texts.TOO_OLD, alert=True)
    else:
        await _judge(case, right)


async def _judge(case: Case, right: str) -> None:
    """Keep what is right; thank first, since a tap must be answered at once."""
    if case.picture is None:
        await case.tell(texts.PICTURE_GONE, alert=True)
        return
    by = case.query.from_user.id
    if await case.shared.stored(case.shared.store.told, by):
        await case.tell(texts.THANKS)
    else:
        await case.tell(texts.FIRST_KEPT, alert=True)
    if not await keep(case.shared, case.answer, case.picture, right, by):
        await case.answer.reply_text(texts.PICTURE_GONE, do_quote=True)


async def _lead_on(case: Case) -> None:
    """Show the buttons that a tap leads to."""
    tap = case.tap
    of_number = tap.kind == "wrong" and len("".join(tap.options[:1])) != 1
    await case.tell(texts.WHICH_NUMBER if of_number else QUESTIONS.get(tap.kind, ""))
    await show_buttons(case.answer, buttons.KEYBOARDS[tap.kind](tap))


def _known_picture(case: Case) -> int:
    """Return the number of the message with the picture; 0 where that was deleted."""
    return case.picture.message_id if case.picture else 0


async def tell(query: CallbackQuery, text: str, *, alert: bool = False) -> None:
    """Answer a tap; one that waited too long, as while the bot was stopped, has no use for it."""
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:
        log.info("A tap could not be answered: %s", error)


ACTS: Mapping[str, Callable[[Case], Awaitable[None]]] = {"said": _say, "right": _confirm}
"""What is done on a tap that says something, by its kind; the others lead to other buttons."""

QUESTIONS: Mapping[str, str] = {
    "wrong": texts.WHICH,
    "other": texts.WHICH,
    "there": texts.WHICH_OR_REPLY,
}
"""What is asked when a tap leads on, by its kind."""
