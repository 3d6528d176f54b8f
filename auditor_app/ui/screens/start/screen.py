"""The start page: what can be begun at the left, the schools with their audits at the right."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, current, error_text, ngettext
from auditor_app.ui.drops import take_copy
from auditor_app.ui.frame.top_bar import SearchButton
from auditor_app.ui.memory import give_back
from auditor_app.ui.screens.start.audit_list import AuditList
from auditor_app.ui.screens.start.begin import ChoiceButton, DropField
from auditor_app.ui.screens.start.delegate import SIDE
from auditor_app.ui.screens.start.reminders import KEPT, OPEN, Reminders
from auditor_app.ui.screens.start.rows import (
    StartRow,
    begin_interim,
    fitting,
    rows_by_date,
    rows_by_school,
    rows_in_bin,
)
from auditor_app.ui.shortcuts import BY_NAME, bind, shown
from auditor_app.ui.tokens import MEDIUM, SIZE
from auditor_app.ui.widgets.buttons import Button, IconButton
from auditor_app.ui.widgets.inputs import SearchField
from auditor_app.ui.widgets.messages import EmptyState, Message, MessageBar, Toast, below
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor_app.core.model import EarlierReport
    from auditor_app.services.audits.overview import AuditSummary, Listed
    from auditor_app.services.desk import Written
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.events import Events
    from auditor_app.ui.theme import Look

LEFT_WIDTH: Final = 312


class StartScreen(QWidget):
    """What there is, newest first, and what can be begun."""

    audit_opened = Signal(str)
    kept_opened = Signal(str)
    """An audit is to be opened where it says what is kept of it."""
    report_opened = Signal(object)
    chosen = Signal(str)
    """An action by name: new_audit, import, interim, register, framework, palette, settings, lock, sample."""
    interim_wanted = Signal(object)
    """The row of a signed audit of which an interim evaluation is to begin."""
    dropped = Signal(object)
    """PDF files that were dropped on the window."""

    def __init__(
        self,
        workspace: Workspace,
        look: Look,
        background: Background,
        events: Events,
        *,
        names: Listed | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show `names` at once, if whoever opened the data folder has read them already."""
        super().__init__(parent)
        self._workspace, self._look, self._background = workspace, look, background
        self._summaries: tuple[AuditSummary, ...] = ()
        self._reports: tuple[EarlierReport, ...] = ()
        self._is_sample_here = False
        self._view, self._words = "school", ""
        self.list = AuditList(look)
        self.toast = Toast(look, self)
        self.toast.stand_above(0)
        self.message = MessageBar(look)
        self.message.hide()
        self.reminders = Reminders(workspace, background, self.message, self)
        self.setAcceptDrops(True)
        self._make_left()
        self._make_right()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addWidget(self.right, 1)
        self._connect()
        events.changed.connect(self._on_changed)
        if names is None:
            self.reload()
        else:
            self._on_names(names)

    # --- the two columns

    def _make_left(self) -> None:
        look = self._look
        self.left = QWidget()
        self.left.setFixedWidth(LEFT_WIDTH)
        set_floor(self.left, "sunken")
        title = TextLabel(look, _("Audits"), "note")
        title.set_role("note", 600)
        title.setContentsMargins(8, 0, 0, 0)
        title.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        title.setFixedHeight(look.px(SIZE["topBar"]))
        begin = TextLabel(look, _("Begin"), "caption", "text.secondary")
        begin.setContentsMargins(8, 0, 0, 0)
        self.new_audit = ChoiceButton(look, "file-plus", _("New audit"), key=shown(BY_NAME["new_audit"].keys))
        self.choices = {
            "import": ChoiceButton(look, "file-check", _("Open a signed report"), _("Verify first, then show")),
            "register": ChoiceButton(look, "school", _("Import a school register"), _("Pick schools while typing")),
            "framework": ChoiceButton(look, "list-tree", _("Import a framework"), _("Your own criteria, from a file")),
            "sheets": ChoiceButton(look, "printer", _("Blank sheets for paper"), _("To print, with the same codes")),
            "sample": ChoiceButton(
                look, "book-open", _("Complete sample audit"), _("Invented; gone again in one click")
            ),
        }
        self.drop_field = DropField(look)
        column = QVBoxLayout(self.left)
        column.setContentsMargins(16, 0, 17, 16)
        column.setSpacing(6)
        column.addWidget(title)
        column.addSpacing(18)
        column.addWidget(begin)
        column.addSpacing(2)
        column.addWidget(self.new_audit)
        column.addSpacing(4)
        for choice in self.choices.values():
            column.addWidget(choice)
        column.addStretch(1)
        column.addWidget(self.drop_field)
        column.addSpacing(6)
        column.addLayout(self._promise())

    def _promise(self) -> QHBoxLayout:
        sentence = _("Everything is encrypted on this laptop. No network is needed.")
        lock = IconButton(self._look, "lock", sentence, size=16, box=20)
        lock.setEnabled(False)
        lock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(lock, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(self._look, sentence, "small", "text.secondary"), 1)
        return row

    def _make_right(self) -> None:
        look = self._look
        self.right = QWidget()
        set_floor(self.right, "canvas")
        bar = QWidget()
        bar.setFixedHeight(look.px(SIZE["topBar"]) - 1)
        set_floor(bar, "surface")
        self.begin = Button(look, _("Begin"), icon="chevron-down")
        self.search = SearchButton(look, _("Search all schools and audits"), 420)
        self.backup = TextLabel(look, "", "body", "text.secondary", "elide")
        self.backup.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self.settings = IconButton(look, "settings")
        self.settings.show_name(_("Settings"), shown(BY_NAME["settings"].keys))
        self.lock = IconButton(look, "lock")
        self.lock.show_name(_("Lock"), shown(BY_NAME["lock"].keys))
        top = QHBoxLayout(bar)
        top.setContentsMargins(SIDE, 0, 12, 0)
        top.setSpacing(8)
        top.addWidget(self.begin)
        top.addWidget(self.search)
        top.addWidget(self.backup, 1)
        top.addWidget(self.settings)
        top.addWidget(self.lock)
        column = QVBoxLayout(self.right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(Hairline(look))
        column.addWidget(self.message)
        column.addLayout(self._head())
        self.pages = QStackedWidget()
        self.empty = EmptyState(look)
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        column.addWidget(self.pages, 1)

    def _head(self) -> QHBoxLayout:
        look = self._look
        self.title = TextLabel(look, _("Schools"), "title", mode="elide")
        self.title.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.filter = SearchField(look, _("Filter"))
        self.filter.setMaximumWidth(220)
        self.filter.setMinimumWidth(90)
        self.views = Segmented(look, is_small=True)
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 16, SIDE, 0)
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.filter, 1)
        head.addWidget(self.views)
        return head

    def _connect(self) -> None:
        self.new_audit.clicked.connect(lambda: self.chosen.emit("new_audit"))
        for name, choice in self.choices.items():
            choice.clicked.connect(lambda _checked=False, name=name: self._choose(name))
        self.search.clicked.connect(lambda: self.chosen.emit("palette"))
        self.settings.clicked.connect(lambda: self.chosen.emit("settings"))
        self.lock.clicked.connect(lambda: self.chosen.emit("lock"))
        self.begin.clicked.connect(self._open_menu)
        self.list.painted.connect(self._read_all)
        self.list.opened.connect(self._on_opened)
        self.list.binned.connect(self._on_binned)
        self.list.followed.connect(self.interim_wanted)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_row_menu)
        self.empty.chosen.connect(lambda: self.chosen.emit("new_audit"))
        self.views.chosen.connect(self._on_view)
        self.filter.searched.connect(self._on_filtered)
        self.filter.left_down.connect(self.list.setFocus)
        self.toast.undone.connect(self._on_put_back)
        self.message.acted.connect(self._on_message_acted)
        bind(self, "new_audit", lambda: self.chosen.emit("new_audit"))
        bind(self, "interim", lambda: self.chosen.emit("interim"))
        bind(self, "filter", self.filter.setFocus)

    # --- what there is

    def reload(self) -> None:
        """Read the audits anew: their names at once, the counts when they are counted."""
        if self._summaries:
            self._read_all()
            return
        self._background.run(self._workspace.overview.names, self._on_names, latest="start-names")

    def _on_names(self, found: Listed) -> None:
        """Show the names, and count when they are seen: the list is what a person waits for."""
        self._on_read(found)
        if self.list.was_painted or not self.list.rows.rows:
            QTimer.singleShot(0, self, self._read_all)

    def _read_all(self) -> None:
        workspace, there = self._workspace, self._workspace.overview
        self._background.run(lambda: (there.audits(), there.reports()), self._on_counted, latest="start")
        self._background.run(workspace.last_backup, self._on_backup, latest="start-backup")
        self.reminders.look()

    @property
    def summaries(self) -> tuple[AuditSummary, ...]:
        """The audits as they were read last."""
        return self._summaries

    def _on_changed(self, _changes: object) -> None:
        if self.isVisible():
            self.reload()

    def _on_read(self, found: Listed) -> None:
        self._summaries, self._reports = found
        self._is_sample_here = any(item.is_bundled for item in self._summaries)
        if self._is_sample_here:
            self.choices["sample"].show_words(
                _("Remove the sample audit"), _("It goes in one click, and can come back")
            )
        else:
            self.choices["sample"].show_words(_("Complete sample audit"), _("Invented; gone again in one click"))
        self._show()

    def _on_counted(self, found: Listed) -> None:
        """Show the counts; counting walked through all notes, and needs nothing of that any more."""
        self._on_read(found)
        give_back()

    def _on_backup(self, seconds: float) -> None:
        if not seconds:
            self.backup.show_text("")
            return
        made = datetime.fromtimestamp(seconds).astimezone()
        is_today = made.date() == datetime.now().astimezone().date()
        when = current().time(made) if is_today else current().date(made.date(), "d MMM")
        text = _("Copy of today {time}") if is_today else _("Last copy {time}")
        self.backup.show_text(text.format(time=when))

    def _show(self) -> None:
        in_bin = rows_in_bin(self._summaries)
        views = {"school": _("By school"), "date": _("By date")}
        if in_bin:
            views["bin"] = ngettext("Bin {n}", "Bin {n}", len(in_bin))
        elif self._view == "bin":
            self._view = "school"
        self.views.offer(views)
        self.views.show_choice(self._view)
        today = datetime.now().astimezone().date()
        rows = in_bin if self._view == "bin" else self._rows(today)
        if self._words:
            rows = fitting(rows, self._words)
        self.list.rows.show(rows)
        self.list.choose_first()
        self.pages.setCurrentWidget(self.list if rows else self.empty)
        self.views.setVisible(bool(self._summaries or self._reports))
        self.filter.setVisible(bool(self._summaries or self._reports))
        self._show_empty()

    def _rows(self, today: date) -> Sequence[StartRow]:
        make = rows_by_school if self._view == "school" else rows_by_date
        return make(self._summaries, self._reports, today)

    def _show_empty(self) -> None:
        if self._words:
            self.empty.show_step(_("Nothing fits these words"), _("Try fewer words, or part of a name."))
            return
        self.empty.show_step(
            _("Here come your audits"),
            _("One school at a time, the newest audit on top. The sample shows what a finished one looks like."),
            _("New audit"),
            shown(BY_NAME["new_audit"].keys),
        )

    # --- what is done

    def _choose(self, name: str) -> None:
        if name == "sample":
            self.toggle_sample()
        else:
            self.chosen.emit(name)

    def toggle_sample(self) -> None:
        """Put the sample here, or take it away again."""
        workspace = self._workspace
        self.choices["sample"].setEnabled(False)
        if self._is_sample_here:
            self._background.write(lambda: workspace.samples.remove(), self._on_sample_gone, self._on_sample_failed)  # noqa: PLW0108 - made there
        else:
            self._background.write(lambda: workspace.samples.add_all(), self._on_sample_here, self._on_sample_failed)  # noqa: PLW0108 - made there

    def _on_sample_here(self, audit_id: str) -> None:
        self.choices["sample"].setEnabled(True)
        self.reload()
        self.audit_opened.emit(audit_id)

    def _on_sample_gone(self, _nothing: object) -> None:
        self.choices["sample"].setEnabled(True)
        self.toast.show_done(_("The sample audit is gone"))
        self.reload()

    def _on_sample_failed(self, error: Exception) -> None:
        self.choices["sample"].setEnabled(True)
        self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        """Say what went wrong; a fault nobody expected has a dialog of its own."""
        if isinstance(error, UserError):
            self.message.show_message(Message(error_text(error), "failure", "", (("close", _("Close")),)))

    def _on_opened(self, row: StartRow) -> None:
        if row.kind == "audit":
            self.audit_opened.emit(row.key)
        elif row.kind == "binned":
            self._on_put_back(row.key)
        else:
            report = next((item for item in self._reports if item.id == row.key), None)
            if report is not None:
                self.report_opened.emit(report)

    def _on_binned(self, row: StartRow) -> None:
        if row.kind != "audit":
            return
        workspace = self._workspace
        name = f"{row.title}, {row.line}"

        def done(written: Written) -> None:
            self.toast.show_done(_("{name} is in the bin").format(name=name), row.key)
            self._on_written(written)

        self._background.write(lambda: workspace.audits.bin(row.key), done, self._on_failed)

    def _on_put_back(self, audit_id: object) -> None:
        workspace = self._workspace
        self._background.write(lambda: workspace.audits.restore(str(audit_id)), self._on_written, self._on_failed)

    def _on_written(self, _written: Written) -> None:
        self.reload()

    def _on_message_acted(self, name: str) -> None:
        self.message.hide()
        if name.startswith(OPEN):
            self.audit_opened.emit(name.removeprefix(OPEN))
        elif name.startswith(KEPT):
            self.kept_opened.emit(name.removeprefix(KEPT))

    def _on_view(self, view: str) -> None:
        self._view = view
        self._show()

    def _on_filtered(self, words: str) -> None:
        self._words = words.strip()
        self._show()

    def _open_row_menu(self, place: QPoint) -> None:
        """Offer what can be done with a row: by the right button, or by the key for menus."""
        row = self.list.marked
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction(row.action or _("Open"), partial(self._on_opened, row))
        if row.follows:
            menu.addAction(begin_interim(), partial(self.interim_wanted.emit, row))
        if row.kind == "audit":
            menu.addAction(_("Put in the bin"), partial(self._on_binned, row))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("New audit"), lambda: self.chosen.emit("new_audit"))
        for name, choice in self.choices.items():
            menu.addAction(choice.text(), partial(self._choose, name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(below(self.begin))

    # --- room and drops

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Turn the choices into a button where there is no room for them."""
        is_narrow = self.width() < MEDIUM
        self.left.setVisible(not is_narrow)
        self.begin.setVisible(is_narrow)
        self.drop_field.setVisible(self.height() >= 560)  # noqa: PLR2004 - below it the choices need the room
        self.search.set_small(is_small=is_narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take PDF files."""
        from auditor_app.ui.import_card import pdfs_of  # noqa: PLC0415 - loads with what is dropped

        if pdfs_of(event.mimeData().urls()) and take_copy(event):
            self.drop_field.show_over(is_over=True)
            workspace = self._workspace
            self._background.run(lambda: workspace.imports.warm_up())  # noqa: PLW0108 - made there

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing is held over the window any more."""
        self.drop_field.show_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Verify what was dropped, once whoever it was dragged from can go on."""
        from auditor_app.ui.import_card import pdfs_of  # noqa: PLC0415 - loads with what is dropped

        self.drop_field.show_over(is_over=False)
        take_copy(event)
        QTimer.singleShot(0, self, partial(self.dropped.emit, pdfs_of(event.mimeData().urls())))
