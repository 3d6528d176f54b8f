"""The report of an audit written out in any form: what the school may see, never more, into one file at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.core.gates import for_school
from auditor_app.core.model import Publication
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document, snapshot_bytes
from auditor_app.core.team import covered
from auditor_app.i18n import Translator, translator
from auditor_app.services.desk import Desk
from auditor_app.services.file_names import report_stem
from auditor_app.services.publishing.publish import Publishing
from auditor_app.services.publishing.shown import lead_of
from auditor_app.store import read

if TYPE_CHECKING:
    from auditor_app.services.forms.notice import Signed
    from auditor_app.services.report.reading import Node
    from auditor_app.services.report.report import Status


class Form(StrEnum):
    """The forms a report can be written in."""

    PDF = "pdf"
    WORD = "word"
    WEB = "web"
    BOOK = "book"
    RATINGS = "ratings"
    EVIDENCE = "evidence"
    DATA = "data"
    RECORD = "record"


@dataclass(frozen=True)
class Made:
    """A file before it is written."""

    name: str
    content: bytes = field(repr=False)

    def write(self, path: Path) -> Path:
        """Write it whole or not at all; a folder gets it under its own name."""
        target = path / self.name if path.is_dir() else path
        try:
            write_atomically(target, self.content)
        except OSError as error:
            raise UserError("publish.export_failed", path=str(target), reason=error.strerror or "") from error
        return target


@dataclass(frozen=True)
class _Source:
    """What a file is made of: the school's snapshot, the language, and the signed original if there is one."""

    snapshot: Snapshot
    tr: Translator
    publication: Publication | None
    lead: Publication | None
    """The same report as the lead signed it: a copy bears that day and that name."""
    pictures: dict[str, bytes] = field(repr=False)

    @property
    def signed(self) -> Signed | None:
        """Give what the copy names as its original."""
        from auditor_app.services.forms.notice import Signed  # noqa: PLC0415 - the forms load when one is asked for

        found, lead = self.publication, self.lead
        return Signed(found.file_name, lead.signer, lead.signed) if found and lead else None

    def sentences(self) -> tuple[str, ...]:
        """Give what the file says about itself."""
        from auditor_app.services.forms.notice import notice  # noqa: PLC0415 - the forms load when one is asked for

        return notice(self.snapshot, self.tr, self.signed)

    def origin(self) -> str:
        """Give in one line what the file is a copy of; a draft says that it is one."""
        from auditor_app.services.forms.notice import origin  # noqa: PLC0415 - the forms load when one is asked for

        return origin(self.tr, self.signed)


class Exports:
    """Files for others, made of what the school may see."""

    def __init__(self, desk: Desk, publishing: Publishing) -> None:
        """Work at `desk`; signed reports and their pictures come from `publishing`."""
        self._desk, self._publishing = desk, publishing

    def make(self, audit_id: str, form: Form, language: str, me: str = "") -> Made:
        """Give a file of the audit; once it is signed, of exactly the data that was signed.

        While a team rates blind it holds the levels of `me` (a member's id) and of nobody else.
        """
        source = self._source(audit_id, language, me)
        if form is Form.PDF and source.publication is not None and source.publication.language == language:
            return Made(source.publication.file_name, self._publishing.pdf_of(source.publication))
        stem = report_stem(source.snapshot.audit, source.tr)
        added, make = _MAKERS[form]
        # The pages themselves are always a draft here: those that were signed were given above.
        is_copy = source.publication is not None and form is not Form.PDF
        what = source.tr("copy") if is_copy else source.tr("draft")
        return Made(f"{stem}-{what}{added(source.tr)}", make(source))

    def write(self, audit_id: str, form: Form, language: str, path: Path, me: str = "") -> Path:
        """Make a file and write it to a path, or into a folder under its own name."""
        return self.make(audit_id, form, language, me).write(path)

    def _source(self, audit_id: str, language: str, me: str = "") -> _Source:
        found = self._publishing.publications(audit_id)
        publication = max(found, key=lambda item: (item.language == language, item.signed), default=None)
        if publication is None:
            snapshot = for_school(covered(read.snapshot(self._desk.store, audit_id, self._desk.moment()), me))
        else:
            snapshot = from_document(parse_document(self._publishing.data_of(publication)))
        pictures = self._publishing.pictures(snapshot, is_draft=publication is None)
        lead = lead_of(publication, found) if publication else None
        return _Source(snapshot, translator(language), publication, lead, pictures)


def _tree(source: _Source) -> Node:
    from auditor_app.services.report.reading import read_out  # noqa: PLC0415 - the forms load when one is asked for

    return read_out(source.snapshot, source.tr.language, status=_status(source), blobs=source.pictures)


def _status(source: _Source) -> Status:
    from auditor_app.services.report.report import Status  # noqa: PLC0415 - the forms load when one is asked for

    return Status(is_draft=source.lead is None, day=source.lead.signed[:10] if source.lead else "")


def _title(source: _Source) -> str:
    from auditor_app.services.report.build import title_of  # noqa: PLC0415 - the forms load when one is asked for

    return title_of(source.snapshot, source.tr)


def _draft(source: _Source) -> bytes:
    from auditor_app.services.report.build import Status, build  # noqa: PLC0415 - the forms load when one is asked for

    status = Status(is_draft=True)
    return build(source.snapshot, source.tr.language, status=status, blobs=source.pictures).pdf


def _word(source: _Source) -> bytes:
    from auditor_app.services.forms.word import Around, as_word  # noqa: PLC0415 - the forms load when one is asked for
    from auditor_app.services.report.report import FIXED_LINES  # noqa: PLC0415 - the forms load when one is asked for

    tr = source.tr
    what = tr("copy") if source.publication else tr("draft")
    around = Around(
        source.sentences(),
        tr("Contents"),
        f"{tr(FIXED_LINES[source.snapshot.audit.kind])}  ·  {what}",
        tr("{page} of {pages}"),
    )
    return as_word(_tree(source), _title(source), tr.language, around)


def _web(source: _Source) -> bytes:
    from auditor_app.services.forms.web import as_page  # noqa: PLC0415 - the forms load when one is asked for

    return as_page(
        _tree(source),
        _title(source),
        source.tr.language,
        notice=source.sentences(),
        contents=source.tr("Contents"),
        skip=source.tr("To the report"),
    )


def _book(source: _Source) -> bytes:
    from auditor_app.services.forms import rows  # noqa: PLC0415 - the forms load when one is asked for
    from auditor_app.services.forms.book import as_book  # noqa: PLC0415 - the forms load when one is asked for

    snapshot, tr = source.snapshot, source.tr
    sheets = [make(snapshot, tr) for make in (rows.ratings, rows.evidence, rows.findings)]
    sheets.insert(0, rows.about(snapshot, tr, source.sentences()))
    return as_book(sheets, _title(source), tr.language, tr("(cut here: longer than a cell can hold)"))


def _ratings(source: _Source) -> bytes:
    from auditor_app.services.forms import comma, rows  # noqa: PLC0415 - the forms load when one is asked for

    return comma.as_csv(rows.with_origin(rows.ratings(source.snapshot, source.tr), source.tr, source.origin()))


def _evidence(source: _Source) -> bytes:
    from auditor_app.services.forms import comma, rows  # noqa: PLC0415 - the forms load when one is asked for

    return comma.as_csv(rows.with_origin(rows.evidence(source.snapshot, source.tr), source.tr, source.origin()))


def _data(source: _Source) -> bytes:
    # Not a word is added: whoever reckons the SHA-256 of this file has to find the fingerprint on the cover.
    return snapshot_bytes(source.snapshot)


def _record(source: _Source) -> bytes:
    from auditor_app.services.report.record import build_record  # noqa: PLC0415 - the forms load when one is asked for

    return build_record(source.snapshot, source.tr.language, status=_status(source))


_MAKERS: dict[Form, tuple[Callable[[Translator], str], Callable[[_Source], bytes]]] = {
    Form.PDF: (lambda _tr: ".pdf", _draft),
    Form.WORD: (lambda _tr: ".docx", _word),
    Form.WEB: (lambda _tr: ".html", _web),
    Form.BOOK: (lambda _tr: ".xlsx", _book),
    Form.RATINGS: (lambda tr: f"-{tr('ratings')}.csv", _ratings),
    Form.EVIDENCE: (lambda tr: f"-{tr('evidence')}.csv", _evidence),
    Form.DATA: (lambda _tr: ".json", _data),
    Form.RECORD: (lambda tr: f"-{tr('record')}.pdf", _record),
}
"""What each form adds to the name of the file, and how it is made."""
