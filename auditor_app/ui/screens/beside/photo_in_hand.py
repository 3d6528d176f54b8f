"""The photo that a sheet shows: its boxes, its turns and the faces found on it; what comes for another is dropped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor_app.core.model import Box
from auditor_app.i18n import _, failure_text, ngettext
from auditor_app.ui.models.retouch import Retouch
from auditor_app.ui.sources import LoadedPhoto, turned

if TYPE_CHECKING:
    from auditor_app.ui.screens.beside.photo_sheet import PhotoSheet
    from auditor_app.ui.session import AuditSession


class PhotoInHand(QObject):
    """Holds one photo after another for a sheet, and asks the process for photos about it."""

    turned = Signal()
    """Every turn that was asked for was made."""
    not_turned = Signal()
    looked = Signal()
    """The search for faces on this photo ended."""

    def __init__(self, session: AuditSession, sheet: PhotoSheet, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._sheet = session, sheet
        self.photo: LoadedPhoto | None = None
        self.retouch = Retouch()
        self._turns = 0
        """How many turns were asked for and not made yet."""
        sheet.retouched.connect(self._on_retouched)
        sheet.turn_asked.connect(self._on_turn)

    @property
    def is_turning(self) -> bool:
        """Whether what is shown is not yet what was asked for."""
        return self._turns > 0

    def let_go(self) -> None:
        """Hold none."""
        self.photo, self.retouch, self._turns = None, Retouch(), 0

    def take(self, photo: LoadedPhoto) -> None:
        """Hold and show another one."""
        self.photo, self._turns = photo, 0
        self.retouch = Retouch(photo.held.width, photo.held.height)
        self._sheet.show_photo(photo.image, self.retouch)

    def look_for_faces(self) -> None:
        """Propose to blur what may be faces."""
        if self.photo is not None:
            photos, done = self._session.photos, partial(self._on_faces, self.photo)
            work = partial(photos.find_faces, self.photo.held)
            self._session.read(work, done, latest="photo.faces", apart=photos)

    def _on_faces(self, photo: LoadedPhoto, boxes: tuple[Box, ...] | None) -> None:
        if photo is not self.photo:
            return
        self._sheet.panel.show_faces(faces_sentence(boxes))
        if boxes:
            self._sheet.show_retouch(self.retouch.proposed(boxes))
        self.looked.emit()

    def _on_retouched(self, retouch: Retouch) -> None:
        self.retouch = retouch

    def _on_turn(self) -> None:
        """Turn as often as was asked for, one turn after another."""
        self._turns += self.photo is not None
        if self._turns == 1:
            self._turn()

    def _turn(self) -> None:
        if self.photo is not None:
            photos, photo = self._session.photos, self.photo
            done, failed = partial(self._on_turned, photo), partial(self._on_not_turned, photo)
            self._session.read(partial(turned, photos, photo), done, failed, apart=photos)

    def _on_turned(self, before: LoadedPhoto, photo: LoadedPhoto) -> None:
        if before is not self.photo:
            return
        self.photo, self.retouch = photo, self.retouch.turned()
        self._sheet.show_photo(photo.image, self.retouch)
        self._turns -= 1
        if self._turns:
            self._turn()
        else:
            self.turned.emit()

    def _on_not_turned(self, photo: LoadedPhoto, error: Exception) -> None:
        if photo is self.photo:
            self._turns = 0
            self._sheet.say(failure_text(error))
            self.not_turned.emit()


def faces_sentence(boxes: tuple[Box, ...] | None) -> str:
    """Say what the search for faces found; never that there are none."""
    if boxes is None:
        return _("This program does not look for faces here: look yourself, also in mirrors, screens and windows.")
    if not boxes:
        return _("No face was found, which proves nothing: look yourself, also in mirrors, screens and windows.")
    found = ngettext("{n} part may be a face and is blurred.", "{n} parts may be faces and are blurred.", len(boxes))
    return found + " " + _("Take away what is none; small, dark and half hidden faces are missed.")
