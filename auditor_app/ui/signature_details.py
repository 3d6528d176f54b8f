"""Each signature of a report: unchanged, what was added since, trusted by whom, when, to which level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.services.outside.verify_texts import facts_of, role_of
from auditor_app.ui.screens.signing.facts import Facts
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.signing.verification import SignatureReport
    from auditor_app.ui.theme import Look


class SignatureDetails(QWidget):
    """A heading and a list of facts per signature, and one about the data, which the pages can be compared with."""

    pages_wanted = Signal()
    """Somebody wants to know whether the pages are what the program makes of the data."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.shown: tuple[SignatureReport, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 8, 0, 4)
        self._column.setSpacing(4)
        self._data = ""
        self._about: Facts | None = None
        self.compare: Button | None = None
        self.setAccessibleName(_("The signatures"))

    def show_signatures(self, signatures: Iterable[SignatureReport], data: str = "") -> None:
        """Show what is known of each, and of the data inside."""
        self.shown, self._data = tuple(signatures), data
        self._about = self.compare = None
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for signature in self.shown:
            who = ", ".join(filter(None, (signature.signer_name, signature.organisation)))
            title = TextLabel(self._look, f"{role_of(signature.field)}: {who}", "bodyStrong")
            title.setContentsMargins(0, 6 if self._column.count() else 0, 0, 0)
            facts = Facts(self._look)
            self._column.addWidget(title)
            self._column.addWidget(facts)
            facts.show_facts(facts_of(signature))
        if data:
            self._add_data()
        self.setVisible(bool(self.shown))

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What is shown of the data and the pages."""
        return () if self._about is None else self._about.rows

    def _add_data(self) -> None:
        self._about = Facts(self._look)
        self._about.setContentsMargins(0, 6, 0, 0)
        self._column.addWidget(self._about)
        self._about.show_facts([(_("Data inside"), self._data)])
        self.compare = Button(self._look, _("&Build the pages again and compare"), size="small")
        self.compare.clicked.connect(self.pages_wanted)
        self._column.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)

    def show_pages(self, words: str) -> None:
        """Say how the pages stand to the data, or that they are being compared."""
        if self._about is not None and self.compare is not None:
            self._about.show_facts([(_("Data inside"), self._data), (_("Pages"), words)])
            self.compare.hide()
            announce(self, words)
