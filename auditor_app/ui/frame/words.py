"""The words that several parts of the frame share: kinds of audit, roles, relations, parties of a survey."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor_app.core.model import LEVELS, Audit, AuditKind, Relation, Role, School, SurveyGroup
from auditor_app.i18n import N_, _, current

if TYPE_CHECKING:
    from auditor_app.core.framework import Framework

KINDS: Mapping[AuditKind, str] = MappingProxyType(
    {
        AuditKind.FORMATIVE: N_("Formative audit"),
        AuditKind.INTERIM: N_("Interim evaluation"),
        AuditKind.SUMMATIVE: N_("Summative audit"),
    }
)
ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.LEAD: N_("Lead auditor"),
        Role.SECOND: N_("Second auditor"),
        Role.AUDITOR: N_("Auditor"),
        Role.SPECIALIST: N_("Specialist"),
        Role.SECOND_READER: N_("Second reader"),
    }
)
RELATIONS: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.UNDECLARED: N_("Not declared yet"),
        Relation.NONE: N_("None"),
        Relation.NETWORK: N_("Same network"),
        Relation.BUDDY: N_("Buddy school"),
        Relation.AUDITED_US: N_("Audited us in the past three years"),
        Relation.SUPPLIER: N_("Supplies materials or training"),
    }
)
TRUST: Mapping[str, str] = MappingProxyType(
    {
        "trusted": N_("Unchanged, trusted"),
        "unknown": N_("Unchanged, not on your list"),
        "self_made": N_("Unchanged, self-made key"),
    }
)
SURVEYS: Mapping[SurveyGroup, str] = MappingProxyType(
    {
        SurveyGroup.PUPILS: N_("Pupils"),
        SurveyGroup.PARENTS: N_("Parents"),
        SurveyGroup.TEACHERS: N_("Teachers"),
        SurveyGroup.OTHER: N_("Others at the school"),
    }
)
LANGUAGES: Mapping[str, str] = MappingProxyType({"nl": "Nederlands", "en": "English", "sv": "Svenska"})
"""The languages, each in its own words."""


def school_name(school: School) -> str:
    """Give the name of a school, or the words for one without."""
    return school.name or _("School not chosen yet")


def school_facts(school: School) -> str:
    """Give place, kinds of education and register code, as far as they are known."""
    code = f"{school.brin}-{school.location}" if school.brin and school.location else school.brin
    return " · ".join(
        filter(None, (school.place.title() if school.place.isupper() else school.place, school.education, code))
    )


def kind_and_dates(audit: Audit) -> str:
    """Give "Formative audit · 12–13 Nov 2026 · version 1.1 · peer audit"; a first version is not numbered."""
    peer = _("peer audit") if audit.is_peer else ""
    dates = current().date_range(audit.starts, audit.ends)
    return "  ·  ".join(filter(None, (_(KINDS[audit.kind]), dates, version_words(audit), peer)))


def version_words(audit: Audit) -> str:
    """Number a corrected version: it bears the name and the dates of the one it replaces."""
    return _("version {number}").format(number=audit.version) if audit.predecessor else ""


def level_words(framework: Framework, level: str) -> str:
    """Name a level or what stands in its place; nothing for none."""
    if level in LEVELS:
        return current().pick(framework.scale[int(level) - 1].title)
    named = next((item for item in framework.non_ratings if item.code == level), None)
    return current().pick(named.title).partition(" (")[0] if named else ""
