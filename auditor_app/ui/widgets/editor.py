"""A field for running text: plain text only, as high as its lines, told 300 ms after the last key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.tokens import EDIT_DEBOUNCE_MS, RADIUS
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.shapes import paint_box, paint_dashed_rule
from auditor_app.ui.widgets.text import TextBlock, TextLabel, is_endless, wrap_mode

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Variant = Literal["fact", "interpretation", "small", "bare"]
_ROLE: Final = {"fact": "writing", "interpretation": "interpretation", "small": "note", "bare": "capture"}
_COLOR: Final = {"interpretation": "text.secondary"}
_ABOVE: Final = {"fact": 10, "interpretation": 11, "small": 11, "bare": 0}
_SIDE: Final = 13
_RULED_SIDE: Final = 22
_SCROLL_BAR: Final = 10
LONGEST_PASTE: Final = 200_000
"""Characters that are taken in one paste, eighty pages: what is longer is a document, which belongs to the files."""
_PIECE: Final = 4_000
"""Characters of a long paste that are put in at a time: Qt sets a text while nobody can type."""
_LINE_BREAKS: Final = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


def is_no_access_key(event: QKeyEvent) -> bool:
    """Tell Alt with a letter that leads nowhere here, which Qt would write; on a Mac, Alt is for writing letters."""
    is_alt = sys.platform != "darwin" and event.modifiers() == Qt.KeyboardModifier.AltModifier
    return is_alt and bool(event.text()) and event.text().isprintable()


class _Text(QTextEdit):
    """The writing surface: takes over words only, never a file, a picture or a style."""

    entered = Signal()
    escaped = Signal()
    left = Signal()
    refused = Signal(int)
    """So many characters were to be put in at once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.takes_enter = False
        self.line, self.hint_color = 0, QColor()
        """The line distance, and the colour of what is said in an empty field."""
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(wrap_mode(""))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().clearUndoRedoStacks()  # Qt counts the margin as something to undo
        self.setCursorWidth(1)
        self._rest, self._end = "", QTextCursor()
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._pour)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take words; files and pictures are for the owner."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put in words without their style, piece by piece; too many are refused and what was written stays."""
        if not self.canInsertFromMimeData(source):
            return
        text = source.text().replace("\r\n", "\n")
        if len(text) > LONGEST_PASTE:
            self.refused.emit(len(text))
            return
        self.finish()
        if is_endless(text):
            self.setWordWrapMode(wrap_mode(text))
        self._end = self.textCursor()
        self._end.beginEditBlock()
        self._put_in(text)

    def finish(self) -> None:
        """Put in at once what is left of a long paste."""
        self._turn.stop()
        while self._rest:
            self._pour()

    def _pour(self) -> None:
        self._end.joinPreviousEditBlock()  # one thing to undo, however many pieces
        self._put_in(self._rest)

    def _put_in(self, text: str) -> None:
        self._end.insertText(text[:_PIECE])
        self._end.endEditBlock()
        self._rest = text[_PIECE:]
        if self._rest:
            self._turn.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand Enter (where asked) and Escape to the owner; what is typed comes after what was pasted."""
        self.finish()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif is_enter and self.takes_enter and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.entered.emit()
        elif is_enter and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self.textCursor().insertBlock()  # Shift+Enter too: a soft break would lose the line distance
            self.ensureCursorVisible()
        elif is_enter or is_no_access_key(event):
            event.ignore()  # Ctrl+Enter goes on to the next thing
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say in grey what the field is for, where the words that replace it will stand."""
        super().paintEvent(event)
        layout = self.document().firstBlock().layout()
        if self.document().isEmpty() and not layout.preeditAreaText() and layout.lineCount():
            words = TextBlock(self.placeholderText(), self.font(), self.line, self.viewport().width())
            place = QPointF(layout.lineAt(0).x(), layout.lineAt(0).y() - round(words.above))
            words.paint(QPainter(self.viewport()), place, self.hint_color)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that writing paused."""
        super().focusOutEvent(event)
        self.left.emit()


class PlainEditor(QWidget):
    """A framed field for running text. `edit` inside is the QTextEdit, for completers and cursors."""

    edited = Signal(str)
    """The whole text, 300 ms after the last key, when the focus leaves, and on `flush`."""
    typed = Signal()
    """At every change by a person, for the time of the first keystroke; carries nothing."""
    submitted = Signal()
    """Enter was pressed in a field that takes Enter for itself."""
    escaped = Signal()
    """Escape was pressed."""

    def __init__(
        self,
        look: Look,
        name: str = "",
        variant: Variant = "fact",
        lines: tuple[int, int] = (2, 8),
        parent: QWidget | None = None,
        *,
        takes_enter: bool = False,
    ) -> None:
        super().__init__(parent)
        self._look, self._variant, self._lines = look, variant, lines
        self._tone = ""
        self._is_showing = False
        self._told = ""
        self.edit = _Text(self)
        self.edit.takes_enter = takes_enter
        self.edit.installEventFilter(self)
        self._timer = QTimer(self, interval=EDIT_DEBOUNCE_MS, singleShot=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.edit)
        self._refusal = TextLabel(look, "", "small", "attention.text")
        self._refusal.hide()
        column.addWidget(self._refusal)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._connect()
        self.set_name(name)
        self._restyle()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._tell)
        self.edit.textChanged.connect(self._on_changed)
        self.edit.left.connect(self.flush)
        self.edit.entered.connect(self._on_entered)
        self.edit.escaped.connect(self.escaped)
        self.edit.refused.connect(self._on_refused)
        self.edit.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._look.changed.connect(self._restyle)

    def text(self) -> str:
        """Give the text exactly as written; Qt's own `toPlainText` would turn hard spaces into soft ones."""
        self.edit.finish()
        return self.edit.document().toRawText().translate(_LINE_BREAKS)

    def show_text(self, text: str) -> None:
        """Show `text`; what was typed and not told yet is told first, so call this before changing the record."""
        self.flush()
        self._say_refused("")
        if text == self.text():
            return
        self._is_showing = True
        if is_endless(text):
            self.edit.setWordWrapMode(wrap_mode(text))
        self.edit.setPlainText(text)
        self.edit.setWordWrapMode(wrap_mode(text))  # after it, or what is going would be broken anew
        self._set_line_distance()
        self.edit.document().clearUndoRedoStacks()
        self._told = self.text()
        self._is_showing = False
        self._fit()

    def flush(self) -> None:
        """Tell at once what was typed; nothing typed, nothing told."""
        self.edit.finish()
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def set_name(self, name: str, placeholder: str = "") -> None:
        """Name the field for screen readers and say in grey what it is for."""
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)

    def set_tone(self, tone: Literal["", "attention", "failure"]) -> None:
        """Draw the border of something owed (attention) or of text that is not on the disk (failure)."""
        self._tone = tone
        self.update()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Let the text be read but not changed."""
        self.edit.setReadOnly(is_read_only)
        self.update()

    def set_lines(self, least: int, most: int) -> None:
        """Grow from `least` to `most` lines, then scroll."""
        self._lines = (least, most)
        self._fit()

    def _tell(self) -> None:
        text = self.text()
        if text != self._told:
            self._told = text
            self.edited.emit(text)

    def _on_refused(self, length: int) -> None:
        words = _(
            "{length} characters are too many to paste at once; at most {most} fit. Keep a longer text as a file."
        )
        self._say_refused(words.format(length=length, most=LONGEST_PASTE))

    def _say_refused(self, words: str) -> None:
        """Say below the text why nothing was put in, until something else is written or shown."""
        if self._refusal.isHidden() and not words:
            return
        self._refusal.show_text(words)
        self._refusal.setVisible(bool(words))
        self._fit()
        if words:
            announce(self.edit, words)

    def _on_changed(self) -> None:
        if not self._is_showing:
            self._say_refused("")
            self._timer.start()
            self.typed.emit()

    def _on_entered(self) -> None:
        self.flush()
        self.submitted.emit()

    def _restyle(self) -> None:
        role = _ROLE[self._variant]
        # A style sheet on the field would make Qt polish it at every key; the palette is enough.
        colors = self.edit.palette()
        colors.setColor(QPalette.ColorRole.Text, self._look[_COLOR.get(self._variant, "text.primary")])
        # Qt knows no line distance for a placeholder and would write it higher than the words that follow.
        colors.setColor(QPalette.ColorRole.PlaceholderText, Qt.GlobalColor.transparent)
        self.edit.line, self.edit.hint_color = self._line(), self._look["text.muted"]
        colors.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.edit.setPalette(colors)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.setFont(self._look.font(role))
        is_written_in = self.edit.document().isUndoAvailable()
        self._is_showing = True
        self._set_line_distance()
        self._is_showing = False
        if not is_written_in:
            # A line distance is nothing to undo: Ctrl+Z in a fresh field is for the audit.
            self.edit.document().clearUndoRedoStacks()
        self._fit()

    def _set_line_distance(self) -> None:
        shape = QTextBlockFormat()
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        shape.setLineHeight(float(self._look.line(_ROLE[self._variant])), fixed)
        everything = QTextCursor(self.edit.document())
        everything.select(QTextCursor.SelectionType.Document)
        everything.mergeBlockFormat(shape)

    def _fit(self) -> None:
        height = self._height()
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        least_seen = self.edit.document().size().height() <= self._lines[1] * self._line() + 1
        shown = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if least_seen else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.edit.setVerticalScrollBarPolicy(shown)
        self._set_margins(scrolls=not least_seen)
        self.update()

    def _set_margins(self, *, scrolls: bool) -> None:
        layout = self.layout()
        if layout is None or self._variant == "bare":
            return
        left = _RULED_SIDE if self._variant == "interpretation" else _SIDE
        above = _ABOVE[self._variant]
        # The width stays the same when the scroll bar comes, else lines would break anew and it would flicker.
        self.edit.setViewportMargins(0, 0, 0 if scrolls else _SCROLL_BAR, 0)
        layout.setContentsMargins(left, above - self.drop, 2, above + self.drop)

    @property
    def drop(self) -> int:
        """How much lower than in the middle of its line Qt sets a text of a fixed line distance."""
        return round((self._line() - QFontMetricsF(self.edit.font()).height()) / 2)

    def _line(self) -> int:
        return self._look.line(_ROLE[self._variant])

    def _height(self) -> int:
        needed = round(self.edit.document().size().height() / self._line())
        lines = min(max(needed, self._lines[0]), self._lines[1])
        said = 0 if self._refusal.isHidden() else self._refusal.heightForWidth(self.edit.width())
        return lines * self._line() + said + 2 * _ABOVE[self._variant]

    def sizeHint(self) -> QSize:
        """Give the height of the lines there are."""
        return QSize(320, self._height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint the border when the focus comes or goes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, _event: object) -> None:
        """Take a click beside the text as one into it."""
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, border and the dashed rule of an interpretation."""
        if self._variant == "bare":
            return
        painter = QPainter(self)
        rect = QRectF(self.rect())
        color, width = self._border()
        is_ruled = self._variant == "interpretation"
        ground = "bg.well" if is_ruled or self.edit.isReadOnly() else "bg.surface"
        paint_box(painter, rect, RADIUS["input"], self._look[ground], self._look[color], width=width)
        if is_ruled:
            rule = QRect(11, _ABOVE[self._variant], 1, self.height() - 2 * _ABOVE[self._variant])
            paint_dashed_rule(painter, rule.x(), rule.top(), rule.bottom() + 1, self._look["line.strong"])

    def _border(self) -> tuple[str, float]:
        if self._tone == "failure":
            return "failure.line", 2
        if self._tone == "attention":
            return "attention.line", 2 if self.edit.hasFocus() else 1
        if self.edit.hasFocus() and not self.edit.isReadOnly():
            return "accent.base", 2
        return "line.medium" if self._variant == "interpretation" or self.edit.isReadOnly() else "line.strong", 1
