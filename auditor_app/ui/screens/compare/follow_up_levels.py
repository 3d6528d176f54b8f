"""New levels in an interim evaluation: per criterion concerned the level of then with its date, and what it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.model import LEVELS
from auditor_app.i18n import _, current
from auditor_app.ui.frame.words import level_words
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

KEEP: Final = "keep"


class LevelRow(QWidget):
    """One criterion: the level of then, the choice, and why."""

    def __init__(self, session: AuditSession, look: Look, code: str) -> None:
        super().__init__()
        self._session, self.code = session, code
        criterion = session.live.framework.by_code[code]
        name = f"{code} {current().pick(criterion.title)}"
        self.name = TextLabel(look, name, "control")
        self.then = TextLabel(look, "", "small", "text.muted")
        self.level = Segmented(look, is_small=True)
        self.level.offer({KEEP: _("As it was"), **{level: level for level in LEVELS}})
        self.level.setAccessibleName(_("{name}: new level").format(name=name))
        for level in LEVELS:
            words = level_words(session.live.framework, level)
            self.level.segment(level).setToolTip(words)
            self.level.segment(level).setAccessibleName(f"{level} {words}")
        self.reason = PlainEditor(look, _("Why this level now"), "small", (1, 4))
        self.reason.set_name(_("{name}: why").format(name=name), _("Why this level now"))
        self.stored = StoredText(session, self.reason, self._store)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(self.then)
        column.addWidget(self.level, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.reason)
        self.level.chosen.connect(self._on_level)

    def refresh(self) -> None:
        """Show the level of then and of now."""
        snapshot = self._session.snapshot
        baseline, framework = snapshot.baseline, snapshot.framework
        agreed = next((item for item in snapshot.consensus if item.criterion == self.code), None)
        now = agreed.level if agreed else ""
        if baseline is not None and self.code in baseline.levels:
            level, stage = baseline.levels[self.code].level, baseline.stage_of(self.code)
            words = _("Then {level} {name}, {month}; not re-judged").format(
                level=level, name=level_words(framework, level), month=current().date(stage.starts, "MMM y")
            )
            if now in LEVELS:
                words = _("Then {level} {name}, {month}").format(
                    level=level, name=level_words(framework, level), month=current().date(stage.starts, "MMM y")
                )
        else:
            words = _("Not rated then")
        self.then.show_text(words)
        self.level.show_choice(now if now in LEVELS else KEEP)
        self.level.setEnabled(not self._session.is_read_only)
        self.reason.setVisible(now in LEVELS)
        self.reason.set_read_only(is_read_only=self._session.is_read_only)
        self.stored.show_stored(self.code, agreed.reason if agreed else "")

    def _on_level(self, level: str) -> None:
        self.reason.flush()
        judge, audit, code, reason = self._session.judge, self._session.audit_id, self.code, self.reason.text()
        chosen = "" if level == KEEP else level
        self._session.write(lambda: judge.agree(audit, code, chosen, reason))

    def _store(self, code: str, group: str, text: str) -> Written:
        found = (item for item in self._session.snapshot.consensus if item.criterion == code)
        level = next((item.level for item in found), "")
        return self._session.judge.agree(self._session.audit_id, code, level, text, group)


class LevelRows(QWidget):
    """The criteria of the point in hand."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self.rows: dict[str, LevelRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_criteria(self, codes: Sequence[str]) -> None:
        """Show these criteria as the audit holds them now."""
        if list(self.rows) != list(codes):
            for row in self.rows.values():
                row.reason.flush()
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.rows = {code: LevelRow(self._session, self._look, code) for code in codes}
            for row in self.rows.values():
                self._column.addWidget(row)
        for row in self.rows.values():
            row.refresh()

    def flush(self) -> None:
        """Write at once what was typed."""
        for row in self.rows.values():
            row.reason.flush()
