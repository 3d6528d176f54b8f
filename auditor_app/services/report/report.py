"""What every section needs at hand: the snapshot, the language, the text setter and the structure tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from auditor_app.core.comparison import Comparison, compare
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Criterion, Framework, Standard, Texts
from auditor_app.core.model import (
    NOT_ASSESSED,
    Activity,
    Attachment,
    AttachmentKind,
    AuditKind,
    Density,
    Finding,
    FindingKind,
    Layout,
    Link,
    Member,
    Role,
)
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.core.snapshot_json import fingerprint, snapshot_bytes
from auditor_app.i18n import N_, Translator, translator
from auditor_app.services.report.compose import Setter
from auditor_app.services.report.structure import Element
from auditor_app.services.words.first_letter import small


@dataclass(frozen=True)
class Status:
    """How far the report is: a draft or a final version, its day (ISO), and its number unless it is the audit's own."""

    is_draft: bool = True
    day: str = ""
    number: str = ""


FIXED_LINES = {
    AuditKind.FORMATIVE: N_("Formative audit – no verdict"),
    AuditKind.INTERIM: N_("Interim evaluation – no verdict"),
    AuditKind.SUMMATIVE: N_("Summative audit – advice to the deciding body"),
}
"""The line at the foot of every page."""


@dataclass
class Report:
    """One report while it is being set."""

    snapshot: Snapshot
    tr: Translator
    status: Status
    blobs: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The bytes of pictures by their SHA-256."""
    setter: Setter = field(default_factory=Setter)
    root: Element = field(default_factory=lambda: Element("Document"))
    numbers: int = 0
    foot: str = ""
    """What the foot of every page says instead of the fixed line of the report."""

    @classmethod
    def for_school(
        cls, snapshot: Snapshot, language: str, status: Status, blobs: Mapping[str, bytes] = MappingProxyType({})
    ) -> Report:
        """Begin a report; raises `UserError("report.not_for_school")` for a snapshot that is not the school's.

        The team's notes must not be able to end up in a file that leaves the laptop, not even by mistake.
        """
        if snapshot.audience is not Audience.SCHOOL:
            raise UserError("report.not_for_school", audience=str(snapshot.audience))
        tr = translator(language)
        typed_in = snapshot.audit.language if snapshot.audit.language != tr.language else ""
        return cls(snapshot, tr, status, blobs, Setter(typed_in=typed_in))

    @property
    def framework(self) -> Framework:
        """Give the audit's own framework."""
        return self.snapshot.framework

    @property
    def layout(self) -> Layout:
        """Give how the team wants the report to be set."""
        return self.snapshot.layout

    @property
    def is_compact(self) -> bool:
        """Tell whether pages are to be filled rather than airy."""
        return self.layout.density is Density.COMPACT

    @cached_property
    def embedded(self) -> bytes:
        """Give the data the report carries: always what the school may see."""
        return snapshot_bytes(project(self.snapshot, Audience.SCHOOL))

    @cached_property
    def fingerprint(self) -> str:
        """Give the SHA-256 of the data inside."""
        return fingerprint(self.embedded)

    @cached_property
    def comparison(self) -> Comparison | None:
        """Set the audit beside the earlier one, if it has one."""
        baseline = self.snapshot.baseline
        return compare(baseline, self.snapshot) if baseline else None

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """Give the programme by id."""
        return {item.id: item for item in self.snapshot.activities}

    @cached_property
    def _links(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = {}
        for link in self.snapshot.links:
            found.setdefault(link.note, []).append(link)
        return found

    def links_of(self, note: str) -> list[Link]:
        """Give what a note is tied to."""
        return self._links.get(note, [])

    @property
    def fixed_line(self) -> str:
        """Give the line that every page carries."""
        return self.foot or self.tr(FIXED_LINES[self.snapshot.audit.kind])

    @property
    def sample_label(self) -> str:
        """Give the words that mark an invented report, or nothing."""
        return self.tr("Sample: school and findings are invented") if self.snapshot.audit.is_sample else ""

    def next_number(self) -> str:
        """Number the parts in the order they stand."""
        self.numbers += 1
        return str(self.numbers)

    def level_name(self, level: str) -> str:
        """Name a level in lower case, as beside its sign."""
        name = self.tr.pick(self._level_titles.get(level))
        is_rating = any(str(step.level) == level for step in self.framework.scale)
        return small(name if is_rating else name.partition(" (")[0])

    def level_lang(self, level: str) -> str:
        """Give the language of a level's name, when the framework has it only in another one."""
        return self.tr.lang_of(self._level_titles.get(level))

    @cached_property
    def _level_titles(self) -> Mapping[str, Texts]:
        titles = {item.code: item.title for item in self.framework.non_ratings}
        return titles | {str(step.level): step.title for step in self.framework.scale}

    def clock(self, time: str) -> str:
        """Write a time (HH:MM) as the language does."""
        return time if self.tr.language == "en" else time.replace(":", ".")

    def level_of(self, criterion: str) -> str:
        """Give the team's level; what was never rated is not assessed."""
        return self.snapshot.levels.get(criterion, NOT_ASSESSED)

    @property
    def members(self) -> list[Member]:
        """List the team, the lead auditor first."""
        return sorted(self.snapshot.members, key=lambda item: (list(Role).index(item.role), item.name, item.id))

    def framework_source(self, code: str) -> str:
        """Name a kind of source."""
        return self.tr.pick(self._source_titles.get(code))

    def source_lang(self, code: str) -> str:
        """Give the language of a source's name, when the framework has it only in another one."""
        return self.tr.lang_of(self._source_titles.get(code))

    @cached_property
    def _source_titles(self) -> Mapping[str, Texts]:
        return {item.code: item.title for item in self.framework.sources}

    def findings(self, *kinds: FindingKind) -> list[Finding]:
        """List findings of some kinds in the team's order."""
        chosen = [item for item in self.snapshot.findings if item.kind in kinds]
        return sorted(chosen, key=lambda item: (item.position, item.id))

    def findings_of(self, standard: Standard) -> list[Finding]:
        """List the findings whose first known criterion belongs to a standard."""
        return [item for item in self.findings(*FindingKind) if self.standard_of(item) == standard.code]

    def standard_of(self, finding: Finding) -> str:
        """Give the standard a finding stands under, or nothing."""
        known = (self.framework.by_code[code].standard for code in finding.criteria if code in self.framework.by_code)
        return next(known, "")

    @cached_property
    def photos(self) -> dict[str, list[Attachment]]:
        """Give the photos of each standard's chapter, in the order they were taken.

        Each stands once: where the first finding cites its note, else under the first criterion its note is tied to.
        The school's snapshot holds no others than those free of people that the team did not keep out.
        """
        every = (item for item in self.snapshot.attachments if item.kind is AttachmentKind.PHOTO and item.blob)
        shown = sorted(every, key=lambda item: (item.taken, item.id))
        homes = self._homes({item.note for item in shown})
        chapters: dict[str, list[Attachment]] = {}
        for item in shown:
            if item.note in homes:
                chapters.setdefault(homes[item.note], []).append(item)
        return chapters

    def _homes(self, notes: set[str]) -> dict[str, str]:
        """Give the standard under which the photos of each note stand."""
        found: dict[str, str] = {}
        kinds = tuple(FindingKind)
        for finding in sorted(self.findings(*kinds), key=lambda item: kinds.index(item.kind)):
            standard = self.standard_of(finding)
            for note in notes.intersection(finding.notes) if standard else ():
                found.setdefault(note, standard)
        ranks = {item.code: (place, item.standard) for place, item in enumerate(self.framework.criteria)}
        links = (link for link in self.snapshot.links if link.note in notes and link.target in ranks)
        for (_place, standard), note in sorted((ranks[link.target], link.note) for link in links):
            found.setdefault(note, standard)
        return found

    def notes_of(self, criteria: tuple[Criterion, ...]) -> int:
        """Count the notes tied to criteria; a note can belong to more than one."""
        return sum(self.snapshot.evidence_of(item.code).notes for item in criteria)
