"""The list of goals: words at the left, the four squares of each goal at the right, walked and set by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from auditor_app.core.plan import STEPS
from auditor_app.i18n import _, current
from auditor_app.services.words.plan import step_words
from auditor_app.ui.delegates.rows import RowDelegate, State, hairline
from auditor_app.ui.models.goal_rows import GoalRow, goals_model, state_word
from auditor_app.ui.models.matrix_words import KEYS
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.shapes import paint_matrix_state
from auditor_app.ui.widgets.text import TextBlock

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_MARGIN: Final = 14
_STEP_WIDTH: Final = 72
_SQUARE: Final = 16
_MOST_HEIGHT: Final = 320
_LEAST_HEIGHT: Final = 150
Laid = tuple[TextBlock, TextBlock, TextBlock]


class GoalDelegate(RowDelegate[GoalRow, Laid]):
    """Title, facts and what the loop tells; four squares, the one in hand framed."""

    def lay_out(self, row: GoalRow, width: int) -> Laid:
        """Break title, facts and sentence into lines."""
        look = self.look
        inner = max(80, width - _MARGIN - 8 - len(STEPS) * look.px(_STEP_WIDTH))
        title = TextBlock(row.title, look.font("bodyStrong"), look.line("body"), inner, max_lines=3)
        facts = TextBlock(row.facts, look.font("small", tabular=True), look.line("small"), inner, max_lines=2)
        bold = ((0, len(row.told.first) + 1),)
        told = TextBlock(row.told.text, look.font("small"), look.line("small"), inner, max_lines=2, bold=bold)
        return title, facts, told

    def height(self, row: GoalRow, laid: Laid) -> int:
        """Give room for all lines."""
        facts = laid[1].height if row.facts else 0
        return max(self.look.px(44), laid[0].height + facts + laid[2].height + 16)

    def draw(self, painter: QPainter, rect: QRect, row: GoalRow, laid: Laid, state: State) -> None:
        """Draw one goal."""
        look, x, y = self.look, rect.x() + _MARGIN, rect.y() + 8
        laid[0].paint(painter, QPointF(x, y), look["text.primary"])
        y += laid[0].height
        left = self.steps_left(rect)
        if row.facts:
            laid[1].paint(painter, QPointF(x, y), look["text.muted"])
            y += laid[1].height
        laid[2].paint(painter, QPointF(x, y), look["text.secondary"])
        width = look.px(_STEP_WIDTH)
        for step, found in enumerate(row.states):
            square = QRectF(0, 0, _SQUARE, _SQUARE)
            square.moveCenter(QPointF(left + step * width + width / 2, rect.center().y()))
            paint_matrix_state(painter, square, found, look["level.ink"])
            if state.is_selected and isinstance(self.view, GoalList) and step == self.view.step_place:
                self._frame(painter, square)
        hairline(painter, rect, look)

    def _frame(self, painter: QPainter, square: QRectF) -> None:
        color = self.look["accent.base" if self.view.hasFocus() else "line.strong"]
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square.adjusted(-7, -7, 7, 7), 4, 4)

    def steps_left(self, rect: QRect) -> int:
        """Give where the squares begin."""
        return rect.right() - len(STEPS) * self.look.px(_STEP_WIDTH)


class StepsHead(QWidget):
    """The names of the four steps over their squares."""

    def __init__(self, look: Look, view: GoalList) -> None:
        super().__init__()
        self._look, self._view = look, view
        look.changed.connect(self._fit)
        self._fit()

    _FLAGS: Final = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap)

    def _fit(self) -> None:
        """Be as high as the longest name in this language."""
        metrics = QFontMetrics(self._look.font("small"))
        room = QRect(0, 0, self._look.px(_STEP_WIDTH) - 2, 400)
        names = step_words(current()).values()
        self.setFixedHeight(max(metrics.boundingRect(room, self._FLAGS, name).height() for name in names) + 6)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each name in the middle of its column, on as many lines as it needs."""
        painter, look = QPainter(self), self._look
        width = look.px(_STEP_WIDTH)
        left = self._view.viewport().width() - len(STEPS) * width
        painter.setFont(look.font("small"))
        painter.setPen(look["text.muted"])
        for place, words in enumerate(step_words(current()).values()):
            painter.drawText(QRect(left + place * width + 1, 0, width - 2, self.height() - 4), self._FLAGS, words)


class GoalList(RowList):
    """Up and down walk the goals, left and right their steps; S, D, N and B set the state of the step in hand."""

    stated = Signal(str, str, str)
    """Goal, step, state."""
    stepped = Signal(str)
    """The step that is in hand now."""
    moved = Signal(str, int)
    """Goal, and by how many places."""
    removed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(goals_model(), _("Goals of the plan"))
        self.step_place = 0
        self._room = _MOST_HEIGHT
        self._delegate = GoalDelegate(look, self)
        self.draw_with(self._delegate)

    def fit(self) -> None:
        """Be as high as the goals are at this width, until the list scrolls."""
        look = self._delegate.look
        self.fit_height(max(look.px(_LEAST_HEIGHT), min(look.px(_MOST_HEIGHT), self._room)))

    def keep_within(self, room: int) -> None:
        """Be no higher than `room`, so that the whole list can be in sight: it scrolls by itself."""
        if room != self._room:
            self._room = room
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the goals into other lines."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self.fit()

    @property
    def step_in_hand(self) -> str:
        """The step the keys set."""
        return STEPS[self.step_place]

    def choose_step(self, place: int) -> None:
        """Take another step in hand."""
        self.step_place = max(0, min(len(STEPS) - 1, place))
        self.viewport().update()
        self.stepped.emit(self.step_in_hand)
        row = self._rows.row_at(self.currentIndex())
        if isinstance(row, GoalRow):
            announce(self, f"{step_words(current())[self.step_in_hand]}: {state_word(row.states[self.step_place])}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the steps, set a state, move or remove the goal."""
        key, state = event.key(), KEYS.get(event.text().upper())
        goal = self.current_key()
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if is_plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose_step(self.step_place + (1 if key == Qt.Key.Key_Right else -1))
        elif goal and is_plain and state:
            self.stated.emit(goal, self.step_in_hand, state)
        elif goal and event.modifiers() & both == both and key in moves:
            self.moved.emit(goal, moves[Qt.Key(key)])
        elif goal and is_plain and key == Qt.Key.Key_Delete:
            self.removed.emit(goal)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the square that was clicked in hand."""
        place = self._square_at(event.position().toPoint())
        super().mousePressEvent(event)
        if place >= 0:
            self.choose_step(place)

    def _square_at(self, point: QPoint) -> int:
        index = self.indexAt(point)
        if not index.isValid():
            return -1
        left = self._delegate.steps_left(self.visualRect(index))
        place = (point.x() - left) // self._delegate.look.px(_STEP_WIDTH)
        return int(place) if point.x() >= left and place < len(STEPS) else -1
