"""Each signature of a report: unchanged, what was added since, trusted by whom, when, to which level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.services.verify_texts import facts_of, role_of
from auditor_app.ui.screens.signing.facts import Facts
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.signing.verification import SignatureReport
    from auditor_app.ui.theme import Look


class SignatureDetails(QWidget):
    """A heading and a list of facts per signature."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.shown: tuple[SignatureReport, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 8, 0, 4)
        self._column.setSpacing(4)
        self.setAccessibleName(_("The signatures"))

    def show_signatures(self, signatures: Iterable[SignatureReport], data: str = "") -> None:
        """Show what is known of each, and of the data inside."""
        self.shown = tuple(signatures)
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
            about = Facts(self._look)
            about.setContentsMargins(0, 6, 0, 0)
            self._column.addWidget(about)
            about.show_facts([(_("Data inside"), data)])
        self.setVisible(bool(self.shown))
