from __future__ import annotations

import pytest

from auditor_app.core.model import Audit, AuditKind, School
from auditor_app.i18n import translator
from auditor_app.services.file_names import audit_stem, report_stem


@pytest.mark.parametrize(
    ("kind", "language", "stem"),
    [
        (AuditKind.FORMATIVE, "nl", "Voorbeeldschool-formatief-2026-11-12-v1-nl"),
        (AuditKind.FORMATIVE, "en", "Voorbeeldschool-formative-2026-11-12-v1-en"),
        (AuditKind.INTERIM, "sv", "Voorbeeldschool-uppföljning-2026-11-12-v1-sv"),
        (AuditKind.SUMMATIVE, "sv", "Voorbeeldschool-summativ-2026-11-12-v1-sv"),
    ],
)
def test_a_report_is_named_in_its_own_language(kind: AuditKind, language: str, stem: str) -> None:
    audit = Audit(kind=kind, school=School(name="Voorbeeldschool"), starts="2026-11-12", version="1")
    assert report_stem(audit, translator(language)) == stem


@pytest.mark.parametrize(
    ("name", "part"),
    [("../../etc/passwd", "etc-passwd"), ("Å: <skola>|?*", "Å-skola"), ("", "school"), ("x" * 200, "x" * 60)],
)
def test_a_school_of_any_name_gives_a_name_every_system_allows(name: str, part: str) -> None:
    audit = Audit(kind=AuditKind.FORMATIVE, school=School(name=name), starts="2026-11-12")
    assert audit_stem(audit, translator("nl")) == f"{part}-formatief-2026-11-12"
