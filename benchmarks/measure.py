"""What a measure gives, and how repeated timings are taken."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.big_store import Size


@dataclass(frozen=True)
class Result:
    """One row of the table. `bar` is the most that `ratio` may be, or `value` itself where it `is_limit`."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    bar: float
    ok: bool
    is_limit: bool = False


@dataclass(frozen=True)
class Scale:
    """How much is measured; `folder` is thrown away afterwards."""

    folder: Path
    size: Size = field(default_factory=Size)
    repeats: int = 7
    commits: int = 1000
    typing_seconds: float = 20.0


def within_ratio(name: str, value: float, unit: str, floor: float, bar: float) -> Result:
    """Judge a value by how many times the floor it is."""
    ratio = value / floor if floor else math.inf
    return Result(name, round(value, 4), unit, round(floor, 4), round(ratio, 3), bar, ratio <= bar)


def within_limit(name: str, value: float, unit: str, floor: float, limit: float) -> Result:
    """Judge a value by a limit of its own; the floor only says what this machine does by itself."""
    ratio = value / floor if floor else math.inf
    return Result(name, round(value, 4), unit, round(floor, 4), round(ratio, 3), limit, value <= limit, is_limit=True)


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the smallest value that at least `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def medians(works: Sequence[Callable[[], object]], repeats: int) -> list[float]:
    """Time several works in turns, so that they meet the same machine; gives each one's median in milliseconds."""
    times: list[list[float]] = [[] for _ in works]
    for work in works:
        work()  # the first time loads and fills caches; a person meets it once
    for _ in range(repeats):
        for work, taken in zip(works, times, strict=True):
            taken.append(timed(work))
    return [median(taken) for taken in times]


def timed(work: Callable[[], object]) -> float:
    """Time a work once, in milliseconds, without what earlier works left to collect."""
    gc.collect()
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000
