"""`auditor compare`: then and now, criterion by criterion, for an audit or for two report files."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.choosing import chosen_audit
from auditor_app.cli.opening import opened_workspace
from auditor_app.cli.terminal import FINDING, OK, Terminal, aligned
from auditor_app.cli.verify import Verified, verify_one
from auditor_app.cli.words import answers
from auditor_app.core.codec import encode
from auditor_app.core.comparison import Comparison, Remark, Row, baseline_of, compare
from auditor_app.core.errors import UserError
from auditor_app.core.team import covered
from auditor_app.i18n import N_, _, current, error_text
from auditor_app.services.words.names import point_words
from auditor_app.services.words.versions import replaced_words

if TYPE_CHECKING:
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.workspace import Workspace

MOST_REPORTS = 2
REMARKS = {
    Remark.NONE: "",
    Remark.SAME: N_("the same"),
    Remark.POSSIBLY_SAME: N_("possibly the same: little evidence"),
    Remark.NOT_RATED_NOW: N_("not rated now"),
    Remark.NOT_RATED_THEN: N_("not rated then"),
    Remark.NOT_RATED: N_("rated neither then nor now"),
    Remark.OTHER_FRAMEWORK: N_("another framework"),
    Remark.NEW_CRITERION: N_("a new criterion"),
    Remark.NOT_REJUDGED: N_("not re-judged"),
}


def add(parser: argparse.ArgumentParser) -> None:
    """Take an audit and perhaps a report, or two report files."""
    parser.add_argument(
        "sides", metavar="AUDIT [REPORT]", nargs="+",
        help=_("an audit, and the id or file of an earlier report; or two report files"),
    )  # fmt: skip


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Compare, and say what cannot be compared."""
    sides: list[str] = arguments.sides
    if len(sides) > MOST_REPORTS:
        raise UserError("cli.too_many_sides")
    if len(sides) == MOST_REPORTS and all(Path(side).is_file() for side in sides):
        return _compare_files([Path(side) for side in sides], terminal)
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, sides[0])
        now = covered(workspace.audits.snapshot(audit.id), workspace.audits.me(audit.id))
        if len(sides) == MOST_REPORTS and Path(sides[1]).is_file():
            return _beside_file(now, Path(sides[1]), terminal)
        result = compare(workspace.imports.baseline(_report(workspace, audit.id, sides[1:])), now)
    return _said(result, now, terminal)


def _report(workspace: Workspace, audit: str, named: Sequence[str]) -> str:
    reports = workspace.imports.earlier(audit)
    wanted = named[0] if named else ""
    found = [report.id for report in reports if wanted in (report.id, report.pdf) or report.pdf.startswith(wanted)]
    if not found:
        raise UserError("cli.no_such_report" if named else "cli.no_earlier_report", text=wanted)
    return found[0]


def _compare_files(paths: list[Path], terminal: Terminal) -> int:
    """Compare two reports; the one of the earlier visit is then."""
    read = [verify_one(path, []) for path in paths]
    snapshots = [item.snapshot for item in read if item.snapshot is not None and item.code == OK]
    if len(snapshots) < len(paths):
        return _refuse(read, terminal)
    then, now = sorted(snapshots, key=lambda item: (item.audit.starts, item.taken))
    return _said(
        compare(baseline_of(then, ""), now), now, terminal, is_correction=now.audit.predecessor == then.audit.id
    )


def _beside_file(now: Snapshot, path: Path, terminal: Terminal) -> int:
    read = verify_one(path, [])
    if read.snapshot is None or read.code != OK:
        return _refuse([read], terminal)
    return _said(compare(baseline_of(read.snapshot, ""), now), now, terminal)


def _refuse(read: Sequence[Verified], terminal: Terminal) -> int:
    bad = [item for item in read if item.snapshot is None or item.code != OK]
    document = {"error": {"code": "verify.changed", "files": [_reason(item) for item in bad]}}
    lines: list[str] = []
    for item in bad:
        lines.append(item.file)
        lines += answers(item.verification) if item.verification else ()
        lines += [f"  {error_text(item.error)}"] if item.error else ()
    terminal.answer(document, [*lines, _("Not compared: only reports that are unchanged say anything.")])
    return max(FINDING, *(item.code for item in bad))


def _reason(item: Verified) -> dict[str, Any]:
    if item.error is not None:
        return {"file": item.file, "code": item.error.code, "sentence": error_text(item.error)}
    return {"file": item.file, "code": (item.verification.problem if item.verification else "") or "verify.no_snapshot"}


def _said(result: Comparison, now: Snapshot, terminal: Terminal, *, is_correction: bool = False) -> int:
    """Say it; of two versions of one audit also that they are, as their dates are the same."""
    replaced = replaced_words(now.audit, current()) if is_correction else ""
    about = [_("Two versions of one audit.") + f" {now.audit.version}: {replaced}"] if replaced else []
    terminal.answer(comparison_json(result) | {"is_correction": is_correction}, [*about, *_lines(result, now)])
    return OK


def comparison_json(result: Comparison) -> dict[str, Any]:
    """Give a comparison as JSON: every criterion then and now with its remark, points, and counts per remark."""
    return {
        "then": {"starts": result.baseline.starts, "fingerprint": result.baseline.fingerprint},
        "is_same_version": result.is_same_version,
        "rows": [_row(row) for row in result.rows],
        "points": [{"title": point.finding.title, "state": point.state, "text": point.text} for point in result.points],
        "counts": comparison_counts(result),
    }


def _row(row: Row) -> dict[str, Any]:
    return {**encode(row), "remark": str(row.remark), "has_changed": row.has_changed}


def comparison_counts(result: Comparison) -> dict[str, int]:
    """Count rows per remark, those that changed and those that cannot be compared."""
    remarks = Counter(str(row.remark) or "changed" for row in result.rows)
    changed = sum(row.has_changed for row in result.rows)
    return {"rows": len(result.rows), "differ": changed, "not_comparable": len(result.not_comparable), **remarks}


def _lines(result: Comparison, now: Snapshot) -> Iterator[str]:
    then = current().date_range(result.baseline.starts, result.baseline.ends)
    present = current().date_range(now.audit.starts, now.audit.ends)
    yield _("{school}: then {then}, now {now}").format(school=now.audit.school.name, then=then, now=present)
    titles = {item.code: current().pick(item.title) for item in now.framework.criteria}
    rows = [
        (row.criterion, row.then or "·", row.now or "·", _(REMARKS[row.remark]), titles[row.criterion])
        for row in result.rows
    ]
    yield from aligned([("", _("then"), _("now"), "", ""), *rows])
    for point in result.points:
        yield f"  {point.finding.title}: {point_words(current(), point)}"
