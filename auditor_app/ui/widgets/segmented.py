"""Choosing one of a few: segments with an underline, and the rating control with its drawn symbols."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from auditor_app.i18n import N_, _
from auditor_app.ui.focus import RING_PROPERTY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS, SIZE
from auditor_app.ui.widgets.shapes import paint_box, paint_level, paint_matrix_state, paint_sign, rounded_side
from auditor_app.ui.widgets.text import plain_tip

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class _Segment(QToolButton):
    """One choice; arrows mostly move the focus without choosing, Space or Enter chooses."""

    left = Signal()
    """The focus went elsewhere."""

    def __init__(self, look: Look, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.value = look, value
        self.is_first = self.is_last = False
        self.chooses_by_walking = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RING_PROPERTY, "parent")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; a choice is never made by walking past it, but where it is of no weight."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            self._walk(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chooses_by_walking and self.isChecked():
                event.ignore()  # it is chosen already: Enter goes on with what the dialog is for
            else:
                self.click()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let Tab come back to what is chosen, wherever the arrows went."""
        super().focusOutEvent(event)
        self.left.emit()

    def _walk(self, step: int) -> None:
        group = self.group()
        buttons = [button for button in group.buttons() if button.isEnabled()]
        if self in buttons:
            there = buttons[(buttons.index(self) + step) % len(buttons)]
            there.setFocus(Qt.FocusReason.TabFocusReason)
            if self.chooses_by_walking:
                there.click()

    def ground(self) -> QPainterPath:
        """Give the outline to fill, rounded at the ends of the row."""
        return rounded_side(QRectF(self.rect()), RADIUS["segmented"] - 1, left=self.is_first, right=self.is_last)

    def fill(self, painter: QPainter, chosen: str) -> None:
        """Fill the ground for its state."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.fillPath(self.ground(), self.look[chosen])
        elif self.isEnabled() and (self.underMouse() or self._is_walked()):
            painter.fillPath(self.ground(), self.look["bg.hover"])

    def _is_walked(self) -> bool:
        return self.hasFocus() and self.group().checkedButton() is not self


_STEPS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _WordSegment(_Segment):
    """A word, an icon or a sign with an underline when chosen."""

    shift = 0
    """Room kept before the word."""

    def __init__(self, look: Look, value: str, parent: QWidget, height: int) -> None:
        super().__init__(look, value, parent)
        self.sign = self.icon_name = ""
        self.row_height = height

    def sizeHint(self) -> QSize:
        """Give room for the word in its heaviest weight, so that nothing jumps."""
        inner = self.look.px(self.row_height) - 2
        if self.sign or self.icon_name:
            return QSize(34, inner)
        metrics = QFontMetricsF(self._words_font(is_heavy=True))
        return QSize(round(metrics.horizontalAdvance(self.text())) + 24, inner)

    def _words_font(self, *, is_heavy: bool) -> QFont:
        role = "small" if self.row_height < SIZE["segmented"] else "control"
        return self.look.font(role, weight=600 if is_heavy else 500)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, word and underline."""
        painter = QPainter(self)
        self.fill(painter, "bg.selected")
        rect = QRectF(self.rect())
        color = self.look[self._color()]
        if self.isChecked():
            painter.save()
            painter.setClipPath(self.ground())
            painter.fillRect(QRectF(0, rect.height() - 2, rect.width(), 2), self.look["accent.base"])
            painter.restore()
        if self.sign:
            paint_sign(painter, rect.center(), self.sign, color, 8)
        elif self.icon_name:
            centre = rect.center()
            paint_icon(painter, QRectF(centre.x() - 8, centre.y() - 8, 16, 16), self.icon_name, color)
        else:
            painter.setFont(self._words_font(is_heavy=self.isChecked()))
            painter.setPen(color)
            painter.drawText(rect.adjusted(self.shift, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, self.text())

    def _color(self) -> str:
        if not self.isEnabled():
            return "text.disabled"
        return "accent.text" if self.isChecked() else "text.secondary"


class _Row(QWidget):
    """Segments side by side in one frame; keeps exactly one chosen, or none."""

    def __init__(self, look: Look, frame: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._look, self._frame = look, frame
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(1)
        self._value = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._renew)

    @property
    def value(self) -> str:
        """What is chosen, or ""."""
        return self._value

    def segment(self, value: str) -> QAbstractButton:
        """Give the button of a value, to name or to focus it."""
        return next(button for button in self._segments() if button.value == value)

    def choose_by_walking(self) -> None:
        """Let the arrows choose at once, as with radio buttons, and Enter go on: for what weighs nothing by itself."""
        for button in self._segments():
            button.chooses_by_walking = True

    def focus_chosen(self) -> None:
        """Take the focus to the chosen segment, or to the first."""
        buttons = self._segments()
        chosen = next((button for button in buttons if button.isChecked()), buttons[0])
        chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, segment: _Segment) -> None:
        for button in self._segments():
            button.is_last = False
        segment.is_first, segment.is_last = not self._segments(), True
        segment.left.connect(self._set_stop)
        self._group.addButton(segment)
        self._row.addWidget(segment)
        segment.show()  # in a row that is seen, the layout alone would show it an event later
        self._set_stop()

    def _segments(self) -> list[_Segment]:
        return [button for button in self._group.buttons() if isinstance(button, _Segment)]

    def _check(self, value: str) -> None:
        self._value = value
        self._group.setExclusive(False)
        for button in self._segments():
            button.setChecked(button.value == value)
        self._group.setExclusive(True)
        self._set_stop()

    def _set_stop(self) -> None:
        """Let Tab stop once in the row, at what is chosen or else at the first."""
        segments = self._segments()
        if not segments:
            return
        stop = next((segment for segment in segments if segment.isChecked()), segments[0])
        for segment in segments:
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if segment is stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(stop)

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _Segment) and button.value != self._value:
            self._check(button.value)
            self._tell(button.value)

    def _tell(self, value: str) -> None:
        raise NotImplementedError

    def _renew(self) -> None:
        for button in self._segments():
            button.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the lines between the segments."""
        painter = QPainter(self)
        line = self._look[self._frame if self.isEnabled() else "line.medium"]
        paint_box(painter, QRectF(self.rect()), RADIUS["segmented"], self._look["bg.surface"], line)
        between = self._look["line.medium" if self._frame == "line.medium" else "line.subtle"]
        for button in self._segments()[1:]:
            painter.fillRect(button.x() - 1, 1, 1, self.height() - 2, between)


class Segmented(_Row):
    """A few words of which one is chosen; `chosen` tells which, only when a person did it."""

    chosen = Signal(str)

    def __init__(self, look: Look, *, is_small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(look, "line.medium", parent)
        self._height = SIZE["segmentedSmall" if is_small else "segmented"]

    def offer(self, choices: Mapping[str, str]) -> None:
        """Offer value → words; replaces what was offered, and leaves what stays the same."""
        if [(button.value, button.text()) for button in self._segments()] == [*choices.items()]:
            return
        for old in self._segments():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.setFocusProxy(None)  # type: ignore[arg-type]  # None takes the proxy away
        for value, text in choices.items():
            segment = self._make(value)
            segment.setText(text)
            segment.setAccessibleName(text)
            self._add(segment)

    def _make(self, value: str) -> _WordSegment:
        return _WordSegment(self._look, value, self, self._height)

    def offer_signs(self, signs: Mapping[str, str]) -> None:
        """Offer value → name, drawn as signs ("+", "-", "o")."""
        self.offer(signs)
        for button in self._segments():
            if isinstance(button, _WordSegment):
                button.sign = button.value
                button.setToolTip(button.accessibleName())
                button.updateGeometry()  # a sign is narrower than its name, which a row that is seen has made room for

    def show_choice(self, value: str) -> None:
        """Show which one is chosen; "" shows none."""
        self._check(value)

    def set_count(self, value: str, text: str) -> None:
        """Change the words of one segment, for counts in them."""
        button = self.segment(value)
        button.setText(text)
        button.setAccessibleName(text)
        button.updateGeometry()

    def _tell(self, value: str) -> None:
        self.chosen.emit(value)


class _StateSegment(_WordSegment):
    """A state: its square and its word."""

    shift = 22
    shape = ""
    """The state of the matrix whose square it has, where it is not one itself."""

    def sizeHint(self) -> QSize:
        """Give room for square and word."""
        hint = super().sizeHint()
        return QSize(hint.width() + self.shift, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square before the word."""
        super().paintEvent(event)
        metrics = QFontMetricsF(self._words_font(is_heavy=self.isChecked()))
        start = (self.width() + self.shift - metrics.horizontalAdvance(self.text())) / 2
        color = self.look["level.ink" if self.isEnabled() else "text.disabled"]
        square = QRectF(start - self.shift, self.height() / 2 - 7, 14, 14)
        paint_matrix_state(QPainter(self), square, self.shape or self.value, color)


class StateControl(Segmented):
    """The states of a matrix cell, as squares with their words; `shapes` gives other states the square of one."""

    def __init__(
        self,
        look: Look,
        *,
        shapes: Mapping[str, str] | None = None,
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, is_small=is_small, parent=parent)
        self._shapes = shapes or {}

    def _make(self, value: str) -> _WordSegment:
        made = _StateSegment(self._look, value, self, self._height)
        made.shape = self._shapes.get(value, "")
        return made


RATINGS: Final = ("1", "2", "3", "4", "NB", "NVT")
_NAMES: Final = {
    "1": N_("Level 1"),
    "2": N_("Level 2"),
    "3": N_("Level 3"),
    "4": N_("Level 4"),
    "NB": N_("Not assessed"),
    "NVT": N_("Not applicable"),
}
_SHORT: Final = {"NB": N_("unassessed"), "NVT": N_("n.a.")}
_KEYS: Final = {"1": "1", "2": "2", "3": "3", "4": "4", "0": "NB", "/": "NVT"}


class _RatingSegment(_Segment):
    """A level's symbol and its number."""

    def sizeHint(self) -> QSize:
        """Give room for symbol and words, at least 57."""
        words = QFontMetricsF(self.look.font("control", weight=600)).horizontalAdvance(self.text())
        return QSize(max(SIZE["ratingSegmentMin"] - 1, round(words) + 47), self.look.px(SIZE["ratingControl"]) - 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, symbol and words."""
        painter = QPainter(self)
        self.fill(painter, "accent.base")
        middle = self.height() / 2
        symbol, words = self._colors()
        paint_level(painter, QRectF(13, middle - 8, 16, 16), self.value, symbol)
        painter.setFont(self.look.font("control", weight=600 if self.isChecked() else 500))
        painter.setPen(words)
        painter.drawText(
            QRectF(37, 0, self.width(), self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )

    def _colors(self) -> tuple[QColor, QColor]:
        if not self.isEnabled():
            return self.look["text.disabled"], self.look["text.disabled"]
        if self.isChecked():
            return self.look["accent.on"], self.look["accent.on"]
        return self.look["level.ink"], self.look["text.secondary"]


class RatingControl(_Row):
    """A level, not assessed or not applicable; `rated` tells "1" to "4", "NB" or "NVT"."""

    rated = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "line.strong", parent)
        self._level_names: Mapping[str, str] = {}
        self._nvt_reason = ""
        for value in RATINGS:
            self._add(_RatingSegment(look, value, self))
        self.retranslate()

    def show_rating(self, value: str, *, is_nvt_allowed: bool = True, reason: str = "") -> None:
        """Show a value ("" = still open); when NVT is not allowed its tooltip gives the `reason`."""
        self._check(value)
        button = self.segment("NVT")
        button.setEnabled(is_nvt_allowed)
        self._nvt_reason = "" if is_nvt_allowed else reason
        self.retranslate()

    def name_levels(self, names: Mapping[str, str]) -> None:
        """Give the framework's words for the levels ("3" → "Embedded"), for tooltips and screen readers."""
        self._level_names = names
        self.retranslate()

    def take_key(self, text: str) -> bool:
        """Rate by key (1 to 4, 0, /); False when the key means nothing here."""
        value = _KEYS.get(text)
        if value is None or not self.isEnabled() or not self.segment(value).isEnabled():
            return False
        if value != self.value:
            self._check(value)
            self._tell(value)
        return True

    def why_not(self, text: str) -> str:
        """Say why a key of the control rates nothing here; "" for other keys."""
        return self._nvt_reason if self.isEnabled() and _KEYS.get(text) == "NVT" else ""

    def retranslate(self) -> None:
        """Set names and short words in the current language."""
        keys = {value: key for key, value in _KEYS.items()}
        for button in self._segments():
            value = button.value
            name = ", ".join(filter(None, (_(_NAMES[value]), self._level_names.get(value, ""))))
            button.setText(_(_SHORT[value]) if value in _SHORT else value)
            button.setAccessibleName(name)
            is_off = value == "NVT" and self._nvt_reason
            button.setToolTip(plain_tip(self._nvt_reason if is_off else f"{name} ({keys[value]})"))
            button.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when switched on or off."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def _tell(self, value: str) -> None:
        self.rated.emit(value)
