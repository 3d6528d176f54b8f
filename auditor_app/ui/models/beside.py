"""What is kept beside a note or document, in words and as rows."""

from __future__ import annotations

from auditor_app.core.model import Attachment, AttachmentKind
from auditor_app.i18n import _, current
from auditor_app.services.visit.file_types import SUFFIXES
from auditor_app.ui.models.rows import RowsModel

_KILO = 1024


def beside_model() -> RowsModel[Attachment]:
    """Make the list model of what is beside a note."""
    model = RowsModel[Attachment](lambda row: row.id, title_of, sentence_of)
    model.has_tooltips = True
    return model


def title_of(item: Attachment) -> str:
    """Give the caption of a photo, the name of a file, the length of a memo."""
    if item.kind is AttachmentKind.PHOTO:
        return item.caption or _("Photo without a caption")
    if item.kind is AttachmentKind.VOICE:
        return _("Voice memo {time}").format(time=clock(item.seconds)) if item.seconds else _("Voice memo")
    return item.name or _("File without a name")


def sentence_of(item: Attachment) -> str:
    """Say everything a screen reader should say of it."""
    said = [title_of(item)]
    if item.kind is AttachmentKind.PHOTO:
        said = [_("Photo"), item.caption or _("without a caption"), item.alt]
        said += [] if item.is_free_of_people else [_("not confirmed that nobody can be recognised")]
        said += [_("kept out of the report")] if item.is_excluded else []
    elif item.kind is AttachmentKind.FILE:
        said += [kind_words(item), size_words(item.size)]
    said += [_("in the bin")] if item.deleted else []
    return ", ".join(filter(None, said))


def kind_words(item: Attachment) -> str:
    """Give the kind of a file as its name ends: "PDF", "DOCX"."""
    return SUFFIXES.get(item.media_type, "").lstrip(".").upper()


def size_words(size: int) -> str:
    """Give a size as people say it."""
    if size < _KILO * _KILO:
        return _("{n} kB").format(n=max(1, round(size / _KILO)))
    return _("{n} MB").format(n=current().number(round(size / _KILO / _KILO, 1)))


def clock(seconds: int) -> str:
    """Give minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02}"


def is_beside(item: Attachment, *, kind: AttachmentKind) -> bool:
    """Whether it is of a kind and neither in the bin nor erased."""
    return item.kind is kind and not item.deleted and not item.erased
