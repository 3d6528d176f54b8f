"""JSON values that nobody can change, and back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_SINGLE = frozenset({str, int, float, bool, type(None)})
"""Most values hold no others; asking for that first is several times as quick as asking whether one is a mapping."""
EMPTY: Mapping[str, object] = MappingProxyType({})


def nothing() -> Mapping[str, object]:
    """Give an empty mapping: the default of a field that holds one."""
    return EMPTY


def frozen(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Give a JSON value that nobody can change."""
    if type(value) in _SINGLE:
        return value
    if isinstance(value, Mapping):
        return MappingProxyType({name: frozen(item) for name, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    return value


def plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Give a frozen JSON value back as dicts and lists."""
    if type(value) in _SINGLE:
        return value
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
