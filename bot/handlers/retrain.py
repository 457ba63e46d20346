"""`/retrain` and `/cancel`: train the network further; use the result if it is not worse."""

import asyncio
import logging
from pathlib import Path

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import RetryAfter, TelegramError

from bot import texts
from bot.comparison import take_up
from bot.context import Context, Shared
from bot.errors import TrainingError
from bot.pace import AT_ONCE
from bot.served import Served
from bot.training import Order
from model.errors import WeightsError
from model.versions import Version

log = logging.getLogger(__name__)

ARCHITECTURES = ("cnn", "mlp")
"""The networks that can be asked for."""

EPOCHS_MAX = 100
"""More would keep the machine busy for days."""

FLOOD_SECONDS = 30.0
"""How long no edit is tried after Telegram refused one as one too many."""

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
    order = read_order(context.args or [], shared.served, shared.settings.retrain_epochs)
    if order is None:
        await message.reply_text(texts.RETRAIN_USAGE.format(most=EPOCHS_MAX))
        return
    # Nothing is awaited between the question whether one runs and this start.
    task = shared.training.start(order)
    try:
        note = await message.reply_text(shared.training.text, reply_markup=BUTTON)
        await show_progress(note, context, task)
    finally:
        await shared.training.cancel()  # if it cannot be shown, nobody would learn how it ends
    await tell_end(message, note, shared, task)


async def cancel(message: Message, context: Context) -> None:
    """End the retraining that runs, or say that none does."""
    training = context.shared.training
    await message.reply_text(texts.CANCELING if training.running else texts.NOTHING_RUNS)
    await training.cancel()


async def cancel_by_button(query: CallbackQuery, context: Context) -> None:
    """Do the same for a tap; whoever is no admin learns that the button is not for them."""
    training = context.shared.training
    if not context.shared.is_admin(query.from_user):
        await query.answer(texts.REFUSED, show_alert=True)
        return
    await query.answer(texts.CANCELING if training.running else texts.NOTHING_RUNS)
    await training.cancel()


def read_order(words: list[str], served: Served, epochs: int) -> Order | None:
    """Understand the words behind the command; None where they make no sense.

    Parameters
    ----------
    words
        At most an architecture and a number of epochs, in either order.
    served
        The version to go on from, where the architecture that is asked for is its own.
    epochs : int
        How many, where the words do not say.
    """
    architecture = served.report.architecture
    start: Path | None = served.folder
    if len(words) > 2:
        return None
    for word in words:
        if word.lower() in ARCHITECTURES:
            start = start if word.lower() == architecture else None
            architecture = word.lower()
        elif word.isdecimal() and 1 <= int(word) <= EPOCHS_MAX:
            epochs = int(word)
        else:
            return None
    return Order(architecture, epochs, start)


async def show_progress(note: Message, context: Context, task: asyncio.Task[Version]) -> None:
    """Edit the note every few seconds until the task is done.

    An edit that Telegram refuses is skipped: the next one says more anyway.
    """
    training, interval = context.shared.training, context.shared.settings.progress_seconds
    shown, wait = note.text, interval
    while not task.done():
        await asyncio.wait({task}, timeout=wait)
        wait = interval
        text = training.text
        if task.done() or text == shown:
            continue
        try:
            await context.bot.edit_message_text(
                text, note.chat_id, note.message_id, reply_markup=BUTTON, rate_limit_args=AT_ONCE
            )
            shown = text
        except RetryAfter:
            wait = FLOOD_SECONDS
        except TelegramError as error:
            log.debug("The progress could not be shown: %s", error)


async def tell_end(
    message: Message, note: Message, shared: Shared, task: asyncio.Task[Version]
) -> None:
    """Say how a retraining ended; a result is compared and perhaps taken up before that."""
    if task.cancelled():
        await _close(note, texts.STOPPED if shared.training.stopped else texts.CANCELED)
        return
    await _close(note, texts.ENDED)
    try:
        ending = await take_up(shared, task.result())
    except TrainingError as error:
        ending = texts.FAILED.format(reason=error)
    except WeightsError:
        log.exception("The training's result cannot be read")
        ending = texts.FAILED.format(reason=texts.UNREADABLE_RESULT)
    # A message of its own, since an edit makes no phone ring after minutes of training.
    await message.reply_text(ending, do_quote=True)


async def _close(note: Message, text: str) -> None:
    """Take the bar and the button away."""
    try:
        await note.edit_text(text)
    except TelegramError as error:  # somebody may have deleted it
        log.info("The progress message could not be closed: %s", error)
