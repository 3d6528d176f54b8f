"""The decision rule of a framework in words, from its own parameters: what the annex of a summative report prints."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_app.core.rule import DecisionRule, decision_rule
from auditor_app.i18n import Translator
from auditor_app.services.report.report import Report
from auditor_app.services.report.strips import Strip, space_above
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import MM, SMALL_BODY, TABLE_CODE, TEXT
from auditor_app.services.report.tables import Column, Table, cell


def decision_table(report: Report, parent: Element) -> list[Strip]:
    """Set the rule: what makes a standard secured, and what the advice follows from."""
    tr, setter = report.tr, report.setter
    text = tr(
        "The rule stands in the framework and is the same for all schools. The team may deviate from it by one step,"
        " with reasons; then both stand in this report."
    )
    strips = setter.block(text, SMALL_BODY, parent.add("P"))
    columns = [
        Column(TEXT, 20 * MM), Column(TEXT + 20 * MM, 30 * MM, tr("Outcome")),
        Column(TEXT + 50 * MM, 68 * MM, tr("Rule"), is_last=True),
    ]  # fmt: skip
    table = Table(setter, parent, columns, above=1.3 * MM, below=1.6 * MM)
    rule = decision_rule(report.framework)
    groups = ((tr("Standard"), _standards(tr, rule)), (tr("Advice"), _outcomes(report, rule)))
    for name, rows in groups:
        for place, (outcome, words) in enumerate(rows):
            table.row(cell(name if place == 0 else "", TABLE_CODE), cell(outcome), cell(words))
    return [*strips, *space_above(table.strips(), 6)]


def _standards(tr: Translator, rule: DecisionRule) -> Iterator[tuple[str, str]]:
    secured = tr("all core criteria at least 3, no criterion at 1, at most {n} other at 2")
    yield tr("secured"), secured.format(n=rule.max_noncore_at_2)
    yield tr("shared"), tr("secured, no criterion below 3, at least {n} at 4").format(n=rule.shared_count_of_4)
    visible = tr("a core criterion at 1, or {n} or more criteria at 1")
    yield tr("not yet visible"), visible.format(n=rule.not_yet_count_of_1)
    yield tr("developing"), tr("everything else")


def _outcomes(report: Report, rule: DecisionRule) -> Iterator[tuple[str, str]]:
    tr, framework = report.tr, report.framework
    core = sum(criterion.is_core for criterion in framework.criteria)
    granted = [
        tr("all {n} core criteria at least {level}").format(n=core, level=rule.granted_min_core),
        tr("at least {n} of {all} standards secured or shared").format(
            n=rule.granted_min_secured, all=len(framework.standards)
        ),
    ]
    if rule.granted_no_level_1:
        granted.append(tr("no criterion at 1"))
    yield tr("granted"), "; ".join(granted)
    yield tr("granted with conditions"), "; ".join(_conditions(report, rule))
    yield tr("not yet granted"), tr("in all other cases, always with reasons per criterion")


def _conditions(report: Report, rule: DecisionRule) -> Iterator[str]:
    tr = report.tr
    if rule.conditions_no_core_at_1:
        yield tr("no core criterion at 1")
    yield tr("at most {n} core criteria at 2").format(n=rule.conditions_max_core_at_2)
    yield tr("at least {n} standards secured or shared").format(n=rule.conditions_min_secured)
    yield tr("no standard not yet visible")
    if rule.hard_criterion:
        yield tr("{code} at least {level}").format(code=rule.hard_criterion, level=rule.hard_min)
