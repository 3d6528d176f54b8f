"""Fields: one line of text with an error sentence, search, choice, tick and radio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from auditor_app.ui.focus import RADIUS_PROPERTY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.theme import set_property
from auditor_app.ui.tokens import EDIT_DEBOUNCE_MS, RADIUS, SIZE
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

LONGEST_LINE: Final = 4_000
"""Characters in a field of one line, a long path: Qt sets a longer one while nobody can type."""


class LineEdit(QLineEdit):
    """One line of text; `edited` comes 300 ms after the last key, on Enter and on leaving."""

    edited = Signal(str)

    def __init__(self, look: Look, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look
        self.setMaxLength(LONGEST_LINE)
        self._timer = QTimer(self, interval=EDIT_DEBOUNCE_MS, singleShot=True)
        self._timer.timeout.connect(self._tell)
        self.textEdited.connect(self._on_typed)
        self.editingFinished.connect(self.flush)
        self.setAccessibleName(name)
        look.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Show `text` from its beginning; what was typed and not told yet is told first."""
        self.flush()
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def set_failure(self, *, is_wrong: bool) -> None:
        """Draw the border of an error, or the usual one."""
        set_property(self, "tone", "failure" if is_wrong else "")

    def flush(self) -> None:
        """Tell at once what was typed."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def _on_typed(self, _text: str) -> None:
        self._timer.start()

    def _tell(self) -> None:
        self.edited.emit(self.text())

    def _restyle(self) -> None:
        self.setFont(self._look.font("body"))


class Field(QWidget):
    """A line of text with its label above and, when something is wrong, the sentence that helps below."""

    edited = Signal(str)

    def __init__(self, look: Look, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = LineEdit(look, name=label)
        self.label = TextLabel(look, label, "small", "text.muted", "line")
        self.label.setBuddy(self.edit)
        self._sign = _Sign(look)
        self._sentence = TextLabel(look, "", "small", "failure.text")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.edit, 1)
        column.addLayout(self._line)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        column.addLayout(row)
        self.show_label(label)
        self.show_error("")
        self.edit.edited.connect(self.edited)
        self.setFocusProxy(self.edit)

    def show_label(self, label: str) -> None:
        """Name the field; `&` marks its access key."""
        self.label.show_text(label)
        self.label.setVisible(bool(label))
        self.edit.setAccessibleName(label.replace("&", ""))

    def put_beside(self, button: QWidget) -> None:
        """Put a button beside the line itself, where it stays whatever is said below."""
        self._line.addWidget(button)

    def show_text(self, text: str) -> None:
        """Show `text`."""
        self.edit.show_text(text)

    def text(self) -> str:
        """Give what stands in the field."""
        return self.edit.text()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong and how to write it; "" takes the error away."""
        self.edit.set_failure(is_wrong=bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        self._sentence.show_text(sentence)
        self._sentence.setVisible(bool(sentence))
        self._sign.setVisible(bool(sentence))


class _Sign(QLabel):
    """The symbol before an error sentence."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(14, 16)
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the symbol."""
        paint_icon(QPainter(self), QRectF(0, 1, 14, 14), "circle-alert", self._look["failure.line"])


class SearchField(LineEdit):
    """A field with the magnifier; Escape empties it, `searched` follows the typing, Enter or Down go to the list."""

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, look: Look, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, "", placeholder, parent)
        self.setPlaceholderText(placeholder)
        self.setTextMargins(23, 0, 0, 0)
        self.edited.connect(self.searched)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties, Enter and Down go to what was found."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.searched.emit("")
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the magnifier over the field."""
        super().paintEvent(event)
        top = (self.height() - 16) / 2
        paint_icon(QPainter(self), QRectF(11, top, 16, 16), "search", self._look["text.muted"])


class _TallItems(QStyledItemDelegate):
    """Gives the rows of a choice list their height."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give 30 px per row."""
        return QSize(super().sizeHint(option, index).width(), self._look.px(30))


class ComboBox(QComboBox):
    """A choice from a list; the wheel only turns it while it has the focus."""

    def __init__(self, look: Look, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setItemDelegate(_TallItems(look, self))
        self.setAccessibleName(name)
        self.setProperty(RADIUS_PROPERTY, RADIUS["input"])
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self._restyle)
        self._restyle()

    def show_choices(self, choices: tuple[tuple[str, object], ...], chosen: object = None) -> None:
        """Offer (text, value) pairs and show the chosen value, without telling anyone."""
        self.blockSignals(True)
        self.clear()
        for text, value in choices:
            self.addItem(text, value)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field is in use."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the choice, ended with "…" where it has no room, and the arrow."""
        option, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room - 2)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        color = self._look["text.primary" if self.isEnabled() else "text.disabled"]
        place = QRectF(self.width() - 27, (self.height() - 16) / 2, 16, 16)
        paint_icon(painter, place, "chevron-down", color)

    def _restyle(self) -> None:
        self.setFont(self._look.font("body"))


_BOX = SIZE["checkbox"]
_TEXT_AT = _BOX + 8


class CheckBox(QCheckBox):
    """A tick with its words."""

    def __init__(self, look: Look, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look
        _prepare(self, look)

    def sizeHint(self) -> QSize:
        """Give the box and its words."""
        return _choice_size(self, self._look)

    def minimumSizeHint(self) -> QSize:
        """Give the same: words are never cut."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """Words count as the box does."""
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, tick and words."""
        painter = QPainter(self)
        box = QRectF(0, (self.height() - _BOX) / 2, _BOX, _BOX)
        fill = line = self._look["accent.base" if self.isEnabled() else "line.medium"]
        if self.checkState() == Qt.CheckState.Unchecked:
            fill = self._look["bg.hover" if self.underMouse() else "bg.surface"]
            line = self._look["line.strong" if self.isEnabled() else "line.medium"]
        paint_box(painter, box, 3, fill, line)
        if self.isChecked():
            pen = QPen(self._look["accent.on"], 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in ((4, 8.2), (6.9, 11), (12, 5.2))])
        _paint_words(painter, self, self._look)


class RadioButton(QRadioButton):
    """One of several answers, with its words."""

    def __init__(self, look: Look, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look
        _prepare(self, look)

    def sizeHint(self) -> QSize:
        """Give the circle and its words."""
        return _choice_size(self, self._look)

    def minimumSizeHint(self) -> QSize:
        """Give the same: words are never cut."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """Words count as the circle does."""
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw circle, dot and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - _BOX) / 2, _BOX, _BOX)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look["accent.base" if self.isEnabled() else "line.medium"])
            painter.drawEllipse(box)
            painter.setBrush(self._look["accent.on"])
            painter.drawEllipse(box.center(), 3, 3)
        else:
            fill = self._look["bg.hover" if self.underMouse() else "bg.surface"]
            paint_box(painter, box, _BOX / 2, fill, self._look["line.strong" if self.isEnabled() else "line.medium"])
        _paint_words(painter, self, self._look)


def _prepare(button: QCheckBox | QRadioButton, look: Look) -> None:
    button.setAccessibleName(button.text().replace("&&", "\0").replace("&", "").replace("\0", "&"))
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    button.setProperty(RADIUS_PROPERTY, 3)
    button.setFont(look.font("body"))
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    look.changed.connect(button.update)


def _choice_size(button: QCheckBox | QRadioButton, look: Look) -> QSize:
    words = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text()).width()
    return QSize(_TEXT_AT + words + 2, look.px(24))


def _paint_words(painter: QPainter, button: QCheckBox | QRadioButton, look: Look) -> None:
    painter.setFont(button.font())
    painter.setPen(look["text.secondary" if button.isEnabled() else "text.disabled"])
    rect = button.rect().adjusted(_TEXT_AT, 0, 0, 0)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
    painter.drawText(rect, int(flags), button.text())
