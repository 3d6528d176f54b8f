"""How far the auditors agreed before they talked: three figures with their interval, for the team alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.agreement import FEWEST_FOR_KAPPA, Agreement, Caution, Measure, Share, agreement
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.delegates.rows import draw_text
from auditor_app.ui.delegates.team import paint_band
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.panes import set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from auditor_app.core.model import Member, Rating
    from auditor_app.ui.theme import Look

_PAIR = 2


@dataclass(frozen=True)
class Figure:
    """One figure in words, and where it stands between 0 and 1; `low` above `high` draws no band."""

    value: str
    name: str
    detail: str
    low: float = 1.0
    at: float = 0.0
    high: float = 0.0

    @property
    def short(self) -> str:
        """Say the figure in a few words, one that cannot be given with the reason."""
        return f"{self.name} {self.value}" if self.value else f"{self.name}: {self.detail}"

    @property
    def text(self) -> str:
        """Say the figure in one sentence."""
        return f"{self.name}: {self.value}, {self.detail}" if self.value else f"{self.name}: {self.detail}"


def number(value: float) -> str:
    """Write a number with two decimals as this language does."""
    text = f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
    return text if current().language == "en" else text.replace(".", ",")


def figures(found: Agreement) -> tuple[Figure, ...]:
    """Give the three figures: exactly alike, within one level, and the coefficient for so many auditors."""
    return (
        _share(_("exactly alike"), found.exact),
        _share(_("within one level"), found.within_one),
        _coefficient(found),
    )


def _share(name: str, share: Share | None) -> Figure:
    if share is None:
        return Figure("", name, _("no pairs"))
    detail = _("{n} of {all} · {low}–{high} %").format(
        n=share.found, all=share.out_of, low=round(share.low * 100), high=round(share.high * 100)
    )
    value = share.found / share.out_of
    return Figure(f"{share.percent:.0f} %", name, detail, share.low, value, share.high)


def _coefficient(found: Agreement) -> Figure:
    is_pair = len(found.auditors) == _PAIR
    name = _("weighted kappa") if is_pair else _("Krippendorff's alpha")
    measure = (found.pairs[0].kappa if found.pairs else None) if is_pair else found.alpha
    if found.criteria < FEWEST_FOR_KAPPA:
        return Figure("", name, _("too few pairs ({n})").format(n=found.criteria))
    if measure is None:
        return Figure("", name, _("undefined: one level only"))
    return _measured(name, measure)


def other_words(found: Agreement, initials: Mapping[str, str]) -> str:
    """Say the coefficient that is not a figure: alpha beside the kappa of two, the kappa of every pair of more.

    `initials` are the team's by member, in the order in which they are named.
    """
    if not found.pairs:
        return ""
    if len(found.auditors) == _PAIR:
        return ": ".join((_("Krippendorff's alpha"), _in_brackets(found.alpha, found.criteria)))
    order = {member: place for place, member in enumerate(initials)}
    told = {}
    for pair in found.pairs:
        who = sorted((pair.first, pair.second), key=lambda member: order.get(member, len(order)))
        places = tuple(order.get(member, len(order)) for member in who)
        names = "–".join(initials.get(member, "?") for member in who)
        told[places] = _unbroken(f"{names} {_in_brackets(pair.kappa, pair.exact.out_of)}")
    pairs = "; ".join(text for _places, text in sorted(told.items()))
    return _("Weighted kappa per pair: {pairs}").format(pairs=pairs)


def _unbroken(text: str) -> str:
    """Keep a pair and its figures on one line."""
    return text.replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


def _in_brackets(measure: Measure | None, criteria: int) -> str:
    if criteria < FEWEST_FOR_KAPPA:
        return _("too few pairs ({n})").format(n=criteria)
    if measure is None:
        return _("undefined: one level only")
    return f"{number(measure.value)} ({_interval(measure)})"


def _interval(measure: Measure) -> str:
    return _("n = {n} · {low}–{high}").format(n=measure.n, low=number(measure.low), high=number(measure.high))


def _measured(name: str, measure: Measure) -> Figure:
    return Figure(number(measure.value), name, _interval(measure), measure.low, measure.value, measure.high)


def caution_words(found: Agreement) -> str:
    """Say what a reader of the figures must know."""
    words = {
        Caution.NO_PAIRS: _("No criterion was rated by two auditors."),
        Caution.SMALL_N: _("Few criteria: the intervals are wide."),
        Caution.ONE_SIDED: _("Most ratings are one and the same level: then chance agrees too."),
        Caution.ONE_LEVEL: _("Only one level was given: agreement says little."),
    }
    return " ".join(words[caution] for caution in found.cautions)


class _FigureView(QWidget):
    """A figure large, its name, its band, its detail."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._figure = Figure("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self._figure = figure
        self.setAccessibleName(figure.text)
        self.setToolTip(figure.text)
        self.update()

    def sizeHint(self) -> QSize:
        """Give room for figure, band and detail."""
        return QSize(150, self._look.px(64))

    def minimumSizeHint(self) -> QSize:
        """Let names be cut."""
        return QSize(90, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the figure."""
        painter, look, figure = QPainter(self), self._look, self._figure
        head = QRectF(0, 0, self.width(), look.px(26))
        x = draw_text(painter, head, figure.value, look, "figure", "text.primary", tabular=True)
        rest = head.adjusted(x + (8 if x else 0), 3, 0, 0)
        draw_text(painter, rest, figure.name, look, "small", "text.secondary")
        if figure.low <= figure.high:
            line = QRectF(0, look.px(28), self.width(), 16)
            paint_band(painter, line, figure.low, figure.at, figure.high, look)
        foot = QRectF(0, look.px(46), self.width(), look.px(18))
        draw_text(painter, foot, figure.detail, look, "small", "text.secondary", tabular=True)


class TeamFigures(QWidget):
    """The three figures, how many were compared, and what a reader must know.

    With little room they fold to one line, which a button unfolds; what a reader must know stays in sight.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._is_compact = self._is_unfolded = False
        self._title = TextLabel(look, _("Agreement"), "heading", mode="line")
        self._about = TextLabel(look, "", "small", "text.muted", "elide")
        self._short = TextLabel(look, "", "small", "text.secondary", "elide", tabular=True)
        self._eye = QLabel()
        self._eye.setFixedSize(16, 16)
        self._only = TextLabel(look, _("for the team only"), "small", "text.secondary", "line")
        self.more = IconButton(look, "chevron-down", box=28)
        self._views = tuple(_FigureView(look) for _place in range(3))
        self._other = TextLabel(look, "", "small", "text.secondary", tabular=True)
        self._caution = TextLabel(look, "", "small", "text.secondary")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._about, 1)
        head.addWidget(self._short, 1)
        head.addWidget(self._eye)
        head.addWidget(self._only)
        head.addWidget(self.more)
        row = QHBoxLayout()
        row.setSpacing(24)
        for view in self._views:
            row.addWidget(view)
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self._other)
        column.addWidget(self._caution)
        set_floor(self, "canvas")
        self.more.clicked.connect(self._on_more)
        look.changed.connect(self._restyle)
        self._restyle()
        self._fold()

    def show_ratings(self, ratings: Iterable[Rating], members: Iterable[Member], gone: str = "") -> None:
        """Compare the locked ratings of the team; `gone` says who left before locking."""
        found = agreement(ratings)
        auditors = ngettext("{n} auditor", "{n} auditors", len(found.auditors))
        criteria = ngettext("{n} criterion", "{n} criteria", found.criteria)
        self._about.show_text(" · ".join((auditors, criteria, _("95 % intervals"))))
        told = figures(found)
        for view, figure in zip(self._views, told, strict=True):
            view.show_figure(figure)
        self._short.show_text(" · ".join(figure.short for figure in told))
        self._other.show_text(other_words(found, {member.id: member.initials for member in members}))
        self._caution.show_text("\n".join(filter(None, (caution_words(found), gone))))
        self._fold()

    def show_compact(self, *, is_compact: bool) -> None:
        """Fold to one line, or show all."""
        self._is_compact = is_compact
        self._fold()

    def _on_more(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._fold()

    def _fold(self) -> None:
        is_whole = not self._is_compact or self._is_unfolded
        for part in (self._title, self._about, self._eye, self._only, *self._views):
            part.setVisible(is_whole)
        self._other.setVisible(is_whole and bool(self._other.text()))
        self._short.setVisible(not is_whole)
        self._caution.setVisible(bool(self._caution.text()))
        self.more.setVisible(self._is_compact)
        self.more.show_icon("chevron-up" if is_whole else "chevron-down")
        self.more.show_name(_("Fold the agreement figures") if is_whole else _("Agreement with n and intervals"))
        layout = self.layout()
        if layout is not None:
            top, bottom = (14, 12) if is_whole else (4, 6)
            layout.setContentsMargins(24, top, 24, bottom)

    def _restyle(self) -> None:
        self._eye.setPixmap(self._look.pixmap("eye", "text.secondary", 16, self.devicePixelRatioF()))
        self._eye.setAlignment(Qt.AlignmentFlag.AlignCenter)
