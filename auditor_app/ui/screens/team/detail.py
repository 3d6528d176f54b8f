"""One criterion in the team: each auditor's level and reason, the evidence, and below it what the team agrees on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.evidence import EvidenceCount
from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.model import Member, Rating
from auditor_app.core.team import Difference
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.frame.words import level_words
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import RatingControl
from auditor_app.ui.widgets.shapes import paint_core, paint_level
from auditor_app.ui.widgets.text import TextBlock, TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_NAMES = 180
_PAD = 13


class _OwnRating(QWidget):
    """An auditor's initials, level and reason."""

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._look, self._framework = look, framework
        self._initials, self._rating = "", Rating()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_rating(self, member: Member, rating: Rating) -> None:
        """Show who said what."""
        self._initials, self._rating = member.initials, rating
        words = level_words(self._framework, rating.level)
        self.setAccessibleName(f"{member.name}: {words}. {rating.reason}")
        self.updateGeometry()
        self.update()

    def _left(self) -> int:
        return self._look.px(_NAMES)

    def _reason(self, width: int) -> TextBlock:
        look = self._look
        text = self._rating.reason.strip() or _("No reason given.")
        return TextBlock(text, look.font("note"), look.line("note"), max(80, width - self._left()))

    def hasHeightForWidth(self) -> bool:
        """Reasons wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of the reason."""
        return self._reason(width).height + 2 * _PAD + 1

    def sizeHint(self) -> QSize:
        """Give room for two lines."""
        return QSize(400, self.heightForWidth(max(self.width(), 300)))

    def minimumSizeHint(self) -> QSize:
        """Wrap as far as there is any room."""
        return QSize(200, self.heightForWidth(max(self.width(), 300)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw initials, level and reason over a hairline."""
        painter, look, line = QPainter(self), self._look, self._look.line("note")
        initials = TextBlock(self._initials, look.font("source"), line, 40)
        initials.paint(painter, QPointF(0, _PAD), look["text.secondary"])
        paint_level(painter, QRectF(33, _PAD + line / 2 - 8, 16, 16), self._rating.level, look["level.ink"])
        words = level_words(self._framework, self._rating.level) or _("not rated")
        name = TextBlock(words, look.font("bodyStrong"), line, self._left() - 64, max_lines=2)
        name.paint(painter, QPointF(56, _PAD), look["text.primary"])
        reason = self._reason(self.width())
        color = look["text.primary" if self._rating.reason.strip() else "text.muted"]
        reason.paint(painter, QPointF(self._left(), _PAD), color)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look["line.subtle"])


class _Diamond(QWidget):
    """The diamond of a core criterion."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(12, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_core(QPainter(self), QPointF(6, 8), self._look["text.muted"])


class TeamDetail(QWidget):
    """What each auditor said about a criterion, side by side."""

    evidence_asked = Signal()

    def __init__(self, look: Look, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._framework = look, framework
        self._code = TextLabel(look, "", "bodyStrong", "accent.text", "line")
        self._title = TextLabel(look, "", "bodyStrong", mode="elide")
        self._diamond = _Diamond(look)
        self._core = TextLabel(look, _("core criterion"), "small", "text.secondary", "line")
        self._question = TextLabel(look, "", "note", "text.secondary")
        self._rows: list[_OwnRating] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._evidence = TextLabel(look, "", "small", "text.secondary", "elide")
        self.link = LinkButton(look, _("View the evidence"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._code)
        head.addWidget(self._title, 1)
        head.addWidget(self._diamond)
        head.addWidget(self._core)
        foot = QHBoxLayout()
        foot.addWidget(self._evidence, 1)
        foot.addWidget(self.link)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 14, 24, 10)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._question)
        column.addSpacing(6)
        column.addWidget(Hairline(look))
        column.addLayout(self._list)
        column.addSpacing(4)
        column.addLayout(foot)
        column.addStretch(1)
        set_floor(content, "surface")
        self._scroll = Scrolled(content, floor="surface")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self.link.clicked.connect(self.evidence_asked)
        set_floor(self, "surface")

    def show_difference(
        self, criterion: Criterion, item: Difference, members: tuple[Member, ...], count: EvidenceCount
    ) -> None:
        """Show what everybody said."""
        self._code.show_text(criterion.code)
        self._title.show_text(current().pick(criterion.title))
        self._question.show_text(current().pick(criterion.question))
        for widget in (self._diamond, self._core):
            widget.setVisible(criterion.is_core)
        while len(self._rows) < len(members):
            row = _OwnRating(self._look, self._framework)
            self._rows.append(row)
            self._list.addWidget(row)
        for row, member in zip(self._rows, members, strict=False):
            row.show_rating(member, item.ratings.get(member.id, Rating()))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(members))
        self._evidence.show_text(_evidence_words(count))


def _evidence_words(count: EvidenceCount) -> str:
    notes = ngettext("{n} note", "{n} notes", count.notes)
    sources = ngettext("{n} kind of source", "{n} kinds of source", len(count.sources))
    sides = _("{supports} support, {contradicts} contradict").format(
        supports=count.supports, contradicts=count.contradicts
    )
    return f"{notes} · {sides} · {sources}"


class TeamFoot(QWidget):
    """The team's level and why; everything is kept at once, the button only goes on."""

    rated = Signal(str)
    reasoned = Signal(str)
    next_asked = Signal()

    def __init__(self, look: Look, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._framework = framework
        self._label = TextLabel(look, _("The team's rating"), "bodyStrong", mode="line")
        self._word = TextLabel(look, "", "body", "text.secondary", "elide")
        self._never = TextLabel(look, _("Own ratings never go to the school"), "small", "text.muted", "elide")
        self.control = RatingControl(look)
        self.control.name_levels({str(step.level): current().pick(step.title) for step in framework.scale})
        self.signed = TextLabel(look, "", "bodyStrong", mode="line")
        self.go_on = Button(look, "", "main")
        self.reason = PlainEditor(look, _("Why the team rates so"), "small", (2, 3))
        self.reason.set_name(_("Why the team rates so"), _("Why the team rates so"))
        self._is_typed = False
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(self._label)
        head.addWidget(self._word, 1)
        head.addWidget(self._never)
        row = QHBoxLayout()
        row.addWidget(self.control)
        row.addWidget(self.signed)
        row.addStretch(1)
        row.addWidget(self.go_on)
        column = QVBoxLayout()
        column.setContentsMargins(24, 10, 24, 12)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addLayout(row)
        column.addWidget(self.reason)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Hairline(look))
        whole.addLayout(column)
        self._column = column
        set_floor(self, "canvas")
        self.control.rated.connect(self.rated)
        self.reason.typed.connect(self._on_typed)
        self.reason.edited.connect(self._on_reason)
        self.go_on.clicked.connect(self.next_asked)

    def show_agreed(
        self,
        criterion: Criterion,
        level: str,
        reason: str,
        *,
        is_other: bool,
        is_owed: bool,
        is_signed: bool,
        can_confirm: bool,
    ) -> None:
        """Show what the team recorded; the reason in hand is not touched while it is being written.

        With `is_owed` the level needs one.
        """
        why = _("A core criterion always applies: rate it, or say why it was not assessed.")
        self.control.show_rating(level, is_nvt_allowed=not criterion.is_core, reason=why)
        self.control.setVisible(not is_signed)
        words = level_words(self._framework, level)
        self.signed.show_text(words or _("not rated"))
        self.signed.setVisible(is_signed)
        self._word.show_text(words)
        if is_other or not self._is_typed:
            self.reason.show_text(reason)
            self._is_typed = False
        self.reason.set_read_only(is_read_only=is_signed)
        self.reason.set_tone("attention" if is_owed and not reason.strip() else "")
        self.go_on.show_text(_("Record and next") if can_confirm else _("Next"))

    def show_compact(self, *, is_compact: bool) -> None:
        """Fold to control and one line of reason."""
        self._head.setVisible(not is_compact)
        self.reason.set_lines(1, 1 if is_compact else 3)
        side = 16 if is_compact else 24
        self._column.setContentsMargins(side, 7 if is_compact else 10, side, 8 if is_compact else 12)

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.reason.flush()
        self._is_typed = False

    def _on_typed(self) -> None:
        self._is_typed = True

    def _on_reason(self, text: str) -> None:
        self._is_typed = False
        self.reasoned.emit(text)
