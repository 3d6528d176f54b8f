"""`auditor list`, `show` and `load`: the audits on this laptop."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.choosing import chosen_audit
from auditor_app.cli.opening import opened_workspace, read_input
from auditor_app.cli.terminal import OK, Terminal, aligned
from auditor_app.cli.words import audit_name
from auditor_app.core.codec import encode
from auditor_app.core.model import AuditKind
from auditor_app.core.readiness import Blocker, blockers
from auditor_app.core.snapshot_json import fingerprint, snapshot_bytes
from auditor_app.core.team import covered
from auditor_app.i18n import _, current, ngettext
from auditor_app.services.file_names import KINDS
from auditor_app.services.publishing.kept_words import until_words
from auditor_app.services.signing.limits import LARGEST_SNAPSHOT
from auditor_app.services.words.names import finding_names
from auditor_app.services.words.readiness import gaps_said
from auditor_app.services.words.versions import replaced_words

if TYPE_CHECKING:
    from auditor_app.core.model import EarlierReport
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.audits.overview import AuditSummary
    from auditor_app.services.workspace import Workspace


def list_all(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List audits and imported reports."""
    with opened_workspace(arguments) as workspace:
        audits, reports = workspace.overview.audits(), workspace.overview.reports()
    document = {"audits": [_summary(item) for item in audits], "reports": [_report(item) for item in reports]}
    terminal.answer(document, _overview(audits, reports))
    return OK


def _summary(item: AuditSummary) -> dict[str, Any]:
    facts = vars(item.facts) if item.facts else {}
    return {
        "id": item.audit.id, "school": encode(item.audit.school), "kind": str(item.audit.kind),
        "starts": item.audit.starts, "ends": item.audit.ends, "language": item.audit.language,
        "framework": item.audit.framework, "criteria": item.criteria, **facts,
        "version": item.audit.version, "predecessor": item.audit.predecessor,
        "is_signed": item.publication is not None, "signed": item.publication.signed if item.publication else "",
        "signer": item.publication.signer if item.publication else "",
        "is_sample": item.audit.is_sample, "is_binned": item.is_binned,
    }  # fmt: skip


def _report(item: EarlierReport) -> dict[str, Any]:
    return {
        "id": item.id, "audit": item.audit, "school": encode(item.school), "kind": str(item.kind),
        "starts": item.starts, "ends": item.ends, "file_name": item.file_name, "imported": item.imported,
        "verification": encode(item)["verification"],
    }  # fmt: skip


def _overview(audits: tuple[AuditSummary, ...], reports: tuple[EarlierReport, ...]) -> Iterator[str]:
    alive = [item for item in audits if not item.is_binned]
    if not alive:
        yield _("There are no audits here yet. The window makes one; `auditor load` takes one from a file.")
    else:
        yield from aligned([_row(item) for item in alive])
    for report in {item.pdf: item for item in reports}.values():  # one file may stand beside several audits
        name = f"{report.school.name}, {current().date_range(report.starts, report.ends)}"
        yield _("Imported report: {name} ({file})").format(name=name, file=report.file_name)


def _row(item: AuditSummary) -> tuple[str, ...]:
    audit, facts = item.audit, item.facts
    state = _("signed") if item.publication else ""
    if facts and not item.publication:
        state = ngettext("{n} note", "{n} notes", facts.notes)
        if audit.kind is not AuditKind.INTERIM:  # which gives a new level only where it wants to
            rated = _("{rated} of {criteria} rated").format(rated=facts.rated, criteria=item.criteria)
            state = f"{state}, {rated}"
    dates = current().date_range(audit.starts, audit.ends)
    kind, version = _(KINDS[audit.kind]), f"v{audit.version}"
    return (audit.id[:10], audit.school.name, audit.school.place, kind, dates, version, state)


def add_audit(parser: argparse.ArgumentParser) -> None:
    """Take the audit that is meant."""
    parser.add_argument(
        "audit", metavar="AUDIT", help=_("id of the audit, its beginning, or words of the school's name")
    )


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show one audit."""
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, arguments.audit)
        snapshot = covered(workspace.audits.snapshot(audit.id), workspace.audits.me(audit.id))
        document, kept = _document(workspace, snapshot), workspace.retention.kept(audit.id)
    document["kept"] = {"until": kept.until, "removed": vars(kept.removed) if kept.removed is not None else None}
    terminal.answer(document, _portrait(snapshot, blockers(snapshot), document, until_words(kept)))
    return OK


def _document(workspace: Workspace, snapshot: Snapshot) -> dict[str, Any]:
    audit = snapshot.audit
    return {
        "audit": encode(audit),
        "framework": {"id": snapshot.framework.id, "version": snapshot.framework.version, "digest": snapshot.frozen.id},
        "members": [encode(member) for member in snapshot.members],
        "notes": len(snapshot.notes),
        "levels": dict(snapshot.levels),
        "findings": [encode(finding) for finding in snapshot.findings],
        "blockers": [blocker_json(blocker) for blocker in blockers(snapshot)],
        "publications": [encode(item) for item in workspace.publishing.publications(audit.id)],
        "earlier": [_report(item) for item in workspace.imports.earlier(audit.id)],
        "fingerprint": fingerprint(snapshot_bytes(snapshot)),
    }


def blocker_json(blocker: Blocker) -> dict[str, Any]:
    """Give what stops (or deserves attention before) signing as JSON."""
    return {**vars(blocker), "gap": str(blocker.gap)}


def _portrait(snapshot: Snapshot, gaps: tuple[Blocker, ...], document: dict[str, Any], kept: str) -> Iterator[str]:
    yield audit_name(snapshot.audit)
    version = f"{snapshot.audit.version}. {replaced_words(snapshot.audit, current())}".removesuffix(". ")
    yield f"  {_('Version')}: {version}"
    yield f"  {_('Team')}: {', '.join(member.name for member in snapshot.members)}"
    yield f"  {_('Framework')}: {snapshot.framework.id} {snapshot.framework.version}"
    yield f"  {ngettext('{n} note', '{n} notes', len(snapshot.notes))} · {kept}"
    rated = _("{rated} of {criteria} rated").format(
        rated=len(snapshot.levels), criteria=len(snapshot.framework.criteria)
    )
    yield f"  {rated}: {' '.join(f'{code}={level}' for code, level in snapshot.levels.items())}"
    names = finding_names(current())
    for finding in snapshot.findings:
        yield f"  {names[finding.kind]}: {finding.title}"
    for item in document["publications"]:
        yield "  " + _("Signed by {signer}: {file}").format(signer=item["signer"], file=item["file_name"])
    if not document["publications"]:
        yield from gap_lines(gaps)


def gap_lines(gaps: tuple[Blocker, ...]) -> Iterator[str]:
    """Say what still stops signing, and what only deserves attention."""
    for blocker, text in gaps_said(gaps):
        weight = _("stops signing") if blocker.is_blocking else _("attention")
        yield f"  {weight}: {text}"


def add_load(parser: argparse.ArgumentParser) -> None:
    """Take the file of a snapshot."""
    parser.add_argument(
        "file", metavar="SNAPSHOT.json", help=_("the data of an audit, as `auditor export` writes them")
    )


def load(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make an audit from a snapshot file."""
    content = read_input(Path(arguments.file), LARGEST_SNAPSHOT)
    with opened_workspace(arguments) as workspace:
        from auditor_app.services.outside.snapshots import read_snapshot  # noqa: PLC0415 - loaded with the workspace

        snapshot = read_snapshot(content)
        written = workspace.snapshots.load(snapshot)
        missing = len(workspace.snapshots.missing(snapshot))
    document = {
        "audit": written.id, "changes": len(written.changes), "school": encode(snapshot.audit.school),
        "missing": missing,
    }  # fmt: skip
    lines = [_("Loaded: {name}").format(name=audit_name(snapshot.audit)), f"  {written.id}"]
    if missing:
        words = ngettext(
            "{n} photo or file of it is not in this file; it stays on the laptop that has it.",
            "{n} photos and files of it are not in this file; they stay on the laptop that has them.",
            missing,
        )
        lines.append(f"  {words}")
    terminal.answer(document, lines)
    return OK
