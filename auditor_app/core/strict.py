"""Entities from untrusted JSON values: every wrong type is refused with its path (by cattrs)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from cattrs import Converter, transform_error
from cattrs.gen import make_dict_structure_fn

from auditor_app.core import model
from auditor_app.core.errors import UserError
from auditor_app.core.frozen import frozen
from auditor_app.core.gate import Gate, Reason
from auditor_app.core.model import KINDS, Box, DecidedCondition, School

T = TypeVar("T")

# Every choice of the model by itself: one that is forgotten would pass as a plain text, which no `is` recognises.
_CHOICES = tuple(
    kind
    for kind in vars(model).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
)


def _strict(kind: type) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:  # noqa: ANN401 - cattrs hands over anything
        if type(value) is not kind:
            message = f"expected {kind.__name__}, found {type(value).__name__}"
            raise TypeError(message)
        return value

    return structure


def _one_of(choice: type[StrEnum]) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> StrEnum:  # noqa: ANN401 - cattrs hands over anything
        return choice(value)

    return structure


def _keeping_unknown(converter: Converter, kind: type[T]) -> Callable[[Any, Any], T]:
    known = {item.name for item in dataclasses.fields(kind)} - {"extra"}  # type: ignore[arg-type]  # all are dataclasses
    base = make_dict_structure_fn(kind, converter)

    def structure(value: Any, target: Any) -> T:  # noqa: ANN401 - cattrs hands over anything
        if not isinstance(value, Mapping):
            message = f"expected an object, found {type(value).__name__}"
            raise TypeError(message)
        unknown = {name: frozen(item) for name, item in value.items() if name not in known}
        entity = base({name: item for name, item in value.items() if name in known}, target)
        return dataclasses.replace(entity, extra=MappingProxyType(unknown)) if unknown else entity  # type: ignore[type-var]  # all are dataclasses

    return structure


@cache
def _converter() -> Converter:
    converter = Converter()
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _strict(kind))
    for choice in _CHOICES:
        converter.register_structure_hook(choice, _one_of(choice))
    converter.register_structure_hook_func(
        lambda kind: getattr(kind, "__origin__", None) is Mapping, lambda value, _: frozen(value)
    )
    for entity in (School, Box, DecidedCondition, Reason, Gate, *KINDS.values()):
        converter.register_structure_hook(entity, _keeping_unknown(converter, entity))
    return converter


def structure(kind: type[T], value: Mapping[str, object]) -> T:
    """Build an entity from JSON values; raises `UserError("snapshot.invalid")` naming the path and the reason."""
    try:
        return _converter().structure(value, kind)
    except Exception as error:  # cattrs groups whatever its hooks raised; for untrusted JSON all of it is "invalid"
        reasons = "; ".join(transform_error(error)) if not isinstance(error, TypeError) else str(error)
        raise UserError("snapshot.invalid", path=kind.__name__, reason=reasons) from error
