"""`auditor demo`: the whole way of an audit in one run, in a folder that can be thrown away."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.cli.compare import comparison_json
from auditor_app.cli.opening import made_folder
from auditor_app.cli.terminal import FINDING, OK, Terminal
from auditor_app.cli.words import answers, verification_json
from auditor_app.core.decision import Outcome
from auditor_app.i18n import _, current, ngettext, set_language
from auditor_app.services.words.outcome import outcome_names

if TYPE_CHECKING:
    from auditor_app.services.demo import Demo


def add(parser: argparse.ArgumentParser) -> None:
    """Take the folder to write to."""
    parser.add_argument("--out", metavar="DIR", required=True, help=_("the folder to write to"))


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make the demonstration and say what to look at."""
    from auditor_app.services.demo import demonstrate  # noqa: PLC0415 - loads everything the program has

    out = made_folder(arguments.out)
    if arguments.language:
        set_language(arguments.language)
    demo = demonstrate(out, arguments.language or "nl", terminal.say)
    terminal.answer(_document(demo), _lines(demo, out))
    return OK if demo.verification.unchanged and demo.last_years_verification.unchanged else FINDING


def _document(demo: Demo) -> dict[str, object]:
    return {
        "signed_pdf": str(demo.signed_pdf),
        "last_years_pdf": str(demo.last_years_pdf),
        "data": str(demo.data),
        "data_dir": str(demo.data_dir),
        "passphrase": demo.passphrase,
        "audit": demo.audit,
        "pages": demo.pages,
        "fingerprint": demo.fingerprint,
        "verification": verification_json(demo.verification),
        "last_years_verification": verification_json(demo.last_years_verification),
        "summative_pdf": str(demo.summative_pdf),
        "outcome": demo.outcome,
        "imported": {"audit": demo.next_audit, "report": demo.report},
        "comparison": comparison_json(demo.comparison),
        "comparison_with_last_year": comparison_json(demo.comparison_with_last_year),
        "seconds": {name: round(seconds, 3) for name, seconds in demo.seconds.items()},
    }


def _lines(demo: Demo, out: Path) -> Iterator[str]:
    yield _("The demonstration is ready ({seconds:.1f} s). The school is invented.").format(
        seconds=demo.seconds["total"]
    )
    yield ""
    yield f"  {demo.signed_pdf.name}"
    yield "    " + ngettext("this year's report, {n} page, signed", "this year's report, {n} pages, signed", demo.pages)
    yield from (f"  {line}" for line in answers(demo.verification))
    yield f"  {demo.summative_pdf.name}"
    yield "    " + _("the report of the summative sample: {outcome}").format(
        outcome=outcome_names(current())[Outcome(demo.outcome)]
    )
    yield f"  {demo.last_years_pdf.name}"
    yield "    " + _("last year's report, that this year's looks back on")
    yield f"  {demo.data.name}"
    yield "    " + _("the data inside the report, as the school gets them")
    yield f"  {demo.data_dir.name}/"
    yield "    " + _("the audits; open them with: auditor --data-dir {folder}  (passphrase: {passphrase})").format(
        folder=demo.data_dir, passphrase=demo.passphrase
    )
    yield ""
    yield _("Look at the cover (fingerprint {fingerprint}…), the chapter with its findings, and then and now.").format(
        fingerprint=demo.fingerprint[:16]
    )
    yield _("Then try: auditor verify {file}").format(file=out / demo.signed_pdf.name)
