"""One call of the Bot API with its parameters, checked and converted."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.refusal import malformed

ATTACHED = "attach://"
FLAGS = {"true": True, "false": False, "1": True, "0": False}
"""How a form writes a boolean."""


@dataclass(frozen=True)
class Upload:
    """A file in the body of a call."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """The parameters of a call; those that were not given are missing."""

    values: Mapping[str, Any]
    files: Mapping[str, Upload]

    def integer(self, name: str, default: int) -> int:
        """Give a whole number."""
        return int(self.values.get(name, default))

    def text(self, name: str) -> str:
        """Give a string, "" where it is missing."""
        return str(self.values.get(name, ""))

    def flag(self, name: str) -> bool:
        """Give a boolean, False where it is missing."""
        return bool(self.values.get(name, False))

    def json(self, name: str) -> Any:
        """Give an object or list, None where it is missing."""
        return self.values.get(name)

    def upload(self, name: str, reference: str | None = None) -> Upload | str | None:
        """Give the file of a parameter: its upload, the string that names it, or None.

        `reference` is what stands in the parameter where that is not one of the call's own, as
        in the parts of an album.
        """
        given = self.text(name) if reference is None else reference
        if given.startswith(ATTACHED):
            field = given.removeprefix(ATTACHED)
            if field not in self.files:
                raise malformed(f'attached file "{field}" not found')
            return self.files[field]
        return self.files.get(name) or given or None


def whole(value: object, name: str) -> int:
    """Take a whole number out of a JSON parameter, refusing everything else."""
    try:
        return _integer(value)
    except (ValueError, TypeError) as error:
        raise malformed(f"invalid {name} specified: integer expected") from error


def parse(method: str, accepted: Mapping[str, str], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Check and convert the parameters of a call.

    Parameters
    ----------
    method
        Only for the sentence of the refusal.
    accepted
        The kind, a key of `KINDS`, of each parameter that the method takes.
    raw
        Strings from a form, or any values from a JSON body.

    Raises
    ------
    Refusal
        Where a parameter is unknown or not of its kind.
    """
    values = {}
    for name, value in raw.items():
        if name not in accepted:
            raise malformed(f'method {method} has no parameter "{name}" here')
        try:
            values[name] = KINDS[accepted[name]](value)
        except (ValueError, TypeError) as error:
            raise malformed(f"invalid {name} specified: {accepted[name]} expected") from error
    return values


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    try:
        return FLAGS[str(value).lower()]
    except KeyError as error:
        raise ValueError from error


def _text(value: object) -> str:
    if not isinstance(value, str | int):
        raise TypeError
    return str(value)


def _chat(value: object) -> int:
    # Only private chats exist here, so "@channel" names none: 0 is nobody's id.
    return 0 if isinstance(value, str) and value.startswith("@") else _integer(value)


def _object(value: object) -> dict[str, Any]:
    parsed = json.loads(value) if isinstance(value, str) else value
    if not isinstance(parsed, dict):
        raise TypeError
    return parsed


def _list(value: object) -> list[Any]:
    parsed = json.loads(value) if isinstance(value, str) else value
    if not isinstance(parsed, list):
        raise TypeError
    return parsed


KINDS: dict[str, Callable[[object], Any]] = {
    "integer": _integer,
    "boolean": _flag,
    "string": _text,
    "chat": _chat,
    "object": _object,
    "array": _list,
    "file": _text,
}
