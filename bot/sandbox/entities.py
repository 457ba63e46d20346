"""Text as Telegram counts and marks it."""

import re

from bot.sandbox.values import Entity

COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,32}(@\w{3,32})?(?![\w/])")
"""A command anywhere in a text, as clients mark it: /name or /name@bot."""
ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,:;!?)]")
"""A web address in a text."""


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, the unit of all of Telegram's offsets and limits."""
    return len(text.encode("utf-16-le")) // 2


def find_commands(text: str) -> tuple[Entity, ...]:
    """Mark the commands of a text."""
    return _mark("bot_command", COMMAND, text)


def find_entities(text: str, given: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    """Mark commands and addresses, as Telegram does in every message, apart from given marks."""
    found = find_commands(text) + _mark("url", ADDRESS, text)
    free = [mark for mark in found if not any(_overlap(mark, other) for other in given)]
    return tuple(sorted([*given, *free], key=lambda mark: (mark.offset, -mark.length)))


def _mark(kind: str, pattern: re.Pattern[str], text: str) -> tuple[Entity, ...]:
    return tuple(
        Entity(kind, utf16_length(text[: found.start()]), utf16_length(found[0]))
        for found in pattern.finditer(text)
    )


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length
