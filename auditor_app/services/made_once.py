"""A property that is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class MadeOnce(Generic[T]):
    """As `functools.cached_property`, but made once even when two threads ask at the same time."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        """Let `make` give the value from the object that holds it."""
        self._make, self._name = make, make.__name__
        self.__doc__ = make.__doc__
        self._making = RLock()

    @overload
    def __get__(self, holder: None, kind: type[object]) -> MadeOnce[T]: ...

    @overload
    def __get__(self, holder: object, kind: type[object]) -> T: ...

    def __get__(self, holder: object | None, kind: type[object]) -> T | MadeOnce[T]:
        """Give the value; from the second time on Python finds it at the holder and does not come here."""
        if holder is None:
            return self
        with self._making:
            kept = vars(holder)
            if self._name not in kept:
                kept[self._name] = self._make(holder)
            value: T = kept[self._name]
        return value
