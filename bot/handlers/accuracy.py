"""`/accuracy`: how good the version in use is, from what is stored, or measured again just now."""

import asyncio
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)

from bot import texts
from bot.account import describe
from bot.activity import sending_photo
from bot.context import Context
from bot.errors import MeasuringError
from bot.live import close, follow
from bot.measured import compare
from bot.programs.measuring import Sets
from bot.served import Served
from bot.store import Tally
from bot.units import duration
from model import chart
from model.report import Report, load

NOW = "now"
"""The word behind the command that has the version measured again."""

KEPT = 8
"""Versions whose charts are kept in memory, in one theme; they are 0.3 MB each."""

CANCEL = "measuring:cancel"
"""What a tap on the button under the progress sends."""

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton(texts.CANCEL_BUTTON, callback_data=CANCEL)]])


async def answer(message: Message, context: Context) -> None:
    """Reply with the figures in words and the charts, or measure again for an admin."""
    words = [word.lower() for word in context.args or []]
    admin = context.shared.is_admin(message.from_user)
    if not words:
        await show(message, context)
    elif words != [NOW]:
        await message.reply_text(texts.ACCURACY_USAGE if admin else texts.ACCURACY_ALONE)
    elif not admin:
        await message.reply_text(texts.REFUSED, do_quote=True)
    else:
        await measure(message, context)


async def show(message: Message, context: Context) -> None:
    """Reply with what is stored: an album of charts, the words below."""
    shared = context.shared
    async with sending_photo(message):
        tallies = await shared.stored(shared.store.tallies)
        theme = shared.settings.chart_theme
        words, charts = await shared.in_thread(account, shared.served, tallies, theme)
        if len(charts) == 1:
            await message.reply_photo(charts[0], caption=words)
        else:
            await message.reply_media_group([InputMediaPhoto(c) for c in charts], caption=words)


def account(served: Served, tallies: Sequence[Tally], theme: str) -> tuple[str, tuple[bytes, ...]]:
    """Put what is known of a version into words and charts; blocks for a while the first time."""
    words = describe(served.report, served.id, tallies)
    return words, _charts(served.folder, theme)


@lru_cache(maxsize=KEPT)
def _charts(version: Path, theme: str) -> tuple[bytes, ...]:
    """Draw the charts of the version in a folder; it never changes, so once is enough."""
    report = load(version)
    title = texts.CONFUSION_TITLE.format(count=f"{report.test.count:,}")
    confusion = chart.draw_confusion(report.test.confusion, title, theme)
    if not report.bins:
        return (confusion,)
    count = sum(found.count for found in report.bins)
    title = texts.RELIABILITY_TITLE.format(count=f"{count:,}")
    return confusion, chart.draw_reliability(report.bins, title, theme)


async def measure(message: Message, context: Context) -> None:
    """Measure the version in use again, show how far that is, and compare what comes out."""
    shared = context.shared
    measuring, settings = shared.measuring, shared.settings
    if shared.training.running:
        await message.reply_text(texts.MEASURE_NOT_NOW)
        return
    if measuring.running:
        state = texts.ALREADY_MEASURES.format(state=measuring.text)
        await message.reply_text(state, reply_markup=BUTTON)
        return
    # Nothing is awaited between these questions and the start.
    served, began = shared.served, time.monotonic()
    task = measuring.start(served.folder, settings.mnist_path)
    try:
        note = await message.reply_text(measuring.text, reply_markup=BUTTON)
        note = await follow(
            note, context.bot, task, lambda: measuring.text, BUTTON, settings.progress_seconds
        )
    finally:
        await measuring.cancel()  # if it cannot be shown, nobody would learn how it ends
    await _tell_end(message, note, task, served.report, time.monotonic() - began)


async def cancel_by_button(query: CallbackQuery, context: Context) -> None:
    """End the measurement that runs; whoever is no admin learns that it is not theirs to end."""
    measuring = context.shared.measuring
    if not context.shared.is_admin(query.from_user):
        await query.answer(texts.REFUSED, show_alert=True)
        return
    await query.answer(texts.MEASURE_CANCELING if measuring.running else texts.NOTHING_RUNS)
    await measuring.cancel()


async def _tell_end(
    message: Message, note: Message, task: asyncio.Task[Sets], report: Report, seconds: float
) -> None:
    if task.cancelled():
        await close(note, texts.MEASURE_CANCELED)
        return
    await close(note, texts.MEASURE_ENDED.format(duration=duration(seconds)))
    try:
        ending = compare(task.result(), report)
    except MeasuringError as error:
        ending = texts.MEASURE_FAILED.format(reason=error)
    # A message of its own, since an edit makes no phone ring after minutes of waiting.
    await message.reply_text(ending, do_quote=True)
