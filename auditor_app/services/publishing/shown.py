"""The pages that the window shows and prints: those of the signed report, else those it would have now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor_app.core.snapshot_json import from_document, parse_document
from auditor_app.services.publishing.publish import newest_of

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
    return Shown(_as_signed(publishing, here[-1], day_of(here[-1], known)), is_signed=True)


def day_of(publication: Publication, known: Iterable[Publication]) -> str:
    """Give the day on its cover: that of the lead's signature, whatever was added to the file since."""
    by_id = {one.id: one for one in known}
    first = publication
    while first.replaces in by_id:
        first = by_id[first.replaces]
    return first.signed[:10]


def _as_signed(publishing: Publishing, publication: Publication, day: str) -> Built:
    from auditor_app.services.report.build import Status, as_signed, build  # noqa: PLC0415 - loads what sets pages

    snapshot = from_document(parse_document(publishing.data_of(publication)))
    pictures = publishing.pictures(snapshot, is_draft=True)
    built = build(snapshot, publication.language, status=Status(is_draft=False, day=day), blobs=pictures)
    return as_signed(built, publishing.pdf_of(publication))
