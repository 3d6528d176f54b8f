"""The line being written: its time is that of the first keystroke, Enter makes it a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.framework import Framework
from auditor_app.i18n import _
from auditor_app.ui.models.programme import PASTED
from auditor_app.ui.models.tags import Choice, direction_word, tag_of
from auditor_app.ui.screens.parts.person_hint import PersonHint
from auditor_app.ui.screens.parts.tag_popup import TagCompleter, TagHighlighter
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.chips import KeyHint, paint_tag, tag_size
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_TIME: Final = 52


@dataclass(frozen=True)
class Line:
    """What the composer hands over: texts, the time of the first keystroke, and whether it was pasted."""

    seen: str
    interpretation: str
    started: datetime
    is_pasted: bool


class _QuickTag(QAbstractButton):
    """A tag that one click or Alt+digit puts into the line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.choice = Choice("")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_choice(self, choice: Choice, key: str) -> None:
        """Show a tag and, in its tooltip, the key."""
        self.choice = choice
        name = f"{choice.written.removeprefix('#')}, {direction_word(choice.direction)}"
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of the tag."""
        return tag_size(self._look, tag_of(self.choice.target, self.choice.direction))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tag."""
        paint_tag(QPainter(self), QPointF(0, 0), tag_of(self.choice.target, self.choice.direction), self._look)


class _Field(QWidget):
    """The frame of the composer: time, line, and the interpretation when it was asked for."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.is_focused = False
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the border: two pixels of accent while it is written in."""
        color, width = ("accent.base", 2.0) if self.is_focused else ("line.strong", 1.0)
        rect = QRectF(self.rect())
        paint_box(QPainter(self), rect, RADIUS["input"], self._look["bg.surface"], self._look[color], width=width)


class Composer(QWidget):
    """Writes lines; `submitted` hands one over, `question_asked` walks the questions."""

    submitted = Signal(object)
    """A `Line`."""
    question_asked = Signal(int)

    def __init__(
        self, look: Look, framework: Framework, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._now = look, now
        self._started: datetime | None = None
        self._is_pasted = self._is_folded = self._is_compact = False
        self._length = self._offered = 0
        self._question = self._tie = ""
        self._time = TextLabel(look, "", "body", "text.muted", "line", tabular=True)
        self.editor = PlainEditor(look, "", "bare", (2, 5), takes_enter=True)
        self.meaning = PlainEditor(look, "", "interpretation", (1, 3), takes_enter=True)
        self.meaning.hide()
        self._field = _Field(look)
        self._quick_label = TextLabel(look, "", "small", "text.muted", "line")
        self._quick = [_QuickTag(look) for _place in range(5)]
        self._hint = PersonHint(look, self, self.editor, self.meaning)
        self._compose()
        TagHighlighter(look, self.editor.edit.document(), framework)
        self.completer = TagCompleter(look, self.editor.edit, framework, self._quick_row)
        self._connect()
        self.retranslate()

    def _compose(self) -> None:
        look = self._look
        self._quick_row = QWidget()
        quick = QHBoxLayout(self._quick_row)
        quick.setContentsMargins(0, 0, 0, 0)
        quick.setSpacing(6)
        quick.addWidget(self._quick_label)
        quick.addSpacing(4)
        for button in self._quick:
            quick.addWidget(button)
        quick.addStretch(1)
        self._quick_keys = [
            KeyHint(look, "Alt+1"),
            TextLabel(look, "…", "small", "text.muted", "line"),
            KeyHint(look, "Alt+5"),
        ]
        for hint in self._quick_keys:
            quick.addWidget(hint)
        line = QHBoxLayout()
        line.setContentsMargins(14, 10, 8, 10)
        line.setSpacing(0)
        self._time.setFixedWidth(look.px(_TIME - 1))
        self._time.setContentsMargins(0, self.editor.drop, 0, 0)
        line.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.editor, 1)
        inside = QVBoxLayout(self._field)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(line)
        below = QVBoxLayout()
        below.setContentsMargins(_TIME + 2, 0, 8, 8)
        below.addWidget(self.meaning)
        inside.addLayout(below)
        self._below = below
        below.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._quick_row)
        column.addSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._hint)
        column.addSpacing(8)
        self._keys_line = QWidget()
        self._keys_line.setLayout(self._keys_row())
        column.addWidget(self._keys_line)

    def _keys_row(self) -> QHBoxLayout:
        look = self._look
        self._enter_words = TextLabel(look, "", "small", "text.muted", "line")
        self._meaning_words = TextLabel(look, "", "small", "text.muted", "line")
        self._names_words = TextLabel(look, "", "small", "text.muted", "elide")
        self._names_words.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(KeyHint(look, "Enter"))
        row.addWidget(self._enter_words)
        row.addSpacing(10)
        row.addWidget(KeyHint(look, "Ctrl+D"))
        row.addWidget(self._meaning_words)
        row.addSpacing(10)
        row.addWidget(self._names_words, 1)
        return row

    def _connect(self) -> None:
        self.editor.typed.connect(self._on_typed)
        self.editor.submitted.connect(self.submit)
        self.meaning.submitted.connect(self.submit)
        self.meaning.typed.connect(self._on_typed)
        self.meaning.escaped.connect(self._on_meaning_left)
        for place, button in enumerate(self._quick):
            button.clicked.connect(partial(self._on_quick, button))
            self._bind(f"Alt+{place + 1}", partial(self._on_quick, button))
        self._bind("Ctrl+D", self.add_meaning)
        self._bind("Alt+Down", partial(self.question_asked.emit, 1))
        self._bind("Alt+Up", partial(self.question_asked.emit, -1))
        for editor in (self.editor, self.meaning):
            editor.edit.installEventFilter(self)

    def _bind(self, keys: str, slot: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def show_quick(self, choices: tuple[Choice, ...]) -> None:
        """Offer tags for the line in hand."""
        for place, button in enumerate(self._quick):
            button.setVisible(place < len(choices))
            if place < len(choices):
                button.show_choice(choices[place], f"Alt+{place + 1}")
        self._offered = len(choices)
        self._quick_label.setVisible(bool(choices))
        self._fit_quick()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit: first the keys, then the last quick tags."""
        super().resizeEvent(event)
        self._fit_quick()

    def _fit_quick(self) -> None:
        left = self.width() - self._quick_label.sizeHint().width() - 16
        for button in self._quick[: self._offered]:
            left -= button.sizeHint().width() + 6
            button.setVisible(left >= 0)
        keys = sum(hint.sizeHint().width() + 6 for hint in self._quick_keys)
        for hint in self._quick_keys:
            hint.setVisible(bool(self._offered) and left > keys)

    def show_now(self) -> None:
        """Show the time a line started now would get."""
        if self._started is None:
            self._time.show_text(f"{self._now():%H:%M}")

    def take_focus(self) -> None:
        """Be ready to type."""
        self.editor.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def line(self) -> Line:
        """Give the line as it stands."""
        started = self._started or self._now()
        return Line(self.editor.text().strip(), self.meaning.text().strip(), started, self._is_pasted)

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.editor.flush()
        self.meaning.flush()

    def submit(self) -> None:
        """Hand over the line, unless there is nothing in it."""
        line = self.line()
        if not line.seen and not line.interpretation:
            return
        self.take_back("")
        self.submitted.emit(line)

    def take_back(self, text: str) -> None:
        """Start a new line with `text`."""
        self._started, self._is_pasted, self._length = None, False, len(text)
        had_focus = self.meaning.edit.hasFocus()
        self.editor.show_text(text)
        self.meaning.show_text("")
        self._show_meaning(is_shown=False)
        self._hint.look()
        self.completer.dismiss()
        self.show_now()
        if had_focus:
            self.take_focus()

    def add_meaning(self) -> None:
        """Write what it may mean, apart from what was seen."""
        self._show_meaning(is_shown=True)
        self.meaning.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_meaning(self, *, is_shown: bool) -> None:
        self.meaning.setVisible(is_shown)
        self._below.setContentsMargins(*((_TIME + 2, 0, 8, 8) if is_shown else (0, 0, 0, 0)))

    def _on_meaning_left(self) -> None:
        if not self.meaning.text().strip():
            self._show_meaning(is_shown=False)
        self.take_focus()

    def _on_typed(self) -> None:
        length = self.editor.edit.document().characterCount() - 1
        if self._started is None and (length or self.meaning.text()):
            self._started = self._now()
            self._time.show_text(f"{self._started:%H:%M}")
        elif not length and not self.meaning.text():
            self._started, self._is_pasted = None, False
            self.show_now()
        self._is_pasted = self._is_pasted or length - self._length > PASTED
        self._length = length

    def _on_quick(self, button: _QuickTag, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  # Qt's signal
        if button.isHidden():
            return
        cursor = self.editor.edit.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        before = self.editor.text()
        gap = "" if not before or before[-1:].isspace() else " "
        cursor.insertText(f"{gap}{button.choice.written} ")
        self.editor.edit.setTextCursor(cursor)
        self.completer.dismiss()
        self.take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the border of the field while it is written in."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._field.is_focused = event.type() == QEvent.Type.FocusIn and watched is self.editor.edit
            self._field.update()
            if self._is_folded:
                self._fit_lines()
        return False

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._quick_label.show_text(_("Quick tags"))
        self.ask_for(self._question)
        self.meaning.set_name(_("Interpretation"), _("Interpretation: may stay empty"))
        self._enter_words.show_text(_("new line"))
        self._meaning_words.show_text(_("add interpretation"))
        self._names_words.show_text(_("No names: role and year group will do"))
        self.show_now()

    def show_compact(self, *, is_compact: bool) -> None:
        """Leave out quick tags' keys and the hints where there is little room."""
        self._is_compact = is_compact
        self._fit_lines()

    def ask_for(self, question: str) -> None:
        """Ask for something else than what is seen or heard; "" asks for that again."""
        self._question = question
        self._show_question()

    def show_tie(self, words: str) -> None:
        """Say in the empty line what it will be tied to: the questions may be folded away."""
        self._tie = words
        self._show_question()

    def _show_question(self) -> None:
        asked = self._question or _("What do you see or hear?")
        self.editor.set_name(_("New line"), "  ·  ".join(filter(None, (asked, self._tie))))

    def show_folded(self, *, is_folded: bool) -> None:
        """Be one quiet line until it is written in."""
        self._is_folded = is_folded
        self._fit_lines()

    def _fit_lines(self) -> None:
        is_small = self._is_compact or (self._is_folded and not self._holds_focus())
        self._names_words.setVisible(not is_small)
        self._keys_line.setVisible(not is_small)
        self._quick_row.setVisible(not (self._is_folded and is_small))
        self.editor.set_lines(*((1, 3) if is_small else (2, 5)))

    def _holds_focus(self) -> bool:
        return self.editor.edit.hasFocus() or self.meaning.edit.hasFocus()
