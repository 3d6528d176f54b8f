"""Kept photos opened large: to look, to say what they show, to blur or cut further, to put away or erase for good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from auditor_app.core.model import Attachment
from auditor_app.i18n import _, failure_text
from auditor_app.services.visit.attachments import PhotoWords
from auditor_app.ui.models.retouch import Retouch
from auditor_app.ui.screens.beside.photo_in_hand import PhotoInHand
from auditor_app.ui.screens.beside.photo_sheet import PhotoSheet
from auditor_app.ui.sources import LoadedPhoto, shown
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.dialog import confirm

if TYPE_CHECKING:
    from auditor_app.services.pictures.pixels import FinishedPhoto
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class PhotoViewer(QObject):
    """Walks through the photos of a note; what is said about them is saved as it is typed."""

    save_asked = Signal(str)
    bin_asked = Signal(str)
    erase_asked = Signal(str)
    ended = Signal()

    def __init__(
        self, session: AuditSession, look: Look, photos: tuple[Attachment, ...], first: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self._photos = photos
        self._place = next((place for place, item in enumerate(photos) if item.id == first), 0)
        self._is_ended = False
        self._group = session.new_group()
        self.sheet = PhotoSheet(look, "", parent)
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.hand = PhotoInHand(session, self.sheet, self)
        self._buttons()
        self._connect()

    def _buttons(self) -> None:
        sheet, several = self.sheet, len(self._photos) > 1
        self._before = IconButton(self._look, "chevron-left")
        self._after = IconButton(self._look, "chevron-right")
        self._before.show_name(_("Photo before"), "Alt+←")
        self._after.show_name(_("Next photo"), "Alt+→")
        for button in (self._before, self._after):
            sheet.foot.addWidget(button)
            button.setVisible(several)
        save = sheet.add_button(_("Save a cop&y …"), at_left=True)
        self._erase = sheet.add_button(_("&Erase for good …"), "wipe")
        self._bin = sheet.add_button(_("To the b&in"))
        close = sheet.add_button(_("C&lose"), "main")
        save.clicked.connect(self._on_save)
        self._erase.clicked.connect(self._on_erase)
        self._bin.clicked.connect(self._on_bin)
        close.clicked.connect(self._end)

    def _connect(self) -> None:
        sheet = self.sheet
        sheet.left.connect(self._end)
        sheet.confirmed.connect(self._end)
        sheet.retouched.connect(self._on_retouched)
        sheet.panel.edited.connect(self._on_edited)
        sheet.panel.apply_chosen.connect(self._on_apply)
        self.hand.turned.connect(sheet.panel.apply.show)
        self._before.clicked.connect(partial(self._step, -1))
        self._after.clicked.connect(partial(self._step, 1))
        for keys, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), sheet).activated.connect(partial(self._step, step))

    def start(self) -> None:
        """Open the sheet with the photo that was asked for."""
        self.sheet.open()
        self._fetch()

    @property
    def item(self) -> Attachment:
        """Give the photo in hand as it stands now."""
        known = self._session.live.entities("attachment").get(self._photos[self._place].id)
        return known if isinstance(known, Attachment) else self._photos[self._place]

    def _fetch(self) -> None:
        item, panel = self.item, self.sheet.panel
        self.hand.let_go()
        self._group = self._session.new_group()
        total = len(self._photos)
        count = _("Photo {n} of {total}").format(n=self._place + 1, total=total) if total > 1 else _("Photo")
        self.sheet.show_title(" · ".join(filter(None, (count, item.caption))))
        panel.show_words(PhotoWords(item.caption, item.alt, item.is_excluded), is_free=item.is_free_of_people)
        panel.show_faces("")
        panel.apply.hide()
        panel.show_retouch(self.hand.retouch)
        panel.show_read_only(is_read_only=self._session.is_read_only or item.deleted)
        if self._session.is_read_only:
            self._erase.hide()
            self._bin.hide()
        self.sheet.show_waiting(_("Opening the photo …"), 0, 0)
        work = partial(_opened, self._session, item)
        done, failed = partial(self._on_read, item.id), partial(self._on_unread, item.id)
        self._session.read(work, done, failed, latest="photo.large", apart=self._session.photos)

    def _on_read(self, key: str, photo: LoadedPhoto) -> None:
        if self._is_ended or key != self.item.id:
            return
        self.sheet.canvas.is_read_only = self._session.is_read_only
        self.hand.take(photo)
        if not self._session.is_read_only and not self.item.is_free_of_people:
            self.hand.look_for_faces()

    def _on_unread(self, key: str, error: Exception) -> None:
        if not self._is_ended and key == self.item.id:
            self.sheet.show_photo(QImage(), Retouch())
            self.sheet.say(failure_text(error))

    # --- what a person does

    def _step(self, step: int) -> None:
        self.sheet.panel.flush()
        self._place = (self._place + step) % len(self._photos)
        self._fetch()

    def _on_edited(self) -> None:
        item, panel = self.item, self.sheet.panel
        if self._session.is_read_only or item.erased:
            return
        values: dict[str, Any] = {**vars(panel.words), "is_free_of_people": panel.free.isChecked()}
        changed = {name: value for name, value in values.items() if getattr(item, name) != value}
        if changed:
            attachments = self._session.evidence.attachments
            self._session.write(partial(attachments.edit, item.id, self._group, **changed))

    def _on_retouched(self, retouch: Retouch) -> None:
        self.sheet.panel.apply.setVisible(bool(retouch.boxes))

    def _on_apply(self) -> None:
        photo, retouch, panel = self.hand.photo, self.hand.retouch, self.sheet.panel
        if photo is None or self.hand.is_turning:  # what is shown is not yet what was asked for
            return
        if not panel.free.isChecked():
            panel.show_missing(_("Confirm this first. Who can be recognised, is blurred or cropped away."))
            return
        if confirm(
            self._look,
            self.sheet,
            _("Change the photo for good?"),
            _("What is blurred or cut away cannot be brought back, not by Undo either."),
            act=_("Change it"),
            keep=_("Leave it as it is"),
            role="wipe",
        ):
            work = partial(self._session.photos.finish, photo.held, retouch.blurs, retouch.crop)
            key = self.item.id
            self._session.make(work, partial(self._on_made, key), partial(self._on_not_made, key))

    def _on_made(self, key: str, photo: FinishedPhoto) -> None:
        attachments = self._session.evidence.attachments
        work = partial(attachments.replace_photo, key, photo, is_free_of_people=True)
        self._session.write(work, partial(self._on_replaced, key))

    def _on_not_made(self, key: str, error: Exception) -> None:
        """Say that it was not changed, wherever one is by now: who blurred somebody relies on it."""
        if self._is_ended or key != self.item.id:
            self._session.warn(failure_text(error))
        else:
            self.sheet.say(failure_text(error))

    def _on_replaced(self, key: str, _written: object) -> None:
        if not self._is_ended and key == self.item.id:  # else another one is open, with boxes of its own
            self._fetch()

    def _on_save(self) -> None:
        self.save_asked.emit(self.item.id)

    def _on_bin(self) -> None:
        self.bin_asked.emit(self.item.id)
        self._end()

    def _on_erase(self) -> None:
        self.erase_asked.emit(self.item.id)

    def _end(self) -> None:
        self.sheet.panel.flush()
        self.hand.let_go()
        self._is_ended = True
        self.sheet.done(0)
        self.ended.emit()
        self.deleteLater()

    def close_when_gone(self, key: str) -> None:
        """Close when the photo in hand was erased."""
        if key == self.item.id:
            self._end()


def _opened(session: AuditSession, item: Attachment) -> LoadedPhoto:
    return shown(session.photos.prepare(session.evidence.attachments.content(item), item.boxes))
