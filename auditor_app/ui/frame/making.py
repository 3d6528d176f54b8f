"""Makes the screen of each place, a widget made with `(session, look)`, at its first visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from auditor_app.ui.places import PLACES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MakeScreen = Callable[["AuditSession", "Look"], "QWidget"]


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


MAKERS: Final[Mapping[str, MakeScreen]] = MappingProxyType(
    {
        "prepare": _prepare,
        "day": _day,
        "notes": _notes,
        "criteria": _criteria,
        "matrix": _matrix,
        "team": _team,
        "report": _report,
        "compare": _compare,
    }
)
"""How the screen of each place is made, by the key of the place."""


SCREENS: Final = tuple(f"auditor_app.ui.screens.{place.key}.screen" for place in PLACES)
"""The modules they are in, to be loaded before the first visit."""
