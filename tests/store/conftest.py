"""A real encrypted store in a folder of its own, with a clock that ticks by itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor_app.store.store import Store

KEY = bytes(range(32))


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    clock = itertools.count(1_700_000_000_000, 7)
    opened: list[Store] = []

    def open_(folder: Path = tmp_path / "data", device: str = "laptop", key: bytes = KEY) -> Store:
        store = Store(folder, key, device, lambda: next(clock))
        opened.append(store)
        return store

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store()
