"""`/models` and `/rollback`: the versions, and which of them answers."""

import asyncio
import logging
from datetime import datetime

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot import promotion, texts
from bot.comparison import learned
from bot.context import Context, Shared
from bot.units import score
from model.errors import WeightsError
from model.listing import Listed, look
from model.report import Report
from model.versions import SHIPPED_ID

log = logging.getLogger(__name__)

SHOWN = 8
"""Versions in the list; an older one that answers comes in addition, and the shipped one."""

BUTTONS_A_ROW = 4
"""As many as stay readable on a narrow phone."""


async def answer(message: Message, context: Context) -> None:
    """List the versions, with a button for each that can answer and does not."""
    text, keyboard = await asyncio.to_thread(show, context.shared)
    await message.reply_text(text, reply_markup=keyboard)


async def roll_back(message: Message, context: Context) -> None:
    """Let the version answer again that answered before."""
    shared = context.shared
    old = shared.served.id
    try:
        served = await promotion.roll_back(shared)
    except WeightsError:
        await message.reply_text(texts.NO_ROLLBACK.format(id=old))
        return
    await message.reply_text(texts.ROLLED_BACK.format(id=served.id, old=old))


async def serve_by_button(query: CallbackQuery, context: Context) -> None:
    """Let the version answer that a button names; whoever is no admin is refused."""
    shared, found = context.shared, promotion.SERVE.fullmatch(str(query.data))
    if found is None:
        await query.answer(texts.OLD_BUTTON)
        return
    if not shared.is_admin(query.from_user):
        await query.answer(texts.REFUSED, show_alert=True)
        return
    way, id_ = found.groups()
    try:
        # It takes a fraction of a second, so that the tap can be answered with how it went.
        changed = await promotion.serve(shared, id_)
    except WeightsError:
        log.warning("Version %s cannot be served", id_, exc_info=True)
        refusal = texts.NOT_SERVED.format(id=id_, serving=shared.served.id)
        await _tell(query, refusal, alert=True)
    else:
        await _tell(query, (texts.SERVED_NOW if changed else texts.SERVED_ALREADY).format(id=id_))
    if isinstance(query.message, Message):
        await _show_again(query.message, shared, id_, insisted=way == "insist")


def show(shared: Shared) -> tuple[str, InlineKeyboardMarkup | None]:
    """Put the versions into words, the newest first, and into buttons; blocks for a while."""
    serving, ids = shared.served.id, [version.id for version in shared.versions.all()][::-1]
    chosen = [*ids[:SHOWN], *(id_ for id_ in ids[SHOWN:] if id_ == serving), SHIPPED_ID]
    shown = [look(shared.versions, id_, serves=id_ == serving) for id_ in chosen]
    entries = [_entry(number, one) for number, one in enumerate(shown, 1)]
    left_out = 1 + len(ids) - len(shown)
    more = [texts.MODELS_MORE.format(count=left_out)] if left_out else []
    buttons = [
        promotion.button(texts.SERVE.format(number=number), one.id)
        for number, one in enumerate(shown, 1)
        if one.report and not one.serves
    ]
    rows = [buttons[at : at + BUTTONS_A_ROW] for at in range(0, len(buttons), BUTTONS_A_ROW)]
    keyboard = InlineKeyboardMarkup(rows) if rows else None
    return "\n\n".join([texts.MODELS, *entries, *more]), keyboard


def _entry(number: int, one: Listed) -> str:
    answers = texts.MODEL_ANSWERS if one.serves else ""
    if one.report is None:
        return texts.MODEL_DAMAGED.format(number=number, id=one.id, answers=answers)
    corrections, trained = learned(one.report), datetime.fromisoformat(one.report.date)
    return texts.MODEL.format(
        number=number,
        id=one.id,
        answers=answers,
        architecture=one.report.architecture,
        when=f"{trained:%B} {trained.day}, {trained:%Y, %H:%M} UTC",
        scores=_scores(one.report),
        learned=texts.MODEL_LEARNED.format(**corrections) if corrections else "",
    )


def _scores(report: Report) -> str:
    found = {"mnist": report.test, "single": report.generated, **report.splits}
    return ", ".join(
        template.format(score=score(scores.accuracy))
        for name, template in texts.MODEL_SCORES.items()
        if (scores := found.get(name))
    )


async def _tell(query: CallbackQuery, text: str, *, alert: bool = False) -> None:
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:  # it came too late: what was done shows in the message
        log.info("A tap could not be answered: %s", error)


async def _show_again(message: Message, shared: Shared, id_: str, *, insisted: bool) -> None:
    """Show in the message below which the button stood which version answers now."""
    try:
        if not insisted:
            text, keyboard = await asyncio.to_thread(show, shared)
            await message.edit_text(text, reply_markup=keyboard)
        elif shared.served.id == id_ and message.reply_markup is not None:
            await message.edit_text((message.text or "") + texts.INSISTED.format(id=id_))
    except BadRequest as error:  # it shows that already, or is deleted: nothing is left to do
        log.info("The list of versions could not be shown again: %s", error)
