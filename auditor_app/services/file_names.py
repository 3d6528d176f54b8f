"""The names of the files that the program writes: of words of the file's own language, safe on every system."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auditor_app.core.model import Audit, AuditKind
from auditor_app.i18n import N_, Translator

KINDS: Final[Mapping[AuditKind, str]] = MappingProxyType(
    {
        AuditKind.FORMATIVE: N_("formative"),
        AuditKind.INTERIM: N_("interim"),
        AuditKind.SUMMATIVE: N_("summative"),
    }
)
"""What a kind of audit is called in one word."""
_LONGEST: Final = 60


def safe_part(words: str) -> str:
    """Give words with only characters every system allows in a file's name; nothing may be left of them."""
    return re.sub(r"[^\w-]+", "-", words, flags=re.UNICODE).strip("-_")[:_LONGEST]


def school_part(audit: Audit) -> str:
    """Give the school's name with only characters every system allows."""
    return safe_part(audit.school.name) or "school"


def audit_stem(audit: Audit, tr: Translator) -> str:
    """Name a file by school, kind and first day."""
    return f"{school_part(audit)}-{tr(KINDS[audit.kind])}-{audit.starts}"


def report_stem(audit: Audit, tr: Translator) -> str:
    """Name a report's file by school, kind, first day, version and language."""
    return f"{audit_stem(audit, tr)}-v{audit.version}-{tr.language}"
