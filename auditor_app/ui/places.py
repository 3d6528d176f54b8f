"""The places of an audit, written out in the order of the work, and what the frame may ask of a screen.

A screen is a widget made with `(session, look)`. Everything else is optional: what a screen does not offer, the frame
does not ask for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import N_

if TYPE_CHECKING:
    from auditor_app.ui.screens.beside.attaching import Beside
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.shortcuts import Key
    from auditor_app.ui.theme import Look

MakeScreen = Callable[["AuditSession", "Look"], QWidget]


@dataclass(frozen=True)
class Place:
    """A row of the rail: Ctrl+`number` leads to the screen that `make` makes at the first visit."""

    number: int
    key: str
    name: str
    icon: str
    make: MakeScreen


def _prepare(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.prepare.screen import PrepareScreen  # noqa: PLC0415 - loaded at the first visit

    return PrepareScreen(session, look)


def _day(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.day.screen import DayScreen  # noqa: PLC0415 - loaded at the first visit

    return DayScreen(session, look)


def _notes(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.notes.screen import NotesScreen  # noqa: PLC0415 - loaded at the first visit

    return NotesScreen(session, look)


def _criteria(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.criteria.screen import CriteriaScreen  # noqa: PLC0415 - loaded at the first visit

    return CriteriaScreen(session, look)


def _matrix(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.matrix.screen import MatrixScreen  # noqa: PLC0415 - loaded at the first visit

    return MatrixScreen(session, look)


def _team(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.team.screen import TeamScreen  # noqa: PLC0415 - loaded at the first visit

    return TeamScreen(session, look)


def _report(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.report.screen import ReportPlace  # noqa: PLC0415 - loaded at the first visit

    return ReportPlace(session, look)


def _compare(session: AuditSession, look: Look) -> QWidget:
    from auditor_app.ui.screens.compare.screen import CompareScreen  # noqa: PLC0415 - loaded at the first visit

    return CompareScreen(session, look)


def load_places() -> None:
    """Load the modules of all places, so that the first visit of one does not wait for the disk."""
    for place in PLACES:
        import_module(f"{_SCREENS}.{place.key}.screen")


_SCREENS = "auditor_app.ui.screens"

PLACES: tuple[Place, ...] = (
    Place(1, "prepare", N_("Prepare"), "clipboard-list", _prepare),
    Place(2, "day", N_("Day"), "calendar-clock", _day),
    Place(3, "notes", N_("Notes"), "notebook-pen", _notes),
    Place(4, "criteria", N_("Criteria"), "list-tree", _criteria),
    Place(5, "matrix", N_("Matrix"), "grid-3x3", _matrix),
    Place(6, "team", N_("Team"), "users", _team),
    Place(7, "report", N_("Report"), "file-text", _report),
    Place(8, "compare", N_("Compare"), "git-compare", _compare),
)
"""Every place there is."""


@runtime_checkable
class Flushes(Protocol):
    """A screen with editors: hand over at once what waits for the typing to pause."""

    def flush(self) -> None:
        """Write what was typed and is not written yet (called on leaving, locking and closing)."""


@runtime_checkable
class HasPanes(Protocol):
    """A screen of several panes."""

    def next_pane(self) -> None:
        """Put the focus in the next pane (F6)."""


@runtime_checkable
class ShowsEntity(Protocol):
    """A screen that can lead to one thing."""

    def show_entity(self, kind: str, entity: str) -> None:
        """Show e.g. ("note", id), ("criterion", "E2.1"), ("finding", id); unknown ones are ignored."""


@runtime_checkable
class TakesNotes(Protocol):
    """A screen with a composer of its own."""

    def focus_composer(self) -> bool:
        """Put the focus in the composer (Ctrl+N); False when none is open now, then the quick-note bar takes it."""


@runtime_checkable
class HasComposer(Protocol):
    """A screen whose composer takes the place of the quick-note bar; `composer_shown` tells of every change."""

    composer_shown: SignalInstance

    @property
    def has_composer(self) -> bool:
        """Whether a composer stands there now."""


class ExchangesCalendars(Protocol):
    """Takes over calendar files, and makes them."""

    def choose(self) -> None:
        """Ask for a file and show what it would change."""

    def save(self) -> None:
        """Ask where, and write the programme there."""


@runtime_checkable
class HasCalendar(Protocol):
    """A screen with a programme that other calendars may share."""

    calendar: ExchangesCalendars


@runtime_checkable
class ReadsSurveys(Protocol):
    """The screen that reads in survey results."""

    def read_survey(self) -> None:
        """Let a person choose a file with results."""


@runtime_checkable
class TakesPhotos(Protocol):
    """A screen with a note in hand, beside which photos, files and memos are kept."""

    def with_beside(self, act: Callable[[Beside], object]) -> None:
        """Call `act` with what they belong to, once that is written."""


@runtime_checkable
class TakesPaper(Protocol):
    """A screen where what was written on paper can be typed in."""

    def enter_from_paper(self) -> None:
        """Ask for the lines of a capture sheet."""


@runtime_checkable
class HasKeys(Protocol):
    """A screen with keys of its own, for the F1 sheet."""

    KEYS: tuple[Key, ...]
