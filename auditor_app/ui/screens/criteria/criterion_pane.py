"""One criterion in full: question, look-fors to think with, rubric, the earlier audit; below, my rating and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.baseline import Baseline
from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.model import Rating
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.delegates.rows import SCROLL_BAR
from auditor_app.ui.screens.criteria.rating_foot import RatingFoot
from auditor_app.ui.screens.criteria.rubric import LEVELS, Rubric, RubricRow
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.panes import FoldRow, Hairline, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.shapes import paint_core
from auditor_app.ui.widgets.survey_bars import BarGroup, SurveyBars
from auditor_app.ui.widgets.text import TextBlock, TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_SIDE: Final = 24


class _Core(QWidget):
    """The diamond of a core criterion and its word."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._word = look, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = TextLabel(look, "", "small", "text.muted", "line")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 0, 0)
        row.addWidget(self._label)

    def show_word(self, *, is_core: bool, with_word: bool) -> None:
        """Show the diamond, with its word where there is room."""
        self.setVisible(is_core)
        self._label.show_text(_("core criterion"))
        self._label.setVisible(with_word)
        self.setToolTip("" if with_word else _("core criterion"))
        self.setAccessibleName(_("core criterion"))

    def sizeHint(self) -> QSize:
        """Never lower than the diamond."""
        return super().sizeHint().expandedTo(QSize(14, 20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the diamond."""
        paint_core(QPainter(self), QPointF(5, self.height() / 2), self._look["text.muted"])


class _Dashes(QWidget):
    """Hints behind a dash each: nothing to tick (DOMAIN 5, row 24)."""

    def __init__(self, look: Look, dash: str = "–") -> None:
        super().__init__()
        self._look, self._dash = look, dash
        self._texts: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_texts(self, texts: tuple[str, ...]) -> None:
        """Show the hints."""
        self._texts = texts
        self.setAccessibleName(". ".join(texts))
        self.updateGeometry()
        self.update()

    def _blocks(self, width: int) -> list[TextBlock]:
        font, line = self._look.font("rubric"), self._look.line("rubric")
        return [TextBlock(text, font, line, max(80, width - 40)) for text in self._texts]

    def hasHeightForWidth(self) -> bool:
        """Text grows when it gets narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all hints."""
        return sum(block.height + 4 for block in self._blocks(width)) + 8

    def sizeHint(self) -> QSize:
        """Give the size at the present width."""
        width = self.width() or 420
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Let the hints wrap."""
        return QSize(120, self._look.line("rubric") if self._texts else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw dashes and hints."""
        painter = QPainter(self)
        y = 4.0
        for block in self._blocks(self.width()):
            painter.setFont(self._look.font("rubric"))
            painter.setPen(self._look["text.muted"])
            middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(QRectF(21, y, 14, block.line), middle, self._dash)
            block.paint(painter, QPointF(37, y), self._look["text.secondary"])
            y += block.height + 4


class CriterionPane(QWidget):
    """Shows a criterion and my rating; `rated` and `reasoned` tell what a person decided, with the code."""

    rated = Signal(str, str)
    reasoned = Signal(str, str)

    def __init__(self, look: Look, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._framework = look, framework
        self._criterion: Criterion | None = None
        self._with_word = True
        self._code = TextLabel(look, "", "bodyStrong", "accent.text", "line", tabular=True)
        self._title = TextLabel(look, "", "bodyStrong")
        self._core = _Core(look)
        self._question = TextLabel(look, "", "question")
        self.suggestion = LinkButton(look)
        self.suggestion.hide()
        self._hints = _Dashes(look)
        self._fold = FoldRow(look, self._hints)
        self.rubric = Rubric(look)
        self._earlier = _Dashes(look)
        self._earlier_fold = FoldRow(look, self._earlier, is_heavy=False)
        self.bars = SurveyBars(look, inset=21)
        self.surveys_fold = FoldRow(look, self.bars, is_heavy=False)
        self.surveys_fold.hide()
        self.foot = RatingFoot(look)
        self._compose()
        self.rubric.rated.connect(self._on_rated)
        self.foot.rated.connect(self._on_rated)
        self.foot.reasoned.connect(self._on_reasoned)
        set_floor(self, "surface")

    def _compose(self) -> None:
        body = QWidget()
        set_floor(body, "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(_SIDE, 14, _SIDE, 10)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(9)
        head.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._core, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addSpacing(8)
        column.addWidget(self._question)
        column.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(10)
        column.addWidget(self._fold)
        column.addSpacing(8)
        column.addWidget(self.rubric)
        column.addSpacing(4)
        column.addWidget(self._earlier_fold)
        column.addWidget(self.surveys_fold)
        column.addStretch(1)
        self._area = Scrolled(body, floor="surface")
        self._body = column
        self._area.verticalScrollBar().rangeChanged.connect(self._on_range)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(Hairline(self._look))
        whole.addWidget(self.foot)

    def _on_range(self, _least: int, most: int) -> None:
        """Keep the right edge where it is, with and without a scroll bar."""
        self._body.setContentsMargins(_SIDE, 14, _SIDE - (SCROLL_BAR if most > 0 else 0), 10)

    @property
    def code(self) -> str:
        """Give the code of the criterion that is shown, or ""."""
        return self._criterion.code if self._criterion else ""

    def show_criterion(
        self, criterion: Criterion, rating: Rating, baseline: Baseline | None, earlier: Sequence[str] = ()
    ) -> None:
        """Show a criterion with my rating; what was typed for the one before is told first, under its own code."""
        is_other = criterion.code != self.code
        if is_other:
            self.foot.flush()
        self._criterion = criterion
        if is_other:
            self._show_texts(criterion)
            self._area.verticalScrollBar().setValue(0)
        self._show_rubric(criterion, baseline, earlier)
        self.rubric.show_level(rating.level)
        self.foot.show_rating(criterion, rating, is_other=is_other)

    def show_suggestion(self, words: str, reason: str) -> None:
        """Offer what the matrix suggests for this criterion; "" for one it says nothing about."""
        self.suggestion.show_text(words)
        self.suggestion.setToolTip(reason)
        self.suggestion.setVisible(bool(words))

    def _show_texts(self, criterion: Criterion) -> None:
        pick = current()
        self._code.show_text(criterion.code)
        self._title.show_text(pick.pick(criterion.title))
        self._core.show_word(is_core=criterion.is_core, with_word=self._with_word)
        self._question.show_text(pick.pick(criterion.question))
        hints = criterion.look_for.get(pick.language) or criterion.look_for.get("en") or ()
        self._hints.show_texts(hints)
        self._fold.show_title(_("Look-fors"), _("{n}, to think with").format(n=len(hints)))
        self._fold.setVisible(bool(hints))

    def _show_rubric(self, criterion: Criterion, baseline: Baseline | None, earlier: Sequence[str]) -> None:
        pick = current()
        texts = criterion.rubric.get(pick.language) or criterion.rubric.get("en") or ("",) * len(LEVELS)
        titles = {str(step.level): pick.pick(step.title) for step in self._framework.scale}
        then = baseline.levels.get(criterion.code) if baseline else None
        when = pick.date(baseline.stage_of(criterion.code).starts, "MMM y") if baseline else ""
        mark = _("{month} · not judged anew").format(month=when)
        self.rubric.show_rows(
            tuple(
                RubricRow(level, titles.get(level, ""), text, mark if then and then.level == level else "")
                for level, text in zip(LEVELS, texts, strict=False)
            )
        )
        self._show_earlier(criterion.code, baseline, earlier)

    def _show_earlier(self, code: str, baseline: Baseline | None, earlier: Sequence[str]) -> None:
        then = baseline.levels.get(code) if baseline else None
        self._earlier_fold.setVisible(then is not None)
        if baseline is None or then is None:
            return
        notes = ngettext("{n} note", "{n} notes", then.notes)
        auditors = ngettext("{n} auditor", "{n} auditors", then.auditors)
        month = current().date(baseline.stage_of(code).starts, "MMMM y")
        self._earlier_fold.show_title(
            _("Evidence of the audit of {month}").format(month=month), f"· {notes}, {auditors}"
        )
        points = tuple(point.title for point in baseline.points if code in point.criteria)
        said = _("Level {level} then; it is not judged anew.").format(level=then.level)
        self._earlier.show_texts(
            (said, *(_("Development point then: {title}").format(title=title) for title in points), *earlier)
        )

    def show_surveys(self, groups: Sequence[BarGroup], summary: str) -> None:
        """Show what people answered to statements that speak to this criterion; nothing when there are none."""
        self.surveys_fold.setVisible(bool(groups))
        self.surveys_fold.show_title(_("Surveys"), f"· {summary}")
        self.bars.show_groups(groups)

    def show_compact(self, *, is_compact: bool, is_narrow: bool) -> None:
        """Say less where there is less room."""
        self._with_word = not is_compact
        self._put_look_fors(is_after=is_narrow)
        self._code.setVisible(not is_narrow)
        self.foot.show_compact(is_compact=is_compact, is_narrow=is_narrow)
        if self._criterion is not None:
            self._core.show_word(is_core=self._criterion.is_core, with_word=self._with_word)

    def _put_look_fors(self, *, is_after: bool) -> None:
        """Let the rubric come first where there is no room for both; the look-fors then follow it."""
        above, rubric = self._body.indexOf(self._fold), self._body.indexOf(self.rubric)
        if (above > rubric) != is_after:
            self._body.removeWidget(self._fold)
            place = self._body.indexOf(self.rubric)
            self._body.insertWidget(place + 2 if is_after else place - 1, self._fold)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.foot.retranslate()
        if self._criterion is not None:
            self._show_texts(self._criterion)

    def _on_rated(self, level: str) -> None:
        self.rubric.show_level(level)
        self.rated.emit(self.code, level)

    def _on_reasoned(self, reason: str) -> None:
        if self.code:
            self.reasoned.emit(self.code, reason)
