# ruff: noqa: INP001 - scripts in a folder, not a package
"""Write down which pages this program makes (`resources/pages/edition.txt`): run whenever a page changes.

A report names the edition of the program that made it, and only pages of the same edition are compared word for word
(docs/adr/0022-pages-built-again.md). `--check` fails when the samples are set otherwise than the edition says.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from auditor_app.core.comparison import baseline_of
from auditor_app.core.gates import for_school
from auditor_app.core.model import Density, Layout
from auditor_app.services.report import archive
from auditor_app.services.report.build import Status, build
from auditor_app.services.samples import INTERIM, LAST_YEAR, SUMMATIVE, THIS_YEAR, sample_photos, sample_snapshot
from auditor_app.services.signing.made import digest_of

EDITION = Path(__file__).parent.parent / "pages" / "edition.txt"
FINAL = Status(is_draft=False, day="2026-12-19")
LENGTH = 12
"""Digits of the edition: enough to tell two apart, short enough to read aloud."""
MADE = (
    (THIS_YEAR, LAST_YEAR, "nl", Layout("x")),
    (INTERIM, THIS_YEAR, "en", Layout("x", photos_per_row=1)),
    (SUMMATIVE, THIS_YEAR, "sv", Layout("x", density=Density.COMPACT)),
)
"""The reports whose pages stand for all: every kind of audit, every language, both densities."""


def main() -> int:
    """Write the edition, or compare it."""
    text = edition() + "\n"
    if "--check" not in sys.argv[1:]:
        EDITION.write_text(text, "utf-8", newline="\n")
        return 0
    is_current = EDITION.exists() and EDITION.read_text("utf-8") == text
    says = "the pages are those of this edition"
    changed = "pages have changed, so this is another edition: run python resources/build/make_pages.py"
    print(f"{EDITION.name}: {says if is_current else changed}")  # noqa: T201 - a script
    return int(not is_current)


def edition() -> str:
    """Give the digest of what the samples are set as; the edition's own name is left out of it."""
    archive.PRODUCER = ""
    return hashlib.sha256("".join(_digests()).encode()).hexdigest()[:LENGTH]


def _digests() -> Iterator[str]:
    for name, before, language, layout in MADE:
        baseline = baseline_of(sample_snapshot(before), "before")
        snapshot = for_school(replace(sample_snapshot(name), baseline=baseline, layouts=(layout,)))
        pictures = {digest: content for digest, (_type, content) in sample_photos(snapshot).items()}
        yield digest_of(build(snapshot, language, status=FINAL, blobs=pictures).pdf)


if __name__ == "__main__":
    sys.exit(main())
