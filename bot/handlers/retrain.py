"""`/retrain` and `/cancel`: train the network further; use the result if it is not worse."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot import promotion, texts
from bot.comparison import take_up
from bot.context import Context, Shared
from bot.errors import TrainingError
from bot.export import gather
from bot.live import close, follow
from bot.programs.order import EPOCHS_MAX, read_order
from bot.programs.progress import Progress
from bot.store import Retraining
from model import chart
from model.chart.curves import Curve
from model.corrections import Corrections
from model.errors import WeightsError
from model.versions import Version

log = logging.getLogger(__name__)

CANCEL = "cancel"
"""What a tap on the button under the progress bar sends."""

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton(texts.CANCEL_BUTTON, callback_data=CANCEL)]])


async def answer(message: Message, context: Context) -> None:
    """Start a retraining and stay with it, or tell how far the one is that runs."""
    shared = context.shared
    if shared.training.running:
        state = texts.ALREADY_RUNS.format(state=shared.training.text)
        await message.reply_text(state, reply_markup=BUTTON)
        return
    if shared.training.elsewhere:
        await message.reply_text(texts.RUNS_ELSEWHERE, reply_markup=BUTTON)
        return
    if shared.measuring.running:
        await message.reply_text(texts.RETRAIN_NOT_NOW)
        return
    order = read_order(context.args or [], shared.served, shared.settings.retrain_epochs)
    if order is None:
        await message.reply_text(texts.RETRAIN_USAGE.format(most=EPOCHS_MAX))
        return
    began = Retraining(message.chat_id, 0, (message.text or "").strip(), datetime.now(UTC))

    async def corrections() -> Corrections:
        # Written down before the child starts: whatever ends the bot, the next start tells.
        await shared.stored(shared.store.retraining_began, began)
        return gather(await shared.stored(shared.store.corrections))

    # Nothing is awaited between the question whether one runs and this start.
    task = shared.training.start(order, corrections)
    try:
        note = await message.reply_text(shared.training.text, reply_markup=BUTTON)
        shown = replace(began, message_id=note.message_id)
        await shared.stored(shared.store.retraining_began, shown)
        note = await follow(
            note,
            context.bot,
            task,
            lambda: shared.training.text,
            BUTTON,
            shared.settings.progress_seconds,
        )
    finally:
        await shared.training.cancel()  # if it cannot be shown, nobody would learn how it ends
    if await tell_end(message, note, shared, task):
        await shared.stored(shared.store.retraining_ended)


async def cancel(message: Message, context: Context) -> None:
    """End the retraining or the measurement that runs, or say that none does."""
    training, measuring = context.shared.training, context.shared.measuring
    told = texts.MEASURE_CANCELING if measuring.running else texts.NOTHING_RUNS
    runs = training.running or training.elsewhere
    await message.reply_text(texts.CANCELING if runs else told)
    await training.cancel_anywhere()
    await measuring.cancel()


async def cancel_by_button(query: CallbackQuery, context: Context) -> None:
    """Do the same for a tap; whoever is no admin learns that the button is not for them."""
    training = context.shared.training
    if not context.shared.is_admin(query.from_user):
        await query.answer(texts.REFUSED, show_alert=True)
        return
    runs = training.running or training.elsewhere
    await query.answer(texts.CANCELING if runs else texts.NOTHING_RUNS)
    await training.cancel_anywhere()


async def tell_end(
    message: Message, note: Message, shared: Shared, task: asyncio.Task[Version]
) -> bool:
    """Say how a retraining ended; a result is compared and perhaps taken up before that.

    False if nobody could be told, so that the next start tells.
    """
    if task.cancelled():
        stopped = shared.training.stopped
        return await close(note, texts.STOPPED if stopped else texts.CANCELED) or not stopped
    progress, button = shared.training.progress, None
    await close(note, texts.ENDED)
    try:
        version = task.result()
        compared = await take_up(shared, version)
        ending = compared.text
        if not compared.taken:
            again = promotion.button(texts.SERVE_ANYWAY, version.id, insist=True)
            button = InlineKeyboardMarkup([[again]])
    except TrainingError as error:
        ending = texts.FAILED.format(reason=error)
    except WeightsError:
        log.exception("The training's result cannot be read")
        ending = texts.FAILED.format(reason=texts.UNREADABLE_RESULT)
    else:
        await _send_curves(message, shared, progress)
    # A message of its own, since an edit makes no phone ring after minutes of training.
    await message.reply_text(ending, do_quote=True, reply_markup=button)
    return True


async def _send_curves(message: Message, shared: Shared, progress: Progress) -> None:
    """Send the chart of how the training went, before what came of it."""
    curves = curves_of(progress)
    if not curves:
        return
    theme = shared.settings.chart_theme
    drawing = await shared.in_thread(chart.draw_curves, curves, texts.CURVES_TITLE, theme)
    try:
        await message.reply_photo(drawing, disable_notification=True)
    except TelegramError as error:  # what came of it is worth more, and is still to be said
        log.warning("The training's curves could not be sent: %s", error)


def curves_of(progress: Progress) -> list[Curve]:
    """Take the course of each network's training from what the training program told."""
    curves = []
    for part in dict.fromkeys(epoch.part for epoch in progress.curves):
        epochs = [epoch for epoch in progress.curves if epoch.part == part]
        curves.append(
            Curve(
                texts.CURVES.get(part, part),
                tuple(epoch.loss for epoch in epochs),
                tuple(epoch.validation_accuracy for epoch in epochs),
            )
        )
    return curves
