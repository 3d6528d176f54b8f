"""`python -m benchmarks`: measure, as ratios to a floor in the same run; a missed bar is a row, not a failure."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.big_store import TINY
from benchmarks.measure import Result, Scale
from benchmarks.page import Neighbours, Run, page, table

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
    parser.add_argument("--write", metavar="FILE", type=Path, help="also write the rows into this page")
    given = parser.parse_args(arguments)
    known = measures()
    unknown = set(given.names) - known.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    neighbours = Neighbours()
    results = _taken([known[name] for name in given.names or known], given.seconds, is_quick=given.quick)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        before = given.write.read_text("utf-8") if given.names and given.write.exists() else ""
        given.write.write_text(
            page(Run(results, datetime.now(UTC), neighbours.cores()), explanations(), before), "utf-8"
        )
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


def explanations() -> list[str]:
    """Say what each measure compares, from its own words."""
    return ["What is compared:", "", *(f"- `{name}`: {measure.__doc__}" for name, measure in measures().items())]


if __name__ == "__main__":
    sys.exit(main())
