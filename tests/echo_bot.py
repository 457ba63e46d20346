"""A small bot on the real python-telegram-bot, for the tests of the sandbox and its page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import cv2
import numpy as np
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox import Sandbox

TOKEN = "123456:echo-token"
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("✓ Yes, 7", callback_data="yes")],
        [InlineKeyboardButton(str(digit), callback_data=f"no:{digit}") for digit in (1, 2, 4, 9)],
    ]
)
COMMANDS = [
    BotCommand("start", "Begin"),
    BotCommand("count", "Count to three"),
    BotCommand("album", "Two photos at once"),
]
ADMIN_COMMANDS = [*COMMANDS, BotCommand("retrain", "Teach me")]


def photo_of_a_digit(width: int = 700, height: int = 900) -> bytes:
    """Draw a 7 on paper, as a JPEG."""
    page = np.full((height, width, 3), (214, 226, 233), np.uint8)
    origin = (width * 2 // 7, height * 7 // 10)
    cv2.putText(page, "7", origin, cv2.FONT_HERSHEY_SIMPLEX, 18, (70, 40, 30), 26)
    return cv2.imencode(".jpg", page)[1].tobytes()


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_html(
        "Hello! Send me a <b>photo of a digit</b> and I tell you <i>which one</i> it is. "
        "<code>1 &lt; 2</code>, and /count counts."
    )


async def count(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    message = await update.message.reply_text("one")
    for word in ("two", "three"):
        await message.edit_text(word)


async def album(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    photo = photo_of_a_digit()
    await update.message.reply_media_group(
        [InputMediaPhoto(photo, caption="both"), InputMediaPhoto(photo)]
    )


async def think(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_chat_action("typing")


async def photo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_chat_action("upload_photo")
    file = await update.message.photo[-1].get_file()
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_photo(
        data, caption="7 · 99 % sure", reply_markup=KEYBOARD, do_quote=True
    )


async def document(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    given = update.message.document
    await update.message.reply_document(given.file_id, caption=f"a file: {given.file_name}")


async def sticker(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    side = update.message.sticker.width
    await update.message.reply_text(f"a sticker, {side} wide")


async def edited(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.edited_message.reply_text(f"you changed it to: {update.edited_message.text}")


async def tap(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    if query.data == "yes":
        await query.answer("Thanks!")
        await query.edit_message_caption("7 · you said so")
    else:
        await query.answer("Noted for the next lesson.", show_alert=True)


HANDLERS = [
    CommandHandler("start", start, filters.UpdateType.MESSAGE),
    CommandHandler("count", count),
    CommandHandler("album", album),
    CommandHandler("think", think),
    MessageHandler(filters.PHOTO, photo),
    MessageHandler(filters.Document.ALL, document),
    MessageHandler(filters.Sticker.ALL, sticker),
    MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited),
    CallbackQueryHandler(tap),
]


def build(sandbox: Sandbox) -> Application:
    """Make the bot; starts nothing."""
    builder = Application.builder().token(TOKEN).base_url(f"{sandbox.url}/bot")
    application = builder.base_file_url(f"{sandbox.url}/file/bot").build()
    application.add_handlers(HANDLERS)
    return application


@asynccontextmanager
async def running(sandbox: Sandbox) -> AsyncIterator[Application]:
    """Let the bot poll."""
    async with build(sandbox) as application:
        bot = application.bot
        await bot.set_my_commands(COMMANDS)
        await bot.set_my_commands(ADMIN_COMMANDS, BotCommandScopeChat(sandbox.admin_id))
        await bot.set_my_description("I read handwritten digits and say how sure I am.")
        await application.updater.start_polling(poll_interval=0)
        await application.start()
        try:
            yield application
        finally:
            await application.updater.stop()
            await application.stop()
