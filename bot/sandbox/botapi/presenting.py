"""Methods by which the bot presents itself."""

import re

from bot.sandbox import wire
from bot.sandbox.botapi.call import Call, whole
from bot.sandbox.menu import DEFAULT_SCOPE, Command, Scope
from bot.sandbox.refusal import Refusal, malformed
from bot.sandbox.values import Event
from bot.sandbox.wire import Json
from bot.sandbox.world import World

COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS_LIMIT = 100
"""Commands of one scope and language."""
COMMAND_DESCRIPTION_LIMIT = 256
"""Characters of a command's description."""
DESCRIPTION_LIMIT = 512
"""Characters of what stands in an empty chat."""
SHORT_DESCRIPTION_LIMIT = 120
"""Characters of what stands on the bot's profile."""
SCOPES = {
    "default": False,
    "all_private_chats": False,
    "all_group_chats": False,
    "all_chat_administrators": False,
    "chat": True,
    "chat_administrators": True,
}
"""Scopes of commands, and whether they name a chat."""


async def get_me(world: World, call: Call) -> Json:  # noqa: ARG001
    """Tell who the bot is."""
    return wire.user(world.bot) | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def set_my_commands(world: World, call: Call) -> bool:
    """Set the menu of a scope and language."""
    items = call.json("commands")
    if items is None:
        raise malformed("parameter commands is required")
    commands = tuple(_command(item) for item in items)
    if len(commands) > COMMANDS_LIMIT:
        raise malformed("BOT_COMMANDS_TOO_MUCH")
    world.menu.set(_scope(world, call), call.text("language_code"), commands)
    return _changed(world)


async def delete_my_commands(world: World, call: Call) -> bool:
    """Delete the menu of a scope and language."""
    world.menu.set(_scope(world, call), call.text("language_code"), ())
    return _changed(world)


async def get_my_commands(world: World, call: Call) -> list[Json]:
    """Give the menu of a scope and language."""
    commands = world.menu.get(_scope(world, call), call.text("language_code"))
    return [{"command": item.command, "description": item.description} for item in commands]


async def set_my_description(world: World, call: Call) -> bool:
    """Set what stands in an empty chat."""
    text = _within(call.text("description"), DESCRIPTION_LIMIT, "BOT_DESCRIPTION_TOO_LONG")
    world.menu.descriptions[call.text("language_code")] = text
    return _changed(world)


async def set_my_short_description(world: World, call: Call) -> bool:
    """Set what stands on the bot's profile."""
    text = _within(call.text("short_description"), SHORT_DESCRIPTION_LIMIT, "ABOUT_TOO_LONG")
    world.menu.short_descriptions[call.text("language_code")] = text
    return _changed(world)


async def get_my_description(world: World, call: Call) -> Json:
    """Give what stands in an empty chat."""
    return {"description": world.menu.descriptions.get(call.text("language_code"), "")}


async def get_my_short_description(world: World, call: Call) -> Json:
    """Give what stands on the bot's profile."""
    text = world.menu.short_descriptions.get(call.text("language_code"), "")
    return {"short_description": text}


def _command(item: object) -> Command:
    if not isinstance(item, dict):
        raise malformed("can't parse BotCommand: expected an Object")
    name, description = str(item.get("command", "")), str(item.get("description", ""))
    name = name.removeprefix("/")
    if not COMMAND_NAME.fullmatch(name):
        raise malformed("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION_LIMIT:
        raise malformed("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, description)


def _scope(world: World, call: Call) -> Scope:
    scope = call.json("scope")
    if scope is None:
        return DEFAULT_SCOPE
    kind = scope.get("type")
    if kind not in SCOPES:
        raise malformed("can't parse BotCommandScope: unsupported type specified")
    if not SCOPES[kind]:
        return kind, 0
    chat_id = whole(scope.get("chat_id"), "chat_id")
    if chat_id not in world.people:
        raise Refusal("Bad Request: chat not found")
    return kind, chat_id


def _within(text: str, limit: int, refusal: str) -> str:
    if len(text) > limit:
        raise malformed(refusal)
    return text


def _changed(world: World) -> bool:
    for chat_id in world.people:
        world.tell(Event("commands", chat_id))
    return True
