"""The start page's list as flat rows: a school, and under it its audits and imported reports, newest on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal

from auditor_app.core.model import Audit, AuditKind, EarlierReport, School
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.frame.words import KINDS, TRUST, school_facts, school_name
from auditor_app.ui.models.faces import OnDemand

if TYPE_CHECKING:
    from auditor_app.services.audits.overview import AuditSummary

RowKind = Literal["school", "audit", "report", "binned"]
PHASES = 6
"""Prepare, day, notes, criteria, report, signed."""


@dataclass(frozen=True)
class StartRow:
    """What one row shows; `at` is the number of the audit in its group and `of` how many the group has."""

    kind: RowKind
    key: str
    title: str
    line: str = ""
    is_sample: bool = False
    phase: float = -1.0
    """How many of the six phases are behind, in halves; below zero no bars are drawn."""
    phase_text: str = ""
    facts: tuple[str, ...] = ()
    badge: str = ""
    badge_icon: str = ""
    action: str = ""
    at: int = 0
    of: int = 1
    follows: str = ""
    """The SHA-256 of the signed report on which an interim evaluation can follow, "" where there is none."""
    school: School = field(default_factory=School)
    offers_interim: bool = False
    """Whether the row says that an interim evaluation can begin: the newest signed one of its school does."""

    @property
    def id(self) -> str:
        """Tell it from all other rows."""
        return _id(self.kind, self.key)

    @property
    def is_open(self) -> bool:
        """Whether work on it can go on: a disc on the thread, else a ring."""
        return self.kind == "audit" and self.phase >= 0

    @property
    def sentence(self) -> str:
        """Give the row as a screen reader says it."""
        sample = _("sample") if self.is_sample else ""
        offer = begin_interim() if self.offers_interim else ""
        said = (self.title, sample, self.line, self.phase_text, offer, *self.facts, self.badge)
        return ", ".join(filter(None, said))


def begin_interim() -> str:
    """Name what begins an interim evaluation of a signed audit."""
    return _("Begin the interim evaluation")


def _id(kind: RowKind, key: str) -> str:
    return f"{kind}:{key}"


@dataclass(frozen=True)
class _Entry:
    """An audit or report with what sorts and groups it; its row is made when it comes in sight."""

    kind: RowKind
    key: str
    school: School
    starts: str
    make: Callable[[], StartRow]
    follows: str = ""
    is_sample: bool = False
    is_open: bool = False
    is_interim: bool = False
    version: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Give the id that its row will have."""
        return _id(self.kind, self.key)


def rows_by_school(
    summaries: Sequence[AuditSummary], reports: Sequence[EarlierReport], today: date
) -> OnDemand[StartRow]:
    """Group by school; the school with the newest visit comes first."""
    entries = _entries(summaries, reports, today)
    offering = _offering(entries)
    groups: dict[str, list[_Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.school.key, []).append(entry)
    makers: dict[str, Callable[[], StartRow]] = {}
    for key, group in groups.items():
        makers[_id("school", key)] = partial(_school_row, group)
        for at, entry in enumerate(group):
            makers[entry.id] = partial(_row_of_group, entry, at, len(group), offers=entry.id in offering)
    return OnDemand(list(makers), lambda key: makers[key]())


def _school_row(group: Sequence[_Entry]) -> StartRow:
    school, is_sample = group[0].school, any(entry.is_sample for entry in group)
    return StartRow("school", school.key, school_name(school), school_facts(school), is_sample)


def _row_of_group(entry: _Entry, at: int, of: int, *, offers: bool) -> StartRow:
    return replace(entry.make(), at=at, of=of, is_sample=False, school=entry.school, offers_interim=offers)


def rows_by_date(
    summaries: Sequence[AuditSummary], reports: Sequence[EarlierReport], today: date
) -> OnDemand[StartRow]:
    """List everything by date, each row with the name of its school."""
    entries = _entries(summaries, reports, today)
    offering = _offering(entries)
    known = {entry.id: entry for entry in entries}
    return OnDemand(list(known), lambda key: _row_of_date(known[key], offers=key in offering))


def _row_of_date(entry: _Entry, *, offers: bool) -> StartRow:
    row = entry.make()
    line = f"{row.title} · {row.line}"
    return replace(row, title=school_name(entry.school), line=line, school=entry.school, offers_interim=offers)


def rows_in_bin(summaries: Sequence[AuditSummary]) -> tuple[StartRow, ...]:
    """List what lies in the bin."""
    return tuple(
        StartRow(
            "binned", item.audit.id, school_name(item.audit.school),
            f"{_(KINDS[item.audit.kind])} · {_dates(item.audit)}", item.audit.is_sample, action=_("Put back"),
        )
        for item in summaries
        if item.is_binned
    )  # fmt: skip


def fitting(rows: Iterable[StartRow], words: str) -> tuple[StartRow, ...]:
    """Keep the rows that hold all the words, and a school with all that is under it when the school fits."""
    wanted = words.casefold().split()
    kept: list[StartRow] = []
    heading: StartRow | None = None
    shown_heading = False
    for row in rows:
        text = f"{row.title} {row.line} {' '.join(row.facts)} {row.phase_text}"
        if row.kind == "school":
            heading, shown_heading = row, False
            continue
        around = f"{heading.title} {heading.line} " if heading else ""
        if all(word in f"{around}{text}".casefold() for word in wanted):
            if heading is not None and not shown_heading:
                kept.append(heading)
                shown_heading = True
            kept.append(row)
    return _renumbered(kept)


def _renumbered(rows: list[StartRow]) -> tuple[StartRow, ...]:
    starts = [place for place, row in enumerate(rows) if row.kind == "school"]
    if not starts:
        return tuple(rows)
    numbered: list[StartRow] = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        group = rows[start + 1 : end]
        numbered += [rows[start], *(replace(row, at=at, of=len(group)) for at, row in enumerate(group))]
    return tuple(numbered)


def _entries(summaries: Sequence[AuditSummary], reports: Sequence[EarlierReport], today: date) -> list[_Entry]:
    own = {item.audit.id for item in summaries}
    later = {item.audit.predecessor: item for item in summaries if item.audit.predecessor and not item.is_binned}
    found = [_audit_entry(item, today, later.get(item.audit.id)) for item in summaries if not item.is_binned]
    samples = {item.audit.school.key for item in summaries if item.audit.is_sample}
    shown_samples = {item.audit.school.key for item in summaries if item.audit.is_sample and not item.is_binned}
    seen: set[str] = set()
    for report in reports:
        key = report.school.key
        is_gone_sample = key in samples and key not in shown_samples
        if report.pdf in seen or report.source_audit in own or report.deleted or is_gone_sample:
            continue
        seen.add(report.pdf)
        is_sample = key in shown_samples
        make = partial(_report_row, report, is_sample=is_sample)
        follows = _report_to_follow(report)
        found.append(_Entry("report", report.id, report.school, report.starts, make, follows, is_sample))
    found.sort(key=lambda entry: (entry.starts, entry.kind == "audit", entry.version), reverse=True)
    return found


def _audit_entry(item: AuditSummary, today: date, later: AuditSummary | None) -> _Entry:
    audit = item.audit
    return _Entry(
        "audit", audit.id, audit.school, audit.starts, partial(_audit_row, item, today, later),
        _signed_to_follow(item, later), audit.is_sample,
        is_open=item.publication is None,
        is_interim=audit.kind is AuditKind.INTERIM,
        version=_number(audit.version),
    )  # fmt: skip


def _offering(entries: Sequence[_Entry]) -> frozenset[str]:
    """Let the newest signed row of each school offer an interim evaluation, unless one is being made already."""
    done: set[str] = set()
    offering = set()
    for entry in entries:
        key = entry.school.key
        is_offered = key not in done and bool(entry.follows)
        if is_offered:
            offering.add(entry.id)
        if is_offered or (entry.is_interim and entry.is_open):
            done.add(key)
    return frozenset(offering)


def _signed_to_follow(item: AuditSummary, later: AuditSummary | None) -> str:
    """Give the signed report that an interim evaluation follows: the newest version's, "" of one that was replaced."""
    is_replaced = later is not None and later.publication is not None
    return "" if item.publication is None or is_replaced else item.publication.pdf


def _report_to_follow(report: EarlierReport) -> str:
    return report.pdf if report.verification.get("unchanged") else ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))


def _dates(audit: Audit) -> str:
    return current().date_range(audit.starts, audit.ends)


def _audit_row(item: AuditSummary, today: date, later: AuditSummary | None) -> StartRow:
    """Make the row of an audit; `later` is the version that corrects it, if there is one."""
    audit, facts = item.audit, item.facts
    team = ngettext("{n} auditor", "{n} auditors", facts.members) if facts and facts.members else ""
    peer = _("peer audit") if audit.is_peer else ""
    version = _("version {number}").format(number=audit.version) if audit.predecessor or later is not None else ""
    row = StartRow(
        "audit", audit.id, _(KINDS[audit.kind]), " · ".join(filter(None, (_dates(audit), version, peer, team))),
        audit.is_sample, action=_("Open"),
    )  # fmt: skip
    if item.publication is not None:
        signed = current().moment(item.publication.signed, "d MMM y")
        replaced = later.audit.version if later is not None and later.publication is not None else None
        return replace(
            row,
            phase_text=_("Signed {date}").format(date=signed),
            facts=_facts(item),
            badge=_("Signed") if replaced is None else _("Replaced by {version}").format(version=replaced),
            badge_icon="badge-check",
            follows=_signed_to_follow(item, later),
        )
    phase, text = _phase(item, today)
    return replace(row, phase=phase, phase_text=text, facts=_facts(item), action=_("Go on") if phase > 1 else _("Open"))


def _facts(item: AuditSummary) -> tuple[str, ...]:
    facts = item.facts
    if facts is None:
        return ()
    if not facts.notes:
        declared = _("{n} of {total} declarations of interests")
        return (declared.format(n=facts.declared, total=facts.members), _("No notes yet"))
    notes = ngettext("{n} note", "{n} notes", facts.notes)
    if facts.to_code and item.publication is None:
        notes += _(", {n} to code").format(n=facts.to_code)
    if item.audit.kind is AuditKind.INTERIM:
        return (notes,)
    evidenced = _("{n} of {total} criteria with evidence").format(n=facts.evidenced, total=item.criteria)
    return (notes, evidenced)


def _phase(item: AuditSummary, today: date) -> tuple[float, str]:
    """Say how far the work is, from what there is and not from a switch that somebody must set."""
    facts, audit = item.facts, item.audit
    if facts is None:
        return 0.0, ""
    day = _visit_day(audit, today)
    if not facts.notes:
        return (0.5, _("Prepare")) if not day else (1.5, _("Day {n}").format(n=day))
    if day:
        text = _("Day {n} · coding notes") if facts.to_code else _("Day {n}")
        return (2.5 if facts.to_code else 2.0), text.format(n=day)
    if facts.to_code:
        return 2.5, _("Coding notes")
    if audit.kind is not AuditKind.INTERIM and facts.rated < item.criteria:
        rated = _("Criteria · {n} of {total} rated").format(n=facts.rated, total=item.criteria)
        return 3.5, rated
    return 4.5, _("Report")


def _visit_day(audit: Audit, today: date) -> int:
    try:
        starts, ends = date.fromisoformat(audit.starts), date.fromisoformat(audit.ends or audit.starts)
    except ValueError:
        return 0
    return (today - starts).days + 1 if starts <= today <= ends else 0


def _report_row(report: EarlierReport, *, is_sample: bool) -> StartRow:
    signatures = report.verification.get("signatures")
    first = signatures[0] if isinstance(signatures, (list, tuple)) and signatures else {}
    signed = current().moment(str(first.get("signed_at", "")), "d MMM y")
    is_unchanged = bool(report.verification.get("unchanged"))
    trust = str(first.get("trust", "unknown"))
    badge = _(TRUST.get(trust, TRUST["unknown"])) if is_unchanged else _("Changed after signing")
    kind = KINDS.get(AuditKind(report.kind), "")
    return StartRow(
        "report", report.id, _(kind), current().date_range(report.starts, report.ends), is_sample,
        phase_text=_("Signed {date}").format(date=signed) if signed else _("Signed"),
        facts=(_("Read from a signed report"),),
        badge=badge,
        badge_icon="badge-check" if is_unchanged else "file-x",
        follows=_report_to_follow(report),
    )  # fmt: skip
