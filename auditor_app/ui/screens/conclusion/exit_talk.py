"""The exit talk: what the team says before it leaves, at most five strengths and five points, and its sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.core.exit_talk import MOST, STRENGTHS, exit_talk, ordered, words_of_outcome
from auditor_app.core.model import Finding, FindingKind
from auditor_app.i18n import N_, _, error_text
from auditor_app.ui.delegates.rows import RowDelegate, State, hairline
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.fit_list import FitList
from auditor_app.ui.screens.parts.folders import chosen_folder
from auditor_app.ui.screens.parts.room import NARROWEST, go_round
from auditor_app.ui.screens.parts.while_seen import WhileSeen
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextBlock, TextLabel

if TYPE_CHECKING:
    from pathlib import Path

    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_WIDTH: Final = 760
_BOX: Final = 16
_PAD: Final = 9
_LEFT: Final = 46


class _SaidDelegate(RowDelegate[Finding, tuple[TextBlock, TextBlock]]):
    """A box, the title, and what was seen."""

    def lay_out(self, row: Finding, width: int) -> tuple[TextBlock, TextBlock]:
        """Break title and text."""
        look, room = self.look, width - _LEFT - 20
        title = TextBlock(row.title or _("Finding without a title"), look.font("bodyStrong"), look.line("body"), room)
        # As on the sheet: what a condition asks is not said today.
        question = "" if row.kind is FindingKind.CONDITION else row.question.strip()
        text = question or row.seen.strip()
        return title, TextBlock(text, look.font("body"), look.line("body"), room, max_lines=2)

    def height(self, _row: Finding, laid: tuple[TextBlock, TextBlock]) -> int:
        """Give the height of both."""
        return laid[0].height + laid[1].height + 2 * _PAD + 1

    def draw(
        self, painter: QPainter, rect: QRect, row: Finding, laid: tuple[TextBlock, TextBlock], _state: State
    ) -> None:
        """Draw box, title and text."""
        look, top = self.look, rect.y() + _PAD
        box = QRectF(rect.x() + 20, top + (look.line("body") - _BOX) / 2, _BOX, _BOX)
        color = look["accent.base"] if row.is_in_exit_talk else look["bg.surface"]
        line = look["accent.base" if row.is_in_exit_talk else "line.strong"]
        paint_box(painter, box, 3, color, line)
        if row.is_in_exit_talk:
            painter.setPen(look["accent.on"])
            painter.setFont(look.font("small", weight=600))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "✓")
        laid[0].paint(painter, QPointF(rect.x() + _LEFT, top), look["text.primary"])
        laid[1].paint(painter, QPointF(rect.x() + _LEFT, top + laid[0].height), look["text.secondary"])
        hairline(painter, rect, look)


def _sentence(row: Finding) -> str:
    state = _("chosen") if row.is_in_exit_talk else _("not chosen")
    return f"{row.title}, {state}"


class ExitTalkView(QWidget):
    """Two lists to choose from and one button for the sheet."""

    KEYS: ClassVar[tuple[Key, ...]] = (Key("exit_choose", "Space", N_("Choose for the exit talk, or take out")),)

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self.sentence = TextLabel(look, "", "body", "text.secondary")
        self.titles: dict[str, TextLabel] = {}
        self.lists: dict[str, FitList] = {}
        self._lines = {name: Hairline(look) for name in ("strengths", "points")}
        for name, words in (("strengths", _("Strengths")), ("points", _("Points"))):
            self.titles[name] = TextLabel(look, words, "bodyStrong", mode="line")
            model: RowsModel[Finding] = RowsModel(lambda row: row.id, lambda row: row.title, _sentence)
            made = FitList(model, words)
            made.draw_with(_SaidDelegate(look, made))
            made.opened.connect(self._on_opened)
            self.lists[name] = made
        self.empty = EmptyState(look)
        self.error = TextLabel(look, "", "body", "failure.text")
        self.sheet = Button(look, _("&Sheet for the talk …"), "main", "printer")
        self._lay_out()
        self.setMinimumSize(NARROWEST)
        self.sheet.clicked.connect(self._on_sheet)
        self.empty.chosen.connect(self._on_write)
        WhileSeen(self, session, ("finding", "publication", "member"), self.refresh)
        for made in self.lists.values():
            space = QShortcut(QKeySequence(Qt.Key.Key_Space), made)
            space.setContext(Qt.ShortcutContext.WidgetShortcut)
            space.activated.connect(partial(self._toggle_current, made))
        self.refresh()

    def _lay_out(self) -> None:
        look = self._look
        set_floor(self, "surface")
        content = QWidget()
        content.setMaximumWidth(look.px(_WIDTH))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 20, 0, 20)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 20, 6)
        head.addWidget(TextLabel(look, _("Exit talk"), "title", mode="line"))
        head.addStretch(1)
        head.addWidget(self.sheet)
        column.addLayout(head)
        for text in (self.sentence, self.error):
            text.setContentsMargins(20, 0, 20, 0)
            column.addWidget(text)
        for name, made in self.lists.items():
            self.titles[name].setContentsMargins(20, 20, 20, 8)
            column.addWidget(self.titles[name])
            column.addWidget(self._lines[name])
            column.addWidget(made)
        column.addWidget(self.empty)
        column.addStretch(1)
        self.error.hide()
        outside = QWidget()
        set_floor(outside, "surface")
        row = QHBoxLayout(outside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content, 100)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(outside, floor="surface"))
        self.setFocusProxy(self.lists["strengths"])

    def refresh(self) -> None:
        """Show what may be said, and what is chosen."""
        snapshot = self._session.snapshot
        talk, found = exit_talk(snapshot), ordered(snapshot)
        strengths = [item for item in found if item.kind in STRENGTHS]
        points = [item for item in found if item.kind not in STRENGTHS]
        for name, words, rows, said in (
            ("strengths", _("Strengths"), strengths, talk.strengths),
            ("points", _("Points, as a question"), points, talk.points),
        ):
            count = _("{n} of at most {most}").format(n=len(said), most=MOST)
            self.titles[name].show_text(f"{words}  ·  {count}")
            self.lists[name].show_rows(rows)
            for part in (self.titles[name], self._lines[name], self.lists[name]):
                part.setVisible(bool(rows))
        self.empty.setVisible(not found)
        self.empty.show_step(
            _("Exit talk"), _("Write strengths and development points first; then choose what is said."), _("Findings")
        )
        self.sheet.setEnabled(bool(talk.strengths or talk.points))
        self.sentence.show_text(
            _("Choose what leadership and team hear today. No ratings and no outcome: those come with the report.")
        )
        self._show_words()

    def _show_words(self) -> None:
        found = words_of_outcome(self._session.snapshot)
        self.error.setVisible(bool(found))
        if found:
            finding, words = found[0]
            self.error.show_text(error_text(UserError("exit_talk.words", title=finding.title, words=", ".join(words))))

    def _toggle_current(self, made: FitList) -> None:
        self._toggle(made.current_key())

    def _on_opened(self, key: str) -> None:
        self._toggle(key)

    def _toggle(self, key: str) -> None:
        finding = next((item for item in self._session.snapshot.findings if item.id == key), None)
        if finding is None or self._session.is_read_only:
            return
        session = self._session
        work = partial(session.judge.say_at_exit_talk, key, is_said=not finding.is_in_exit_talk)
        session.write(work)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._session.tell(error_text(error))

    def _on_write(self) -> None:
        self._session.lead_to("report", "view", "findings")

    def _on_sheet(self) -> None:
        folder = chosen_folder(self, _("Folder for the sheet"), self._session)
        if folder is not None:
            self.export_to(folder)

    def export_to(self, folder: Path) -> None:
        """Write the sheet to a folder."""
        session = self._session
        work = partial(session.publishing.exit_sheet, session.audit_id, session.live.audit.language, folder)
        session.read(work, self._on_exported, self._on_failed)

    def _on_exported(self, path: Path) -> None:
        self._session.tell(_("Saved as {path}").format(path=path))

    def flush(self) -> None:
        """Nothing is typed here."""

    def next_pane(self) -> None:
        """Go from one list to the other."""
        go_round(self.lists.values())
