"""The names of roles, relations, findings and groups in the language of the report."""

from __future__ import annotations

from collections.abc import Mapping

from auditor_app.core.comparison import Point
from auditor_app.core.follow_up import PointState
from auditor_app.core.model import FindingKind, Relation, Role, SurveyGroup
from auditor_app.i18n import Translator


def role_names(tr: Translator) -> Mapping[Role, str]:
    """Name what the members of a team do."""
    return {
        Role.LEAD: tr("lead auditor"),
        Role.SECOND: tr("second auditor"),
        Role.AUDITOR: tr("auditor"),
        Role.SPECIALIST: tr("specialist"),
        Role.SECOND_READER: tr("second reader"),
    }


def relation_names(tr: Translator) -> Mapping[Relation, str]:
    """Name the ties of an auditor's organisation to the school."""
    return {
        Relation.UNDECLARED: tr("not declared"),
        Relation.NONE: tr("none"),
        Relation.NETWORK: tr("network"),
        Relation.BUDDY: tr("buddy school"),
        Relation.AUDITED_US: tr("audited us in the past three years"),
        Relation.SUPPLIER: tr("supplies materials or training"),
    }


def finding_names(tr: Translator) -> Mapping[FindingKind, str]:
    """Name the kinds of findings, in their order."""
    return {
        FindingKind.STRENGTH: tr("Strength"),
        FindingKind.DEVELOPMENT: tr("Development point"),
        FindingKind.CONDITION: tr("Condition"),
        FindingKind.SUGGESTION: tr("Suggestion"),
    }


def state_names(tr: Translator) -> Mapping[str, str]:
    """Name what became of a point of an earlier audit."""
    return {
        PointState.FOLLOWED: tr("followed up"),
        PointState.PARTLY: tr("partly followed up"),
        PointState.NOT_SEEN: tr("not seen"),
        PointState.NOT_STARTED: tr("not started"),
        PointState.UNDER_WAY: tr("under way"),
        PointState.REACHED: tr("reached"),
        PointState.DROPPED: tr("dropped"),
    }


def point_words(tr: Translator, point: Point) -> str:
    """Say how far a point is; one that only an earlier evaluation spoke of keeps what was said then."""
    names = state_names(tr)
    if point.now.state:
        return names.get(point.now.state, tr("not recorded"))
    if point.before is not None and point.before.state:
        return tr("{state}, said before").format(state=names.get(point.before.state, ""))
    return tr("not recorded")


def group_names(tr: Translator) -> Mapping[SurveyGroup, str]:
    """Name who was asked in a survey."""
    return {
        SurveyGroup.PUPILS: tr("Pupils"),
        SurveyGroup.PARENTS: tr("Parents and carers"),
        SurveyGroup.TEACHERS: tr("Teachers"),
        SurveyGroup.OTHER: tr("Others at the school"),
    }
