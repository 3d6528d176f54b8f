"""The page of figures: one row for each measure, with when it was taken and what else the machine was doing."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Result

RESULT_HEADS = ("measure", "value", "floor", "ratio", "bar", "")
HEADS = (*RESULT_HEADS, "taken", "others")
INTRODUCTION = (
    "# Benchmarks",
    "",
    "Written by `python -m benchmarks --write`. Every value stands beside a floor from the same run on",
    "the same machine: the least that the same work can cost without our program. A missed bar stays a row.",
    "A run of some measures leaves the other rows as they are: *taken* says when a row was (UTC), *others* how",
    "many cores were at work during its run for anything else, or taken by the machine's host: next to none on a",
    "machine that is left alone.",
)


Seconds = Callable[[], float | None]


@dataclass(frozen=True)
class Run:
    """What one run took; `others` is how many cores were at work for others, None where the system does not tell."""

    results: Sequence[Result]
    ended: datetime
    others: float | None


def busy_seconds() -> float | None:
    """Give the seconds that all cores together have worked since the machine started (Linux only)."""
    try:
        line = Path("/proc/stat").read_text("ascii").partition("\n")[0]
    except OSError:
        return None
    user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, line.split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def own_seconds() -> float:
    """Give the seconds that this process and those it started and saw end have worked."""
    return sum(os.times()[:4])


class Neighbours:
    """Tells how many cores were at work for others since it was made: all work but that of our own processes."""

    def __init__(
        self, busy: Seconds = busy_seconds, own: Seconds = own_seconds, clock: Callable[[], float] = perf_counter
    ) -> None:
        self._readings = (clock, busy, own)
        self._began = self._read()

    def _read(self) -> tuple[float | None, ...]:
        return tuple(reading() for reading in self._readings)

    def cores(self) -> float | None:
        """Give the average; None where the system does not tell."""
        ends = [(began, now) for began, now in zip(self._began, self._read(), strict=True)]
        if any(None in pair for pair in ends):
            return None
        elapsed, busy, own = (now - began for began, now in ends if began is not None and now is not None)
        return max(0.0, busy - own) / elapsed


def table(results: Sequence[Result]) -> str:
    """Set the results in columns."""
    rows = [RESULT_HEADS, *map(_cells, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines)


def _cells(result: Result) -> tuple[str, ...]:
    bar = f"{result.bar:g} {result.unit}" if result.is_limit else f"{result.bar:g} ×"
    verdict = "met" if result.ok else "missed"
    value, floor = f"{result.value:.2f} {result.unit}", f"{result.floor:.2f} {result.unit}"
    return (result.name, value, floor, f"{result.ratio:.2f} ×", bar, verdict)


def page(run: Run, explanations: Sequence[str], before: str = "") -> str:
    """Give the page: the rows just taken, in their places among those of the page `before`, and what each compares."""
    others = "" if run.others is None else f"{run.others:.2f}"
    beside = (f"{run.ended:%d %b %Y %H:%M}", others)
    cells = kept_cells(before) | {result.name: (*_cells(result), *beside) for result in run.results}
    lines = [f"| {' | '.join(line)} |" for line in (HEADS, ("---",) * len(HEADS), *cells.values())]
    return "\n".join((*INTRODUCTION, "", f"{machine()}.", "", *lines, "", *explanations, ""))


def kept_cells(before: str) -> dict[str, tuple[str, ...]]:
    """Read the rows of a page by the names of their measures; a page of another shape has none."""
    lines = (line.strip("|").split("|") for line in before.splitlines() if line.startswith("|"))
    rows = [tuple(cell.strip() for cell in line) for line in lines if len(line) == len(HEADS)]
    return {row[0]: row for row in rows if row != HEADS and set(row[0]) != {"-"}}


def machine() -> str:
    """Describe the machine without naming it."""
    return f"{os.cpu_count()} cores ({_processor()}), {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
