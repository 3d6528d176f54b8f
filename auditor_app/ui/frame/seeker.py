"""Ctrl+K: what is known is offered at once, what has to be searched for comes as it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor_app.i18n import _, current
from auditor_app.ui.frame import finding
from auditor_app.ui.widgets.palette import Palette, PaletteGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QWidget

    from auditor_app.core.model import School
    from auditor_app.services.audits.overview import AuditSummary
    from auditor_app.services.workspace import Workspace
    from auditor_app.store.search import Hit
    from auditor_app.ui.background import Background
    from auditor_app.ui.frame.audit_page import AuditPage
    from auditor_app.ui.theme import Look

MOST_NOTES, MOST_SCHOOLS = 12, 6


@dataclass(frozen=True)
class Found:
    """What the full-text index gave for some words."""

    words: str = ""
    criteria: tuple[str, ...] = ()
    notes: tuple[Hit, ...] = ()
    schools: tuple[School, ...] = ()


class Seeker(QObject):
    """Fills the palette; `chosen` tells what a person went for, as a `finding.Target`."""

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        window: QMainWindow,
        workspace: Workspace,
        background: Background,
        page: Callable[[], AuditPage | None],
        audits: Callable[[], tuple[AuditSummary, ...]],
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._background = window, workspace, background
        self._page, self._audits = page, audits
        self._before: QWidget | None = None
        self._words = ""
        self.found = Found()
        self.palette = Palette(look, window)
        self.palette.searched.connect(self._on_searched)
        self.palette.chosen.connect(self.chosen)
        self.palette.closed.connect(self._on_closed)
        background.run(self._get_ready)

    def open_palette(self) -> None:
        """Search, or do something."""
        self._before = self._window.focusWidget()
        self._words, self.found = "", Found()
        self.palette.open_palette(self._groups())

    def school(self, key: str) -> School | None:
        """Give one of the schools that were found."""
        return next((item for item in self.found.schools if item.key == key), None)

    def _groups(self) -> tuple[PaletteGroup, ...]:
        page, words, found = self._page(), self._words, self.found
        has_audit = page is not None
        if not words:
            first = finding.recent(page.visited) if page else finding.audits(self._audits(), "")
            return (first, finding.actions("", has_audit=has_audit))
        here = []
        if page:
            views = finding.views(words, page.session.live.audit.kind)
            here = [finding.criteria(page.session, words, found.criteria), finding.places(words), views]
        done = finding.actions(words, has_audit=has_audit)
        begun = any(item.text.casefold().startswith(words.casefold()) for item in done.items)
        return (
            *((done,) if begun else ()),  # who types how an action begins wants it, and not every text with its words
            *here,
            finding.notes(found.notes),
            finding.audits(self._audits(), words),
            *(() if begun else (done,)),
            finding.schools(found.schools),
        )

    def _on_searched(self, words: str) -> None:
        self._words, self.found = words.strip(), Found()
        self.palette.show_results(self._groups())
        if self._words:
            page = self._page()
            audit, said = page.session.audit_id if page else "", self._words
            self._background.run(lambda: self._search(said, audit), self._on_found, latest="palette")

    def _get_ready(self) -> None:
        """Make what searches while the person types the first word."""
        _made = self._workspace.evidence, self._workspace.schools

    def _search(self, words: str, audit: str) -> Found:
        """Look in the index: the open audit first, then everything on this laptop."""
        evidence = self._workspace.evidence
        here = evidence.search(words, audit, MOST_NOTES) if audit else ()
        notes = {hit.note: hit for hit in (*here, *evidence.search(words, "", MOST_NOTES))}
        codes = evidence.search_criteria(audit, words, current().language) if audit else ()
        schools = tuple(self._workspace.schools.find(words, MOST_SCHOOLS))
        return Found(words, tuple(codes), tuple(notes.values())[:MOST_NOTES], schools)

    def _on_found(self, found: Found) -> None:
        if found.words == self._words and self.palette.isVisible():
            self.found = found
            groups = self._groups()
            self.palette.show_results(groups)
            if not any(group.items for group in groups):
                inside = _("Nothing found. Try one word, or a code such as E2.1.")
                outside = _("Nothing found. Try one word; criteria are found in an audit that is open.")
                self.palette.show_nothing(inside if self._page() is not None else outside)

    def _on_closed(self) -> None:
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
