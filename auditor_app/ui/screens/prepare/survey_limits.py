"""What protects the few and what warns of a low response, and the templates kept on this laptop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from auditor_app.core.survey import LOWEST_MINIMUM
from auditor_app.i18n import _, failure_text, ngettext
from auditor_app.services.file_names import safe_part
from auditor_app.services.surveys.results import HIGHEST_MINIMUM, HUNDRED
from auditor_app.services.surveys.template import Template
from auditor_app.ui.saving import ask_where, first_folder
from auditor_app.ui.screens.parts.forms import beside
from auditor_app.ui.screens.parts.two_lines import TwoLineList, TwoLines
from auditor_app.ui.screens.prepare.survey_import_parts import stacked
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import framed
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.model import Audit
    from auditor_app.ui.theme import Look

MOST_SEEN = 5


class LimitsPart(QWidget):
    """Four numbers; `set` tells the name of the field and its number."""

    set = Signal(str, int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.fields = {
            "survey_minimum": Field(look, _("S&mallest group shown")),
            "warn_pupils": Field(look, _("Pupils, warn under %")),
            "warn_parents": Field(look, _("Parents, warn under %")),
            "warn_teachers": Field(look, _("Teachers, warn under %")),
        }
        words = _(
            "A lower smallest group brings nothing back of what was left out when a file was read; read it again."
        )
        column = stacked(self)
        column.setContentsMargins(21, 4, 0, 8)
        minimum, *warnings = self.fields.values()
        minimum.setMaximumWidth(look.px(190))
        column.addWidget(minimum)
        column.addLayout(beside(*warnings))
        column.addWidget(TextLabel(look, words, "small", "text.muted"))
        for name, field in self.fields.items():
            field.edited.connect(partial(self._on_edited, name))

    def show_audit(self, audit: Audit) -> None:
        """Show the limits of an audit."""
        for name, field in self.fields.items():
            if not field.edit.hasFocus():
                field.show_text(str(getattr(audit, name)))
                field.show_error("")

    def _on_edited(self, name: str, text: str) -> None:
        digits = text.strip()
        number = int(digits[:6]) if digits.isascii() and digits.isdigit() else -1
        lowest, highest = (LOWEST_MINIMUM, HIGHEST_MINIMUM) if name == "survey_minimum" else (0, HUNDRED)
        is_right = lowest <= number <= highest
        words = _("From {lowest} to {highest}.").format(lowest=lowest, highest=highest)
        self.fields[name].show_error("" if is_right else words)
        if is_right:
            self.set.emit(name, number)


class TemplatesPart(QWidget):
    """The templates; they come and go as files. The one thrown away last can be brought back."""

    imported = Signal(object)
    exported = Signal(str, object)
    forgotten = Signal(str)
    brought_back = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._templates: tuple[Template, ...] = ()
        self._gone: Template | None = None
        self.words = TextLabel(look, "", "small", "text.muted")
        self.list = TwoLineList(look, _("Templates"))
        self.frame = framed(look, self.list)
        self.failure = TextLabel(look, "", "small", "failure.text")
        self.bring = Button(look, _("Import …"), size="small")
        self.export = Button(look, _("Export …"), size="small")
        self.forget = Button(look, _("Throw away"), "quiet", size="small")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.bring, self.export, self.forget):
            row.addWidget(button)
        row.addStretch(1)
        column = stacked(self)
        column.setContentsMargins(21, 4, 0, 8)
        for widget in (self.words, self.frame, self.failure):
            column.addWidget(widget)
        column.addLayout(row)
        self.gone = TextLabel(look, "", "small", "text.secondary")
        self.back = Button(look, _("Bring it back"), "quiet", icon="archive-restore", size="small")
        column.addWidget(self.gone)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.bring.clicked.connect(self._on_bring)
        self.export.clicked.connect(self._on_export)
        self.forget.clicked.connect(lambda: self._tell_forgotten(self.list.key))
        self.list.removed.connect(self._tell_forgotten)
        self.back.clicked.connect(self._on_back)
        self.show_failure(None)
        self._show_gone(None)

    def show_templates(self, templates: Sequence[Template]) -> None:
        """Show the templates."""
        self._templates = tuple(templates)
        self.words.show_text(
            _("What was decided about questions is proposed for the next file with the same questions.")
            if templates
            else _(
                "The first file that is read in leaves one: which question speaks to which criterion, with its scale."
            )
        )
        self.list.show_rows([_row(template) for template in templates])
        self.list.fit(MOST_SEEN)
        for widget in (self.frame, self.export, self.forget):
            widget.setVisible(bool(templates))

    def template(self, key: str) -> Template | None:
        """Give the template with an id."""
        return next((item for item in self._templates if item.id == key), None)

    def show_failure(self, error: Exception | None) -> None:
        """Say why a file was not read or written."""
        self.failure.show_text(failure_text(error) if error is not None else "")
        self.failure.setVisible(error is not None)

    def _on_bring(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Import a template"), first_folder(), _("Template") + " (*.json)"
        )
        if name:
            self.imported.emit(Path(name))

    def _on_export(self) -> None:
        template = self.template(self.list.key)
        if template is not None:
            name = f"{safe_part(template.name) or 'template'}.json"
            path = ask_where(self, _("Export a template"), name, _("Template") + " (*.json)")
            if path is not None:
                self.exported.emit(template.id, path)

    def _tell_forgotten(self, key: str) -> None:
        template = self.template(key)
        if template is not None:
            self._show_gone(template)
            self.forgotten.emit(key)

    def _on_back(self) -> None:
        gone = self._gone
        self._show_gone(None)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.brought_back.emit(gone)

    def _show_gone(self, template: Template | None) -> None:
        self._gone = template
        words = _("“{name}” is thrown away.").format(name=template.name) if template else ""
        self.gone.show_text(words)
        for widget in (self.gone, self.back):
            widget.setVisible(template is not None)
        if template is not None:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(template: Template) -> TwoLines:
    tied = sum(bool(item.criteria) for item in template.questions)
    questions = ngettext("{n} question", "{n} questions", len(template.questions))
    return TwoLines(template.id, template.name, f"{questions} · {_('{n} with criteria').format(n=tied)}")
