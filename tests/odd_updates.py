"""Updates as Telegram sends them, and what may become of them on the way: odd, cut, or worse."""

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

PEOPLE = range(5_000, 5_200)
"""Ids of those who write, so that no chat gets more than a few answers a second."""

USER = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en"}
CHAT = {"id": 7, "type": "private", "first_name": "Ann"}
FILE = {"file_id": "AgAC-unknown", "file_unique_id": "AQAD", "file_size": 1000}
HEAD = {"message_id": 100, "from": USER, "chat": CHAT, "date": 1_790_000_000}
BUTTONS = {"inline_keyboard": [[{"text": "✓ Right", "callback_data": "right:7:99:7.0"}]]}
ANSWER = {
    **HEAD,
    "from": {"id": 123456, "is_bot": True, "first_name": "Bot"},
    "caption": "7 · 99 % sure",
    "photo": [{**FILE, "width": 90, "height": 60}],
    "reply_markup": BUTTONS,
}

BODIES: dict[str, dict[str, Any]] = {
    "text": {"text": "2047"},
    "command": {"text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
    "admin command": {
        "text": "/retrain full", "entities": [{"type": "bot_command", "offset": 0, "length": 8}]
    },
    "photo": {"photo": [{**FILE, "width": 90, "height": 60}, {**FILE, "width": 800, "height": 600}],
              "caption": "a seven", "media_group_id": "1"},
    "document": {"document": {**FILE, "file_name": "7.png", "mime_type": "image/png"}},
    "sticker": {"sticker": {**FILE, "type": "regular", "width": 512, "height": 512,
                            "is_animated": False, "is_video": False}},
    "voice": {"voice": {**FILE, "duration": 3}},
    "animation": {"animation": {**FILE, "width": 9, "height": 9, "duration": 1},
                  "document": {**FILE, "file_name": "x.gif"}},
    "location": {"location": {"latitude": 1.5, "longitude": 2.5}},
    "poll": {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0,
                      "is_closed": False, "is_anonymous": True, "type": "regular",
                      "allows_multiple_answers": False}},
    "joined": {"new_chat_members": [USER]},
    "reply": {"text": "7", "reply_to_message": ANSWER},
    "forwarded": {"text": "7", "forward_origin": {"type": "user", "date": 1, "sender_user": USER}},
}  # fmt: skip

ODD_TEXTS = (
    "", " ", "\0", "\ud800", "\udfff7", "７", "٧", "߇", "𝟟", "²", "七", "\u202e7\u202c",
    "7\u0301" * 500, "👩\u200d👩\u200d👧" * 50, "/", "//", "/start@", "/start@other_bot",
    "/ＳＴＡＲＴ", "\n" * 4096, "7" * 4096, "<b>7</b>", "%s%n{0}{x}", "'; DROP TABLE answers; --",
    "../../etc/passwd", "1e999", "-0", "NaN", "\x1b[2J", "a" * 100_000, "right:7:99:7.0",
    "said:7:none", "now:0:12", "serve:shipped", "cancel", "wrong:7:99:", "stay:7:1:٧", "said:7:٧",
)  # fmt: skip

ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30, 0.5, -1e308,
    float("nan"), float("inf"), [], {}, [[]], [{}], [None], {"id": None}, "7", "x",
)  # fmt: skip


def updates(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield updates, each damaged in up to four places; a tenth is whole."""
    chance = random.Random(seed)
    for number in range(count):
        update = _whole(chance, number)
        for _ in range(0 if chance.random() < 0.1 else chance.randint(1, 4)):
            DAMAGES[chance.randrange(len(DAMAGES))](update, chance)
        yield update


def bodies(count: int, seed: int) -> Iterator[bytes]:
    """Yield what may come over the wire in an update's place."""
    chance = random.Random(seed)
    deep = (
        b"[" * 100_000,
        b'{"update_id":1,"message":' * 30_000,
        b'{"a":' * 500 + b"1" + b"}" * 500,
    )
    odd = (
        b"",
        b"null",
        b"[]",
        b"7",
        b'"x"',
        b"{}",
        b"{",
        b"\xff\xfe",
        b"\0" * 100,
        b"9" * 10_000,
        *deep,
    )
    for update in updates(count, seed):
        body = json.dumps(update).encode()
        kind = chance.random()
        if kind < 0.05:
            body = odd[chance.randrange(len(odd))]
        elif kind < 0.25:
            at = chance.randrange(len(body))
            body = (body[:at], body[:at] + chance.randbytes(3) + body[at + 3 :])[
                chance.randrange(2)
            ]
        yield body


def _whole(chance: random.Random, number: int) -> dict[str, Any]:
    person = chance.choice(PEOPLE)
    user, chat = {**USER, "id": person}, {**CHAT, "id": person}
    if chance.random() < 0.2:
        chat = {"id": -person, "type": chance.choice(["group", "supergroup"]), "title": "7b"}
    message = {**HEAD, "message_id": 1 + number, "from": user, "chat": chat}
    message |= deepcopy(BODIES[chance.choice(list(BODIES))])
    kind = chance.random()
    update: dict[str, Any] = {"update_id": 1 + number}
    if kind < 0.15:
        query = {"id": str(number), "from": user, "chat_instance": "1", "message": deepcopy(ANSWER)}
        query["message"]["chat"] = chat
        return update | {"callback_query": query | {"data": chance.choice(ODD_TEXTS[-8:])}}
    name = (
        "message" if kind < 0.85 else chance.choice(["edited_message", "channel_post", "unknown"])
    )
    return update | {name: message}


def _places(value: Any) -> list[tuple[Any, Any]]:
    """List every (container, key) in a value but the number of the update, the outermost first."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        keys = (
            list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        )
        found += [(one, key) for key in keys if key != "update_id"]
        waiting += [one[key] for key in keys]
    return found


def _at(update: dict[str, Any], chance: random.Random) -> tuple[Any, Any] | None:
    places = _places(update)
    return chance.choice(places) if places else None


def _drop(update: dict[str, Any], chance: random.Random) -> None:
    if place := _at(update, chance):
        del place[0][place[1]]


def _odd_value(update: dict[str, Any], chance: random.Random) -> None:
    if place := _at(update, chance):
        place[0][place[1]] = deepcopy(chance.choice(ODD_VALUES))


def _odd_text(update: dict[str, Any], chance: random.Random) -> None:
    places = [(one, key) for one, key in _places(update) if isinstance(one[key], str)]
    if places:
        one, key = chance.choice(places)
        one[key] = chance.choice(ODD_TEXTS)


def _odd_text_of_message(update: dict[str, Any], chance: random.Random) -> None:
    message = update.get("message")
    if isinstance(message, dict):
        message["text"] = chance.choice(ODD_TEXTS)
        message["entities"] = [
            {
                "type": "bot_command",
                "offset": chance.randint(-2, 9),
                "length": chance.randint(-2, 99),
            }
        ]


def _exchange(update: dict[str, Any], chance: random.Random) -> None:
    one, other = _at(update, chance), _at(update, chance)
    if one and other:
        one[0][one[1]] = deepcopy(other[0][other[1]])


def _more(update: dict[str, Any], chance: random.Random) -> None:
    if place := _at(update, chance):
        place[0][place[1]] = [deepcopy(place[0][place[1]])] * chance.choice([0, 1, 300])


DAMAGES: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    _drop, _drop, _odd_value, _odd_value, _odd_text, _odd_text_of_message, _exchange, _more,
)  # fmt: skip
