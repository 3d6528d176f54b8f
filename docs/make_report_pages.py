"""Draws the pages of the sample report and judges its files: `python docs/make_report_pages.py [--only-checks]`.

Contact sheets of all pages of a formative, an interim and a summative report, in three languages, go to
docs/report-pages; what is checked of which file goes, with its result, between the two marks in docs/report-checks.md.
Needs `pdftoppm`, `pdffonts` (poppler-utils), `qpdf`, and the Java that tests/attacks/verapdf names.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["AUDITOR_SAMPLES_AS_WRITTEN"] = "1"

from tests.attacks.verapdf import broken_rules  # noqa: E402 - after the path

if TYPE_CHECKING:
    from PIL.Image import Image

    from auditor_app.core.snapshot import Snapshot

LANGUAGES = ("nl", "en", "sv")
DPI, ACROSS, GAP, COLOURS = 45, 6, 6, 48
PAGES, CHECKS = ROOT / "docs" / "report-pages", ROOT / "docs" / "report-checks.md"
DRAWN = {"formative": 2026, "summative": 2027}
"""Of the reports that the demonstration signs, those that are drawn whole, by the year in their names."""
BEGIN, END = "<!-- checks: begin -->", "<!-- checks: end -->"


def main() -> int:
    """Make the sample's files, judge them, draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-checks", action="store_true", help="judge the files, draw nothing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = made(Path(folder))
        table = judged(files)
        if not options.only_checks:
            PAGES.mkdir(exist_ok=True)
            for language in LANGUAGES:
                for kind, year in DRAWN.items():
                    draw(next((Path(folder) / language).glob(f"*-{year}-*.pdf")), PAGES / f"{kind}-{language}.png")
                draw(files[f"interim, {language}"], PAGES / f"interim-{language}.png")
    print(table)
    text = CHECKS.read_text("utf-8")
    head, _, rest = text.partition(BEGIN)
    CHECKS.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")
    return int(any(cell not in {"ok", ""} for row in table.splitlines()[2:] for cell in _cells(row)))


def made(folder: Path) -> dict[str, Path]:
    """Make reports of the samples in every language, a compact one, the record, and what the demonstration signs."""
    from dataclasses import replace  # noqa: PLC0415 - after the path is set

    from auditor_app.core.comparison import baseline_of  # noqa: PLC0415 - after the path is set
    from auditor_app.core.gates import for_school  # noqa: PLC0415 - after the path is set
    from auditor_app.core.model import Density, Layout  # noqa: PLC0415 - after the path is set
    from auditor_app.services.report.build import Status, build  # noqa: PLC0415 - after the path is set
    from auditor_app.services.report.record import build_record  # noqa: PLC0415 - after the path is set
    from auditor_app.services.samples import INTERIM, LAST_YEAR, THIS_YEAR, sample_snapshot  # noqa: PLC0415 - after the path is set

    final = Status(is_draft=False, day="2026-12-19")

    def after(audit: str, earlier: str) -> Snapshot:
        baseline = baseline_of(sample_snapshot(earlier), earlier)
        return for_school(replace(sample_snapshot(audit), baseline=baseline))

    school, interim = after(THIS_YEAR, LAST_YEAR), after(INTERIM, THIS_YEAR)
    made_files = {f"final, {language}": build(school, language, status=final).pdf for language in LANGUAGES}
    made_files |= {f"interim, {language}": build(interim, language, status=final).pdf for language in LANGUAGES}
    compact = replace(school, layouts=(Layout("x", density=Density.COMPACT),))
    made_files["compact, nl"] = build(compact, "nl", status=final).pdf
    made_files["record, sv"] = build_record(school, "sv", status=final)
    files = {}
    for language in LANGUAGES:
        out = folder / language
        command = [sys.executable, "-m", "auditor_app", "demo", "--language", language, "--out", str(out)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        files[f"signed, {language}"] = max(out.glob("*.pdf"), key=lambda path: path.name)
    for name, content in made_files.items():
        files[name] = folder / f"{name.replace(', ', '-')}.pdf"
        files[name].write_bytes(content)
    return files


def judged(files: dict[str, Path]) -> str:
    """Give a table of checks × files; a cell says "ok", or how many faults there are."""
    strict = broken_rules(tuple(files.values()))
    columns = {
        name: checks_of(path) | {rules: broken or "ok" for rules, broken in strict[path].items()}
        for name, path in files.items()
    }
    rows = [f"| check | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}"]
    rows += [
        f"| {check} | {' | '.join(found[check] for found in columns.values())} |" for check in columns["final, nl"]
    ]
    return "\n".join(rows)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")[2:]]


def checks_of(path: Path) -> dict[str, str]:
    """Judge one file by every group of our rules and by programs of others."""
    import pikepdf  # noqa: PLC0415 - after the path is set

    from auditor_app.services.report.conformance import faults  # noqa: PLC0415 - after the path is set

    with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
        found = {f"our rules: {name}": _said(len(group)) for name, group in faults(pdf).items()}
    return found | {name: _said(int(not judge(path))) for name, judge in OTHERS.items()}


def _said(faults: int) -> str:
    return f"{faults} fault{'s' if faults > 1 else ''}" if faults else "ok"


def _is_sound(path: Path) -> bool:
    return subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True).returncode == 0


def _has_fonts(path: Path) -> bool:
    listed = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    return bool(listed) and all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in listed)


OTHERS: dict[str, Callable[[Path], bool]] = {
    "qpdf --check": _is_sound,
    "pdffonts: embedded, subset, Unicode": _has_fonts,
}
"""Programs of others that judge a file."""


def draw(report: Path, target: Path) -> None:
    """Draw all pages of a report on one sheet."""
    from PIL import Image  # noqa: PLC0415 - after the path is set

    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(DPI), "-png", str(report), f"{folder}/page"]
        subprocess.run(command, check=True)
        pages: list[Image] = [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.png"))]
    wide, high = pages[0].size
    down = -(-len(pages) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * (wide + GAP) + GAP, down * (high + GAP) + GAP), "#B9B4AA")
    for place, page in enumerate(pages):
        sheet.paste(page, (GAP + place % ACROSS * (wide + GAP), GAP + place // ACROSS * (high + GAP)))
    sheet.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
