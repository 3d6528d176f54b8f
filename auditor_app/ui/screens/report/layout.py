"""How the report looks: parts, density, photos, language, logo, and whether the school gets the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.model import Density, Layout
from auditor_app.i18n import _
from auditor_app.services.report.optional import OPTIONAL
from auditor_app.ui.drops import take_copy
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.frame.words import LANGUAGES
from auditor_app.ui.saving import first_folder
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.messages import MessageBar, failure
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.services.publishing.layouts import Layouts
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


_PICTURES: Final = (".png", ".jpg", ".jpeg", ".svg")


class LayoutSheet(Dialog):
    """Everything is kept at once, and the pages beside it follow; only closing is left to do."""

    def __init__(self, session: AuditSession, look: Look, parent: QWidget) -> None:
        text = _("What is chosen here is kept with the audit, so that every laptop of the team makes the same pages.")
        super().__init__(look, _("How the report looks"), text, parent, fitting(WIDE, parent))
        self._session = session
        self.problem = MessageBar(look)
        self.problem.hide()
        self.problem.acted.connect(self._on_read)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 14, 4)
        self._column.setSpacing(6)
        self.parts = {name: CheckBox(look, _(title)) for name, title in OPTIONAL.items()}
        self.density, self.photos, self.language = Segmented(look), Segmented(look), Segmented(look)
        self.logo_alt = Field(look, _("What the &logo shows, in words"))
        self.logo = Button(look, _("Choose a picture …"), size="small")
        self.no_logo = Button(look, _("Remove the logo"), "quiet", size="small")
        self.record = CheckBox(look, _("The school receives the record of talks and observations"))
        self._lay_out()
        self._area = Scrolled(inside)
        self.body.addWidget(self.problem)
        self.body.addWidget(self._area, 1)
        self._fit_area()
        self.setAcceptDrops(True)
        self.add_safe(_("Close"))
        self.show_layout(session.snapshot.layout)
        self._connect()

    def _fit_area(self) -> None:
        """Leave room for what is said above it."""
        parent = self.parentWidget()
        said = self.problem.sizeHint().height() + 5 if self.problem.isVisibleTo(self) else 0
        self._area.fit(self.inner_width, (parent.window().height() if parent is not None else 700) - 230 - said)
        self._fit()

    def _lay_out(self) -> None:
        self.density.offer({str(Density.NORMAL): _("Airy"), str(Density.COMPACT): _("Compact")})
        self.photos.offer({str(number): str(number) for number in (1, 2, 3)})
        self.language.offer({"": _("As the audit"), **LANGUAGES})
        self.density.setAccessibleName(_("Density"))
        self.photos.setAccessibleName(_("Photos per row"))
        self.language.setAccessibleName(_("Language of the report"))
        self._head(_("Parts that may be left out"))
        for box in self.parts.values():
            self._column.addWidget(box)
        self._head(_("Density"))
        self._column.addWidget(self.density, 0, Qt.AlignmentFlag.AlignLeft)
        self._note(_("Compact sets the text smaller and lets chapters follow on the same page."))
        self._head(_("Photos per row"))
        self._column.addWidget(self.photos, 0, Qt.AlignmentFlag.AlignLeft)
        self._head(_("Language of the report"))
        self._column.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeft)
        self._head(_("Logo on the cover"))
        self._column.addWidget(self.logo_alt)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.logo)
        row.addWidget(self.no_logo)
        row.addStretch(1)
        self._column.addLayout(row)
        self._note(_("PNG, JPEG or SVG, at most 4 MB, chosen or dropped here. Only its pixels are kept."))
        self._head(_("Record of talks and observations"))
        self._column.addWidget(self.record)
        self._note(_("A file of its own, without authors or notes for the team only. Usually it stays with the team."))
        self._column.addStretch(1)

    def _head(self, text: str) -> None:
        label = TextLabel(self._look, text, "bodyStrong")
        label.setContentsMargins(0, 10 if self._column.count() else 0, 0, 0)
        self._column.addWidget(label)

    def _note(self, text: str) -> None:
        self._column.addWidget(TextLabel(self._look, text, "small", "text.muted"))

    def _connect(self) -> None:
        for box in self.parts.values():
            box.clicked.connect(self._on_parts)
        self.density.chosen.connect(partial(self._set_one, "density"))
        self.photos.chosen.connect(partial(self._set_one, "photos_per_row"))
        self.language.chosen.connect(partial(self._set_one, "language"))
        self.record.clicked.connect(self._on_record)
        self.logo.clicked.connect(self._on_logo)
        self.no_logo.clicked.connect(self._on_no_logo)
        self.logo_alt.edited.connect(self._on_logo_alt)
        self._session.changed.connect(self._on_changed)

    def show_layout(self, layout: Layout) -> None:
        """Show what is chosen."""
        for name, box in self.parts.items():
            box.setChecked(name not in layout.left_out)
        self.density.show_choice(str(layout.density))
        self.photos.show_choice(str(layout.photos_per_row))
        self.language.show_choice(layout.language)
        self.record.setChecked(layout.shares_record)
        if not self.logo_alt.edit.hasFocus():
            self.logo_alt.show_text(layout.logo_alt)
        self.no_logo.setVisible(bool(layout.logo))
        self.logo.setText(_("Choose another picture …") if layout.logo else _("Choose a picture …"))
        is_open = not self._session.is_read_only
        for control in (*self.parts.values(), self.density, self.photos, self.language, self.record, self.logo):
            control.setEnabled(is_open)
        self.logo_alt.setEnabled(is_open)
        self.no_logo.setEnabled(is_open)
        if not is_open:
            self.show_text(_("This audit has been signed: the pages stay as they are."))

    def _write(self, work: Callable[[], Written]) -> None:
        self._session.write(work, self._on_written, self._on_failed, says_itself=True)

    def _set(self, **fields: object) -> None:
        layouts, audit = self._session.layouts, self._session.audit_id
        self._write(lambda: layouts.set(audit, "", **fields))

    def _set_one(self, name: str, value: str) -> None:
        self._set(**{name: value})

    def _on_parts(self) -> None:
        self._set(left_out=tuple(name for name, box in self.parts.items() if not box.isChecked()))

    def _on_record(self, is_shared: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._set(shares_record=is_shared)

    def _on_logo_alt(self, text: str) -> None:
        if self._session.snapshot.layout.logo and text.strip():
            self._set(logo_alt=text)

    def _has_words(self) -> bool:
        """Whether it was said what the logo shows; says at the field that this comes first."""
        has_words = bool(self.logo_alt.text().strip())
        self.logo_alt.show_error("" if has_words else _("First say in words what the logo shows."))
        if not has_words:
            self.logo_alt.edit.setFocus()
        return has_words

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one picture."""
        if not self._session.is_read_only and _dropped(event.mimeData()) is not None:
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it on the cover, once it has words."""
        path = _dropped(event.mimeData())
        if path is not None and self._has_words():
            take_copy(event)
            self.take_logo(path)

    def _on_logo(self) -> None:
        if not self._has_words():
            return
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Logo on the cover"), first_folder(), f"{_('Pictures')} (*{' *'.join(_PICTURES)})"
        )
        if name:
            self.take_logo(Path(name))

    def take_logo(self, path: Path) -> None:
        """Put a picture on the cover; a drawing is turned into pixels first."""
        layouts, audit, words = self._session.layouts, self._session.audit_id, self.logo_alt.text()
        # Not the session's own queue: a picture that is refused leaves nothing of this audit unsaved.
        work = partial(_set_logo, layouts, audit, path, words)
        self._session.background.write(work, self._on_logo_written, self._on_failed)

    def _on_logo_written(self, written: Written) -> None:
        self._session.take_over(written)
        self._on_written(written)

    def _on_no_logo(self) -> None:
        layouts, audit = self._session.layouts, self._session.audit_id
        self._write(lambda: layouts.remove_logo(audit))

    def _on_written(self, _written: object) -> None:
        self._on_read()

    def _on_read(self, _action: str = "") -> None:
        self.problem.hide()
        self._fit_area()

    def _on_failed(self, error: Exception) -> None:
        self.problem.show_message(failure(error, _("Not done")))
        self._fit_area()

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        if any(kind in {"layout", "publication"} for kind, _id in touched):
            self.show_layout(self._session.snapshot.layout)


def _dropped(data: QMimeData) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.casefold() in _PICTURES else None


def _set_logo(layouts: Layouts, audit: str, path: Path, words: str) -> Written:
    return layouts.set_logo(audit, _picture(path), words)


def _picture(path: Path) -> bytes:
    from auditor_app.services.pictures.logo import is_drawing, read_logo  # noqa: PLC0415 - Pillow loads with the first picture
    from auditor_app.ui.drawing import pixels_of  # noqa: PLC0415 - Pillow loads with the first picture

    content = read_logo(path)
    return pixels_of(content) if is_drawing(content) else content
