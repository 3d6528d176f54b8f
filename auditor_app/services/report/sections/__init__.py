"""The parts of the report in the order they stand; one module per part, one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from auditor_app.core.model import AuditKind
from auditor_app.services.report.optional import OPTIONAL
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.annex import annex
from auditor_app.services.report.sections.context import context
from auditor_app.services.report.sections.cover import cover
from auditor_app.services.report.sections.done import done
from auditor_app.services.report.sections.follow_up import follow_up, interim_summary
from auditor_app.services.report.sections.inspectorate import inspectorate
from auditor_app.services.report.sections.matrix import matrix
from auditor_app.services.report.sections.plan import plan
from auditor_app.services.report.sections.response import response
from auditor_app.services.report.sections.signatures import signatures
from auditor_app.services.report.sections.standards import standards
from auditor_app.services.report.sections.summary import summary
from auditor_app.services.report.sections.surveys import surveys
from auditor_app.services.report.sections.then_and_now import then_and_now

Section = Callable[[Report], list[Part]]
"""Sets one part of the report, or several, or none when there is nothing to say."""

SECTIONS: tuple[Section, ...] = (
    cover,
    summary,
    done,
    context,
    standards,
    matrix,
    plan,
    surveys,
    then_and_now,
    inspectorate,
    response,
    signatures,
    annex,
)
"""The parts of a formative and of a summative report."""

INTERIM_SECTIONS: tuple[Section, ...] = (
    cover,
    interim_summary,
    done,
    context,
    follow_up,
    plan,
    surveys,
    signatures,
    annex,
)
"""The parts of an interim evaluation: it follows up points and judges few criteria, so it has no profile."""


_ON_PAGES_OF_THEIR_OWN = frozenset({"summary", "done", "then-and-now", "signatures"})
"""Parts that begin a page in a compact report too: two that are looked for, and two whose pictures fill one."""


def sections_of(report: Report) -> tuple[Section, ...]:
    """Give the parts that a report of this kind of audit has."""
    if report.snapshot.audit.kind is not AuditKind.INTERIM:
        return SECTIONS
    # Nobody expects a survey at an interim evaluation, so without one there is nothing to say of it.
    return tuple(section for section in INTERIM_SECTIONS if section is not surveys or report.snapshot.surveys)


def parts_of(report: Report) -> list[Part]:
    """Give the parts of a report as the team wants them: without those left out, breaking where it asked."""
    left_out = {name for name in report.layout.left_out if name in OPTIONAL}
    parts = [part for section in sections_of(report) if section.__name__ not in left_out for part in section(report)]
    return [_arranged(report, part) for part in parts]


def _arranged(report: Report, part: Part) -> Part:
    key, layout = f"part:{part.key}", report.layout
    if part.key == "cover" or key in layout.new_pages:
        return replace(part, starts_page=True, follows_on=False)
    if key in layout.follow_on or (report.is_compact and part.key not in _ON_PAGES_OF_THEIR_OWN):
        return replace(part, follows_on=True)
    return part
