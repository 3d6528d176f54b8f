"""Criteria: the guided walk through the framework, from question and evidence to my own level and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from auditor_app.core.interim import codes_to_rate
from auditor_app.core.matrix import SUGGESTS_FOR, read_matrix, states_of
from auditor_app.core.model import Rating
from auditor_app.i18n import N_, _, current
from auditor_app.services.desk import Written
from auditor_app.services.words.matrix import suggestion_reason, suggestion_words
from auditor_app.ui.models.attention import concerns, next_needing
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.criteria_tree import CriteriaTree, criterion_row, my_ratings
from auditor_app.ui.models.earlier_notes import earlier_notes
from auditor_app.ui.models.survey_rows import asked_groups, bar_groups, found_statements
from auditor_app.ui.screens.beside.actions import BesideActions
from auditor_app.ui.screens.criteria.before_leaving import BeforeLeaving
from auditor_app.ui.screens.criteria.criterion_pane import CriterionPane
from auditor_app.ui.screens.criteria.evidence_pane import EvidencePane
from auditor_app.ui.screens.criteria.leaving import Leaving
from auditor_app.ui.screens.criteria.tree_view import CriteriaTreeView
from auditor_app.ui.screens.parts.room import NARROWEST, holds_focus, is_low, room_of
from auditor_app.ui.screens.parts.underway import Underway
from auditor_app.ui.session import may_retry
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.thumbnails import thumbnails_of
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.panes import Bar, HairlineSplitter, PaneHeader, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.outside.imports import Imports
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

TREE, CRITERION, EVIDENCE = 326, 484, 388
SHOWN_KINDS = frozenset(
    {"rating", "link", "member", "publication", "baseline", "survey", "survey_question", "audit", "cell"}
)
"""The kinds of entity whose changes this place shows, besides notes."""
_PANES: Final = ("tree", "criterion", "evidence")


class CriteriaScreen(QWidget):
    """The place where an auditor weighs, alone and blind, what the notes say about each criterion."""

    KEYS = (
        Key("rate", "1", N_("Rate: 1 to 4; a letter begins the reason")),
        Key("not_assessed", "0", N_("Not assessed")),
        Key("not_applicable", "/", N_("Not applicable")),
        Key("next", "Ctrl+Return", N_("Next criterion that needs attention")),
        Key("leave", "Esc", N_("Leave the reason")),
        Key("photos", "Space", N_("On evidence: open its photos large")),
    )

    def __init__(self, session: AuditSession, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self._book = book_of(session)
        self._framework = session.live.framework
        self.beside = BesideActions(session, look, self)
        self._ratings: dict[str, Rating] = {}
        self._code = self._framework.criteria[0].code if self._framework.criteria else ""
        self._group = session.new_group()
        self._underway = Underway()
        self._is_stale = False
        self._walked: set[str] = set()
        """What Ctrl+Enter was at, until it has been at all that needs attention."""
        self._earlier: Mapping[str, tuple[str, ...]] = {}
        self._pane = "criterion"
        self._compose()
        self._connect()
        self.retranslate()
        self._refresh_all()
        self._open(self._code)
        self.setFocusProxy(self.tree_view)
        self._read_earlier()

    def _compose(self) -> None:
        self.tree = CriteriaTree(self._framework)
        self.tree_view = CriteriaTreeView(self._look, self.tree)
        self._header = PaneHeader(self._look)
        self._rated = TextLabel(self._look, "", "small", "text.muted", "line", tabular=True)
        self._header.tools.addWidget(self._rated)
        self.before = BeforeLeaving(self._look)
        self._left = QWidget()
        set_floor(self._left, "canvas")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._header)
        left.addWidget(self.tree_view, 1)
        left.addWidget(self.before)
        self.pane = CriterionPane(self._look, self._framework)
        self.evidence = EvidencePane(self._look, self._framework)
        self._panes = HairlineSplitter(self._look)
        self._panes.hold(self._left, TREE, 220)
        self._panes.hold(self.pane, CRITERION, 320, stretch=1)
        self._panes.hold(self.evidence, EVIDENCE, 260, stretch=1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.setSpacing(0)
        whole.addWidget(self._switch())
        whole.addWidget(self._panes, 1)

    def _switch(self) -> QWidget:
        """Make the bar of a narrow window: which pane, and on to the next criterion."""
        self._bar = Bar(self._look, (16, 6, 10, 6))
        self._segments = Segmented(self._look, is_small=True)
        self._before_button = IconButton(self._look, "chevron-left")
        self._after_button = IconButton(self._look, "chevron-right")
        self._bar.row.addWidget(self._segments)
        self._bar.row.addStretch(1)
        self._bar.row.addWidget(self._before_button)
        self._bar.row.addWidget(self._after_button)
        self._bar.hide()
        return self._bar

    def _connect(self) -> None:
        self._book.changed.connect(self._on_changed)
        self.tree_view.chosen.connect(self._on_chosen)
        self.pane.rated.connect(self._on_rated)
        self.pane.suggestion.clicked.connect(self._on_suggestion)
        self.pane.reasoned.connect(self._on_reasoned)
        self.pane.foot.left.connect(self._on_reason_left)
        self.evidence.opened.connect(self._on_evidence)
        self.evidence.draw_photos_of(thumbnails_of(self._session))
        self.evidence.photos_asked.connect(self.beside.open_of_note)
        self.leaving = Leaving(self._session, self._look, self)
        self.before.asked.connect(self.leaving.open)
        self._segments.chosen.connect(self._on_pane)
        self._before_button.clicked.connect(partial(self._step, -1))
        self._after_button.clicked.connect(partial(self._step, 1))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.show_next)

    # --- what is shown ---------------------------------------------------------------------------

    def _on_changed(self, touched: frozenset[tuple[str, str]], notes: frozenset[str]) -> None:
        kinds = {kind for kind, _id in touched}
        if not notes and not kinds & SHOWN_KINDS:
            return
        if "baseline" in kinds:
            self._read_earlier()
        self._is_stale = True
        if self.isVisible():
            self._catch_up()

    def _read_earlier(self) -> None:
        """Read what the newest earlier report's notes said; it lies beside the audit as a file of its own."""
        baseline, imports = self._session.live.baseline, self._session.imports
        if baseline is not None and baseline.report:
            work = partial(_notes_of, imports, baseline.report)
            self._session.read(work, self._on_earlier, latest="criteria.earlier")

    def _on_earlier(self, notes: Mapping[str, tuple[str, ...]]) -> None:
        self._earlier = notes
        self._show()

    def _catch_up(self) -> None:
        self._is_stale = False
        self._refresh_all()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another place was open."""
        super().showEvent(event)
        if self._is_stale:
            self._catch_up()

    def _refresh_all(self) -> None:
        live, book = self._session.live, self._book.notes
        stored = my_ratings(live.entities("rating"), live.me)
        newer = {code: self._underway.fields(code) for code in self._framework.by_code}
        self._ratings = {
            code: replace(stored.get(code, Rating()), **newer[code])
            for code in self._framework.by_code
            if code in stored or newer[code]
        }
        levels = {code: rating.level for code, rating in self._ratings.items() if rating.level}
        self.tree.show([criterion_row(item, book, levels) for item in self._framework.criteria])
        rated, total = sum(code in levels for code in self._codes), len(self._codes)
        short = room_of(self, self._look) != "wide"
        words = _("{rated} of {total}") if short else _("{rated} of {total} rated")
        self._rated.show_text(words.format(rated=rated, total=total))
        self.before.setVisible(not self._session.is_read_only)
        self.before.show_concerns(concerns(self._framework, book, self._ratings, self._codes))

    def _show(self) -> None:
        criterion = self._framework.by_code.get(self._code)
        if criterion is None:
            return
        rating = self._ratings.get(self._code, Rating())
        earlier = self._earlier.get(self._code, ())
        self.pane.show_criterion(criterion, rating, self._session.live.baseline, earlier)
        self._show_suggestion()
        self.evidence.show_criterion(criterion, self._book.notes, rating.level)
        found = found_statements(self._session.live, self._code)
        self.pane.show_surveys(bar_groups(found, self._session.live, with_codes=False), asked_groups(found))
        members = [item for item in self._session.live.entities("member").values() if not item.deleted]
        self.pane.foot.show_blind(is_blind=len(members) > 1 and not rating.is_locked and not self._session.is_read_only)
        mine = self._session.live.my_member
        self.pane.foot.show_rater(mine.name if mine is not None and len(members) > 1 else "")
        self.pane.foot.show_signed(self._fixed_words(rating) if self._is_fixed_here else "")
        count = self._book.notes.evidence_of(self._code).notes
        self._segments.set_count("criterion", self._code)
        self._segments.set_count("evidence", _("Evidence {n}").format(n=count))

    def _show_suggestion(self) -> None:
        """Beside the criterion the matrix feeds, say what it suggests; the auditor decides (DOMAIN 8.1)."""
        words = ""
        if self._code == SUGGESTS_FOR:
            found = read_matrix(self._framework, states_of(self._session.live.alive("cell"))).suggestion
            words = suggestion_words(current(), found)
        self.pane.show_suggestion(words, suggestion_reason(current()))

    def _on_suggestion(self) -> None:
        self._session.lead_to("matrix")

    @property
    def _is_fixed(self) -> bool:
        """Whether nothing may change any more: the audit is signed, or I locked my ratings."""
        return self._session.is_read_only or any(rating.is_locked for rating in self._ratings.values())

    @property
    def _codes(self) -> tuple[str, ...]:
        """The criteria that are rated: in an interim evaluation those its points are about."""
        live = self._session.live
        return codes_to_rate(live.audit.kind, live.framework, live.baseline)

    @property
    def _is_fixed_here(self) -> bool:
        """Whether nothing can be changed about the criterion in view."""
        return self._is_fixed or self._code not in self._codes

    def _fixed_words(self, rating: Rating) -> str:
        """Say my level and, when I locked it, where the team goes on; or why it is not rated here."""
        if self._code not in self._codes:
            return _("Not re-judged: no point of the earlier audit is about it.")
        words = self._level_words(rating)
        if self._session.is_read_only:
            return words
        return f"{words} · {_('locked, the team goes on in Team')}"

    def _level_words(self, rating: Rating) -> str:
        names = {str(step.level): current().pick(step.title) for step in self._framework.scale}
        words = {"NB": _("Not assessed"), "NVT": _("Not applicable"), "": _("Not rated")}
        return words.get(rating.level) or f"{rating.level} {names.get(rating.level, '')}"

    def _open(self, code: str) -> None:
        if code not in self._framework.by_code:
            return
        if code != self._code:
            self.pane.foot.flush()
            self._group = self._session.new_group()
        self._code = code
        self.tree_view.choose(code)
        self._show()

    def show_item(self, code: str) -> None:
        """Show one criterion."""
        self._open(code)
        if room_of(self, self._look) == "narrow":
            self._on_pane("criterion")

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a criterion; other things are ignored."""
        if kind == "criterion":
            self.show_item(entity)

    def take_to(self, field: str) -> None:
        """Take the caret to the level of the open criterion, or to the reason for it."""
        if self._session.is_read_only:
            return
        if field == "reason":
            self.pane.foot.ask_reason()
        elif field == "level":
            self.pane.foot.control.focus_chosen()

    def show_next(self) -> None:
        """Go to the criterion that needs attention most; again and again, it walks past all that need it."""
        self.pane.foot.flush()
        levels = {code: rating.level for code, rating in self._ratings.items()}
        found = {item.code for item in concerns(self._framework, self._book.notes, self._ratings, self._codes)}
        needing = [code for code in self._codes if code in found or not levels.get(code)] or self._codes
        self._walked.add(self._code)
        if self._walked.issuperset(needing):
            self._walked = {self._code}
        self._open(next_needing(self._book.notes, levels, self._code, needing, self._walked))
        if self.pane.foot.reason.edit.hasFocus():
            self.pane.foot.control.focus_chosen()

    def _step(self, step: int) -> None:
        codes = list(self._framework.by_code)
        self._open(codes[(codes.index(self._code) + step) % len(codes)])

    # --- what a person does ----------------------------------------------------------------------

    def _on_chosen(self, code: str) -> None:
        self._open(code)

    def _on_rated(self, code: str, level: str) -> None:
        self.pane.foot.flush()
        judge, audit = self._session.judge, self._session.audit_id
        self._write(code, {"level": level}, partial(judge.rate, audit, code, level, self._group))

    def _on_reasoned(self, code: str, reason: str) -> None:
        judge, audit = self._session.judge, self._session.audit_id
        self._write(code, {"reason": reason}, partial(judge.give_reason, audit, code, reason, self._group))

    def _write(self, code: str, fields: dict[str, str], work: Callable[[], Written]) -> None:
        if self._is_fixed_here:
            self._show()
            return
        self._underway.begin(code, fields)
        self._session.write(work, partial(self._on_written, code), partial(self._on_failed, code))
        self._refresh_all()

    def _on_written(self, code: str, _written: Written) -> None:
        self._underway.end(code)
        self._refresh_all()
        self._show()

    def _on_failed(self, code: str, error: Exception) -> None:
        """Keep what was decided in sight while the session tries again; a refusal shows what is stored."""
        if not may_retry(error):
            self._underway.end(code)
            self._refresh_all()
            self._show()

    def _on_evidence(self, note_id: str) -> None:
        self._session.lead_to("notes", "note", note_id)

    def _on_reason_left(self) -> None:
        self.pane.foot.flush()
        self.pane.foot.control.focus_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rate with 1 to 4, 0 and / wherever no text has the focus; a letter begins, or goes on with, the reason."""
        foot = self.pane.foot
        if self._is_fixed_here or not (foot.control.take_key(event.text()) or foot.take_letter(event)):
            super().keyPressEvent(event)
        if why := "" if self._is_fixed_here else self.pane.foot.control.why_not(event.text()):
            self._session.tell(why)

    # --- room ------------------------------------------------------------------------------------

    def _on_pane(self, pane: str) -> None:
        self._pane = pane
        self._segments.show_choice(pane)
        self._fit()

    def _fit(self) -> None:
        room, low = room_of(self, self._look), is_low(self)
        is_narrow = room == "narrow"
        self._bar.setVisible(is_narrow)
        for name, widget in zip(_PANES, (self._left, self.pane, self.evidence), strict=True):
            widget.setVisible(not is_narrow or name == self._pane)
        has_tree = not is_narrow or self._pane == "tree"
        self.setFocusProxy(self.tree_view if has_tree else self.pane.foot.control)
        is_compact = room != "wide" or low
        self.pane.show_compact(is_compact=is_compact, is_narrow=is_narrow)
        self.evidence.show_compact(is_compact=is_compact, is_low=low and is_narrow)
        self.before.show_compact(is_compact=is_compact)

    def minimumSizeHint(self) -> QSize:
        """Never keep the window from getting narrow: panes fold once it is."""
        return NARROWEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold meter and reason, then show one pane at a time."""
        super().resizeEvent(event)
        self._fit()
        if event.size().width() != event.oldSize().width():
            self._refresh_all()
            if room_of(self, self._look) == "medium":
                self._panes.setSizes([self._look.px(252), 456, 328])

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give my rating with its reason, and what is still thin."""
        return (self.pane.foot, self.before)

    def next_pane(self) -> None:
        """Go to the next pane: tree, rating, evidence."""
        stops = (self.tree_view, self.pane.foot.control, self.evidence.first_stop())
        panes = (self._left, self.pane, self.evidence)
        here = next((place for place, pane in enumerate(panes) if holds_focus(pane)), -1)
        there = (here + 1) % len(panes)
        if room_of(self, self._look) == "narrow":
            self._on_pane(_PANES[there])
        if there == 1:
            self.pane.foot.control.focus_chosen()
        else:
            stops[there].setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Write at once what was typed."""
        self.pane.foot.flush()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._header.show_title(_("Criteria"))
        self.evidence.retranslate()
        self.pane.retranslate()
        names = {str(step.level): current().pick(step.title) for step in self._framework.scale}
        self.pane.foot.name_levels(names)
        self._segments.offer({"tree": _("Tree"), "criterion": self._code, "evidence": _("Evidence")})
        self._segments.show_choice(self._pane)
        self._before_button.show_name(_("Criterion before"))
        self._after_button.show_name(_("Next criterion"))
        self.tree.forget()


def _notes_of(imports: Imports, report: str) -> Mapping[str, tuple[str, ...]]:
    return earlier_notes(imports.snapshot_of(report))
