"""The right half of the report place: the real pages, their language, a large view, and the printer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.i18n import LANGUAGES, _, failure_text
from auditor_app.ui.screens.parts.printing import print_pages
from auditor_app.ui.screens.report.breaks import BreaksPane
from auditor_app.ui.screens.report.page import PageView
from auditor_app.ui.screens.report.pages import ReportPages
from auditor_app.ui.shortcuts import bind_in_place, shown
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.chips import Badge
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LARGE_KEYS: Final = "Ctrl+Shift+P"
PRINT_KEYS: Final = "Ctrl+P"
LAYOUT_KEYS: Final = "Ctrl+Shift+L"
EXPORT_KEYS: Final = "Ctrl+Shift+E"


class _Bar(QWidget):
    """Two pixels that say: being built anew."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._is_busy = look, False
        self.setFixedHeight(2)

    def show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a slot
        """Show or hide the bar; its room stays, so nothing jumps."""
        self._is_busy = is_busy
        self.setAccessibleName(_("The pages are being built") if is_busy else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar on the desk."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look["paper.desk"])
        if self._is_busy:
            painter.fillRect(QRect(0, 0, self.width() * 2 // 3, 2), self._look["accent.base"])


class PreviewPane(QWidget):
    """Back and forward, language, large view, print; below it the page."""

    large_wanted = Signal()
    layout_wanted = Signal()
    export_wanted = Signal()
    closed = Signal()

    def __init__(self, session: AuditSession, look: Look, pages: ReportPages, *, is_large: bool = False) -> None:
        super().__init__()
        self._session, self._look, self.pages, self._is_large = session, look, pages, is_large
        self._follows = False
        self.view = PageView(look, pages, 900 if is_large else 480)
        self.breaks = BreaksPane(session, look, pages) if is_large else None
        self.languages = Segmented(look, is_small=True)
        self.languages.offer({language: language for language in LANGUAGES})
        self.languages.show_choice(pages.language)
        self.page_words = TextLabel(look, "", "body", mode="line", tabular=True)
        self.state = Badge(look)
        self.problem = MessageBar(look)
        self.problem.hide()
        self._bar = _Bar(look)
        self.back, self.forward, self.large, self.printer, self.arrange, self.export = self._buttons()
        self._lay_out()
        self._connect()
        self.refresh()

    def _buttons(self) -> tuple[IconButton, ...]:
        look = self._look
        back = IconButton(look, "chevron-left", box=28)
        back.show_name(_("Previous page"), shown("Ctrl+PgUp"))
        forward = IconButton(look, "chevron-right", box=28)
        forward.show_name(_("Next page"), shown("Ctrl+PgDown"))
        large = IconButton(look, "x" if self._is_large else "zoom-in")
        if self._is_large:
            large.show_name(_("Close"), shown("Esc"))
        else:
            large.show_name(_("Large preview"), shown(LARGE_KEYS))
        printer = IconButton(look, "printer")
        printer.show_name(_("Print …"), shown(PRINT_KEYS))
        arrange = IconButton(look, "sliders-horizontal")
        arrange.show_name(_("How the report looks …"), shown(LAYOUT_KEYS))
        export = IconButton(look, "download")
        export.show_name(_("Save in another form …"), shown(EXPORT_KEYS))
        return back, forward, large, printer, arrange, export

    def _lay_out(self) -> None:
        head = QWidget()
        set_floor(head, "canvas")
        head.setFixedHeight(self._look.px(SIZE["paneHeader"]) - 1)
        row = self._row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self.back)
        row.addWidget(self.page_words)
        row.addWidget(self.forward)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addSpacing(6)
        row.addWidget(self.languages)
        if self._is_large:
            self._add_zoom(row)
        for button in (self.arrange, self.export, self.printer, self.large):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, Hairline(self._look), self._bar, self.problem):
            column.addWidget(widget)
        column.addLayout(self._around_pages(), 1)

    def _around_pages(self) -> QHBoxLayout:
        """Set the pages beside the list of where they begin, where there is room for it."""
        row = QHBoxLayout()
        row.setSpacing(0)
        if self.breaks is not None:
            row.addWidget(self.breaks)
            row.addWidget(Hairline(self._look, Qt.Orientation.Vertical))
            self.breaks.gone_to.connect(self._on_gone_to)
        row.addWidget(self.view, 1)
        return row

    def _on_gone_to(self, page: int) -> None:
        self.view.show_page(page)
        self.refresh()

    def _add_zoom(self, row: QHBoxLayout) -> None:
        ways = (("zoom-out", _("Smaller"), -1, "Ctrl+-"), ("zoom-in", _("Larger"), 1, "Ctrl++"))
        for icon, name, steps, keys in ways:
            button = IconButton(self._look, icon)
            button.show_name(name, shown(keys))
            slot = partial(self.view.zoom, steps)
            button.clicked.connect(slot)
            bind_in_place(self, keys, slot)
            row.addWidget(button)

    def _connect(self) -> None:
        self.back.clicked.connect(partial(self.turn, -1))
        self.forward.clicked.connect(partial(self.turn, 1))
        self.large.clicked.connect(self.closed if self._is_large else self.large_wanted)
        self.printer.clicked.connect(self.print_pages)
        self.arrange.clicked.connect(self.layout_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.languages.chosen.connect(self._on_language)
        self.view.turned.connect(self._on_turned)
        self.pages.built.connect(self._on_built)
        self.pages.busy_changed.connect(self._bar.show_busy)
        self.pages.failed.connect(self._on_failed)

    def turn(self, steps: int, _checked: object = None) -> None:
        """Go on by so many pages."""
        self._follows = False
        self.view.show_page(self.view.page + steps)
        self.refresh()

    def mark(self, finding: str) -> None:
        """Mark the finding in hand and bring it into view, also when it moves, until somebody turns the page."""
        self._follows = True
        self.view.mark(finding)
        self.refresh()

    def refresh(self) -> None:
        """Say which page is shown and how far the report is."""
        count, page = self.pages.count, self.view.page + 1
        words = _("Page {page}").format(page=page)
        text = _("Page {page} of {count}").format(page=page, count=count) if count else _("Being built …")
        self.page_words.show_text(text, bold=[(0, len(words))] if text.startswith(words) else ())
        self.back.setEnabled(page > 1)
        self.forward.setEnabled(page < count)
        self.printer.setEnabled(count > 0)
        self.state.show_state(_("signed") if self.pages.is_signed else _("draft"))
        self._fit_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is said elsewhere where there is little room."""
        super().resizeEvent(event)
        self._fit_state()

    def _fit_state(self) -> None:
        """Say whether it is signed where that leaves the number of pages whole."""
        taken = self.state.sizeHint().width() + self._row.spacing()
        others = self._row.minimumSize().width() - (0 if self.state.isHidden() else taken)
        self.state.setVisible(self.width() >= others + taken)

    def showEvent(self, event: QShowEvent) -> None:
        """Build while somebody looks."""
        super().showEvent(event)
        self.pages.want(is_wanted=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        if not self._is_large:
            self.pages.want(is_wanted=False)

    def _on_language(self, language: str) -> None:
        self.pages.choose(language)

    def _on_turned(self, _page: int) -> None:
        self._follows = False
        self.refresh()

    def _on_built(self) -> None:
        self.problem.hide()
        self.languages.show_choice(self.pages.language)
        self.view.mark(self.view.sheet.marked, is_shown=self._follows)
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        text = failure_text(error, _("The pages could not be built. The log says why."))
        self.problem.show_message(Message(text, "failure", _("No new pages")))

    def print_pages(self, _checked: object = None) -> None:
        """Ask how to print, and print the pages that are shown."""
        report = self.pages.report
        if report is not None:
            pages = [(report.pdf, page) for page in range(report.pages)]
            print_pages(pages, self._session.read, self._on_not_printed, self)

    def _on_not_printed(self) -> None:
        text = _("The printer did not take the pages. Check it, or save the report as a file.")
        self.problem.show_message(Message(text, "attention", _("Not printed")))
