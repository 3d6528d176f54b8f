"""A framed answer: what an imported report proves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.shapes import paint_box, rounded_side
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Verdict = Literal["ok", "attention", "failure"]


class Frame(QWidget):
    """A frame of one line with rounded corners; the foot, if any, stands on stone."""

    def __init__(
        self, look: Look, radius: int = RADIUS["group"], line: str = "line.medium", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._radius, self._line = look, radius, line
        self.foot: QWidget | None = None
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, foot and frame."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_box(painter, rect, self._radius, self._look["bg.surface"], None)
        if self.foot is not None and self.foot.isVisible():
            place = QRectF(self.foot.geometry())
            place.setLeft(0.5)
            place.setRight(rect.width() - 0.5)
            place.setBottom(rect.height() - 0.5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = rounded_side(place.adjusted(0, -20, 0, 0), self._radius, left=True, right=True)
            painter.save()
            painter.setClipRect(place)
            painter.fillPath(ground, self._look["bg.canvas"])
            painter.restore()
            painter.fillRect(QRectF(1, place.top(), rect.width() - 2, 1), self._look["line.subtle"])
        paint_box(painter, rect, self._radius, None, self._look[self._line])


@dataclass(frozen=True)
class Answer:
    """The answer to one of the two questions, in a headline and a sentence."""

    verdict: Verdict
    headline: str
    detail: str = ""


@dataclass(frozen=True)
class ImportState:
    """What is known about a report to be imported: "unchanged?" first, then "by whom, and trusted?"."""

    title: str
    facts: str
    unchanged: Answer
    signer: Answer
    can_import: bool
    action: str = ""
    """Words of the link at the left: add trust, show the signed version; "" for none."""
    import_label: str = ""


_ICONS: Final = {
    "unchanged": {"ok": "shield-check", "attention": "shield-alert", "failure": "file-pen"},
    "signer": {"ok": "badge-check", "attention": "signature", "failure": "signature"},
}
_COLORS: Final = {"ok": "accent.base", "attention": "attention.line", "failure": "failure.line"}


def framed(look: Look, inner: QWidget) -> Frame:
    """Put something in a frame, a list mostly."""
    frame = Frame(look)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(inner)
    return frame


class Symbol(QLabel):
    """The drawn symbol of an answer, 20 wide."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self.icon, self.color = look, "", "accent.base"
        self.setFixedSize(20, 22)
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the symbol."""
        if self.icon:
            paint_icon(QPainter(self), QRectF(0, 1, 20, 20), self.icon, self._look[self.color])


class _Question(QWidget):
    """A question, its answer, a sentence."""

    def __init__(self, look: Look, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._symbol = Symbol(look)
        self.question = TextLabel(look, "", "small", "text.muted")
        self._headline = TextLabel(look, "", "bodyStrong")
        self._detail = TextLabel(look, "", "rubric", "text.secondary")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.question)
        words.addSpacing(1)
        words.addWidget(self._headline)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(17, 10, 17, 10)
        row.setSpacing(13)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_answer(self, question: str, answer: Answer) -> None:
        """Show the answer with the symbol of its verdict."""
        self._symbol.icon = _ICONS[self._kind][answer.verdict]
        self._symbol.color = _COLORS[answer.verdict]
        self._symbol.update()
        self.question.show_text(question)
        self._headline.show_text(answer.headline)
        self._detail.show_text(answer.detail)
        self._detail.setVisible(bool(answer.detail))
        self.setAccessibleName(f"{question} {answer.headline}. {answer.detail}")


class ImportCard(Frame):
    """Two questions in fixed order; importing needs the first answer to be yes."""

    imported = Signal()
    acted = Signal()
    """The link at the left was chosen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._title = TextLabel(look, "", "bodyStrong")
        self._facts = TextLabel(look, "", "small", "text.muted")
        self._unchanged = _Question(look, "unchanged")
        self._signer = _Question(look, "signer")
        self._link = LinkButton(look)
        self._import = Button(look, role="main", size="small")
        self._link.clicked.connect(self.acted)
        self._import.clicked.connect(self.imported)
        head = QVBoxLayout()
        head.setContentsMargins(17, 11, 17, 10)
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addWidget(self._facts)
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(15, 10, 16, 10)
        foot.addWidget(self._link)
        foot.addStretch(1)
        foot.addWidget(self._import)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        for part in (Hairline(look), self._unchanged, Hairline(look), self._signer, self.foot):
            column.addWidget(part)

    def show_state(self, state: ImportState) -> None:
        """Show what is known about the report."""
        self._title.show_text(state.title)
        self._facts.show_text(state.facts)
        self._unchanged.show_answer(_("Unchanged?"), state.unchanged)
        self._signer.show_answer(_("By whom, and trusted?"), state.signer)
        self._link.show_text(state.action)
        self._link.setVisible(bool(state.action))
        self._import.show_text(state.import_label or _("Import"))
        is_allowed = state.can_import and state.unchanged.verdict == "ok"
        self._import.setEnabled(is_allowed)
        self._import.setToolTip("" if is_allowed else state.unchanged.headline)
