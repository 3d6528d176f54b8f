"""The report place over the sample audit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6

from auditor_app.ui.screens.report.main_view import ReportScreen
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look
from tests.ui.conftest import Settle


@pytest.fixture
def place(session: AuditSession, settle: Settle) -> Iterator[ReportScreen]:
    """The writing half alone: building pages is for the tests that look at them."""
    screen = ReportScreen(session, Look())
    screen.resize(700, 680)
    screen.show()
    settle()
    yield screen
    screen.close()
    shiboken6.delete(screen)


@pytest.fixture
def wide(place: ReportScreen, settle: Settle) -> ReportScreen:
    place.resize(1198, 680)
    settle()
    return place
