"""`python -m benchmarks`: measure, as ratios to a floor in the same run; a missed bar is a row, not a failure."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.big_store import TINY
from benchmarks.measure import Result, Scale

Measure = Callable[[Scale], Result]


def measures() -> Mapping[str, Measure]:
    """Give all measures by the name they are asked for."""
    from benchmarks import (  # noqa: PLC0415 - `--help` does without all these
        judgement,
        photo_measures,
        report_measures,
        scale_measures,
        signature_measures,
        store_measures,
        window_measures,
    )

    return {
        "start": window_measures.start,
        "memory": window_measures.memory,
        "typing": window_measures.typing,
        "worst-stall": window_measures.worst_stall,
        **scale_measures.measures(),
        "save": store_measures.save,
        "search": store_measures.search,
        "search-limit": store_measures.search_limit,
        "report": report_measures.report,
        "photos-in-report": photo_measures.photos_in_report,
        "photo-intake": photo_measures.photo_intake,
        "report-200": report_measures.long_report,
        "report-1000": report_measures.growth,
        "sign": signature_measures.signing,
        "verify": signature_measures.verifying,
        "verify-file": signature_measures.verifying_apart,
        "import-report": signature_measures.importing,
        "verify-many": signature_measures.verifying_many,
        **judgement.measures(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked, all of it when nothing was."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help="measures to take; all when none is named")
    parser.add_argument("--json", action="store_true", help="print a list of objects on standard output")
    parser.add_argument("--quick", action="store_true", help="a tiny store and few repeats, to try the measures")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long is typed; 300 for the published figures")
    parser.add_argument("--write", metavar="FILE", type=Path, help="also write the table as Markdown")
    given = parser.parse_args(arguments)
    known = measures()
    unknown = set(given.names) - known.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    results = _taken([known[name] for name in given.names or known], given.seconds, is_quick=given.quick)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text(page(results), "utf-8")
    print(json.dumps([asdict(result) for result in results], indent=1) if given.json else table(results))
    return 0


def _taken(chosen: Sequence[Measure], seconds: float, *, is_quick: bool) -> list[Result]:
    results = []
    with tempfile.TemporaryDirectory(prefix="auditor-benchmarks-") as folder:
        scale = Scale(Path(folder), typing_seconds=seconds)
        if is_quick:
            scale = replace(scale, size=TINY, repeats=1, commits=20, typing_seconds=1.0)
        for measure in chosen:
            print((measure.__doc__ or "").partition("\n")[0], file=sys.stderr, flush=True)
            results.append(measure(scale))
    return results


def _cells(result: Result) -> tuple[str, ...]:
    bar = f"{result.bar:g} {result.unit}" if result.is_limit else f"{result.bar:g} ×"
    verdict = "met" if result.ok else "missed"
    value, floor = f"{result.value:.2f} {result.unit}", f"{result.floor:.2f} {result.unit}"
    return (result.name, value, floor, f"{result.ratio:.2f} ×", bar, verdict)


HEADS = ("measure", "value", "floor", "ratio", "bar", "")


def table(results: Sequence[Result]) -> str:
    """Set the results in columns."""
    rows = [HEADS, *map(_cells, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines)


def page(results: Sequence[Result]) -> str:
    """Give the results as a page of the documentation, with the day and the machine of this run."""
    rows = [HEADS, ("---",) * len(HEADS), *map(_cells, results)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(
        (
            "# Benchmarks",
            "",
            "Written by `python -m benchmarks --write`. Every value stands beside a floor from the same run on",
            "the same machine: the least that the same work can cost without our program. A missed bar stays a row.",
            "",
            f"{datetime.now(UTC):%d %B %Y}; {machine()}.",
            "",
            *lines,
            "",
            *explanations(),
            "",
        )
    )


def machine() -> str:
    """Describe the machine without naming it."""
    processor = _processor()
    return f"{os.cpu_count()} cores ({processor}), {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def explanations() -> list[str]:
    """Say what each measure compares, from its own words."""
    return ["What is compared:", "", *(f"- `{name}`: {measure.__doc__}" for name, measure in measures().items())]


if __name__ == "__main__":
    sys.exit(main())
