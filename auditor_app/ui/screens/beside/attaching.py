"""How photos and files get into an audit from the window: the school's permission first, then the way of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from auditor_app.i18n import _
from auditor_app.services.visit.attachments import read_file
from auditor_app.services.visit.file_types import FILES
from auditor_app.ui.devices import has_multimedia, why_no_camera, why_no_microphone
from auditor_app.ui.saving import first_folder
from auditor_app.ui.screens.beside.camera_sheet import Camera, CameraSheet, Sees
from auditor_app.ui.screens.beside.offered import Offered, Refusal, RefusedSheet, refusal_of
from auditor_app.ui.screens.beside.photo_intake import PhotoIntake
from auditor_app.ui.screens.beside.voice_sheet import VoiceSheet
from auditor_app.ui.sound import Loudspeaker, Microphone, Plays, Records
from auditor_app.ui.sources import PICTURES, Source, sources_in
from auditor_app.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.services.pictures.pixels import FinishedPhoto
    from auditor_app.services.visit.attachments import PhotoWords
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

Add = Callable[[str, str], "Written"]
"""Puts something beside a note: gets its id and the group of the action."""


@dataclass
class Beside:
    """What a photo or file is put beside. Without a note or document the first one kept makes a note of its own."""

    note: str = ""
    document: str = ""
    activity: str = ""
    made: list[str] = field(default_factory=list)
    """The note that was made; filled and read only while writing, which goes in order."""


class Attacher(QObject):
    """The one way for photos and files into an open audit."""

    added = Signal(str)
    """The note that something was put beside."""
    allowed = Signal()
    """The school's permission was recorded after a photo had been offered: it goes on where it was offered."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(session)
        self._session, self._look = session, look
        self.intake: PhotoIntake | None = None
        """The photos that are being looked at now."""
        self.sheet: VoiceSheet | CameraSheet | None = None
        """The sheet of microphone or camera that was opened last."""
        self.make_camera: Callable[[QObject], Sees] = Camera
        self.make_recorder: Callable[[QObject], Records] = Microphone
        self.make_player: Callable[[QObject], Plays] = Loudspeaker
        self._waiting: Callable[[], object] | None = None
        """What was asked for before the school's permission was recorded."""
        session.changed.connect(self._on_changed)
        session.read(has_multimedia, _nothing)  # loaded in the background, so that no menu waits for it

    def offer(self, parent: QWidget, sources: Iterable[Source], beside: Beside) -> None:
        """Take what was dropped, pasted or chosen; photos one by one, files at once."""
        if self._is_closed():
            return
        every = tuple(sources)
        pictures = tuple(item for item in every if item.is_picture)
        files = tuple(item for item in every if not item.is_picture)
        names = tuple(item.name for item in every)
        offered = Offered(names, len(files) + bool(pictures), partial(self._on_all_came, parent))
        for item in files:
            self._add_file(item, beside, offered)
        if pictures and beside.document:
            offered.refused += [Refusal(item.name, _photo_beside_document()) for item in pictures]
            offered.came()
        elif pictures and self.may_take_photos(parent, partial(self.offer, parent, pictures, beside)):
            self._take_in(parent, pictures, beside, offered)
        elif pictures:
            offered.came()

    def _on_all_came(self, parent: QWidget, offered: Offered) -> None:
        """Say what was kept, and what was not with its reasons."""
        kept = offered.kept_words
        if offered.refused:
            RefusedSheet(self._look, tuple(offered.refused), kept, parent.window()).open()
        elif kept:
            self._session.tell(kept, can_undo=offered.photos + len(offered.files) == 1)

    def may_take_photos(self, parent: QWidget, then: Callable[[], object]) -> bool:
        """Whether the school allowed photos; if not, say so, lead to where that is recorded, and do `then` after it."""
        if self._session.live.audit.photo_permission.strip():
            return True
        dialog = Dialog(
            self._look,
            _("Photos are off"),
            _(
                "The school has not allowed photos in this audit yet. Record in Prepare who allowed them and when; "
                "then the program comes back here and goes on."
            ),
            parent.window(),
        )
        dialog.add_safe(_("Not now"))
        dialog.add_action(_("&Record the permission"))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._waiting = None if self._session.is_read_only else then
            self._session.lead_to("prepare", "photos")
        dialog.deleteLater()
        return False

    def forget(self) -> None:
        """Go on with nothing: a person went elsewhere than to the permission."""
        self._waiting = None

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        is_told = any(kind == "audit" for kind, _id in touched)
        if self._waiting is not None and is_told and self._session.live.audit.photo_permission.strip():
            QTimer.singleShot(0, self, self._go_on)  # once everybody has seen the change

    def _go_on(self) -> None:
        then, self._waiting = self._waiting, None
        if then is not None:
            self.allowed.emit()
            then()

    def ask_photos(self, parent: QWidget, beside: Beside) -> None:
        """Choose photos from a folder."""
        if self._is_closed() or not self.may_take_photos(parent, partial(self.ask_photos, parent, beside)):
            return
        names = " ".join(f"*{end}" for end in PICTURES)
        found, _kind = QFileDialog.getOpenFileNames(
            parent, _("Add photos"), first_folder(is_for_pictures=True), f"{_('Photos')} ({names})"
        )
        self.offer(parent, (Source(Path(name).name, Path(name)) for name in found), beside)

    def ask_files(self, parent: QWidget, beside: Beside) -> None:
        """Choose files from a folder."""
        if self._is_closed():
            return
        names = " ".join(f"*{end}" for end in FILES)
        found, _kind = QFileDialog.getOpenFileNames(
            parent, _("Add files"), first_folder(), f"{_('Documents')} ({names})"
        )
        self.offer(parent, (Source(Path(name).name, Path(name)) for name in found), beside)

    def take_photo(self, parent: QWidget, beside: Beside) -> None:
        """Take photos with the laptop's camera."""
        if self._is_closed() or self._is_missing(
            why_no_camera(), _("Connect one and try again, or add a photo from a file.")
        ):
            return
        if not self.may_take_photos(parent, partial(self.take_photo, parent, beside)):
            return
        sheet = CameraSheet(self._look, self.make_camera, parent.window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.taken.connect(partial(self._on_taken, parent, beside))
        self.sheet = sheet
        sheet.start()

    def _on_taken(self, parent: QWidget, beside: Beside, sources: tuple[Source, ...]) -> None:
        self.offer(parent, sources, beside)

    def record(self, parent: QWidget, beside: Beside) -> None:
        """Record a voice memo."""
        if self._is_closed() or self._is_missing(why_no_microphone(), _("Connect one and try again, or write a note.")):
            return
        sheet = VoiceSheet(self._look, self.make_recorder, self.make_player, parent.window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.kept.connect(partial(self._on_recorded, beside))
        self.sheet = sheet
        sheet.start()

    def _on_recorded(self, beside: Beside, content: bytes, seconds: int) -> None:
        attachments, audit = self._session.evidence.attachments, self._session.audit_id

        def add(note: str, group: str) -> Written:
            return attachments.add_voice(audit, note, content, seconds, group)

        self.put(beside, add)
        self._session.tell(_("The memo is kept beside its note"), can_undo=True)

    def _is_missing(self, why_not: str, instead: str) -> bool:
        if why_not:
            self._session.tell(f"{why_not[:1].upper()}{why_not[1:]}. {instead}")
        return bool(why_not)

    def paste(self, parent: QWidget, beside: Beside) -> bool:
        """Take a picture or files from the clipboard; False when there are none."""
        found = sources_in(QGuiApplication.clipboard().mimeData())
        if found:
            self.offer(parent, found, beside)
        return bool(found)

    def put(self, beside: Beside, add: Add) -> None:
        """Write something beside a note; without one, beside a note made for it."""
        self._session.write(partial(self._written, beside, add), self._on_added)

    def _written(self, beside: Beside, add: Add) -> Written:
        evidence, session = self._session.evidence, self._session
        note = beside.note or next(iter(beside.made), "")
        if note or beside.document:
            return add(note, "")
        written = evidence.note_around(session.audit_id, beside.activity, add)
        beside.made.append(written.id)
        return written

    def _on_added(self, written: Written) -> None:
        notes = [str(change.fields["note"]) for change in written.changes if change.fields.get("note")]
        if notes:
            self.added.emit(notes[-1])

    def _is_closed(self) -> bool:
        if self._session.is_read_only:
            self._session.tell(_("Signed, read only"))
        return self._session.is_read_only

    # --- photos

    def _take_in(self, parent: QWidget, pictures: tuple[Source, ...], beside: Beside, offered: Offered) -> None:
        intake = PhotoIntake(self._session, self._look, pictures, partial(self._keep, beside), parent.window())
        intake.ended.connect(partial(self._on_ended, intake, offered))
        self.intake = intake
        intake.start()

    def _keep(self, beside: Beside, photo: FinishedPhoto, words: PhotoWords) -> None:
        attachments, audit = self._session.evidence.attachments, self._session.audit_id

        def add(note: str, group: str) -> Written:
            return attachments.add_photo(audit, note, photo, words, is_free_of_people=True, group=group)

        self.put(beside, add)

    def _on_ended(self, intake: PhotoIntake, offered: Offered, refused: tuple[Refusal, ...]) -> None:
        if self.intake is intake:  # another one may have begun while its photos were made
            self.intake = None
        offered.photos = intake.kept
        offered.refused += refused
        offered.came()

    # --- files

    def _add_file(self, item: Source, beside: Beside, offered: Offered) -> None:
        work = partial(_bytes_of, item)
        done, failed = partial(self._on_read, item.name, beside, offered), partial(_on_unread, item.name, offered)
        self._session.make(work, done, failed)

    def _on_read(self, name: str, beside: Beside, offered: Offered, content: bytes) -> None:
        attachments, audit = self._session.evidence.attachments, self._session.audit_id

        def add(note: str, group: str) -> Written:
            return attachments.add_file(
                audit, content, note_id=note, document_id=beside.document, name=name, group=group
            )

        self.put(beside, add)
        offered.files.append(name)
        offered.came()


def _on_unread(name: str, offered: Offered, error: Exception) -> None:
    offered.refused.append(refusal_of(name, error))
    offered.came()


def _nothing(_answer: bool) -> None:  # noqa: FBT001 - the answer of a read
    """Loading it was the point."""


def _bytes_of(source: Source) -> bytes:
    """Read and judge a file before it is handed to the writer, so that a slow disk keeps no note waiting."""
    content = source.content if isinstance(source.content, bytes) else b""
    return read_file(source.content) if isinstance(source.content, Path) else content


def _photo_beside_document() -> str:
    return _("A photo belongs to a note, where it gets its caption. Add it to a note of the day.")


def attacher_of(session: AuditSession, look: Look) -> Attacher:
    """Give the one attacher of a session."""
    return session.findChild(Attacher) or Attacher(session, look)
