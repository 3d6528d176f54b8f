"""Completion of `#` tags: a quiet popup over any text field, and the accent colour of a tag while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QLineEdit, QTextEdit, QVBoxLayout, QWidget

from auditor_app.core.framework import Framework
from auditor_app.core.tagging import ends_in_address, find_tags
from auditor_app.i18n import _, current
from auditor_app.ui.delegates.choices import ChoiceDelegate
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.tags import HALF_TYPED, Choice, choices_for
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.tokens import RADIUS, ROW
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.shapes import paint_box, paint_core
from auditor_app.ui.widgets.text import paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_WIDTH: Final = 330
_NEAR: Final = 60
"""A tag is looked for in this many characters before the cursor, however long the text."""
_LONGEST_LINE: Final = 5_000


class TagPopup(QWidget):
    """The choices, standing over the window; never takes the focus."""

    picked = Signal(object)

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._title, self._is_core = "", False
        self.model = RowsModel(lambda row: f"{row.target}{row.direction}", _words, _words)
        self.list = RowList(self.model, _("Tags"), parent=self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("staysActive", True)
        self.list.draw_with(ChoiceDelegate(look, self.list))
        self.list.opened.connect(self._on_opened)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.addWidget(self.list)
        self.hide()

    def show_choices(self, choices: tuple[Choice, ...], title: str, *, is_core: bool) -> None:
        """Show what may be chosen; `title` is said below when one criterion is meant."""
        self._title, self._is_core = title, is_core
        self.list.show_rows(choices)
        self.list.choose(self.model.key(choices[0]))
        row = self._look.px(ROW["list"])
        foot = row if title else 0
        self._column.setContentsMargins(1, 1, 1, 1 + foot)
        self.resize(_WIDTH, row * len(choices) + foot + 2)
        announce(self, _words(choices[0]))

    def current(self) -> Choice | None:
        """Give the choice under the bar."""
        return self.model.row_at(self.list.currentIndex())

    def _on_opened(self, _key: str) -> None:
        self.picked.emit(self.current())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and, below, what the code stands for."""
        painter = QPainter(self)
        look = self._look
        paint_box(painter, QRect(self.rect()).toRectF(), RADIUS["group"], look["bg.surface"], look["line.strong"])
        if not self._title:
            return
        row = look.px(ROW["list"])
        foot = QRect(1, self.height() - row - 1, self.width() - 2, row)
        painter.fillRect(foot.x(), foot.y(), foot.width(), 1, look["line.subtle"])
        if self._is_core:
            paint_core(painter, foot.toRectF().topLeft() + QPoint(16, row // 2 + 1), look["text.muted"])
        words = foot.adjusted(32 if self._is_core else 12, 0, -12, 0)
        paint_line(painter, words, self._title, look.font("body"), look["text.secondary"])


def _words(choice: Choice) -> str:
    return f"{choice.written.removeprefix('#')} {choice.title}"


class TagCompleter(QObject):
    """Watches one field: offers tags after `#`, and tells which one was taken."""

    picked = Signal(object)
    """A `Choice`; without a `link_at_once` owner the tag is written into the text instead."""

    def __init__(
        self, look: Look, field: QTextEdit | QLineEdit, framework: Framework, anchor: QWidget | None = None
    ) -> None:
        super().__init__(field)
        self._look, self._field, self._framework, self._anchor = look, field, framework, anchor
        self._popup: TagPopup | None = None
        self._is_filling = self._is_dismissed = False
        self.takes_out = False
        """The tag leaves the text when it is chosen (the owner makes a link of it)."""
        self.needs_sign = True
        """Only text after `#` is completed; else the whole field is a code or a word."""
        field.textChanged.connect(self._on_changed)
        field.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether the choices are shown."""
        return self._popup is not None and self._popup.isVisible()

    def offer(self) -> None:
        """Show what the text before the cursor may become."""
        typed = self._typed()
        choices = choices_for(typed, self._framework) if typed is not None else ()
        if not choices or not self._field.hasFocus():
            self.dismiss()
            return
        criterion = self._framework.by_code.get((typed or "").upper())
        title = current().pick(criterion.title) if criterion else ""
        popup = self._make()
        popup.show_choices(choices, title, is_core=bool(criterion and criterion.is_core))
        self._place(popup)
        popup.show()
        popup.raise_()

    def dismiss(self) -> None:
        """Hide the choices."""
        if self._popup is not None:
            self._popup.hide()

    def _make(self) -> TagPopup:
        window = self._field.window()
        if self._popup is None or self._popup.parentWidget() is not window:
            self._popup = TagPopup(self._look, window)
            self._popup.picked.connect(self._take)
            self.destroyed.connect(self._popup.deleteLater)
        return self._popup

    def _place(self, popup: TagPopup) -> None:
        window = self._field.window()
        anchor = self._anchor or self._field
        top = anchor.mapTo(window, QPoint(0, 0))
        if self._anchor is None and isinstance(self._field, QTextEdit):
            cursor = self._field.cursorRect()
            top = self._field.viewport().mapTo(window, cursor.topLeft())
        x = min(top.x() + (anchor.width() if self._anchor is not None else 0), window.width() - 8) - (
            _WIDTH if self._anchor is not None else 0
        )
        x = max(8, min(x, window.width() - _WIDTH - 8))
        y = top.y() - popup.height() - 8
        below = top.y() + (24 if isinstance(self._field, QTextEdit) else self._field.height()) + 6
        popup.move(x, y if y > 0 else min(below, max(0, window.height() - popup.height() - 4)))

    def _before_cursor(self) -> str:
        if isinstance(self._field, QLineEdit):
            return self._field.text()[: self._field.cursorPosition()][-_NEAR:]
        cursor = self._field.textCursor()
        return cursor.block().text()[max(0, cursor.positionInBlock() - _NEAR) : cursor.positionInBlock()]

    def _typed(self) -> str | None:
        before = self._before_cursor()
        if not self.needs_sign and "#" not in before:
            return before.strip() or None
        found = HALF_TYPED.search(before)
        return found[1] if found and not found[2] and not ends_in_address(before) else None

    def _on_changed(self) -> None:
        if "#" not in self._before_cursor() and self.needs_sign:
            self._is_dismissed = False
            self.dismiss()
        elif not self._is_filling and not self._is_dismissed:
            self.offer()

    def _take(self, choice: Choice | None) -> None:
        if choice is None:
            return
        if choice.is_step:
            self._write(f"{'#' if self.needs_sign else ''}{choice.target}")
            self.offer()
            return
        self.dismiss()
        self._is_filling = True
        self._write("" if self.takes_out else f"{choice.written} ")
        self._is_filling = False
        self.picked.emit(choice)

    def _write(self, text: str) -> None:
        """Put `text` where the half-typed tag stands."""
        before = self._before_cursor()
        found = HALF_TYPED.search(before)
        length = len(found[0]) if found else len(before) if not self.needs_sign else 0
        if isinstance(self._field, QLineEdit):
            end = self._field.cursorPosition()
            self._field.setSelection(end - length, length)
            self._field.insert(text)
            return
        cursor = self._field.textCursor()
        cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, length)
        cursor.insertText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk and take with the keyboard while the choices are shown."""
        if watched is self._field and self.is_open:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_key(event)
            if event.type() == QEvent.Type.FocusOut:
                self.dismiss()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        popup = self._popup
        if popup is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            popup.list.step(steps[key])
            choice = popup.current()
            announce(popup, _words(choice) if choice else "")
            return True
        if key == Qt.Key.Key_Tab:
            rows = popup.model.rows
            self._take(next((row for row in rows if row.key == "Tab"), popup.current()))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take(popup.current())
            return True
        if key == Qt.Key.Key_Escape:
            self._is_dismissed = True
            self.dismiss()
            return True
        return self._on_sign(event.text())

    def _on_sign(self, text: str) -> bool:
        """In a field that makes links, + and − choose at once; elsewhere they are simply typed."""
        if not self.takes_out or self._popup is None:
            return False
        sign = "-" if text in {"-", "−"} else text
        choice = next((row for row in self._popup.model.rows if row.direction == sign and not row.is_step), None)
        if choice is None or sign not in {"+", "-"}:
            return False
        self._take(choice)
        return True


class TagHighlighter(QSyntaxHighlighter):
    """Sets tags that will become links in the accent colour while they are typed."""

    def __init__(self, look: Look, document: QTextDocument, framework: Framework) -> None:
        super().__init__(document)
        self._look = look
        self._criteria = frozenset(framework.by_code)
        self._cells = frozenset(cell.id for cell in framework.matrix_cells)
        look.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Colour the tags of one paragraph."""
        if "#" not in text or len(text) > _LONGEST_LINE:
            return
        style = QTextCharFormat()
        style.setForeground(QColor(self._look["accent.text"]))
        style.setFontWeight(QFont.Weight.DemiBold)
        for tag in find_tags(text, self._criteria, self._cells):
            self.setFormat(tag.start, tag.end - tag.start, style)
