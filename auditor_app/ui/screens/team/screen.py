"""Team: everybody rates blind, then differences stand on top, and the team records what it agrees on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.core.interim import is_interim, to_rate
from auditor_app.core.model import Consensus
from auditor_app.core.team import differences, is_revealed, needs_reason, raters, standings
from auditor_app.i18n import N_, _
from auditor_app.ui.delegates.team import ScaleHead, TeamDelegate
from auditor_app.ui.models.team_rows import TeamRow, left_words, next_open, team_model, team_rows
from auditor_app.ui.screens.parts.room import NARROWEST, holds_focus, is_low, room_of
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.parts.underway import Underway
from auditor_app.ui.screens.team.detail import TeamDetail, TeamFoot
from auditor_app.ui.screens.team.figures import TeamFigures
from auditor_app.ui.screens.team.hand_over import HandOver
from auditor_app.ui.screens.team.waiting import LockDialog, TeamWaiting
from auditor_app.ui.session import may_retry
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.inputs import ComboBox
from auditor_app.ui.widgets.panes import Bar, Hairline, HairlineSplitter, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.core.team import Difference
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LIST: Final = 540
LEAST_LIST: Final = 300
MEDIUM_SHARE: Final = 0.46
"""Of the list beside the criterion, as long as the team's levels and the button have their room."""
_SHOWN: Final = frozenset({"rating", "consensus", "member", "publication", "link", "note"})


class TeamScreen(QWidget):
    """The place where ratings meet."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("rate", "1", N_("The team's level: 1 to 4")),
        Key("not_assessed", "0", N_("Not assessed")),
        Key("not_applicable", "/", N_("Not applicable")),
        Key("next", "Ctrl+Return", N_("Record and go to the next criterion")),
    )

    def __init__(self, session: AuditSession, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self._framework = session.live.framework
        self._underway = Underway()
        self._group = session.new_group()
        self._code = ""
        self._is_stale = False
        self._compose()
        self._connect()
        self.setMinimumSize(NARROWEST)
        self._refresh()
        self.setFocusProxy(self.list)

    def _compose(self) -> None:
        look = self._look
        self._title = TextLabel(look, _("Differences"), "heading", mode="line")
        self.scale = ScaleHead(look)
        self._left_head = QWidget()
        set_floor(self._left_head, "canvas")
        self._head = head = QHBoxLayout(self._left_head)
        head.setContentsMargins(20, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.scale)
        self.list = RowList(team_model(), _("Differences"))
        self.list.draw_with(TeamDelegate(look, self.list))
        self.list.setProperty("staysActive", True)
        self.list.setMinimumHeight(60)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._left_head)
        left.addWidget(Hairline(look))
        left.addWidget(self.list, 1)
        self.figures = TeamFigures(look)
        self.detail = TeamDetail(look, self._framework)
        self.foot = TeamFoot(look, self._framework)
        revealed = self._revealed()
        self.waiting = TeamWaiting(look)
        self.hand_over = HandOver(self._session, look, self)
        self.pages = QStackedWidget()
        self.pages.addWidget(Scrolled(self.waiting, floor="surface"))
        self.pages.addWidget(revealed)
        self._splitter = HairlineSplitter(look)
        self._splitter.hold(self._left, LIST, LEAST_LIST)
        self._splitter.hold(self.pages, 660, 300, stretch=1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top())
        whole.addWidget(self._splitter, 1)
        set_floor(self, "surface")

    def _revealed(self) -> QWidget:
        """Make the side that is seen once all have locked: the figures, a criterion, the team's level."""
        revealed = QWidget()
        right = QVBoxLayout(revealed)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self._detail_line, self._below = Hairline(self._look), QWidget()
        right.addWidget(self.figures)
        right.addWidget(self._detail_line)
        right.addWidget(self.detail, 1)
        right.addWidget(self.foot)
        right.addWidget(self._below, 1)
        return revealed

    def _top(self) -> QWidget:
        """Make the bar that says who works here; where there is little room it also chooses the pane."""
        self._bar = Bar(self._look, (20, 6, 20, 6), 10)
        self._i_am = TextLabel(self._look, _("I &am"), "body", "text.secondary", "line")
        self.me = ComboBox(self._look, self._i_am.text().replace("&", ""))
        self._i_am.setBuddy(self.me)
        self.panes = Segmented(self._look, is_small=True)
        self.panes.offer({"list": _("Differences"), "detail": _("Criterion"), "figures": _("Agreement")})
        self.panes.show_choice("list")
        self._bar.row.addWidget(self._i_am)
        self._bar.row.addWidget(self.me)
        self._bar.row.addStretch(1)
        self._bar.row.addWidget(self.panes)
        return self._bar

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self.me.activated.connect(self._on_me)
        self.hand_over.stayed.connect(self._on_stayed)
        self.panes.chosen.connect(self._on_pane)
        self.list.chosen.connect(self._open)
        self.list.opened.connect(self._on_opened)
        self.list.verticalScrollBar().rangeChanged.connect(self._align)
        self.waiting.lock_asked.connect(self.ask_lock)
        self.waiting.rating_asked.connect(self._on_rating_asked)
        self.detail.evidence_asked.connect(self._on_evidence)
        self.foot.rated.connect(self._on_rated)
        self.foot.reasoned.connect(self._on_reasoned)
        self.foot.next_asked.connect(self.record_and_next)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.record_and_next)

    # --- what is shown

    @property
    def _snapshot(self) -> Snapshot:
        """Give the audit, with what is on its way to the disk over it."""
        snapshot = self._session.snapshot
        stored = {item.criterion: item for item in snapshot.consensus}
        newer = {code: self._underway.fields(code) for code in self._framework.by_code}
        for code, fields in newer.items():
            if fields:
                stored[code] = replace(stored.get(code, Consensus(criterion=code)), **fields)
        return snapshot.but(consensus=tuple(stored.values())) if any(newer.values()) else snapshot

    @property
    def is_revealed(self) -> bool:
        """Whether everybody's ratings may be seen."""
        return is_revealed(self._session.snapshot)

    def _refresh(self) -> None:
        self._is_stale = False
        snapshot = self._session.snapshot
        shown = self.is_revealed
        found = standings(snapshot)
        self._show_me(tuple((item.member.name, item.member.id) for item in found))
        self._title.show_text(_("Differences") if shown else _("Criteria"))
        self.list.show_rows(team_rows(self._snapshot, self._code))
        self.pages.setCurrentIndex(1 if shown else 0)
        is_signed = self._session.is_read_only
        self.waiting.show_standings(
            found, len(to_rate(snapshot)), self._session.live.me, is_signed=is_signed, is_interim=is_interim(snapshot)
        )
        gone = left_words(self._session.live.entities("member").values())
        self.waiting.show_left(gone)
        self._fit()
        if shown:
            self.figures.show_ratings(snapshot.ratings, raters(snapshot.members), gone)
            if not self._code:
                self._open(next((row.code for row in team_rows(snapshot) if isinstance(row, TeamRow)), ""))
            self._show(is_other=False)

    def _show_me(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer who may work here; who works here and rates no more stands with them, until another takes over."""
        live = self._session.live
        here = live.entities("member").get(live.me)
        if here is not None and live.me not in {member for _name, member in choices}:
            name = _("{name} (rates no more)").format(name=here.name) if here.deleted else here.name
            choices = ((name, live.me), *choices)
        self.me.show_choices(choices, live.me)
        self.me.setVisible(len(choices) > 1)

    def _difference(self) -> Difference | None:
        return next((item for item in differences(self._snapshot) if item.criterion == self._code), None)

    def _agreed(self) -> Consensus:
        found = (item for item in self._snapshot.consensus if item.criterion == self._code)
        return next(found, Consensus(criterion=self._code))

    def _show(self, *, is_other: bool) -> None:
        item, criterion = self._difference(), self._framework.by_code.get(self._code)
        if item is None or criterion is None:
            return
        snapshot = self._session.snapshot
        self.detail.show_difference(criterion, item, raters(snapshot.members), snapshot.evidence_of(self._code))
        agreed = self._agreed()
        self.foot.show_agreed(
            criterion, agreed.level, agreed.reason, is_other=is_other, is_signed=self._session.is_read_only,
            is_owed=needs_reason(agreed.level, (rating.level for rating in item.ratings.values())),
            can_confirm=bool(agreed.level or item.common),
        )  # fmt: skip
        self._keep_control_whole(is_narrow=room_of(self, self._look) == "narrow")

    def _open(self, code: str) -> None:
        if code not in self._framework.by_code:
            return
        if code != self._code:
            self.foot.flush()
            self._group = self._session.new_group()
            self._code = code
            self.list.show_rows(team_rows(self._snapshot, code))
        self.list.choose(code)
        self._show(is_other=True)

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a criterion; other things are ignored."""
        if kind == "criterion" and self.is_revealed:
            self._open(entity)

    def take_to(self, field: str) -> None:
        """Take the caret to what was agreed on, or to the reason for it."""
        if field not in {"reason", "level"} or not self.is_revealed or self._session.is_read_only:
            return
        if room_of(self, self._look) == "narrow":
            self._on_pane("detail")
        if field == "reason":
            self.foot.reason.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.foot.control.focus_chosen()

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        if {kind for kind, _id in touched} & _SHOWN:
            self._is_stale = True
            if self.isVisible():
                self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another place was open."""
        super().showEvent(event)
        if self._is_stale:
            self._refresh()
        self._fit()

    # --- what a person does

    def _on_me(self, _index: int) -> None:
        self.hand_over.go(str(self.me.currentData()))

    def _on_stayed(self) -> None:
        self.me.setCurrentIndex(self.me.findData(self._session.live.me))

    def ask_lock(self) -> None:
        """Ask before my ratings are locked; the safe answer has the focus."""
        others = [item for item in standings(self._session.snapshot) if item.member.id != self._session.live.me]
        dialog = LockDialog(self._look, is_last=all(item.is_locked for item in others), parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_lock_answered)
        dialog.open()

    def _on_lock_answered(self, answer: int) -> None:
        if answer == QDialog.DialogCode.Accepted:
            self._session.write(partial(self._session.judge.lock, self._session.audit_id), self._on_locked)

    def _on_locked(self, _written: Written) -> None:
        if self.is_revealed:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_rating_asked(self) -> None:
        self._session.lead_to("criteria")

    def _on_evidence(self) -> None:
        self._session.lead_to("criteria", "criterion", self._code)

    def _on_opened(self, code: str) -> None:
        self._open(code)
        if room_of(self, self._look) == "narrow" and self.is_revealed:
            self._on_pane("detail")

    def _on_rated(self, level: str) -> None:
        self.foot.flush()
        self._agree(level, self._agreed().reason)

    def _on_reasoned(self, reason: str) -> None:
        self._agree(self._agreed().level, reason)

    def _agree(self, level: str, reason: str) -> None:
        if self._session.is_read_only or not self.is_revealed or not self._code:
            return
        code, audit = self._code, self._session.audit_id
        work = partial(self._session.judge.agree, audit, code, level, reason, self._group)
        self._underway.begin(code, {"level": level, "reason": reason})
        self._session.write(work, partial(self._on_written, code), partial(self._on_failed, code))
        self.list.show_rows(team_rows(self._snapshot, self._code))
        self._show(is_other=False)

    def _on_written(self, code: str, _written: Written) -> None:
        self._underway.end(code)
        self._refresh()

    def _on_failed(self, code: str, error: Exception) -> None:
        """Keep what was decided in sight while the session tries again; a refusal shows what is stored."""
        if not may_retry(error):
            self._underway.end(code)
            self._refresh()

    def record_and_next(self) -> None:
        """Record the level all agreed on from the start, and go to the next criterion that is not settled."""
        item = self._difference()
        if item is None:
            return
        self.foot.flush()
        if item.common and not self._agreed().level:
            self._agree(item.common, self._agreed().reason)
        following = next_open(team_rows(self._snapshot, self._code), self._code)
        if following:
            self._open(following)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rate with 1 to 4, 0 and / wherever no text has the focus."""
        is_fixed = self._session.is_read_only or not self.is_revealed
        if is_fixed or not self.foot.control.take_key(event.text()):
            super().keyPressEvent(event)
        if why := "" if is_fixed else self.foot.control.why_not(event.text()):
            self._session.tell(why)

    # --- room

    def _align(self, _least: int = 0, _most: int = 0) -> None:
        """Keep the head of the scale over the scale, with and without a scroll bar."""
        self._head.setContentsMargins(20, 0, max(0, self.list.width() - self.list.viewport().width()), 0)

    def _on_pane(self, pane: str) -> None:
        """Show one of the two panes; the keyboard goes along."""
        had_focus = holds_focus(self.list) or holds_focus(self.pages)
        self.panes.show_choice(pane)
        self._fit()
        if had_focus and pane == "detail":
            self.foot.control.focus_chosen()
        elif had_focus and pane == "figures":
            self.panes.focus_chosen()
        elif had_focus:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        room, low = room_of(self, self._look), is_low(self)
        is_narrow, shown = room == "narrow", self.is_revealed
        self._bar.setVisible(is_narrow or not shown)
        self.panes.setVisible(is_narrow and shown)
        self._left.setVisible(not is_narrow or (shown and self.panes.value == "list"))
        self.pages.setVisible(not is_narrow or not shown or self.panes.value != "list")
        self._left_head.setFixedHeight(self._look.px(SIZE["paneHeaderSmall"]))
        self._i_am.setVisible(not self.me.isHidden() and not (is_narrow and shown))
        self.figures.show_compact(is_compact=not is_narrow and (room != "wide" or low))
        self.figures.setVisible(not is_narrow or self.panes.value == "figures")
        for part in (self._detail_line, self.detail, self.foot):
            part.setVisible(not is_narrow or self.panes.value != "figures")
        self._below.setVisible(is_narrow and self.panes.value == "figures")
        self.foot.show_compact(is_compact=is_narrow or low)
        self._keep_control_whole(is_narrow=is_narrow)
        self._align()

    def _keep_control_whole(self, *, is_narrow: bool) -> None:
        """Give the team's levels and the button their room, whatever the button says."""
        self.pages.setMinimumWidth(LEAST_LIST if is_narrow else self.foot.sizeHint().width())

    def minimumSizeHint(self) -> QSize:
        """Never keep the window from getting narrow."""
        return NARROWEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the figures, then show list and criterion in turn."""
        super().resizeEvent(event)
        self._fit()
        if event.size().width() != event.oldSize().width():
            share = round(self.width() * MEDIUM_SHARE) if room_of(self, self._look) == "medium" else LIST
            needed = self.foot.sizeHint().width() + self._splitter.handleWidth()
            share = max(LEAST_LIST, min(share, self.width() - needed))
            self._splitter.setSizes([share, self.width() - share])

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give what the team agrees on."""
        return (self.foot,)

    def next_pane(self) -> None:
        """Go round: rows, the team's level, the reason, and with little room the agreement."""
        if not self.is_revealed:
            to_lock = holds_focus(self.list) or not self.list.isVisible()
            (self.waiting.stop if to_lock else self.list).setFocus(Qt.FocusReason.TabFocusReason)
            return
        is_narrow = room_of(self, self._look) == "narrow"
        if holds_focus(self.list):
            if is_narrow:
                self._on_pane("detail")
            self.foot.control.focus_chosen()
        elif holds_focus(self.foot.control):
            self.foot.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif is_narrow and self.panes.value == "detail":
            self._on_pane("figures")
        else:
            if is_narrow:
                self._on_pane("list")
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Write at once what was typed."""
        self.foot.flush()
