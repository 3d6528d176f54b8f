"""Prints what this program and independent judges find of files: `python docs/make_verification.py`.

Writes docs/verification.md. Needs `pdfsig`, `qpdf`, `openssl`, `certutil` (libnss3-tools), and the Java that
tests/attacks/verapdf names.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor_app.cli.words import problem_sentence  # noqa: E402 - after the path
from auditor_app.i18n import set_language  # noqa: E402 - after the path
from auditor_app.services.signing.crew import WarmWorker  # noqa: E402 - after the path
from tests.attacks import judges  # noqa: E402 - after the path
from tests.attacks.make_files import FILES  # noqa: E402 - after the path
from tests.attacks.sound_reports import good, root_of  # noqa: E402 - after the path
from tests.attacks.verapdf import broken_rules  # noqa: E402 - after the path
from tests.services.time_authority import Clock, listening  # noqa: E402 - after the path

PAGE = ROOT / "docs" / "verification.md"
_WORKER: list[WarmWorker] = []
COLUMNS = ("file", "auditor verify", "pdfsig", "openssl cms", "qpdf", "pyHanko", "PDF/A-3, PDF/UA", "veraPDF")
HEAD = """# What the checks say of which files

Printed by `python docs/make_verification.py`. The judges know nothing of this program: *pdfsig* (poppler, with an NSS
store that trusts the authorities of this run), *openssl cms* on the bytes each signature names, *qpdf --check*,
*pyHanko*'s own validation with its rules about later changes, and *pikepdf.pdfa* together with our reading of PDF/A-3a
and PDF/UA-1 (`services/report/conformance`). pikepdf does not judge everything in a file with signatures and then says
so; our reading looks at the widgets too. *veraPDF*, the validator of the PDF Association, is asked of the sound files
whether they keep PDF/A-3a and PDF/UA-1: a forged one is none of its business.

The forged files lie in `tests/attacks/files`; tests run `auditor verify` on them and expect the exit code of a refusal.
Where another judge calls a forged file valid, it looks at digest and chain alone, at one revision alone, or knows
nothing of the data inside.
"""


def main() -> int:
    """Make the good files, ask everybody about all files, and write the page."""
    set_language("en")
    _WORKER.append(WarmWorker(seconds=120))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = list(asked(folder))
    _WORKER[0].close()
    lines = [HEAD, *table(("Sound", row) for row in rows if not row[0].startswith("forged"))]
    lines += ["", "## Forged", "", *table(("Forged", row) for row in rows if row[0].startswith("forged"))]
    text = "\n".join(lines) + "\n"
    PAGE.write_text(text, "utf-8")
    print(text)
    return 0


def table(rows: Iterator[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Write rows as a table."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|" + "---|" * len(COLUMNS)]
    return lines + [f"| {' | '.join((row[0].removeprefix('forged: '), *row[1:]))} |" for _, row in rows]


def asked(folder: Path) -> Iterator[tuple[str, ...]]:
    """Ask every judge about every file."""
    with listening(Clock(folder / "clock")) as clock:
        files = list(good(folder, clock))
        strict = _strict(folder, files)
        roots = {"auditors": root_of(folder), "clock": clock.root_der}
        store = judges.certificate_store(folder / "nss", roots)
        files += [(f"forged: {path.stem}", path.read_bytes()) for path in sorted(FILES.glob("*.pdf"))]
        for name, pdf in files:
            path = folder / "file.pdf"
            path.write_bytes(pdf)
            yield (
                name, ours(pdf, list(roots.values())), judges.pdfsig(path, store), judges.openssl(pdf, folder, roots),
                judges.qpdf(path), judges.pyhanko(pdf, roots), judges.archive(pdf), strict.get(name, "–"),
            )  # fmt: skip


def _strict(folder: Path, files: list[tuple[str, bytes]]) -> dict[str, str]:
    paths = {name: folder / f"sound-{number}.pdf" for number, (name, _pdf) in enumerate(files)}
    for name, pdf in files:
        paths[name].write_bytes(pdf)
    found = broken_rules(tuple(paths.values()))
    return {name: "; ".join(filter(None, found[path].values())) or "keeps both" for name, path in paths.items()}


def ours(pdf: bytes, trusted: list[bytes]) -> str:
    """Say in short what `auditor verify` says."""
    found = _WORKER[0].verify(pdf, trusted).verification
    if not found.unchanged or found.problem:
        why = ", ".join(found.reasons) or problem_sentence(found.problem).split(".")[0]
        return f"**refused**: {why}"
    said = [f"{one.field} {one.level}{' trusted' if one.trust == 'trusted' else ''}" for one in found.signatures]
    return f"unchanged; {', '.join(said)}"


if __name__ == "__main__":
    sys.exit(main())
