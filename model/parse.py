"""Parsed JSON → frozen dataclasses, by the types that these declare."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from model.errors import WeightsError


def read(kind: Any, value: Any, place: str) -> Any:
    """Turn a JSON value into a `kind`.

    Parameters
    ----------
    kind
        A dataclass, a tuple or mapping of one kind of values, a plain type, or any of these or
        None.
    value
        What `json.loads` gave. Fields that the dataclass does not know are ignored.
    place
        Where the value stands, in words for an error.

    Raises
    ------
    WeightsError
        If anything is missing or of another type, or a dataclass refuses what it is given.
    """
    if is_dataclass(kind) and isinstance(value, dict):
        types = get_type_hints(kind)
        missing = {f.name for f in fields(kind) if _needed(f)} - value.keys()
        if missing:
            raise WeightsError(f"{place} lacks {', '.join(sorted(missing))}.")
        given = {name: read(types[name], value[name], name) for name in types.keys() & value}
        return cast(Any, kind)(**given)
    inner = get_args(kind)
    if type(None) in inner:
        return None if value is None else read(inner[0], value, place)
    if get_origin(kind) is tuple and isinstance(value, list | tuple):
        return tuple(read(inner[0], item, place) for item in value)
    if get_origin(kind) is Mapping and isinstance(value, dict):
        return {key: read(inner[1], item, f"{place} of {key}") for key, item in value.items()}
    if type(value) not in ACCEPTED.get(kind, ()):
        raise WeightsError(f"{place} is of the wrong type.")
    return kind(value)


def _needed(of: Field[Any]) -> bool:
    return of.default is MISSING and of.default_factory is MISSING


ACCEPTED: dict[type, tuple[type, ...]] = {float: (int, float), int: (int,), str: (str,)}
"""Which types JSON may use for a plain value; a bool is none of them."""
