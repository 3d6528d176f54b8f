"""What a person does with what is beside a note or document: open, put away, bring back, erase, copy out, add."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from auditor_app.core.model import Attachment, AttachmentKind
from auditor_app.i18n import _, current
from auditor_app.services.visit.file_types import SUFFIXES
from auditor_app.ui.devices import why_no_camera, why_no_microphone, why_no_sound
from auditor_app.ui.models.beside import kind_words, size_words, title_of
from auditor_app.ui.models.book import book_of
from auditor_app.ui.saving import ask_where
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.screens.beside.photo_viewer import PhotoViewer
from auditor_app.ui.screens.beside.voice_sheet import ListenSheet
from auditor_app.ui.sound import Loudspeaker
from auditor_app.ui.widgets.dialog import Dialog, confirm

if TYPE_CHECKING:
    from auditor_app.ui.screens.beside.strip import BesideStrip
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

Entry = tuple[str, Callable[[], object] | None]
_LONGEST_NAME: Final = 40


class BesideActions(QObject):
    """Serves one screen; the dialogs stand over its window."""

    viewed = Signal(str)
    """The photo that was opened large."""

    def __init__(self, session: AuditSession, look: Look, screen: QWidget) -> None:
        super().__init__(screen)
        self._session, self._look, self._screen = session, look, screen
        self.viewer: PhotoViewer | None = None
        """The photos that are open large now."""
        self.listening: ListenSheet | None = None
        """The memo that is open now."""

    def serve(
        self, strip: BesideStrip, among: Callable[[], tuple[Attachment, ...]], beside: Callable[[], Beside]
    ) -> None:
        """Do what a person asks of a strip; `among` gives what it shows, `beside` where something new goes."""
        tiles = strip.tiles
        tiles.opened.connect(partial(self._on_opened, among))
        tiles.bin_asked.connect(self.bin)
        tiles.erase_asked.connect(self.erase)
        tiles.menu_asked.connect(self.show_menu)
        strip.add_asked.connect(partial(self._on_add_asked, beside))

    def _on_opened(self, among: Callable[[], tuple[Attachment, ...]], key: str) -> None:
        self.open(key, among())

    def _on_add_asked(self, beside: Callable[[], Beside], place: QPoint) -> None:
        self.show_ways(beside(), place)

    def find(self, key: str) -> Attachment | None:
        """Give something that is beside a note or document, also from the bin."""
        found = self._session.live.entities("attachment").get(key)
        return found if isinstance(found, Attachment) and not found.erased else None

    def open(self, key: str, among: tuple[Attachment, ...] = ()) -> None:
        """Open a photo large, with the others of its note beside it; say what a file is and how to get it out."""
        item = self.find(key)
        if item is None:
            return
        if item.kind is AttachmentKind.PHOTO:
            photos = tuple(other for other in among if other.kind is AttachmentKind.PHOTO) or (item,)
            self._open_photos(photos, key)
        elif item.kind is AttachmentKind.VOICE:
            self._open_voice(item)
        else:
            self._open_file(item)

    def open_of_note(self, note: str) -> None:
        """Open what is beside a note, its first photo before its files."""
        found = book_of(self._session).notes.beside(note)
        if found:
            first = next((item for item in found if item.kind is AttachmentKind.PHOTO), found[0])
            self.open(first.id, found)

    def _open_photos(self, photos: tuple[Attachment, ...], first: str) -> None:
        viewer = PhotoViewer(self._session, self._look, photos, first, self._screen.window())
        viewer.save_asked.connect(self.save)
        viewer.bin_asked.connect(self.bin)
        viewer.erase_asked.connect(self.erase)
        viewer.ended.connect(self._on_viewed)
        self.viewer = viewer
        viewer.start()
        self.viewed.emit(first)

    def _on_viewed(self) -> None:
        self.viewer = None

    def _open_voice(self, item: Attachment) -> None:
        why = why_no_sound()
        sheet = ListenSheet(self._look, title_of(item), Loudspeaker, why, self._window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.listening = sheet
        sheet.finished.connect(self._on_listened)
        sheet.open()
        if not why:
            done = partial(sheet.show_memo, seconds=item.seconds)
            self._session.read(partial(self._session.evidence.attachments.content, item), done, self._on_not_saved)

    def _on_listened(self) -> None:
        self.listening = None

    def _open_file(self, item: Attachment) -> None:
        facts = (kind_words(item), size_words(item.size), current().moment(item.taken, "d MMM y HH:mm"))
        sentence = _(
            "The program keeps this file encrypted and does not open it itself. A copy leaves the encryption: "
            "whoever can read its folder can read it."
        )
        dialog = Dialog(self._look, title_of(item), f"{' · '.join(filter(None, facts))}\n{sentence}", self._window())
        dialog.add_safe(_("Close"))
        dialog.add_action(_("Save a copy and open it …"))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._save_to(item, is_opened=True)
        dialog.deleteLater()

    def _window(self) -> QWidget:
        viewer = self.viewer
        return viewer.sheet if viewer is not None else self._screen.window()

    def save(self, key: str) -> None:
        """Write a copy to a file the user chooses, after saying that it leaves the encryption."""
        item = self.find(key)
        if item is not None and confirm(
            self._look,
            self._window(),
            _("A copy outside the audit"),
            _(
                "The copy is not encrypted: whoever can read its folder can read it. Delete it when you are done "
                "with it."
            ),
            act=_("Choose where …"),
            keep=_("Cancel"),
        ):
            self._save_to(item)

    def _save_to(self, item: Attachment, *, is_opened: bool = False) -> None:
        end = SUFFIXES.get(item.media_type, "")
        stem = Path(title_of(item)).stem if item.kind is AttachmentKind.FILE else _("photo")
        path = ask_where(self._window(), _("Save a copy"), f"{stem}{end}")
        if path is not None:
            work = partial(self._session.evidence.attachments.save, item.id, path)
            done = partial(self._on_saved, path, is_opened)
            self._session.read(work, done, self._on_not_saved)

    def _on_saved(self, path: Path, is_opened: bool, _done: object) -> None:  # noqa: FBT001 - bound by the caller
        self._session.tell(_("A copy is in {path}").format(path=path))
        if is_opened:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _on_not_saved(self, error: Exception) -> None:
        self._session.failed.emit(error)

    def bin(self, key: str) -> None:
        """Put into the bin; Undo brings it back."""
        item = self.find(key)
        if item is None or self._session.is_read_only:
            return
        if item.deleted:
            self.erase(key)
            return
        self._session.write(partial(self._session.evidence.attachments.bin, key))
        self._session.tell(_("“{name}” is in the bin").format(name=_brief(title_of(item))), can_undo=True)

    def restore(self, key: str) -> None:
        """Take out of the bin."""
        if not self._session.is_read_only:
            self._session.write(partial(self._session.evidence.attachments.restore, key))

    def erase(self, key: str) -> None:
        """Remove for good, after asking; that it was there stays in the history."""
        item = self.find(key)
        if item is None or self._session.is_read_only:
            return
        if confirm(
            self._look,
            self._window(),
            _("Erase for good?"),
            _(
                "“{name}” is removed from this laptop and cannot be brought back. The history keeps only that "
                "something was there. Older backups hold it until newer ones have taken their place."
            ).format(name=title_of(item)),
            act=_("Erase"),
            keep=_("Keep it"),
            role="wipe",
        ):
            self._session.write(partial(self._session.evidence.attachments.erase, key))
            self._session.tell(_("Erased for good"))
            if self.viewer is not None:
                self.viewer.close_when_gone(key)

    # --- menus

    def show_menu(self, key: str, place: QPoint) -> None:
        """Offer what can be done with one thing."""
        item = self.find(key)
        if item is None:
            return
        entries: list[Entry] = [(_("Open"), partial(self.open, key)), (_("Save a copy …"), partial(self.save, key))]
        if not self._session.is_read_only:
            away = (_("Take out of the bin"), self.restore) if item.deleted else (_("To the bin"), self.bin)
            entries += [(away[0], partial(away[1], key)), (_("Erase for good …"), partial(self.erase, key))]
        self._popup(entries, place)

    def show_ways(self, beside: Beside, place: QPoint) -> None:
        """Offer the ways to add something."""
        self._popup(self.ways(beside), place)

    def ways(self, beside: Beside) -> list[Entry]:
        """List the ways to add something; what this laptop cannot do says why."""
        attacher, screen = attacher_of(self._session, self._look), self._screen
        entries: list[Entry] = []
        if not beside.document:
            entries.append((_("Photos from a folder …"), partial(attacher.ask_photos, screen, beside)))
            entries.append(
                self._way(_("Take a photo …"), why_no_camera(), partial(attacher.take_photo, screen, beside))
            )
        entries.append((_("Files from a folder …"), partial(attacher.ask_files, screen, beside)))
        entries.append((_("Paste what was copied"), partial(self._paste, beside)))
        if not beside.document:
            why = why_no_microphone()
            entries.append(self._way(_("Record a voice memo …"), why, partial(attacher.record, screen, beside)))
        return entries

    @staticmethod
    def _way(words: str, why_not: str, slot: Callable[[], object]) -> Entry:
        """Give an entry, or the words why it cannot be chosen."""
        return (f"{words.rstrip(' …')}: {why_not}", None) if why_not else (words, slot)

    def _paste(self, beside: Beside) -> None:
        if not attacher_of(self._session, self._look).paste(self._screen, beside):
            self._session.tell(_("There is no picture or file on the clipboard"))

    def _popup(self, entries: list[Entry], place: QPoint) -> None:
        menu = QMenu(self._screen)
        for words, slot in entries:
            action = QAction(words, menu)
            action.setEnabled(slot is not None)
            if slot is not None:
                action.triggered.connect(partial(_call, slot))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def _brief(name: str) -> str:
    """Give the beginning of a name, so that what is said about it is not cut off behind it."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"


def _call(slot: Callable[[], object], _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  # Qt's signal
    slot()
