"""Reading PDF objects without surprises: kids as lists, names as text, object identity."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Object, Stream

Key = tuple[int, int]


def items(value: object) -> list[Any]:
    """Give an array's items, a single value as a list of one, nothing as none."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def name_of(value: object) -> str:
    """Give a name without its slash."""
    return "" if value is None else str(value).removeprefix("/")


def dictionary(value: object) -> Object | None:
    """Give a dictionary or a stream as it is, anything else as nothing."""
    return value if isinstance(value, Dictionary | Stream) else None


def key_of(value: Object) -> Key:
    """Identify an indirect object."""
    return value.objgen
