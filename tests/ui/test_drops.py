"""What is dragged from another program is copied: whoever it is dragged from keeps it, and can go on at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.services.workspace import Workspace
from auditor_app.ui.events import Events
from auditor_app.ui.screens.start.screen import StartScreen
from auditor_app.ui.session import AuditSession
from auditor_app.ui.sources import Intake
from auditor_app.ui.theme import Appearance

COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
NO_BUTTON, SHIFT = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier


def held(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.fixture
def taking(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    Intake(widget)
    return widget


def test_what_is_dragged_with_shift_stays_where_it_was(taking: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    intake = taking.findChild(Intake)
    assert intake is not None
    offered, mime = QSignalSpy(intake.offered), held(tmp_path / "wall.jpg")
    for event in (
        QDragEnterEvent(QPoint(3, 3), COPY | MOVE, mime, NO_BUTTON, SHIFT),
        QDropEvent(QPointF(3, 3), COPY | MOVE, mime, NO_BUTTON, SHIFT),
    ):
        assert event.proposedAction() is MOVE
        QApplication.sendEvent(taking, event)
        assert event.isAccepted()
        assert event.dropAction() is COPY
    assert offered.count() == 0, "it is only taken up once the drop has ended"
    qtbot.waitUntil(lambda: offered.count() == 1, timeout=20_000)


def test_what_can_only_be_moved_is_not_taken(taking: QWidget, tmp_path: Path) -> None:
    mime = held(tmp_path / "wall.jpg")
    enters = QDragEnterEvent(QPoint(3, 3), MOVE, mime, NO_BUTTON, SHIFT)
    QApplication.sendEvent(taking, enters)
    assert not enters.isAccepted()


def test_a_dropped_report_is_verified_after_the_drop_has_ended(
    qtbot: QtBot, workspace: Workspace, session: AuditSession, appearance: Appearance, tmp_path: Path
) -> None:
    """The card that says what verifying found waits for a person; the program it came from would wait as well."""
    start = StartScreen(workspace, appearance.look, session.background, Events())
    qtbot.addWidget(start)
    told, mime = QSignalSpy(start.dropped), held(tmp_path / "report.pdf", tmp_path / "photo.jpg")
    enters = QDragEnterEvent(QPoint(3, 3), COPY | MOVE, mime, NO_BUTTON, SHIFT)
    QApplication.sendEvent(start, enters)
    dropped = QDropEvent(QPointF(3, 3), COPY | MOVE, mime, NO_BUTTON, SHIFT)
    QApplication.sendEvent(start, dropped)
    assert [event.isAccepted() and event.dropAction() for event in (enters, dropped)] == [COPY, COPY]
    assert told.count() == 0
    qtbot.waitUntil(lambda: told.count() == 1, timeout=20_000)
    assert told.at(0) == [(tmp_path / "report.pdf",)]
