"""The signed reports of an audit: when, by whom, in which language, to which level; what can be done with each."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from auditor_app.i18n import N_, _, current
from auditor_app.services.publishing.endings import DAYS_BEFORE_THE_END, newest_of
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.model import Publication
    from auditor_app.ui.theme import Look

ACTIONS: Final = {
    "cosign": N_("Let others sign …"),
    "stamp": N_("Time stamps …"),
    "verify": N_("Verify again"),
    "export": N_("Save a copy …"),
}
"""What can be done with a signed report, in the order of the links."""
ROW, ENDING = 54, 18


class SignedList(QWidget):
    """One row of two lines per signed report; of one that was continued only the newest."""

    wanted = Signal(str, object)
    """One of ACTIONS, and the `Publication`."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.publications: tuple[Publication, ...] = ()
        self.height_wanted = 0
        self.links: list[tuple[str, LinkButton]] = []
        """What can be done, by its name in ACTIONS, row after row."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 0, 20, 8)
        self._column.setSpacing(0)

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.publications)

    def show_publications(self, publications: tuple[Publication, ...]) -> None:
        """Show them anew."""
        newest = newest_of(publications)
        if newest == self.publications:
            return
        self.publications = newest
        had = next((name for name, link in self.links if link is self.window().focusWidget()), "")
        self.links.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.height_wanted = 0
        for publication in newest:
            self._column.addWidget(self._row(publication))
        self._column.addStretch(1)
        again = next((link for name, link in reversed(self.links) if name == had), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)  # the dialog that it opened gives the keys back to it

    def _row(self, publication: Publication) -> QWidget:
        row = QWidget()
        inner = QVBoxLayout(row)
        inner.setContentsMargins(0, 4, 0, 6)
        inner.setSpacing(2)
        inner.addWidget(TextLabel(self._look, title_of(publication), "body", mode="elide", tabular=True))
        ending = ending_words(publication)
        if ending:
            inner.addWidget(TextLabel(self._look, ending, "small", "attention.text"))
        links = QHBoxLayout()
        links.setSpacing(18)
        for name, words in ACTIONS.items():
            link = LinkButton(self._look, _(words))
            link.setAccessibleName(f"{_(words)} {title_of(publication)}")
            link.clicked.connect(partial(self._on_clicked, name, publication))
            links.addWidget(link)
            self.links.append((name, link))
        links.addStretch(1)
        inner.addLayout(links)
        self.height_wanted += ROW + (ENDING if ending else 0)
        return row

    def menu(self, parent: QWidget) -> QMenu:
        """Give the same as a menu, where there is no room for rows."""
        menu = QMenu(parent)
        for publication in self.publications:
            menu.addSection(title_of(publication))
            for name, words in ACTIONS.items():
                menu.addAction(_(words), partial(self._on_clicked, name, publication))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _on_clicked(self, name: str, publication: Publication, *_checked: object) -> None:
        self.wanted.emit(name, publication)


def title_of(publication: Publication) -> str:
    """Say when, by whom last, in which language, to which level; the plain one has no name that anybody knows."""
    when = current().moment(publication.signed, "d MMM y, HH:mm")
    level = "" if publication.level == "B-B" else publication.level
    return " · ".join(filter(None, (when, publication.signer, publication.language, level)))


def ending_words(publication: Publication) -> str:
    """Remind of a time stamp whose certificate soon ends: stamped again before that, it stays proven."""
    if not publication.stamped_until:
        return ""
    until = datetime.fromisoformat(publication.stamped_until)
    if until > datetime.now().astimezone() + timedelta(days=DAYS_BEFORE_THE_END):
        return ""
    words = _("The time stamp proves itself until {date}: stamp it again before that.")
    return words.format(date=current().date(until.date(), "d MMMM y"))
