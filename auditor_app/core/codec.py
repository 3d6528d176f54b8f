"""Entities to and from plain JSON values; what is unknown is kept in `extra` and written back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from auditor_app.core.frozen import frozen, plain
from auditor_app.core.model import KINDS, Entity

T = TypeVar("T")
Json = dict[str, Any]
Maker = Callable[[Any], Any]


def decode(kind: type[T], value: Mapping[str, object]) -> T:
    """Build an entity from untrusted JSON; raises `UserError("snapshot.invalid")` naming the path and the reason."""
    from auditor_app.core.strict import structure  # noqa: PLC0415 - a window that only opens its own store never needs it

    return structure(kind, value)


def assemble(kind: type[T], values: Mapping[str, Any]) -> T:
    """Build an entity from JSON values that this program wrote itself: quick, and without checks."""
    key: Any = kind
    known = makers(key)
    fields = {name: known[name](value) for name, value in values.items() if name in known}
    unknown = {name: frozen(value) for name, value in values.items() if name not in known and name != "extra"}
    if unknown:
        fields["extra"] = MappingProxyType(unknown)
    return kind(**fields)


@cache
def makers(kind: type[Any]) -> Mapping[str, Maker]:
    """Give per field what turns its JSON value into the field's own; `same` where they are alike."""
    hints = get_type_hints(kind)
    return {item.name: _maker(hints[item.name]) for item in dataclasses.fields(kind) if item.name != "extra"}


def _maker(hint: Any) -> Maker:  # noqa: ANN401 - a type as annotated
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        known = {str(member): member for member in hint}
        return lambda value: known.get(value) or hint(value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return lambda value: assemble(hint, value)
    if get_origin(hint) is tuple:
        inner = _maker(get_args(hint)[0])
        return lambda value: tuple(inner(item) for item in value)
    if get_origin(hint) is Mapping:
        return frozen
    return same


def same(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Give a value as it is."""
    return value


def encode(entity: object) -> Json:
    """Give an entity as plain JSON values, unknown fields included."""
    values = {
        item.name: _encoded(getattr(entity, item.name))
        for item in dataclasses.fields(entity)  # type: ignore[arg-type]  # all are dataclasses
        if item.name != "extra"
    }
    return {**values, **plain(getattr(entity, "extra", {}))}


def _encoded(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return encode(value)
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    return plain(value)


def field_names(kind: str) -> frozenset[str]:
    """Name the fields of a kind of entity that a change may set."""
    return frozenset(item.name for item in dataclasses.fields(KINDS[kind])) - {"id", "extra"}


def defaults(kind: str) -> Json:
    """Give the JSON values of an entity of which nothing has been set."""
    return encode(KINDS[kind]())


__all__ = [
    "Entity",
    "Json",
    "assemble",
    "decode",
    "defaults",
    "encode",
    "field_names",
    "makers",
    "same",
]
