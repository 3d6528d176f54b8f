"""`auditor import`, `export`, `sign` and `version`: reports in and out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.cli.audits import add_audit, blocker_json, gap_lines
from auditor_app.cli.choosing import chosen_audit
from auditor_app.cli.keys import add_key, opened_key
from auditor_app.cli.opening import made_folder, opened_workspace, write_output
from auditor_app.cli.terminal import FINDING, OK, Terminal
from auditor_app.cli.words import answers, audit_name, verification_json, without_stamp
from auditor_app.core.errors import UserError
from auditor_app.core.gates import for_school
from auditor_app.core.snapshot import Audience
from auditor_app.core.snapshot_json import fingerprint, snapshot_bytes
from auditor_app.core.team import covered
from auditor_app.i18n import _, current, error_text, translator
from auditor_app.services.file_names import audit_stem, report_stem
from auditor_app.services.outside.verify_texts import relation_words
from auditor_app.services.publishing.exporting import Form

if TYPE_CHECKING:
    from auditor_app.core.model import Audit
    from auditor_app.services.desk import Written
    from auditor_app.services.outside.imports import Inspection
    from auditor_app.services.workspace import Workspace

FORMS = tuple(str(form) for form in (Form.WORD, Form.WEB, Form.BOOK, Form.RATINGS, Form.EVIDENCE, Form.RECORD))
"""The other forms, made of what the school may see."""


def add_import(parser: argparse.ArgumentParser) -> None:
    """Take the report, and the audit it is kept beside."""
    parser.add_argument("file", metavar="REPORT.pdf", help=_("a signed report of an earlier audit"))
    parser.add_argument(
        "--audit", metavar="AUDIT", help=_("keep it beside this audit; else beside the open audit of the same school")
    )
    parser.add_argument(
        "--as-signed", action="store_true",
        help=_("it is the report of an audit here that was signed on another laptop: make that audit signed here too"),
    )  # fmt: skip


def import_(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Verify a report and, if it is unchanged, keep it."""
    with opened_workspace(arguments) as workspace:
        inspection = workspace.imports.inspect(Path(arguments.file))
        if not inspection.can_be_taken:
            return _refuse(inspection, terminal)
        beside = _beside(workspace, arguments.audit, inspection)
        relation = workspace.imports.relation(inspection)
        taken, written, said = _take(workspace, inspection, beside, as_signed=arguments.as_signed)
    document = {
        "imported": True, "taken": taken, "report": written.id, "audit": beside.id if beside else "",
        "fingerprint": fingerprint(inspection.content), "verification": verification_json(inspection.verification),
        "relation": vars(relation),
    }  # fmt: skip
    lines = [inspection.file_name, *answers(inspection.verification), *(f"  {words}" for words in said)]
    lines += [f"  {words}"] if (words := relation_words(relation)) else []
    terminal.answer(document, lines)
    return OK


def _take(
    workspace: Workspace, inspection: Inspection, beside: Audit | None, *, as_signed: bool
) -> tuple[str, Written, tuple[str, ...]]:
    """Store a report where it belongs, as the window does; gives what was done, in a word, as written, and in words."""
    signatures = workspace.signatures
    if as_signed:
        elsewhere = signatures.signed_elsewhere(inspection)
        written = signatures.take_signed(inspection)
        return "signed", written, (elsewhere.words if elsewhere is not None else "",)
    continued, refusal = signatures.continued_by(inspection)
    if continued is not None:
        told = _("It is the signed report that is here, with more behind it, and stands in its place now.")
        return "in its place", signatures.take_continued(inspection), (told,)
    if beside is not None:
        told = _("Kept beside: {name}").format(name=audit_name(beside))
        return "beside", workspace.imports.take(inspection, beside.id), (told,)
    elsewhere = signatures.signed_elsewhere(inspection)
    more: tuple[str, ...] = (error_text(refusal),) if refusal is not None else ()
    if elsewhere is not None:
        more = (elsewhere.words, _("With --as-signed it is taken over."))
    return "archive", workspace.imports.take(inspection), (_("Kept in the archive."), *more)


def _refuse(inspection: Inspection, terminal: Terminal) -> int:
    problem = inspection.problem or UserError("verify.changed")
    document = {
        "imported": False,
        "error": {"code": problem.code, "sentence": error_text(problem)},
        "verification": verification_json(inspection.verification),
    }
    lines = [inspection.file_name, *answers(inspection.verification), f"  {_('Not imported.')}"]
    if problem.code != inspection.verification.problem:
        lines.append(f"  {error_text(problem)}")
    terminal.answer(document, lines)
    return FINDING


def _beside(workspace: Workspace, named: str | None, inspection: Inspection) -> Audit | None:
    """Choose the audit that was named, else the only open one of the same school; none stands beside its own report."""
    reported = inspection.snapshot.audit if inspection.snapshot else None
    if named:
        chosen = chosen_audit(workspace, named)
        return None if reported is not None and chosen.id == reported.id else chosen
    unsigned = [
        item.audit
        for item in workspace.overview.audits(with_facts=False)
        if item.publication is None and not item.is_binned
    ]
    if reported is None or any(audit.id == reported.id for audit in unsigned):
        return None
    same = [audit for audit in unsigned if audit.school.key == reported.school.key]
    return same[0] if len(same) == 1 else None


def add_export(parser: argparse.ArgumentParser) -> None:
    """Take the audit, what of it to write and where."""
    add_audit(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help=_("the folder to write to"))
    parser.add_argument(
        "--what", choices=("pdf", "draft", "snapshot", "facts", "exit-talk", *FORMS), default="pdf",
        help=_(
            "the signed report, a draft of it, or the data; the report as a Word file or a web page; ratings and "
            "evidence as a workbook or as CSV; the record of talks and observations; draft and form for the check of "
            "the facts; the sheet for the exit talk"
        ),
    )  # fmt: skip
    parser.add_argument(
        "--audience", choices=[str(audience) for audience in Audience], default=str(Audience.SCHOOL),
        help=_("whom the data are for; those for the team hold everything"),
    )  # fmt: skip


def export(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write a report, a draft or the data to a folder."""
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, arguments.audit)
        make = {
            "pdf": _export_signed, "draft": _export_draft, "snapshot": _export_data, "facts": _export_facts,
            "exit-talk": _export_exit_talk,
        }  # fmt: skip
        path = make.get(arguments.what, _export_form)(workspace, audit, arguments)
    size = path.stat().st_size
    terminal.answer({"what": arguments.what, "path": str(path), "bytes": size}, [str(path)])
    return OK


def _export_signed(workspace: Workspace, audit: Audit, arguments: argparse.Namespace) -> Path:
    signed = [
        item for item in workspace.publishing.publications(audit.id) if arguments.language in (None, item.language)
    ]
    if not signed:
        raise UserError("cli.not_signed", name=audit.school.name, language=arguments.language or audit.language)
    newest = max(signed, key=lambda item: item.signed)
    return workspace.publishing.export(newest, made_folder(arguments.out))


def _export_draft(workspace: Workspace, audit: Audit, arguments: argparse.Namespace) -> Path:
    language = arguments.language or audit.language
    built = workspace.publishing.preview(audit.id, language, workspace.audits.me(audit.id))
    tr = translator(language)
    return _written(arguments.out, f"{report_stem(audit, tr)}-{tr('draft')}.pdf", built.pdf)


def _export_form(workspace: Workspace, audit: Audit, arguments: argparse.Namespace) -> Path:
    language = arguments.language or audit.language
    me = workspace.audits.me(audit.id)
    return workspace.exports.write(audit.id, Form(arguments.what), language, made_folder(arguments.out), me)


def _export_data(workspace: Workspace, audit: Audit, arguments: argparse.Namespace) -> Path:
    name = f"{audit_stem(audit, current())}-{arguments.audience}.json"
    snapshot = covered(workspace.audits.snapshot(audit.id), workspace.audits.me(audit.id))
    if Audience(arguments.audience) is Audience.TEAM:
        return _written(arguments.out, name, snapshot_bytes(snapshot))
    if workspace.retention.kept(audit.id).removed is not None:  # without its notes only what was signed is whole
        return _written(arguments.out, name, workspace.exports.make(audit.id, Form.DATA, audit.language).content)
    return _written(arguments.out, name, snapshot_bytes(for_school(snapshot)))


def _export_facts(workspace: Workspace, audit: Audit, arguments: argparse.Namespace) -> Path:
    language = arguments.language or audit.language
    me = workspace.audits.me(audit.id)
    _draft, form = workspace.publishing.export_draft(audit.id, language, made_folder(arguments.out), me)
    return form


def _export_exit_talk(workspace: Workspace, audit: Audit, arguments: argparse.Namespace) -> Path:
    language = arguments.language or audit.language
    return workspace.publishing.exit_sheet(audit.id, language, made_folder(arguments.out))


def _written(folder: str, name: str, content: bytes) -> Path:
    return write_output(made_folder(folder) / name, content)


def add_sign(parser: argparse.ArgumentParser) -> None:
    """Take the audit, the folder, and where the key's passphrase stands."""
    add_audit(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help=_("the folder to write to"))
    add_key(parser)


def sign(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Sign an audit's report as lead auditor; what stops it is listed instead."""
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, arguments.audit)
        workspace.publishing.require_notes(audit.id)
        gaps = workspace.publishing.blockers(audit.id, workspace.audits.me(audit.id))
        if any(gap.is_blocking for gap in gaps):
            document = {"signed": False, "blockers": [blocker_json(gap) for gap in gaps]}
            terminal.answer(document, [_("Not signed: {name}").format(name=audit_name(audit)), *gap_lines(gaps)])
            return FINDING
        with opened_key(arguments) as opened:
            folder = made_folder(arguments.out)
            report = workspace.publishing.sign_with(audit.id, arguments.language or audit.language, opened, folder)
    document = {
        "signed": True, "audit": audit.id, "path": str(report.path), "bytes": len(report.pdf),
        "verification": verification_json(report.verification),
        "time_problem": report.time_problem.code if report.time_problem else "",
        "record": str(report.record) if report.record else "",
    }  # fmt: skip
    said = [f"  {without_stamp(report.time_problem)}"] if report.time_problem else []
    paths = [str(path) for path in (report.path, report.record) if path]
    terminal.answer(document, [*paths, *answers(report.verification), *said])
    return OK


def add_version(parser: argparse.ArgumentParser) -> None:
    """Take the signed audit and what is corrected."""
    add_audit(parser)
    parser.add_argument("--reason", required=True, help=_("what is corrected, and why; it stands on the new cover"))


def version(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make a corrected version of a signed audit, open for work; the signed one stays."""
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, arguments.audit)
        made = workspace.versions.make(audit.id, arguments.reason)
        new = workspace.audits.snapshot(made.id).audit
    document = {"audit": new.id, "version": new.version, "replaces": audit.id, "replaces_version": audit.version}
    said = _("Version {version} of {name} is open for work: {id}").format(
        version=new.version, name=audit_name(new), id=new.id
    )
    terminal.answer(document, [said])
    return OK
