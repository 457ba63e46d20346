"""Kinds of updates: what is worked on in which order, and when one of them is done."""

from telegram import Update


def lane_of(update: Update) -> str:
    """Name what an update must wait for: the earlier ones of the same lane.

    A chat's messages are answered in their order. Taps have their own, for a tap that waits
    for photos has no use any more.
    """
    chat = update.effective_chat or update.effective_user
    taps = "taps" if update.callback_query else "messages"
    return f"{chat.id if chat else 0} {taps}"


def is_done_when_answered(update: Update) -> bool:
    """Whether an update is done with the first message that answers it.

    A photo is, and a command: what /retrain does besides takes minutes and must not begin anew
    when the bot does. What a tap or a written reply says is kept only after the thanks for it.
    """
    message = update.message
    if message is None:
        return False
    text = message.text or ""
    return message.reply_to_message is None or not text or text.startswith("/")
