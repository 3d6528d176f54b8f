"""`auditor cosign` and `auditor timestamp`: add to a signed report, without a data folder if need be."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from auditor_app.cli.keys import add_key, opened_key
from auditor_app.cli.opening import data_dir, made_folder, read_input, write_output
from auditor_app.cli.terminal import OK, Terminal
from auditor_app.cli.verify import certificate
from auditor_app.cli.words import answers, verification_json, without_stamp
from auditor_app.config import load_settings
from auditor_app.core.errors import UserError
from auditor_app.i18n import _
from auditor_app.services.signing.limits import LARGEST_PDF

LEVELS = ("B-T", "B-LT", "B-LTA")
ROLES = ("second", "school")


def add_cosign(parser: argparse.ArgumentParser) -> None:
    """Take the report, as whom to sign, and with which key."""
    parser.add_argument("file", metavar="REPORT.pdf", help=_("a report that the lead auditor signed"))
    parser.add_argument(
        "--as", dest="role", choices=ROLES, required=True,
        help=_("as the second auditor, or as the school, for receipt"),
    )  # fmt: skip
    parser.add_argument("--place", default="", help=_("where it is signed"))
    _add_shared(parser)
    add_key(parser)


def cosign(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Add a signature to a report and write the result beside it; the report itself stays as it is."""
    from auditor_app.services.publishing.countersign import Signing, countersigned, report_language  # noqa: PLC0415 - pyHanko

    path = Path(arguments.file)
    pdf = read_input(path, LARGEST_PDF)
    _require_unchanged(pdf)
    language = arguments.language or report_language(pdf)
    signing = Signing(arguments.role, language, _now(), arguments.place, _authority(arguments))
    with opened_key(arguments) as opened:
        signed = countersigned(pdf, opened, signing)
    problem = signed.time_problem
    target = _written(arguments, path, arguments.role, signed.pdf)
    document = {"signed": True, "as": arguments.role, "time_problem": problem.code if problem else ""}
    said = [without_stamp(problem)] if problem else []
    return _answer(terminal, target, signed.pdf, document, said)


def add_timestamp(parser: argparse.ArgumentParser) -> None:
    """Take the report, the level, and what belongs beside the signatures."""
    parser.add_argument("file", metavar="REPORT.pdf", help=_("a signed report"))
    parser.add_argument(
        "--level", choices=LEVELS, default="B-LTA",
        help=_("B-T proves the time; B-LT adds what verifying needs; B-LTA seals both for decades (again and again)"),
    )  # fmt: skip
    parser.add_argument(
        "--trust", metavar="CERT", action="append", default=[],
        help=_("a root certificate or a revocation list to put beside the signatures"),
    )  # fmt: skip
    _add_shared(parser)


def timestamp(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Raise a report to a level with time stamps and write the result beside it."""
    from auditor_app.services.signing.levels import raise_level  # noqa: PLC0415 - pyHanko takes a second
    from auditor_app.services.signing.timestamp import TimeAuthority  # noqa: PLC0415 - pyHanko takes a second

    url = _authority(arguments)
    if not url:
        raise UserError("timestamp.no_authority")
    authority = TimeAuthority(url)
    known = [certificate(Path(one)) for one in arguments.trust]
    path = Path(arguments.file)
    pdf = read_input(path, LARGEST_PDF)
    _require_unchanged(pdf)
    raised = raise_level(pdf, arguments.level, authority, known, _now())
    target = _written(arguments, path, arguments.level, raised)
    return _answer(terminal, target, raised, {"level": arguments.level, "authority": authority.url}, [], known)


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tsa", metavar="URL", help=_("the time-stamping authority, if not the one that is set"))
    parser.add_argument("--out", metavar="DIR", help=_("the folder to write to, if not that of the report"))


def _authority(arguments: argparse.Namespace) -> str:
    return str(arguments.tsa or load_settings(data_dir(arguments)).time_authority)


def _now() -> datetime:
    return datetime.now().astimezone()


def _require_unchanged(pdf: bytes) -> None:
    """A file from outside is read in a process of its own before it is read here."""
    from auditor_app.services.signing.isolation import verify_isolated  # noqa: PLC0415 - loads more than `--help` needs

    verification = verify_isolated(pdf).verification
    if not verification.unchanged:
        raise UserError(verification.problem or "verify.changed")


def _written(arguments: argparse.Namespace, path: Path, added: str, content: bytes) -> Path:
    from auditor_app.services.publishing.countersign import report_language  # noqa: PLC0415 - pyHanko takes a second
    from auditor_app.services.publishing.publish import path_beside  # noqa: PLC0415 - this verb alone

    folder = made_folder(arguments.out) if arguments.out else path.parent
    return write_output(path_beside(folder, path.name, added, report_language(content)), content)


def _answer(
    terminal: Terminal,
    path: Path,
    pdf: bytes,
    document: dict[str, object],
    said: list[str],
    known: list[bytes] | None = None,
) -> int:
    from auditor_app.services.signing.isolation import verify_isolated  # noqa: PLC0415 - loads more than `--help` needs

    verification = verify_isolated(pdf, known or []).verification
    full = {"path": str(path), "bytes": len(pdf), **document, "verification": verification_json(verification)}
    terminal.answer(full, [str(path), *answers(verification), *(f"  {line}" for line in said)])
    return OK
