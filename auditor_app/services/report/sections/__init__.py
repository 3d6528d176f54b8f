"""The parts of the report in the order they stand; one module per part, one line here."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.annex import annex
from auditor_app.services.report.sections.context import context
from auditor_app.services.report.sections.cover import cover
from auditor_app.services.report.sections.done import done
from auditor_app.services.report.sections.inspectorate import inspectorate
from auditor_app.services.report.sections.matrix import matrix
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
    surveys,
    then_and_now,
    inspectorate,
    signatures,
    annex,
)
