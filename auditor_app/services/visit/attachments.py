"""Photos, files and voice memos beside notes: off until allowed, without people, named by what they hold."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import write_atomically
from auditor_app.core.change import Edit
from auditor_app.core.codec import encode
from auditor_app.core.errors import UserError
from auditor_app.core.model import Attachment, AttachmentKind, Audit, Document, Note
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.desk import Desk, Written
from auditor_app.services.pictures.pixels import MEDIA_TYPE
from auditor_app.services.visit.file_types import media_type_of
from auditor_app.store import read
from auditor_app.store.undo import SETUP

if TYPE_CHECKING:
    from auditor_app.services.pictures.pixels import FinishedPhoto, Pixels

MOST_FILE_BYTES = 32 << 20
MOST_VOICE_BYTES = 64 << 20
LONGEST_NAME = 120
_EDITABLE = frozenset({"caption", "alt", "note", "document", "is_free_of_people", "is_excluded"})
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')


@dataclass(frozen=True)
class PhotoWords:
    """What is said about a photo: a caption, what it shows for who cannot see it, whether the report leaves it out."""

    caption: str = ""
    alt: str = ""
    is_excluded: bool = False


@dataclass(frozen=True)
class _Kept:
    """Bytes on their way to the store, and what is said about them."""

    content: bytes
    fields: dict[str, object]
    group: str = ""


class Attachments:
    """What is kept beside notes and documents."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def permit_photos(self, audit_id: str, who: str, day: str = "") -> Written:
        """Record who of the school allowed photos (a role, never a name), and on what day: now unless given."""
        if not who.strip():
            raise UserError("photo.who_allowed")
        fields = {"photo_permission": who.strip(), "photo_permitted": day or self._desk.moment()}
        return self._desk.write([Edit(audit_id, "audit", audit_id, fields)])

    def forbid_photos(self, audit_id: str) -> Written:
        """Take the permission back: no more photos; those that are there stay until they are erased."""
        return self._desk.write([Edit(audit_id, "audit", audit_id, {"photo_permission": "", "photo_permitted": ""})])

    def add_photo(
        self,
        audit_id: str,
        note_id: str,
        photo: FinishedPhoto,
        words: PhotoWords | None = None,
        *,
        is_free_of_people: bool,
        group: str = "",
    ) -> Written:
        """Keep a photo beside a note, in one commit with its bytes.

        Refused without the school's permission, and without the auditor's word that nobody can be recognised.
        """
        self.check_permitted(audit_id)
        _check_confirmed(is_confirmed=is_free_of_people)
        said = vars(words or PhotoWords())
        kept = _Kept(photo.jpeg, {**_of_photo(photo), **said, "is_free_of_people": True}, group)
        return self._add(audit_id, note_id, "", kept)

    def check_permitted(self, audit_id: str) -> None:
        """Raise `UserError("photo.no_permission")` until the school's permission is recorded."""
        if not read.entity(self._desk.store, Audit, audit_id).photo_permission.strip():
            raise UserError("photo.no_permission")

    def replace_photo(self, attachment_id: str, photo: FinishedPhoto, *, is_free_of_people: bool) -> Written:
        """Put a further blurred or cropped photo in the place of a kept one, which is removed for good.

        This cannot be undone: what was blurred must not come back. One that was erased while it was made stays erased.
        """
        now = self.get(attachment_id)
        _check_confirmed(is_confirmed=is_free_of_people)
        if now.erased:
            return Written((), attachment_id)
        fields = {**_of_photo(photo), "blob": photo.sha256, "size": len(photo.jpeg), "is_free_of_people": True}
        blobs = {photo.sha256: (MEDIA_TYPE, photo.jpeg)}
        edits = [Edit(now.audit, "attachment", attachment_id, fields)]
        return self._desk.write(edits, SETUP + self._desk.new_id(), blobs=blobs, forget=[now.blob])

    def thumbnail(self, attachment: Attachment, side: int) -> Pixels:
        """Give a photo in small, at most `side` pixels long; it is decoded no larger than that needs."""
        from auditor_app.services.pictures.photos import thumbnail  # noqa: PLC0415 - Pillow loads with the first photo

        return thumbnail(self.content(attachment), side)

    def add_file(
        self,
        audit_id: str,
        source: Path | bytes,
        *,
        note_id: str = "",
        document_id: str = "",
        name: str = "",
        group: str = "",
    ) -> Written:
        """Keep a document beside a note, or as the school's document of that name; pictures are photos instead."""
        content = source if isinstance(source, bytes) else _read(source, MOST_FILE_BYTES)
        media_type = _type_of_file(content)
        shown = name or (source.name if isinstance(source, Path) else "")
        kept = _Kept(content, {"kind": AttachmentKind.FILE, "media_type": media_type, "name": clean_name(shown)}, group)
        return self._add(audit_id, note_id, document_id, kept)

    def add_voice(
        self, audit_id: str, note_id: str, source: Path | bytes, seconds: int = 0, group: str = ""
    ) -> Written:
        """Keep a voice memo, a WAV file, beside a note; it never leaves this laptop."""
        content = source if isinstance(source, bytes) else _read(source, MOST_VOICE_BYTES)
        _check_size(content, MOST_VOICE_BYTES)
        media_type = media_type_of(content)
        if media_type != "audio/wav":
            raise UserError("voice.wrong_type")
        kept = _Kept(content, {"kind": AttachmentKind.VOICE, "media_type": media_type, "seconds": seconds}, group)
        return self._add(audit_id, note_id, "", kept)

    def _add(self, audit_id: str, note_id: str, document_id: str, kept: _Kept) -> Written:
        self._check_beside(audit_id, note_id, document_id)
        digest = hashlib.sha256(kept.content).hexdigest()
        fields = {
            "audit": audit_id, "note": note_id, "document": document_id, "blob": digest, "size": len(kept.content),
            "taken": self._desk.fine_moment(), **kept.fields,
        }  # fmt: skip
        edits = [Edit(audit_id, "attachment", self._desk.new_id(), fields)]
        return self._desk.write(edits, kept.group, blobs={digest: (str(kept.fields["media_type"]), kept.content)})

    def _check_beside(self, audit_id: str, note_id: str, document_id: str) -> None:
        """Refuse what would hang on nothing, or on something of another audit."""
        if not note_id and not document_id:
            raise UserError("file.beside_nothing")
        store = self._desk.store
        beside: list[Note | Document] = [read.entity(store, Note, note_id)] if note_id else []
        beside += [read.entity(store, Document, document_id)] if document_id else []
        if any(item.audit != audit_id or item.deleted for item in beside):
            raise UserError("file.beside_nothing")

    def get(self, attachment_id: str) -> Attachment:
        """Give one attachment, also from the bin."""
        return read.entity(self._desk.store, Attachment, attachment_id)

    def of_note(self, note_id: str) -> tuple[Attachment, ...]:
        """List what is kept beside a note, in the order it was added."""
        found = read.entities(self._desk.store, "attachment", "note = ? AND deleted = 0 AND erased = ''", (note_id,))
        return tuple(sorted(found, key=lambda item: (item.taken, item.id)))

    def save(self, attachment_id: str, path: Path) -> None:
        """Write a copy outside the encrypted store, where whoever can read the folder can read it."""
        content = self.content(self.get(attachment_id))
        try:
            write_atomically(path, content)
        except OSError as error:
            raise UserError("file.not_written", file=path.name, reason=error.strerror or "") from error

    def content(self, attachment: Attachment) -> bytes:
        """Give the bytes; raises `UserError("file.erased")` when they were removed for good."""
        if attachment.erased:
            raise UserError("file.erased")
        return self._desk.store.blob(attachment.blob)

    def edit(self, attachment_id: str, group: str = "", **fields: object) -> Written:
        """Set the caption, where it belongs, or whether nobody can be recognised; of what was erased nothing is set."""
        unknown = set(fields) - _EDITABLE
        if unknown:
            message = f"not for editing: {sorted(unknown)}"
            raise ValueError(message)
        now = self.get(attachment_id)
        if now.erased:
            return Written((), attachment_id)
        note = str(fields.get("note", now.note))
        document = str(fields.get("document", now.document))
        if {"note", "document"} & fields.keys():
            self._check_beside(now.audit, note, document)
        return self._desk.write([Edit(now.audit, "attachment", attachment_id, fields)], group)

    def bin(self, attachment_id: str) -> Written:
        """Put it into the bin; `restore`, or undo, takes it back."""
        return self._desk.write([Edit(self.get(attachment_id).audit, "attachment", attachment_id, {"deleted": True})])

    def along_with(self, note_id: str, *, is_binned: bool) -> list[Edit]:
        """Give the edits that send what is beside a note to the bin with it, or bring back what went with it."""
        if is_binned:
            gone = [item.id for item in self.of_note(note_id)]
        else:
            store = self._desk.store
            binned = [
                change
                for change in store.changes("kind = 'note' AND entity = ?", (note_id,))
                if change.fields.get("deleted") is True
            ]
            group = binned[-1].group if binned else ""
            gone = [
                change.entity
                for change in store.changes("kind = 'attachment' AND action = ?", (group,))
                if change.fields.get("deleted") is True and not self.get(change.entity).erased
            ]
        audit = read.entity(self._desk.store, Note, note_id).audit
        return [Edit(audit, "attachment", key, {"deleted": is_binned}) for key in gone]

    def restore(self, attachment_id: str) -> Written:
        """Take it out of the bin."""
        attachment = self.get(attachment_id)
        if attachment.erased:
            raise UserError("file.erased")
        return self._desk.write([Edit(attachment.audit, "attachment", attachment_id, {"deleted": False})])

    def erase(self, attachment_id: str) -> Written:
        """Remove the bytes for good; that it was there, and when it went, stays in the history.

        Backups that were made before still hold it until newer ones have taken their place.
        """
        attachment = self.get(attachment_id)
        fields = {"deleted": True, "erased": self._desk.moment(), "caption": "", "alt": "", "name": ""}
        edits = [Edit(attachment.audit, "attachment", attachment_id, fields)]
        return self._desk.write(edits, SETUP + self._desk.new_id(), forget=[attachment.blob])


def _of_photo(photo: FinishedPhoto) -> dict[str, object]:
    return {
        "kind": AttachmentKind.PHOTO, "media_type": MEDIA_TYPE, "width": photo.width, "height": photo.height,
        "boxes": tuple(encode(box) for box in photo.boxes),
    }  # fmt: skip


def _check_confirmed(*, is_confirmed: bool) -> None:
    if not is_confirmed:
        raise UserError("photo.not_confirmed")


def read_file(path: Path) -> bytes:
    """Read a document that may be kept; raises UserError for what is too large, or of a type that is refused."""
    content = _read(path, MOST_FILE_BYTES)
    _type_of_file(content)
    return content


def _type_of_file(content: bytes) -> str:
    _check_size(content, MOST_FILE_BYTES)
    media_type = media_type_of(content)
    if media_type.startswith("image/"):
        raise UserError("file.is_photo")
    if not media_type or media_type.startswith("audio/"):
        raise UserError("file.wrong_type")
    return media_type


def _read(path: Path, limit: int) -> bytes:
    try:
        return read_chosen(path, limit)
    except OSError as error:
        raise UserError("file.unreadable", file=path.name) from error


def _check_size(content: bytes, limit: int) -> None:
    if len(content) > limit:
        raise UserError("file.too_large", limit=limit >> 20)
    if not content:
        raise UserError("file.empty")


def clean_name(name: str) -> str:
    """Give a file's name without folders, control characters and what some system does not allow."""
    last = _NOT_IN_NAMES.split(name)[-1] if "/" in name or "\\" in name else name
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    return _NOT_IN_NAMES.sub("-", shown).strip(" .")[:LONGEST_NAME]
