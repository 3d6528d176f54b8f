"""The pages that the window shows and prints: those of the signed report, else those it would have now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor_app.core.snapshot_json import from_document, parse_document
from auditor_app.services.publishing.endings import newest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditor_app.core.model import Publication
    from auditor_app.services.publishing.publish import Publishing
    from auditor_app.services.report.build import Built


@dataclass(frozen=True)
class Shown:
    """Pages, and whether they are those of a signed report or of a draft."""

    report: Built
    is_signed: bool


def shown(publishing: Publishing, audit_id: str, language: str, me: str) -> Shown:
    """Give the signed report in this language, stamps and all; without one a draft, as `me` may see it."""
    known = publishing.publications(audit_id)
    here = [one for one in newest_of(known) if one.language == language]
    if not here:
        return Shown(publishing.preview(audit_id, language, me), is_signed=False)
    return Shown(_as_signed(publishing, here[-1], lead_of(here[-1], known).signed[:10]), is_signed=True)


def lead_of(publication: Publication, known: Iterable[Publication]) -> Publication:
    """Give the report as the lead signed it, whose day and name it bears whatever was added to the file since."""
    others = {one.id: one for one in known}
    first = publication
    while first.replaces in others:
        first = others.pop(first.replaces)  # each only once: a package may name them in a circle
    return first


def _as_signed(publishing: Publishing, publication: Publication, day: str) -> Built:
    from auditor_app.services.report.build import Status, as_signed, build  # noqa: PLC0415 - loads what sets pages

    snapshot = from_document(parse_document(publishing.data_of(publication)))
    pictures = publishing.pictures(snapshot, is_draft=True)
    built = build(snapshot, publication.language, status=Status(is_draft=False, day=day), blobs=pictures)
    return as_signed(built, publishing.pdf_of(publication))
