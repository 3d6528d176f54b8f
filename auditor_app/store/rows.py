"""Entities to and from table rows: plain columns as they are, lists and objects as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, partial
from typing import Any, get_type_hints

from auditor_app.core.codec import Json, defaults, makers, same
from auditor_app.core.frozen import frozen, plain
from auditor_app.core.model import KINDS, Entity


def to_json(value: object) -> str:
    """Write JSON compactly, with sorted keys so that equal values are equal bytes."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True)
class Table:
    """How one kind of entity lies in its table."""

    kind: str
    columns: tuple[str, ...]
    booleans: frozenset[str]
    objects: frozenset[str]

    @property
    def select(self) -> str:
        """Give the columns of an entity, ready for a SELECT."""
        return ", ".join(f'"{name}"' for name in (*self.columns, "extra"))

    def value(self, name: str, value: object) -> object:
        """Give a field as its column holds it."""
        if name in self.objects:
            return to_json(value)
        return int(value) if isinstance(value, bool) else value


@cache
def table_of(kind: str) -> Table:
    """Describe the table of a kind of entity, from its dataclass."""
    entity = KINDS[kind]
    hints = get_type_hints(entity)
    names = tuple(item.name for item in fields(entity) if item.name != "extra")
    plain_types = {name: hints[name] for name in names}
    booleans = frozenset(name for name, hint in plain_types.items() if "bool" in str(hint))
    objects = frozenset(name for name, hint in plain_types.items() if not _is_scalar(hint))
    return Table(kind, names, booleans, objects)


def _is_scalar(hint: Any) -> bool:  # noqa: ANN401 - a type or a union of types
    if isinstance(hint, type):
        return issubclass(hint, (str, int))
    return "| None" in str(hint)


def entity_from_row(kind: str, row: Sequence[Any]) -> Entity:
    """Build an entity from the columns of `Table.select`."""
    return builder(kind)(row)


@cache
def builder(kind: str) -> Callable[[Sequence[Any]], Entity]:
    """Give what builds entities of a kind from rows: by position, because 100,000 notes are read at once."""
    entity: Any = KINDS[kind]
    if fields(entity)[-1].name != "extra":
        message = f"{kind}: `extra` comes last, because entities are built from rows by position"
        raise TypeError(message)
    readers, columns = _readers(kind), table_of(kind).columns

    def build(row: Sequence[Any]) -> Entity:
        *values, extra = row
        for place, read in readers:
            values[place] = read(values[place])
        if extra == "{}":
            return entity(*values)  # type: ignore[no-any-return]  # a class of KINDS
        unknown = {name: value for name, value in json.loads(extra).items() if name not in columns}
        return entity(*values, frozen(unknown))  # type: ignore[no-any-return]  # a class of KINDS

    return build


def _readers(kind: str) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Give the places of the columns that are not what their field holds, each with what makes it so."""
    entity: Any = KINDS[kind]
    table, hints = table_of(kind), get_type_hints(entity)
    made: Mapping[str, Callable[[Any], Any]] = makers(entity)
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for place, name in enumerate(table.columns):
        if name in table.objects:
            found.append((place, partial(_from_json, made[name])))
        elif name in table.booleans:
            found.append((place, bool if hints[name] is bool else _flag))
        elif made[name] is not same:
            found.append((place, made[name]))
    return tuple(found)


def _from_json(make: Callable[[Any], Any], text: str) -> object:
    return make(json.loads(text))


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def split_known(kind: str, given: Mapping[str, object]) -> tuple[Json, Json]:
    """Part the fields of a change into those this program has columns for and those it only keeps."""
    columns = set(table_of(kind).columns)
    known = {name: value for name, value in given.items() if name in columns}
    return known, {name: value for name, value in given.items() if name not in columns}


__all__ = ["Table", "builder", "defaults", "entity_from_row", "split_known", "table_of", "to_json"]
