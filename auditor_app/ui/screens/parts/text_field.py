"""A text field that belongs to one stored text: what is typed is written, what changed elsewhere is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import LineEdit

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession

Store = Callable[[str, str, str], "Written"]
"""(record, group, text) -> what was written; runs in the background."""


class StoredText(QObject):
    """Keeps one field and its stored text in step, without ever taking typed words away."""

    typed = Signal()
    """The text in the field changed by a person."""

    def __init__(self, session: AuditSession, field: PlainEditor | LineEdit, store: Store) -> None:
        super().__init__(field)
        self.field = field
        self._session, self._store = session, store
        self._record = self._group = self._known = self._last = ""
        self._waiting: list[str] = []
        field.edited.connect(self._on_edited)
        if isinstance(field, PlainEditor):
            field.typed.connect(self.typed)
        else:
            field.textEdited.connect(self.typed)

    def show_stored(self, record: str, text: str) -> None:
        """Show the text of `record`; while the same record is typed in, only a foreign change replaces what stands."""
        if record != self._record:
            self.field.flush()
            self._record, self._group, self._waiting = record, "", []
            self._show(text)
        elif text != self._known:
            self._take(text)

    def _take(self, text: str) -> None:
        self._known = text
        if text in self._waiting:
            del self._waiting[: self._waiting.index(text) + 1]
        elif self.field.text() == self._last and text != self._last:
            self._show(text)

    def _show(self, text: str) -> None:
        self._known = self._last = text
        self.field.show_text(text)
        self._last = self.field.text()

    def _on_edited(self, text: str) -> None:
        self._last = text
        if text == self._known or not self._record:
            return
        self._group = self._group or self._session.new_group()
        self._waiting.append(text)
        work = partial(self._store, self._record, self._group, text)
        self._session.write(work, self._on_written, self._on_failed)

    def _on_written(self, _written: Written) -> None:
        self._mark(is_wrong=False)

    def _on_failed(self, _error: Exception) -> None:
        self._mark(is_wrong=True)

    def _mark(self, *, is_wrong: bool) -> None:
        if isinstance(self.field, PlainEditor):
            self.field.set_tone("failure" if is_wrong else "")
        else:
            self.field.set_failure(is_wrong=is_wrong)
