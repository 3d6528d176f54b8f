"""The demonstration: the whole way of an audit in one run, by the same use cases a person has."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from auditor_app.config import Settings, write_atomically
from auditor_app.core.comparison import Comparison
from auditor_app.core.errors import UserError
from auditor_app.core.model import LEVELS
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import fingerprint
from auditor_app.i18n import _
from auditor_app.services.outside.imports import Inspection
from auditor_app.services.samples import SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.signing.verification import Verification, verification_from_json
from auditor_app.services.workspace import Workspace

FOLDER = "data-folder"
MARK = "made-by-the-demonstration"
"""Only a folder that holds this file is ever thrown away."""
PASSPHRASE = "demonstration"  # noqa: S105 - of a folder with invented audits, printed beside them
DAYS_LATER = 364
"""A year later on the same day of the week."""

Say = Callable[[str], None]


@dataclass
class Steps:
    """How long each step took; says what is being done."""

    say: Say
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, sentence: str) -> Iterator[None]:
        """Time one step."""
        self.say(sentence)
        started = perf_counter()
        yield
        self.seconds[name] = perf_counter() - started
        self.seconds["total"] = sum(seconds for key, seconds in self.seconds.items() if key != "total")


@dataclass(frozen=True)
class Demo:
    """What the demonstration made: files, the answers about them, and the two comparisons."""

    signed_pdf: Path
    last_years_pdf: Path
    data: Path
    data_dir: Path
    passphrase: str
    audit: str
    next_audit: str
    report: str
    pages: int
    summative_pdf: Path
    outcome: str
    fingerprint: str
    verification: Verification
    last_years_verification: Verification
    comparison: Comparison
    comparison_with_last_year: Comparison
    seconds: dict[str, float]


def demonstrate(out: Path, language: str, say: Say) -> Demo:
    """Make, sign, verify, import and compare in a new data folder inside `out`; an earlier one is replaced."""
    steps = Steps(say)
    with steps.step("data_folder", _("Making a data folder …")):
        workspace = _new_workspace(out / FOLDER, language)
    try:
        return _Run(workspace, out, language, steps).whole()
    finally:
        workspace.close()


def _new_workspace(folder: Path, language: str) -> Workspace:
    if folder.exists():
        if not (folder / MARK).is_file():
            raise UserError("demo.folder_taken", path=str(folder))
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    (folder / MARK).touch()
    lead = sample_snapshot(THIS_YEAR).lead
    name, initials, organisation = (lead.name, lead.initials, lead.organisation) if lead else ("Demo", "D", "")
    settings = Settings(language=language, name=name, initials=initials, organisation=organisation)
    return Workspace.create(folder, PASSPHRASE, settings)[0]


@dataclass(frozen=True)
class _Run:
    """One demonstration, step by step."""

    workspace: Workspace
    out: Path
    language: str
    steps: Steps

    def whole(self) -> Demo:
        """Go the whole way."""
        imports = self.workspace.imports
        with self.steps.step(
            "sample", _("Adding the sample school; signing, verifying and importing last year's report …")
        ):
            audit = self.workspace.samples.add()
        last_year = imports.earlier(audit)[0]
        last_years_pdf = self.out / last_year.file_name
        write_atomically(last_years_pdf, imports.pdf_of(last_year.id))
        with self.steps.step("build", _("Building this year's report …")):
            pages = self.workspace.publishing.preview(audit, self.language).pages
        with self.steps.step("sign", _("Signing it …")):
            signed_pdf = self._signed(audit)
        with self.steps.step("verify", _("Verifying the file …")):
            inspection = imports.inspect(signed_pdf)
        snapshot = _taken(inspection)
        data = signed_pdf.with_suffix(".json")
        write_atomically(data, inspection.content)
        with self.steps.step("import", _("Importing it into next year's audit …")):
            next_audit = self._next_years_audit(snapshot)
            report = imports.take(inspection, next_audit).id
        with self.steps.step("compare", _("Comparing …")):
            comparison = imports.comparison(next_audit, report)
            with_last_year = imports.comparison(audit, last_year.id)
        with self.steps.step("summative", _("Judging the summative sample and signing its report …")):
            summative_pdf, outcome = self._summative()
        return Demo(
            signed_pdf, last_years_pdf, data, self.workspace.data_dir, PASSPHRASE, audit, next_audit, report, pages,
            summative_pdf=summative_pdf,
            outcome=outcome,
            fingerprint=fingerprint(inspection.content),
            verification=inspection.verification,
            last_years_verification=verification_from_json(last_year.verification, None),
            comparison=comparison,
            comparison_with_last_year=with_last_year,
            seconds=self.steps.seconds,
        )  # fmt: skip

    def _signed(self, audit: str) -> Path:
        settings, publishing = self.workspace.settings, self.workspace.publishing
        publishing.own_key.make(settings.name, settings.organisation, PASSPHRASE)
        return publishing.sign(audit, self.language, PASSPHRASE, self.out).path

    def _summative(self) -> tuple[Path, str]:
        """Put the summative sample here, compute its outcome, and sign its report."""
        workspace = self.workspace
        audit = workspace.samples.add_summative()
        outcome = str(workspace.outcomes.judgement(audit).outcome)
        lead = workspace.samples.invented_lead(SUMMATIVE, workspace.desk.now())
        return workspace.publishing.sign_with(audit, self.language, lead, self.out).path, outcome

    def _next_years_audit(self, before: Snapshot) -> str:
        """Begin next year's audit and rate the first line: every second criterion one level higher."""
        audit = before.audit
        starts, ends = _later(audit.starts), _later(audit.ends)
        made = self.workspace.audits.create(
            audit.kind, audit.school, starts, ends, self.language, before.frozen.id, is_sample=True
        )
        line = before.framework.lines[0].code
        codes = [item.code for item in before.framework.criteria if item.line == line]
        for index, code in enumerate(code for code in codes if before.levels.get(code) in LEVELS):
            then = int(before.levels[code])
            self.workspace.judge.rate(made.id, code, str(min(len(LEVELS), then + index % 2)))
        return made.id


def _taken(inspection: Inspection) -> Snapshot:
    if inspection.snapshot is None or not inspection.can_be_taken:
        raise inspection.problem or UserError("verify.changed")
    return inspection.snapshot


def _later(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=DAYS_LATER)).isoformat()
