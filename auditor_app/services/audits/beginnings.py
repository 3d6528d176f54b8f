"""Beginning an audit that follows on an earlier one: a signed audit of this laptop, or a report that was read in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor_app.core.change import Edit
from auditor_app.core.codec import encode
from auditor_app.core.comparison import baseline_of
from auditor_app.core.errors import UserError
from auditor_app.core.model import Audit, AuditKind, FrozenFramework, School
from auditor_app.services.audits.audits import Audits
from auditor_app.services.desk import Desk, Written
from auditor_app.services.outside.imports import Imports, Inspection
from auditor_app.store import read
from auditor_app.store.undo import SETUP


@dataclass(frozen=True)
class Source:
    """An earlier audit that a new one can follow on; `pdf` is the SHA-256 of its signed report."""

    pdf: str
    file_name: str
    school: School
    kind: AuditKind
    starts: str
    ends: str
    framework: str = ""


class Beginnings:
    """New audits of a school that was audited before."""

    def __init__(self, desk: Desk, audits: Audits, imports: Imports) -> None:
        """Work at `desk` with the use cases that make audits and read reports."""
        self._desk = desk
        self._audits = audits
        self._imports = imports

    def sources(self, school: School | None = None) -> tuple[Source, ...]:
        """List the signed audits and imported reports, of one school if it is named; the newest visit first."""
        found: dict[str, Source] = {}
        for audit_id, source in self._all():
            if school is None or source.school.key == school.key:
                found.setdefault(audit_id, source)
        return tuple(sorted(found.values(), key=lambda item: (item.starts, item.ends, item.pdf), reverse=True))

    def _all(self) -> Iterator[tuple[str, Source]]:
        for audit_id, publication in read.publications(self._desk.store).items():
            audit = read.entity(self._desk.store, Audit, audit_id)
            if not audit.deleted:
                facts = (audit.school, audit.kind, audit.starts, audit.ends)
                yield audit_id, Source(publication.pdf, publication.file_name, *facts, framework=audit.framework)
        for report in read.earlier_reports(self._desk.store):
            facts = (report.school, report.kind, report.starts, report.ends)
            yield report.source_audit or report.pdf, Source(report.pdf, report.file_name, *facts)

    def inspect(self, source: Source) -> Inspection:
        """Verify the signed report of a source once more; takes a moment."""
        return self._imports.inspect_bytes(self._desk.store.blob(source.pdf), source.file_name)

    def begin(
        self,
        inspection: Inspection,
        kind: AuditKind,
        starts: str,
        ends: str,
        language: str,
        *,
        is_peer: bool = False,
    ) -> Written:
        """Make an audit of the same school, by the same framework, with the report beside it."""
        snapshot = inspection.snapshot
        if snapshot is None or not inspection.can_be_taken:
            raise inspection.problem or UserError("verify.changed")
        if kind is AuditKind.INTERIM and not baseline_of(snapshot, "", "-").points:
            raise UserError("interim.nothing_to_follow", school=snapshot.audit.school.name)
        self._keep_framework(snapshot.frozen)
        made = self._audits.create(
            kind,
            snapshot.audit.school,
            starts,
            ends,
            language,
            snapshot.frozen.id,
            is_peer=is_peer,
            is_sample=snapshot.audit.is_sample,
        )
        taken = self._imports.take(inspection, made.id)
        return Written((*made.changes, *taken.changes), made.id)

    def _keep_framework(self, frozen: FrozenFramework) -> None:
        """Keep the framework's text word for word as the report carried it."""
        if read.entities(self._desk.store, "framework", "id = ?", (frozen.id,)):
            return
        edits = [Edit("", "framework", frozen.id, {"body": encode(frozen)["body"]})]
        self._desk.write(edits, SETUP + self._desk.new_id())
