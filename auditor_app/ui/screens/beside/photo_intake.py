"""Taking photos in, one after another: made fit to keep, looked at, confirmed, kept; the next one is made meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _, ngettext
from auditor_app.services.visit.attachments import PhotoWords
from auditor_app.ui.background import CancelledError
from auditor_app.ui.screens.beside.offered import Refusal, refusal_of
from auditor_app.ui.screens.beside.photo_in_hand import PhotoInHand
from auditor_app.ui.screens.beside.photo_sheet import PhotoSheet
from auditor_app.ui.sources import LoadedPhoto, Source, load
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
        self._is_ended = False
        self._making = 0
        """How many photos were kept and are not made yet."""
        self._is_kept_then = False
        """Whether the photo is to be kept once it is turned as was asked."""
        self._refused: list[Refusal] = []
        self._refused_since_shown: list[Refusal] = []
        self.kept = 0
        self.sheet = PhotoSheet(look, self._title(0), parent)
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.hand = PhotoInHand(session, self.sheet, self)
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
        self.hand.looked.connect(self._on_looked)
        self.hand.turned.connect(self._on_turned)
        self.hand.not_turned.connect(self._on_not_turned)
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
        self.hand.let_go()
        self._is_kept_then = False
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
            self._jobs[place] = self._session.read(work, done, failed, apart=self._session.photos)

    def _on_loaded(self, place: int, photo: LoadedPhoto) -> None:
        if self._is_ended:
            return
        if place == self._place:
            self._show(photo)
        else:
            self._loaded[place] = photo

    def _on_refused(self, place: int, error: Exception) -> None:
        if self._is_ended or isinstance(error, CancelledError):  # who goes takes in no more
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
        self._refused_since_shown.clear()
        self.sheet.panel.show_words(PhotoWords(), is_free=False)
        self.hand.take(photo)
        self.sheet.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.sheet.panel.show_faces(_("Looking for faces …"))
        self.hand.look_for_faces()

    def _on_looked(self) -> None:
        """The next photo is made only now, as it would keep the faces of this one waiting."""
        self._fetch(self._place + 1)

    # --- what a person does

    def _on_turned(self) -> None:
        if self._is_kept_then:
            self._on_keep()

    def _on_not_turned(self) -> None:
        self._is_kept_then = False

    def _on_keep(self) -> None:
        photo, retouch, panel = self.hand.photo, self.hand.retouch, self.sheet.panel
        if photo is None:
            return
        panel.flush()
        if not panel.free.isChecked():
            panel.show_missing(_("Confirm this first. Who can be recognised, is blurred or cropped away."))
            return
        if self.hand.is_turning:
            self._is_kept_then = True
            return
        name, words = self._sources[self._place].name, panel.words
        work = partial(self._session.photos.finish, photo.held, retouch.blurs, retouch.crop)
        self._making += 1
        self._session.make(work, partial(self._on_made, words), partial(self._on_not_made, name))
        self._next()

    def _on_made(self, words: PhotoWords, photo: FinishedPhoto) -> None:
        self._keep(photo, words)
        self.kept += 1
        self._making -= 1
        self._tell_when_all_is_made()

    def _on_not_made(self, name: str, error: Exception) -> None:
        refusal = refusal_of(name, error)
        if self._is_ended:
            self._refused.append(refusal)
        else:
            self._refuse(refusal)
        self._making -= 1
        self._tell_when_all_is_made()

    def _on_left(self) -> None:
        if self._is_begun and not confirm(
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

    @property
    def _is_begun(self) -> bool:
        is_changed = self.hand.retouch.can_undo or any(vars(self.sheet.panel.words).values())
        return self.hand.photo is not None and is_changed

    def _end(self) -> None:
        self.hand.let_go()
        self._is_ended = True
        for job in self._jobs.values():
            job.cancel()
        self.sheet.done(0)
        self._tell_when_all_is_made()

    def _tell_when_all_is_made(self) -> None:
        """Tell what came of it; nothing is called kept, and can be undone, that is not handed over to be written."""
        if self._is_ended and not self._making:
            self.ended.emit(tuple(self._refused))
            self.deleteLater()


def refused_sentence(refused: Sequence[Refusal]) -> str:
    """Say why one was refused; of several their names, as the reasons stand together at the end."""
    if len(refused) == 1:
        return f"{refused[0].name}: {refused[0].sentence}"
    said = ngettext("{n} was not added", "{n} were not added", len(refused))
    return f"{said}: {', '.join(item.name for item in refused)}. " + _("The reasons follow at the end.")
