"""Taking photos in, one after another: made fit to keep, looked at, confirmed, kept; the next one is made meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor_app.core.model import Box
from auditor_app.i18n import _, failure_text, ngettext
from auditor_app.services.visit.attachments import PhotoWords
from auditor_app.ui.models.retouch import Retouch
from auditor_app.ui.screens.beside.offered import Refusal, refusal_of
from auditor_app.ui.screens.beside.photo_sheet import PhotoSheet
from auditor_app.ui.sources import LoadedPhoto, Source, load, turned
from auditor_app.ui.widgets.dialog import confirm

if TYPE_CHECKING:
    from auditor_app.services.pictures.pixels import FinishedPhoto
    from auditor_app.ui.background import Job
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

Keep = Callable[["FinishedPhoto", PhotoWords], object]


class PhotoIntake(QObject):
    """Walks through the sources; `keep` gets each confirmed photo, `ended` comes when all were seen or it was left."""

    ended = Signal(object)
    """The tuple of `Refusal`s."""

    def __init__(
        self, session: AuditSession, look: Look, sources: tuple[Source, ...], keep: Keep, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._look, self._sources, self._keep = session, look, sources, keep
        self._place = -1
        self._loaded: dict[int, LoadedPhoto | Refusal] = {}
        self._jobs: dict[int, Job] = {}
        self._photo: LoadedPhoto | None = None
        self._is_ended = False
        self._turns, self._is_kept_then = 0, False
        """How many turns were asked for and not made yet, and whether the photo is to be kept after them."""
        self._retouch = Retouch()
        self._refused: list[Refusal] = []
        self._refused_since_shown: list[Refusal] = []
        self.kept = 0
        self.sheet = PhotoSheet(look, self._title(0), parent)
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        several = len(sources) > 1
        self._stop = self.sheet.add_button(_("Sto&p") if several else _("Cancel"), at_left=True)
        self._skip = self.sheet.add_button(_("Leave this one &out"))
        self._skip.setVisible(several)
        self._main = self.sheet.add_button(_("&Keep and go on") if several else _("&Keep the photo"), "main")
        self._connect()

    def _connect(self) -> None:
        sheet = self.sheet
        sheet.panel.apply.hide()
        sheet.left.connect(self._on_left)
        sheet.progress.cancelled.connect(self._end)
        sheet.confirmed.connect(self._on_keep)
        sheet.retouched.connect(self._on_retouched)
        sheet.turn_asked.connect(self._on_turn)
        self._stop.clicked.connect(self._on_left)
        self._skip.clicked.connect(self._next)
        self._main.clicked.connect(self._on_keep)

    def start(self) -> None:
        """Open the sheet with the first photo."""
        self.sheet.open()
        self._next()

    def _title(self, place: int) -> str:
        if len(self._sources) < 2:  # noqa: PLR2004 - one photo needs no counting
            return _("Add a photo")
        return _("Photo {n} of {total}").format(n=place + 1, total=len(self._sources))

    # --- one after another

    def _next(self) -> None:
        self._photo, self._turns, self._is_kept_then = None, 0, False
        self._place += 1
        while isinstance(found := self._loaded.pop(self._place, None), Refusal):
            self._refuse(found)
            self._place += 1
        if self._place >= len(self._sources):
            self._end()
            return
        self.sheet.show_title(self._title(self._place))
        if self._place == len(self._sources) - 1:
            self._main.show_text(_("&Keep the photo"))
        self._fetch(self._place)
        if isinstance(found, LoadedPhoto):
            self._show(found)
        else:
            self.sheet.show_waiting(self._waiting(), self._place, len(self._sources))

    def _waiting(self) -> str:
        if len(self._sources) < 2:  # noqa: PLR2004 - one photo needs no counting
            return _("Making the photo fit to keep …")
        return _("Making photo {n} of {total} fit to keep …").format(n=self._place + 1, total=len(self._sources))

    def _fetch(self, place: int) -> None:
        is_known = self._is_ended or place >= len(self._sources) or place in self._jobs or place in self._loaded
        if not is_known:
            work = partial(load, self._session.photos, self._sources[place])
            done, failed = partial(self._on_loaded, place), partial(self._on_refused, place)
            self._jobs[place] = self._session.ask_apart(work, done, failed)

    def _on_loaded(self, place: int, photo: LoadedPhoto) -> None:
        if self._is_ended:
            return
        if place == self._place:
            self._show(photo)
        else:
            self._loaded[place] = photo

    def _on_refused(self, place: int, error: Exception) -> None:
        if self._is_ended:
            return
        refusal = refusal_of(self._sources[place].name, error)
        if place == self._place:
            self._refuse(refusal)
            self._next()
        else:
            self._loaded[place] = refusal

    def _refuse(self, refusal: Refusal) -> None:
        self._refused.append(refusal)
        self._refused_since_shown.append(refusal)
        self.sheet.say(refused_sentence(self._refused_since_shown))

    def _show(self, photo: LoadedPhoto) -> None:
        self._photo = photo
        self._refused_since_shown.clear()
        self._retouch = Retouch(photo.held.width, photo.held.height)
        self.sheet.panel.show_words(PhotoWords(), is_free=False)
        self.sheet.show_photo(photo.image, self._retouch)
        self.sheet.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look_for_faces(photo)

    # --- faces

    def _look_for_faces(self, photo: LoadedPhoto) -> None:
        self.sheet.panel.show_faces(_("Looking for faces …"))
        work = partial(self._session.photos.find_faces, photo.held)
        self._session.ask_apart(work, partial(self._on_faces, photo), latest="photo.faces")

    def _on_faces(self, photo: LoadedPhoto, boxes: tuple[Box, ...] | None) -> None:
        """Propose what was found; the next photo is made after that, as it would keep this one's faces waiting."""
        self._fetch(self._place + 1)
        if photo is not self._photo:
            return
        self.sheet.panel.show_faces(faces_sentence(boxes))
        if boxes:
            self.sheet.show_retouch(self._retouch.proposed(boxes))

    # --- what a person does

    def _on_retouched(self, retouch: Retouch) -> None:
        self._retouch = retouch

    def _on_turn(self) -> None:
        """Turn as often as was asked for, one turn after another."""
        self._turns += self._photo is not None
        if self._turns == 1:
            self._turn()

    def _turn(self) -> None:
        photo = self._photo
        if photo is not None:
            done, failed = partial(self._on_turned, photo), partial(self._on_not_turned, photo)
            self._session.ask_apart(partial(turned, self._session.photos, photo), done, failed)

    def _on_turned(self, before: LoadedPhoto, photo: LoadedPhoto) -> None:
        if before is not self._photo:
            return
        self._photo = photo
        self._retouch = self._retouch.turned()
        self.sheet.show_photo(photo.image, self._retouch)
        self._turns -= 1
        if self._turns:
            self._turn()
        elif self._is_kept_then:
            self._on_keep()

    def _on_not_turned(self, photo: LoadedPhoto, error: Exception) -> None:
        if photo is self._photo:
            self._turns, self._is_kept_then = 0, False
            self.sheet.say(failure_text(error))

    def _on_keep(self) -> None:
        photo, panel = self._photo, self.sheet.panel
        if photo is None:
            return
        panel.flush()
        if not panel.free.isChecked():
            panel.show_missing(_("Confirm this first. Who can be recognised, is blurred or cropped away."))
            return
        if self._turns:
            self._is_kept_then = True
            return
        name, words = self._sources[self._place].name, panel.words
        work = partial(self._session.photos.finish, photo.held, self._retouch.blurs, self._retouch.crop)
        self._session.ask_apart(work, partial(self._on_made, words), partial(self._on_not_made, name))
        self.kept += 1
        self._next()

    def _on_made(self, words: PhotoWords, photo: FinishedPhoto) -> None:
        self._keep(photo, words)

    def _on_not_made(self, name: str, error: Exception) -> None:
        self.kept -= 1
        self._session.tell(f"{name}: {refusal_of(name, error).sentence}")

    def _on_left(self) -> None:
        is_begun = self._photo is not None and (self._retouch.can_undo or any(vars(self.sheet.panel.words).values()))
        if is_begun and not confirm(
            self._look,
            self.sheet,
            _("Leave this photo out?"),
            _("It is not kept yet: boxes and words are lost. The photo itself stays where it is."),
            act=_("Leave it out"),
            keep=_("Go on with it"),
            role="wipe",
        ):
            return
        self._end()

    def _end(self) -> None:
        self._photo, self._is_ended = None, True
        for job in self._jobs.values():
            job.cancel()
        self.sheet.done(0)
        self.ended.emit(tuple(self._refused))
        self.deleteLater()


def refused_sentence(refused: Sequence[Refusal]) -> str:
    """Say why one was refused; of several their names, as the reasons stand together at the end."""
    if len(refused) == 1:
        return f"{refused[0].name}: {refused[0].sentence}"
    said = ngettext("{n} was not added", "{n} were not added", len(refused))
    return f"{said}: {', '.join(item.name for item in refused)}. " + _("The reasons follow at the end.")


def faces_sentence(boxes: tuple[Box, ...] | None) -> str:
    """Say what the search for faces found; never that there are none."""
    if boxes is None:
        return _("This program does not look for faces here: look yourself, also in mirrors, screens and windows.")
    if not boxes:
        return _("No face was found, which proves nothing: look yourself, also in mirrors, screens and windows.")
    found = ngettext("{n} part may be a face and is blurred.", "{n} parts may be faces and are blurred.", len(boxes))
    return found + " " + _("Take away what is none; small, dark and half hidden faces are missed.")
