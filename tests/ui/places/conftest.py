"""A real session over a real encrypted store; one workspace per file of tests, one audit per test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.config import Settings
from auditor_app.core.model import Activity, AuditKind, Link, Note, Role, School
from auditor_app.services.desk import Written
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look

HALF_PAST_ONE = datetime.fromisoformat("2026-11-12T13:47:20+01:00")


@dataclass
class Visit:
    """An open audit, and what a test wants to know of it."""

    session: AuditSession
    look: Look
    background: Background

    def now(self) -> datetime:
        return HALF_PAST_ONE

    def write(self, work: Callable[[], Written]) -> str:
        done: list[Written] = []
        self.session.write(work, done.append)
        self.settle()
        return done[0].id

    def note(self, text: str, activity: str = "", **fields: Any) -> str:  # noqa: ANN401 - fields of a note by name
        audit = self.session.audit_id
        return self.write(lambda: self.session.evidence.add_note(audit, text, activity, **fields))

    def plan(self) -> None:
        self.write(lambda: self.session.audits.plan_model_days(self.session.audit_id))

    def activity(self, source: str) -> Activity:
        every: list[Activity] = list(self.session.live.entities("activity").values())
        found = [item for item in every if item.source == source and not item.deleted]
        return found[0]

    def stored(self, note: str) -> Note:
        """Give the note as it stands on the disk, not as the screen thinks."""
        snapshot = self.session.audits.snapshot(self.session.audit_id)
        return next(item for item in snapshot.notes if item.id == note)

    def notes(self) -> tuple[Note, ...]:
        return self.session.audits.snapshot(self.session.audit_id).notes

    def links(self) -> set[tuple[str, str]]:
        links: tuple[Link, ...] = self.session.audits.snapshot(self.session.audit_id).links
        return {(link.target, str(link.direction)) for link in links}

    def settle(self) -> None:
        """Wait for the disk and for every answer."""
        for _round in range(4):
            assert self.background.drain()
            QApplication.processEvents()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("workspace") / "data"
    settings = Settings(language="en", name="Mirte Example", initials="MV", organisation="North")
    made, _recovery = Workspace.create(folder, "four loose words together", settings)
    yield made
    made.close()


@pytest.fixture
def visit(qtbot: QtBot, workspace: Workspace) -> Iterator[Visit]:
    del qtbot  # the application must exist first
    framework = workspace.frameworks.available()[0].digest
    school = School(name="Voorbeeldschool De Linde", place="Voorbeeldstad")
    made = workspace.audits.create(AuditKind.FORMATIVE, school, "2026-11-12", "2026-11-13", "en", framework)
    background, bugs = Background(), list[str]()
    background.bug.connect(bugs.append)
    session = AuditSession(workspace, workspace.audits.live(made.id), background, Events())
    yield Visit(session, Look(), background)
    assert background.close()
    assert not bugs, bugs[0]


@pytest.fixture
def other(visit: Visit) -> str:
    """A second auditor in the team."""
    audit, audits = visit.session.audit_id, visit.session.audits
    return visit.write(lambda: audits.add_member(audit, name="Ruben Bedacht", initials="RB", role=str(Role.SECOND)))


def shown(qtbot: QtBot, screen: QWidget, width: int = 1366, height: int = 690) -> None:
    """Show a screen as large as a maximised window on a small laptop."""
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    screen.activateWindow()
    QApplication.processEvents()
