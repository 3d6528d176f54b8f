"""What a note is tied to: a row per criterion with its three directions, a row per matrix cell, a field to add one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.framework import Framework
from auditor_app.core.model import Link
from auditor_app.i18n import _
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.notebook import MATRIX
from auditor_app.ui.models.tags import Choice, direction_word, tag_of, target_title
from auditor_app.ui.screens.parts.tag_popup import TagCompleter
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.chips import TagLabel, key_size, paint_key
from auditor_app.ui.widgets.inputs import LineEdit
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_TAGS = 60


class _LinkRow(QWidget):
    """One link: tag, title, direction, and the cross that takes it away."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.target = ""
        self._tag = TagLabel(look, tag_of(""))
        self._title = TextLabel(look, "", "body", mode="elide")
        self._word = TextLabel(look, "", "small", "text.muted", "elide")
        self.signs = Segmented(look, is_small=True)
        self.remove = IconButton(look, "x", size=16, box=28)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._word)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        tag = QHBoxLayout()
        tag.addWidget(self._tag)
        tag.addStretch(1)
        tag.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(tag)
        holder.setFixedWidth(look.px(_TAGS))
        row.addWidget(holder)
        row.addLayout(words, 1)
        row.addWidget(self.signs)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Hairline(look))
        self._look = look

    def show_link(self, link: Link, framework: Framework) -> None:
        """Show a link."""
        is_cell = link.target.startswith(MATRIX)
        title = target_title(framework, link.target)
        self.target = link.target
        self._tag.show_tag(tag_of(link.target, str(link.direction)))
        self._title.show_text(title)
        self._word.show_text("" if is_cell else direction_word(str(link.direction)))
        self._word.setVisible(not is_cell)
        self.signs.setVisible(not is_cell)
        self.signs.offer_signs({sign: direction_word(sign) for sign in ("+", "-", "o")})
        self.signs.show_choice(str(link.direction))
        self.remove.show_name(_("Take {code} away").format(code=link.target.removeprefix(MATRIX)))
        self.setFixedHeight(self._look.px(ROW["link"] if not is_cell else ROW["finding"]))


class _AddRow(QAbstractButton):
    """The row that adds a link: plus, words, and its key."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Give one row."""
        return QSize(200, self._look.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        look, middle = self._look, self.height() / 2
        color = "accent.text" if self.underMouse() else "text.secondary"
        paint_icon(painter, QRectF(0, middle - 8, 16, 16), "plus", look[color])
        paint_line(painter, self.rect().adjusted(24, 0, -40, 0), self.text(), look.font("body"), look[color])
        size = key_size(look, "#")
        paint_key(painter, QPointF(self.width() - size.width(), middle - size.height() / 2), "#", look)


class NoteLinks(QWidget):
    """Shows the links of a note; `linked` tells target and direction ("" takes the link away)."""

    linked = Signal(str, str)

    def __init__(self, look: Look, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._framework = look, framework
        self._rows: list[_LinkRow] = []
        self._label = TextLabel(look, "", "bodyStrong")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._button = _AddRow(look)
        self._field = LineEdit(look)
        self._field.hide()
        self._back: QWidget = self._button
        self._completer = TagCompleter(look, self._field, framework)
        self._completer.needs_sign = False
        self._completer.takes_out = True
        self._completer.picked.connect(self._on_picked)
        self._button.clicked.connect(self._on_add)
        self._field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._label)
        column.addSpacing(2)
        column.addLayout(self._list)
        column.addWidget(self._button)
        column.addWidget(self._field)
        column.addWidget(Hairline(look))
        self.retranslate()

    def show_links(self, links: tuple[Link, ...]) -> None:
        """Show the links of a note: criteria first, then matrix cells."""
        while len(self._rows) < len(links):
            self._make_row()
        for row, link in zip(self._rows, links, strict=False):
            row.show_link(link, self._framework)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(links))

    def _make_row(self) -> None:
        row = _LinkRow(self._look)
        row.signs.chosen.connect(partial(self._on_direction, row))
        row.remove.clicked.connect(partial(self._on_removed, row))
        self._rows.append(row)
        self._list.addWidget(row)

    def add(self, back: QWidget | None = None) -> None:
        """Open the field that adds a link; the keys go `back` after it, or stay here."""
        self._back = back or self._button
        self._button.hide()
        self._field.show()
        self._field.clear()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_add(self) -> None:
        self.add()

    def take_to_unknown(self) -> None:
        """Take the focus to what takes a link away that the framework does not know, else to what adds one."""
        known = {*self._framework.by_code, *(f"{MATRIX}{cell.id}" for cell in self._framework.matrix_cells)}
        row = next((row for row in self._rows if row.isVisibleTo(self) and row.target not in known), None)
        (self._button if row is None else row.remove).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _close(self) -> None:
        self._completer.dismiss()
        self._field.hide()
        self._button.show()

    def _on_picked(self, choice: Choice) -> None:
        self._close()
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.linked.emit(choice.target, choice.direction or "o")

    def _on_direction(self, row: _LinkRow, direction: str) -> None:
        self.linked.emit(row.target, direction)

    def _on_removed(self, row: _LinkRow, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.linked.emit(row.target, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the field on Escape or when it is left."""
        if watched is self._field:
            is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
            if event.type() == QEvent.Type.KeyPress and is_escape and not self._completer.is_open:
                self._close()
                self._back.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.type() == QEvent.Type.FocusOut:
                self._close()
        return False

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._label.show_text(_("Links"))
        self._button.setText(_("Criterion or matrix cell"))
        self._button.setAccessibleName(_("Add a criterion or matrix cell"))
        self._field.setPlaceholderText(_("Code or word, such as E2.1 or coaching"))
        self._field.setAccessibleName(_("Add a criterion or matrix cell"))
