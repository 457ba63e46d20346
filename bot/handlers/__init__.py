"""What users can do, a file each, and the two tables that register it all."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import CallbackQuery, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot import texts
from bot.answers import sheet
from bot.answers.tap import DATA
from bot.commands import Command
from bot.context import Answer, Context
from bot.handlers import (
    accuracy,
    corrections,
    forget,
    models,
    other,
    photo,
    privacy,
    reply,
    retrain,
    settle,
    start,
    stats,
)
from bot.handlers import help as help_
from bot.promotion import SERVE

ANSWERS: tuple[tuple[Command, Answer], ...] = (
    (Command("start"), start.answer),
    (Command("help"), help_.answer),
    (Command("accuracy"), accuracy.answer),
    (Command("stats"), stats.answer),
    (Command("privacy"), privacy.answer),
    (Command("forget"), forget.answer),
    (Command("retrain", admins_only=True), retrain.answer),
    (Command("cancel", admins_only=True), retrain.cancel),
    (Command("models", admins_only=True), models.answer),
    (Command("rollback", admins_only=True), models.roll_back),
    (Command("corrections", admins_only=True), corrections.answer),
)
"""The commands, in the order in which they are offered, and what answers each."""
COMMANDS = tuple(command for command, _ in ANSWERS)

NEW = filters.UpdateType.MESSAGE
"""Only what is new is answered: an edited message was answered when it came."""

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


def on_message(answer: Answer, *, admins_only: bool = False) -> Callback:
    """Turn what answers a message into a handler's callback that refuses who may not."""

    async def callback(update: Update, context: Context) -> None:
        message = update.message
        if message is None:
            return
        if admins_only and not context.shared.is_admin(message.from_user):
            await message.reply_text(texts.REFUSED, do_quote=True)
            return
        await answer(message, context)

    return callback


def on_tap(answer: Callable[[CallbackQuery, Context], Awaitable[None]]) -> Callback:
    """Turn what answers a tap on a button into a handler's callback."""

    async def callback(update: Update, context: Context) -> None:
        if update.callback_query is not None:
            await answer(update.callback_query, context)

    return callback


async def answer_old_button(query: CallbackQuery, _: Context) -> None:
    """Answer a button that an earlier version of the bot has sent."""
    await query.answer(texts.OLD_BUTTON)


HANDLERS: tuple[BaseHandler[Update, Context, None], ...] = (
    # Taps come first: the handlers of messages warn of a tap on a message that is too old.
    CallbackQueryHandler(on_tap(settle.answer), DATA),
    CallbackQueryHandler(on_tap(retrain.cancel_by_button), f"^{retrain.CANCEL}$"),
    CallbackQueryHandler(on_tap(models.serve_by_button), SERVE),
    CallbackQueryHandler(on_tap(accuracy.cancel_by_button), f"^{accuracy.CANCEL}$"),
    CallbackQueryHandler(on_tap(corrections.tap), sheet.DATA),
    CallbackQueryHandler(on_tap(answer_old_button)),
    *(
        CommandHandler(command.name, on_message(answer, admins_only=command.admins_only), NEW)
        for command, answer in ANSWERS
    ),
    MessageHandler(NEW & photo.PICTURES, on_message(photo.answer)),
    MessageHandler(NEW & reply.TO_ANSWERS, on_message(reply.answer)),
    MessageHandler(NEW & reply.NUMBERS, on_message(reply.ask_for_reply)),
    *(
        MessageHandler(NEW & other.PRIVATE & kind, on_message(other.saying(sentence)))
        for kind, sentence in other.INSTEAD
    ),
)
"""All handlers; the first that fits an update answers it."""
