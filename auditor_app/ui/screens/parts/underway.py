"""What was handed over to be written and is not on the disk yet: newer than what is stored, so it is shown instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Underway:
    """Field values by record; they count until every write of that record has been answered."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, Any]] = {}
        self._writes: dict[str, int] = {}

    def begin(self, key: str, fields: Mapping[str, Any]) -> None:
        """A write of `key` was handed over."""
        self._writes[key] = self._writes.get(key, 0) + 1
        self._fields.setdefault(key, {}).update(fields)

    def end(self, key: str) -> None:
        """A write of `key` was answered."""
        self._writes[key] = self._writes.get(key, 1) - 1
        if self._writes[key] <= 0:
            self._writes.pop(key)
            self._fields.pop(key, None)

    def fields(self, key: str) -> Mapping[str, Any]:
        """Give what is newer than the store for `key`."""
        return self._fields.get(key, {})
