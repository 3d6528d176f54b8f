"""Entities to and from table rows: plain columns as they are, lists and objects as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_type_hints

from auditor_app.core.codec import Json, assemble, defaults, plain
from auditor_app.core.model import KINDS, Entity

JSON_COLUMNS = ("extra", "stamps")


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
    table = table_of(kind)
    values: Json = dict(zip(table.columns, row, strict=False))
    for name in table.objects:
        values[name] = json.loads(values[name])
    for name in table.booleans:
        if values[name] is not None:
            values[name] = bool(values[name])
    extra = row[len(table.columns)]
    if extra != "{}":
        values = {**json.loads(extra), **values}
    return assemble(KINDS[kind], values)


def split_known(kind: str, given: Mapping[str, object]) -> tuple[Json, Json]:
    """Part the fields of a change into those this program has columns for and those it only keeps."""
    columns = set(table_of(kind).columns)
    known = {name: value for name, value in given.items() if name in columns}
    return known, {name: value for name, value in given.items() if name not in columns}


__all__ = ["Table", "defaults", "entity_from_row", "split_known", "table_of", "to_json"]
