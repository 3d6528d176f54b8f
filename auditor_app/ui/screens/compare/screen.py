"""The compare place: an earlier signed report beside this audit, as a picture or a table; nothing is judged anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from auditor_app.core.comparison import baseline_of, compare
from auditor_app.core.model import AuditKind
from auditor_app.core.team import covered
from auditor_app.i18n import N_, _, current
from auditor_app.ui.import_card import ImportDialog, ask_for_report
from auditor_app.ui.models.book import book_of
from auditor_app.ui.screens.compare.detail import CompareDetail, moment_of
from auditor_app.ui.screens.compare.follow_up import FollowUpView
from auditor_app.ui.screens.compare.head import NowLabel, ReportBox
from auditor_app.ui.screens.compare.picture import CompareDelegate, CompareHead
from auditor_app.ui.screens.compare.rows import SORT_ROLE, CompareModel, CompareTable, compare_rows
from auditor_app.ui.screens.compare.side import CompareSide
from auditor_app.ui.screens.compare.way import WayTable
from auditor_app.ui.screens.parts.room import NARROWEST, is_low, room_of
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.theme import set_property
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import Hairline, HairlineSplitter, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QModelIndex

    from auditor_app.core.baseline import Baseline
    from auditor_app.core.model import EarlierReport
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.desk import Written
    from auditor_app.services.outside.imports import Imports
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LIST: Final = 910
_SHOWN: Final = frozenset({"rating", "consensus", "note", "link", "follow_up", "audit", "finding", "publication"})
_KINDS: Final = {
    AuditKind.FORMATIVE: N_("Baseline"),
    AuditKind.INTERIM: N_("Interim evaluation"),
    AuditKind.SUMMATIVE: N_("Summative audit"),
}
"""What an earlier level is called: that of a formative audit is a baseline (DOMAIN 9.6)."""


def report_words(report: EarlierReport) -> str:
    """Name an earlier report: "Baseline · Mar 2024"."""
    return f"{_(_KINDS[report.kind])} · {current().date(report.starts, 'MMM y')}"


INTERIM_KEYS: Final[tuple[Key, ...]] = (
    Key("point_not_started", "1", N_("Point: not started")),
    Key("point_under_way", "2", N_("Point: under way")),
    Key("point_reached", "3", N_("Point: reached")),
    Key("point_dropped", "4", N_("Point: dropped")),
    Key("point_open", "0", N_("Development point: open")),
    Key("point_text", "Return", N_("To what the team saw of the point")),
)
"""The keys of the points in an interim evaluation."""


class CompareScreen(QWidget):
    """Picker and segments above, the rows, and beside or below them what words have to say."""

    KEYS: tuple[Key, ...] = (
        Key("both", "Return", N_("Both levels and their notes side by side")),
        Key("point_followed", "1", N_("Development point: followed up")),
        Key("point_partly", "2", N_("Development point: partly seen")),
        Key("point_not_seen", "3", N_("Development point: not seen")),
        Key("point_open", "0", N_("Development point: open")),
    )

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._reports: tuple[EarlierReport, ...] = ()
        self._then: dict[str, tuple[Snapshot, Baseline]] = {}
        self._is_stale = False
        framework = session.live.framework
        self.box = ReportBox(look, _("Earlier report"))
        self.box.setStyleSheet("QComboBox { padding-left: 30px; }")
        self.form = Segmented(look, is_small=True)
        self._is_interim = is_interim = session.live.audit.kind is AuditKind.INTERIM
        if is_interim:
            self.KEYS = (self.KEYS[0], *INTERIM_KEYS)
        points = {"points": _("Points")} if is_interim else {}
        self.form.offer({**points, "picture": _("Picture"), "table": _("Table"), "way": _("Over time")})
        self.form.show_choice("points" if is_interim else "picture")
        self.which = Segmented(look, is_small=True)
        self.which.offer({"all": _("All"), "changed": _("Changed")})
        self.which.show_choice("all")
        self._tabs = Segmented(look, is_small=True)
        self._tabs.offer({"levels": _("Levels"), "points": _("Earlier points")})
        self._tabs.show_choice("levels")
        self.model = CompareModel(framework)
        self.list = RowList(self.model, _("Levels then and now"))
        self.list.draw_with(CompareDelegate(look, self.list))
        self.list.setMinimumHeight(60)
        self.head = CompareHead(look, framework, self.list)
        self.table_model = CompareTable(framework, self)
        self.table = self._make_table()
        self.table.setMinimumHeight(60)
        self.side = CompareSide(session, look)
        self.follow_up = FollowUpView(session, look)
        self.way = WayTable(look, framework)
        self.detail = CompareDetail(look, framework)
        self.empty = EmptyState(look)
        self.empty.show_step(
            _("Then beside now"),
            _("Read in the signed report of an earlier audit; its levels and development points then stand here."),
            _("Read in a signed report"),
            "Ctrl+O",
        )
        self._forms = QStackedWidget()
        self._bodies = QStackedWidget()
        self._pages = QStackedWidget()
        self._splitter = HairlineSplitter(look)
        self._lay_out()
        # The window must not grow when the place is first shown, before it knows how little room there is.
        self.setMinimumSize(NARROWEST)
        self._connect()
        self._load()

    def _make_table(self) -> QTableView:
        table = QTableView()
        proxy = QSortFilterProxyModel(self)
        proxy.setSourceModel(self.table_model)
        proxy.setSortRole(SORT_ROLE)
        table.setModel(proxy)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(_("Levels then and now"))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setStyleSheet("QTableView::item { padding: 0 8px; }")
        set_property(table, "floor", "surface")
        return table

    def _make_top(self) -> QWidget:
        """Make the bar: which report, which form."""
        top = QWidget()
        set_floor(top, "canvas")
        top.setFixedHeight(self._look.px(SIZE["paneHeader"]) - 1)
        row = QHBoxLayout(top)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(12)
        starts = current().date(self._session.live.audit.starts, "MMM y")
        words = " · ".join(filter(None, (_("this audit"), starts)))
        row.addWidget(self.box)
        self._now = NowLabel(self._look, words)
        row.addWidget(self._now)
        row.addStretch(1)
        row.addWidget(self.form)
        row.addWidget(self.which)
        return top

    def _lay_out(self) -> None:
        picture = QWidget()
        set_floor(picture, "surface")
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self._forms.addWidget(picture)
        self._forms.addWidget(self.table)
        left = self._left = QWidget()
        whole = QVBoxLayout(left)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._forms, 1)
        self._splitter.hold(left, LIST, stretch=1)
        self._splitter.hold(self.side, 288)
        self._empty_page = Scrolled(self.empty, floor="surface")
        for body in (self._splitter, self.follow_up, self.way):
            self._bodies.addWidget(body)
        self._main = QWidget()
        main = QVBoxLayout(self._main)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self._make_top())
        main.addWidget(Hairline(self._look))
        main.addWidget(self._bodies, 1)
        for page in (self._main, self.detail, self._empty_page):
            self._pages.addWidget(page)
        self._tabs_bar = QWidget()
        set_floor(self._tabs_bar, "canvas")
        bar = QHBoxLayout(self._tabs_bar)
        bar.setContentsMargins(20, 6, 20, 0)
        bar.addWidget(self._tabs)
        bar.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._tabs_bar)
        outer.addWidget(self._pages)
        set_floor(self, "surface")
        self._pages.setCurrentWidget(self._empty_page)

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self.box.activated.connect(self._on_report)
        self.form.chosen.connect(self._on_form)
        self.which.chosen.connect(self._on_which)
        self._tabs.chosen.connect(self._arrange)
        self.list.opened.connect(self._on_opened)
        self.list.verticalScrollBar().rangeChanged.connect(self.head.update)
        self.table.activated.connect(self._on_cell)
        self.way.opened.connect(self.open_criterion)
        self.detail.left.connect(self._on_back)
        self.empty.chosen.connect(self._on_import)

    # --- what is shown

    @property
    def report(self) -> EarlierReport | None:
        """The earlier report that stands beside this audit now."""
        key = self.box.currentData()
        return next((item for item in self._reports if item.id == key), self._reports[0] if self._reports else None)

    def _load(self) -> None:
        alive = self._session.live.alive("earlier_report")
        reports = tuple(sorted(alive, key=lambda item: (item.starts, item.imported), reverse=True))
        chosen = self.box.currentData()
        self._reports = reports
        self.box.show_choices(tuple((report_words(report), report.id) for report in reports), chosen)
        if not reports:
            self._pages.setCurrentWidget(self._empty_page)
            self.setFocusProxy(self.empty)
            return
        if self._pages.currentWidget() is self._empty_page:
            self._pages.setCurrentWidget(self._main)
        self._show_form()
        self._fetch()

    def _fetch(self) -> None:
        report = self.report
        if report is None:
            return
        if report.id in self._then:
            self.refresh()
        else:
            self._session.read(partial(_read_then, self._session.imports, report.id), self._on_then, latest="then")

    def _on_then(self, answer: tuple[str, Snapshot, Baseline]) -> None:
        report, snapshot, baseline = answer
        self._then[report] = (snapshot, baseline)
        self.refresh()

    @property
    def _covered(self) -> Snapshot:
        """Give the audit without what others rated while the team rates blind."""
        return covered(self._session.snapshot, self._session.live.me)

    def _show_form(self) -> None:
        form = self.form.value
        bodies = {"points": self.follow_up, "way": self.way}
        self._bodies.setCurrentWidget(bodies.get(form, self._splitter))
        is_beside = form not in bodies
        self.box.setVisible(is_beside or len(self._reports) == 1)
        self.which.setVisible(is_beside)
        if is_beside:
            self._forms.setCurrentIndex(1 if form == "table" else 0)
        self.setFocusProxy(self.table if form == "table" else bodies.get(form, self.list))

    def refresh(self) -> None:
        """Compare anew with what the audit holds now."""
        self._show_form()
        if self.form.value == "points":
            self.follow_up.refresh()
        elif self.form.value == "way":
            self.way.show_way(self._covered)
        report = self.report
        if report is None or report.id not in self._then:
            return
        now = self._covered
        comparison = compare(self._then[report.id][1], now)
        rows = compare_rows(comparison, now.framework, only_changed=self.which.value == "changed")
        self.list.show_rows(rows)
        self.table_model.show(rows)
        self.side.show_comparison(comparison, now, report)
        if not self.list.current_key():
            self.list.step(1)

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a criterion's row, or a development point of then."""
        if kind == "criterion":
            self.list.choose(entity)
        elif kind == "finding" and self._is_interim:
            self._on_form("points")
            self.follow_up.choose(entity)
        elif kind == "finding":
            self.side.points.choose(entity)

    def flush(self) -> None:
        """Write at once what was typed."""
        self.side.flush()
        self.follow_up.flush()

    def next_pane(self) -> None:
        """Go round: rows, what is not comparable, development points."""
        if self.form.value == "points":
            self.follow_up.next_pane()
            return
        rows = self.table if self.form.value == "table" else self.list
        parts = [part for part in (rows, self.side.gaps, self.side.points) if part.isVisible()]
        now = next((place for place, part in enumerate(parts) if part.hasFocus()), -1)
        if parts:
            parts[(now + 1) % len(parts)].setFocus(Qt.FocusReason.TabFocusReason)

    # --- what a person did

    def open_criterion(self, code: str) -> None:
        """Show both sides of a criterion."""
        report = self.report
        if report is None or report.id not in self._then or code not in self._session.live.framework.by_code:
            return
        then = moment_of(self._then[report.id][0], code, _("Then · {report}").format(report=report_words(report)))
        starts = current().date(self._session.live.audit.starts, "MMM y")
        title = _("Now · this audit · {month}").format(month=starts)
        now = moment_of(self._covered, code, title, book_of(self._session).notes)
        self._pages.setCurrentWidget(self.detail)
        self.detail.show_criterion(code, then, now)

    def _on_opened(self, code: str) -> None:
        self.open_criterion(code)

    def _on_cell(self, index: QModelIndex) -> None:
        proxy = self.table.model()
        if isinstance(proxy, QSortFilterProxyModel):
            self.open_criterion(self.table_model.key(proxy.mapToSource(index)))

    def _on_back(self) -> None:
        self._pages.setCurrentWidget(self._main)
        shown = {"table": self.table, "way": self.way}.get(self.form.value, self.list)
        shown.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_import(self) -> None:
        path = ask_for_report(self, self._session.imports, self._session.background)
        if path is not None:
            self.read_in(path)

    def read_in(self, path: Path) -> None:
        """Verify a signed report, and put it beside this audit when a person says so."""
        session = self._session
        dialog = ImportDialog(
            self._look, session.imports, session, path, lambda _school: session.audit_id, self.window()
        )
        dialog.taken.connect(self._on_taken)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_taken(self, written: Written) -> None:
        self._session.take_over(written)
        self._session.tell(_("The report is read in"))

    def _on_report(self, _index: int) -> None:
        self._fetch()

    def _on_form(self, value: str) -> None:
        self.follow_up.flush()
        self.form.show_choice(value)
        self.refresh()
        self._arrange()

    def _on_which(self, _value: str) -> None:
        self.refresh()

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        kinds = {kind for kind, _entity in touched}
        if kinds & {"earlier_report", "baseline"}:
            self._load()
        elif kinds & _SHOWN and self.isVisible():
            self.refresh()
        elif kinds & _SHOWN:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room there is, and show what changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side below where the window is narrow."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, _value: object = None) -> None:
        is_narrow = room_of(self, self._look) == "narrow"
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self._splitter.setSizes([600, 300] if is_narrow else [LIST, 288])
        self.follow_up.show_room(is_narrow=is_narrow, is_low=is_low(self))
        is_single = is_narrow and is_low(self) and self.form.value in {"picture", "table"}
        self.side.show_low(is_low=is_low(self))
        self.detail.show_low(is_low=is_low(self))
        self._tabs_bar.setVisible(is_single)
        self._now.setVisible(not is_narrow)
        self._left.setVisible(not is_single or self._tabs.value == "levels")
        self.side.setVisible(not is_single or self._tabs.value == "points")


def _read_then(imports: Imports, report: str) -> tuple[str, Snapshot, Baseline]:
    """Read what a report carried; taking its fingerprint would hold up the window."""
    snapshot = imports.snapshot_of(report)
    return report, snapshot, baseline_of(snapshot, report)
