"""Telegram's HTML to text and entities."""

import re
from dataclasses import dataclass
from html import unescape

from bot.sandbox.entities import utf16_length
from bot.sandbox.values import Entity

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
"""The tags that Telegram knows."""
TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<rest>[^<>]*)>"
    r"|(?P<escape>&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
    r"|(?P<stray><)"
)
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
LANGUAGE = re.compile(r"""class\s*=\s*["']language-([\w+-]+)["']""")


@dataclass
class _Open:
    """A start tag that waits for its end."""

    tag: str
    offset: int
    url: str | None
    language: str | None


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Take the markup out of a text.

    Raises
    ------
    ValueError
        With Telegram's sentence, where a tag is unknown, unclosed or wrongly nested.
    """
    text, at = "", 0
    opened: list[_Open] = []
    entities: list[Entity] = []
    for token in TOKEN.finditer(source):
        text += source[at : token.start()]
        at = token.end()
        where = len(source[: token.start()].encode())
        if token["escape"]:
            text += unescape(token["escape"])
        elif token["stray"]:
            raise ValueError(f"Unclosed start tag at byte offset {where}")
        elif token["close"]:
            entities += _close(opened, token["tag"].lower(), utf16_length(text), where)
        else:
            opened.append(_open(token, utf16_length(text), where))
    if opened:
        raise ValueError(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    text += source[at:]
    entities.reverse()  # they were closed from the inside out
    return text, tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def _open(token: re.Match[str], offset: int, where: int) -> _Open:
    tag = token["tag"].lower()
    if tag not in TYPES:
        raise ValueError(f'Unsupported start tag "{tag}" at byte offset {where}')
    href = HREF.search(token["rest"])
    language = LANGUAGE.search(token["rest"])
    url = unescape(next(filter(None, href.groups()), "")) if href and tag == "a" else None
    return _Open(tag, offset, url, language[1] if language else None)


def _close(opened: list[_Open], tag: str, offset: int, where: int) -> list[Entity]:
    if not opened:
        raise ValueError(f"Unexpected end tag at byte offset {where}")
    start = opened.pop()
    if start.tag != tag:
        raise ValueError(
            f'Unmatched end tag at byte offset {where}, expected "</{start.tag}>", found "</{tag}>"'
        )
    if tag == "code" and opened and opened[-1].tag == "pre":
        opened[-1].language = start.language  # together they are one block of code
        return []
    if offset == start.offset or (tag == "a" and not start.url):
        return []
    length = offset - start.offset
    return [Entity(TYPES[tag], start.offset, length, start.url, start.language)]
