"""The methods of the Bot API that the sandbox knows, each with the parameters it takes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.botapi import editing, files, presenting, receiving, sending
from bot.sandbox.botapi.call import Call, Upload, parse
from bot.sandbox.refusal import Refusal
from bot.sandbox.world import World


@dataclass(frozen=True)
class Method:
    """A method: the coroutine that carries it out, and the kind of each parameter."""

    run: Callable[[World, Call], Awaitable[object]]
    parameters: Mapping[str, str]


def _takes(words: str, *groups: Mapping[str, str]) -> dict[str, str]:
    """Write `a:integer b:string` as a table, other tables added."""
    table = dict(word.split(":") for word in words.split())
    for group in groups:
        table |= group
    return table


SENT = _takes(
    "chat_id:chat reply_markup:object reply_parameters:object reply_to_message_id:integer "
    "allow_sending_without_reply:boolean disable_notification:boolean protect_content:boolean"
)
TEXT = _takes("text:string parse_mode:string entities:array link_preview_options:object")
CAPTION = _takes(
    "caption:string parse_mode:string caption_entities:array show_caption_above_media:boolean"
)
EDITED = _takes("chat_id:chat message_id:integer reply_markup:object")
HOOK = _takes(
    "url:string secret_token:string ip_address:string max_connections:integer "
    "allowed_updates:array drop_pending_updates:boolean"
)
MENU = _takes("scope:object language_code:string")
LANGUAGE = _takes("language_code:string")

METHODS = {
    "getMe": Method(presenting.get_me, {}),
    "getUpdates": Method(
        receiving.get_updates,
        _takes("offset:integer limit:integer timeout:integer allowed_updates:array"),
    ),
    "setWebhook": Method(receiving.set_webhook, HOOK),
    "deleteWebhook": Method(receiving.delete_webhook, _takes("drop_pending_updates:boolean")),
    "getWebhookInfo": Method(receiving.get_webhook_info, {}),
    "sendMessage": Method(sending.send_message, SENT | TEXT),
    "sendPhoto": Method(
        sending.send_photo, _takes("photo:file has_spoiler:boolean", SENT, CAPTION)
    ),
    "sendDocument": Method(
        sending.send_document,
        _takes("document:file disable_content_type_detection:boolean", SENT, CAPTION),
    ),
    "sendMediaGroup": Method(sending.send_media_group, _takes("media:array", SENT)),
    "sendChatAction": Method(sending.send_chat_action, _takes("chat_id:chat action:string")),
    "editMessageText": Method(editing.edit_message_text, EDITED | TEXT),
    "editMessageCaption": Method(editing.edit_message_caption, EDITED | CAPTION),
    "editMessageMedia": Method(editing.edit_message_media, _takes("media:object", EDITED)),
    "editMessageReplyMarkup": Method(editing.edit_message_reply_markup, EDITED),
    "deleteMessage": Method(editing.delete_message, _takes("chat_id:chat message_id:integer")),
    "answerCallbackQuery": Method(
        receiving.answer_callback_query,
        _takes(
            "callback_query_id:string text:string show_alert:boolean url:string cache_time:integer"
        ),
    ),
    "getFile": Method(files.get_file, _takes("file_id:string")),
    "setMyCommands": Method(presenting.set_my_commands, _takes("commands:array", MENU)),
    "getMyCommands": Method(presenting.get_my_commands, MENU),
    "deleteMyCommands": Method(presenting.delete_my_commands, MENU),
    "setMyDescription": Method(
        presenting.set_my_description, _takes("description:string", LANGUAGE)
    ),
    "getMyDescription": Method(presenting.get_my_description, LANGUAGE),
    "setMyShortDescription": Method(
        presenting.set_my_short_description, _takes("short_description:string", LANGUAGE)
    ),
    "getMyShortDescription": Method(presenting.get_my_short_description, LANGUAGE),
}

BY_LOWER_NAME = {name.lower(): (name, method) for name, method in METHODS.items()}
"""Telegram does not mind the case of a method's name."""


def called(name: str) -> str | None:
    """Return a method's name as Telegram writes it; None where there is no such method."""
    known = BY_LOWER_NAME.get(name.lower())
    return known[0] if known else None


async def perform(
    world: World, name: str, raw: Mapping[str, object], uploads: Mapping[str, Upload]
) -> object:
    """Carry out a call; the result goes into the answer as JSON.

    Raises
    ------
    Refusal
        Where the method is unknown, a parameter malformed or Telegram would refuse.
    """
    known = BY_LOWER_NAME.get(name.lower())
    if known is None:
        raise Refusal("Not Found: method not found", 404, fault=True)
    canonical, method = known
    call = Call(parse(canonical, method.parameters, raw), uploads)
    return await method.run(world, call)
