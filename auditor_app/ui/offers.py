"""What a screen may offer to the frame. All of it is optional: what a screen does not offer is not asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditor_app.ui.screens.beside.attaching import Beside
    from auditor_app.ui.shortcuts import Key


@runtime_checkable
class Flushes(Protocol):
    """A screen with editors: hand over at once what waits for the typing to pause."""

    def flush(self) -> None:
        """Write what was typed and is not written yet (called on leaving, locking and closing)."""


@runtime_checkable
class Finishes(Protocol):
    """A screen with a line in hand that Enter would make a note."""

    def finish(self) -> None:
        """Make it one: the audit is left, or the program locked or closed."""


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
class HasFields(Protocol):
    """A screen that can take the caret to a field of what it shows; names in `core.checks.MENDED_IN`."""

    def take_to(self, field: str) -> None:
        """Put the caret there, opening what the field stands in; unknown ones are ignored."""


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
class HasFeet(Protocol):
    """A screen with something at its lower edge that nothing may cover, such as the line that is being written."""

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give what has to stay in sight; what is hidden now does not count."""


@runtime_checkable
class HasMargin(Protocol):
    """A screen with a column at its left edge that is as high as the place, and that a toast may not cover."""

    @property
    def margin(self) -> QWidget:
        """Give the column; hidden it does not count."""


@runtime_checkable
class HasKeys(Protocol):
    """A screen with keys of its own, for the F1 sheet."""

    KEYS: tuple[Key, ...]
