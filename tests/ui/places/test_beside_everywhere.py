"""Photos, files, memos and the camera in the day, the criteria, the quick note and beside the school's documents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.core.model import Attachment, AttachmentKind
from auditor_app.ui import devices
from auditor_app.ui.frame.quick_note import NoteLine
from auditor_app.ui.screens.beside import actions, attaching
from auditor_app.ui.screens.beside.attaching import Attacher, Beside, attacher_of
from auditor_app.ui.screens.beside.camera_sheet import CameraSheet
from auditor_app.ui.screens.beside.voice_sheet import VoiceSheet
from auditor_app.ui.screens.criteria.screen import CriteriaScreen
from auditor_app.ui.screens.day.screen import DayScreen
from auditor_app.ui.screens.prepare.papers import DocumentsSection
from auditor_app.ui.screens.prepare.photos import PhotosSection
from auditor_app.ui.screens.prepare.screen import PrepareScreen
from auditor_app.ui.sound import as_wav, loudness, seconds_of
from tests.ui.places.conftest import Visit, shown
from tests.ui.places.test_photos import answer, drop, files, intake, of_note

PDF = b"%PDF-1.7\n" + bytes(900)
SAMPLES = b"\x00\x20" * 16_000
"""One second of sound."""


@pytest.fixture
def allowed(visit: Visit) -> Visit:
    visit.write(lambda: visit.session.evidence.attachments.permit_photos(visit.session.audit_id, "school leader"))
    return visit


@pytest.fixture
def day(allowed: Visit, qtbot: QtBot) -> Iterator[DayScreen]:
    allowed.plan()
    screen = DayScreen(allowed.session, allowed.look, allowed.now)
    shown(qtbot, screen)
    yield screen
    screen.flush()
    allowed.settle()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "wall.png"
    Image.new("RGB", (120, 90), "teal").save(path)
    return path


def keep(visit: Visit) -> None:
    """Confirm the photo in hand and keep it."""
    intake(visit).sheet.panel.free.click()
    intake(visit).sheet.confirmed.emit()
    visit.settle()


def beside_everything(visit: Visit) -> list[Attachment]:
    return [item for item in visit.session.live.entities("attachment").values() if not item.deleted]


# --- the day --------------------------------------------------------------------------------------


def test_a_photo_dropped_on_the_line_in_hand_belongs_to_it_even_before_its_first_pause(
    day: DayScreen, allowed: Visit, picture: Path
) -> None:
    edit = day.capture.composer.editor.edit
    day.focus_composer()
    QTest.keyClicks(edit, "Goals on the wall ")
    drop(edit.viewport(), files(picture))
    allowed.settle()
    keep(allowed)
    QTest.keyClicks(edit, "with dates")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    allowed.settle()
    (note,) = allowed.notes()
    assert note.seen == "Goals on the wall with dates"
    assert len(of_note(allowed, note.id)) == 1
    assert day.capture.lines.model().rowCount() == 1


def test_without_a_line_the_photo_becomes_a_note_of_the_activity(day: DayScreen, allowed: Visit, picture: Path) -> None:
    drop(day.capture.composer, files(picture))
    allowed.settle()
    keep(allowed)
    (note,) = allowed.notes()
    assert (note.seen, note.activity, note.source) == ("", allowed.activity("INT-C").id, "INT-C")
    day.capture.lines.choose(note.id)
    QTest.keyClick(day.capture.lines, Qt.Key.Key_Space)
    allowed.settle()
    viewer = day.beside.actions.viewer
    assert viewer is not None
    viewer.sheet.reject()


def test_deleting_the_words_leaves_the_photo_and_its_note(day: DayScreen, allowed: Visit, picture: Path) -> None:
    edit = day.capture.composer.editor.edit
    day.focus_composer()
    QTest.keyClicks(edit, "Wrong")
    drop(edit.viewport(), files(picture))
    allowed.settle()
    keep(allowed)
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    day.flush()
    allowed.settle()
    (note,) = allowed.notes()
    assert note.seen == ""
    QTest.keyClicks(edit, "The next line")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    allowed.settle()
    assert [item.seen for item in sorted(allowed.notes(), key=lambda item: item.seen)] == ["", "The next line"]
    assert len(beside_everything(allowed)) == 1


def test_a_photo_dropped_on_a_line_belongs_to_that_line(day: DayScreen, allowed: Visit, picture: Path) -> None:
    activity = allowed.activity("INT-C").id
    first = allowed.note("First", activity)
    second = allowed.note("Second", activity)
    lines = day.capture.lines
    row = lines.visualRect(lines.model().index(0, 0))
    drop(lines.viewport(), files(picture), row.center())
    allowed.settle()
    keep(allowed)
    assert (len(of_note(allowed, first)), len(of_note(allowed, second))) == (1, 0)


def test_a_picture_pasted_into_the_quick_note_becomes_a_note(allowed: Visit, qtbot: QtBot) -> None:
    line = NoteLine(allowed.look, allowed.session)
    shown(qtbot, line, 400, 40)
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkYellow)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    allowed.settle()
    keep(allowed)
    (note,) = allowed.notes()
    assert len(of_note(allowed, note.id)) == 1
    QGuiApplication.clipboard().setText("words")
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "words"
    QGuiApplication.clipboard().clear()
    line.flush()
    allowed.settle()


def test_a_picture_pasted_while_a_quick_note_is_typed_belongs_to_that_note(
    allowed: Visit, qtbot: QtBot, picture: Path
) -> None:
    line = NoteLine(allowed.look, allowed.session)
    shown(qtbot, line, 400, 40)
    QTest.keyClicks(line, "A wall with goals")
    assert drop(line, files(picture))
    allowed.settle()
    keep(allowed)
    QTest.keyClicks(line, " per week")
    QTest.keyClick(line, Qt.Key.Key_Return)
    allowed.settle()
    (note,) = allowed.notes()
    assert note.seen == "A wall with goals per week"
    assert len(of_note(allowed, note.id)) == 1
    assert not line.text()


# --- files ----------------------------------------------------------------------------------------


@pytest.fixture
def documents(allowed: Visit, qtbot: QtBot) -> Iterator[DocumentsSection]:
    allowed.write(lambda: allowed.session.audits.add_document(allowed.session.audit_id, "School plan"))
    screen = PrepareScreen(allowed.session, allowed.look)
    shown(qtbot, screen)
    screen.show_section("documents")
    section = screen.stack.currentWidget()
    assert isinstance(section, DocumentsSection)
    yield section
    screen.flush()
    allowed.settle()


def test_a_file_dropped_on_a_document_is_kept_and_shows_that_it_exists(
    documents: DocumentsSection, allowed: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "School plan 2026.pdf"
    path.write_bytes(PDF)
    drop(documents.files.tiles, files(path))
    allowed.settle()
    (document,) = allowed.session.live.alive("document")
    assert document.exists is True
    (kept,) = beside_everything(allowed)
    assert (kept.kind, kept.document, kept.name) == (AttachmentKind.FILE, document.id, path.name)
    assert [item.id for item in documents.files.tiles.rows.rows] == [kept.id]
    assert "1 file" in documents.list.rows.rows[0].line


def test_a_program_or_a_photo_beside_a_document_is_refused_in_words(
    documents: DocumentsSection, allowed: Visit, tmp_path: Path, picture: Path
) -> None:
    program = tmp_path / "plan.pdf"
    program.write_bytes(b"MZ" + bytes(300))
    for path, expected in ((program, "macros"), (picture, "note")):
        said: list[str] = []
        QTimer.singleShot(0, partial(_read_refusal, said))
        drop(documents.files.tiles, files(path))
        allowed.settle()
        assert path.name in said
        assert any(expected in words for words in said), said
    assert beside_everything(allowed) == []


def _read_refusal(said: list[str]) -> None:
    found = QApplication.activeModalWidget()
    if found is None:
        QTimer.singleShot(5, partial(_read_refusal, said))
        return
    said.extend(label.text() for label in found.findChildren(QWidget) if hasattr(label, "text") and label.text())
    assert isinstance(found, QDialog)
    found.reject()


# --- the permission -------------------------------------------------------------------------------


def test_the_permission_is_recorded_with_who_and_when_and_taken_back(visit: Visit, qtbot: QtBot) -> None:
    screen = PrepareScreen(visit.session, visit.look)
    shown(qtbot, screen)
    screen.show_entity("photos", "")
    section = screen.stack.currentWidget()
    assert isinstance(section, PhotosSection)
    section.record.click()
    assert section.who.edit.accessibleDescription(), "a role is asked for"
    QTest.keyClicks(section.who.edit, "school leader: rooms and walls")
    section.day.show_date("2026-11-02")
    QTest.keyClick(section.who.edit, Qt.Key.Key_Return)
    visit.settle()
    audit = visit.session.live.audit
    assert (audit.photo_permission, audit.photo_permitted) == ("school leader: rooms and walls", "2026-11-02")
    assert "2 November 2026" in section.facts.text()
    assert section.form.isHidden()
    answer(accept=True)
    section.withdraw.click()
    visit.settle()
    assert visit.session.live.audit.photo_permission == ""
    assert not section.form.isHidden()


# --- the evidence ---------------------------------------------------------------------------------


def test_evidence_shows_its_photo_and_opens_it(allowed: Visit, qtbot: QtBot, picture: Path) -> None:
    note = allowed.note("A wall #E1.1+")
    attacher_of(allowed.session, allowed.look)
    screen = CriteriaScreen(allowed.session, allowed.look)
    shown(qtbot, screen)
    screen.show_entity("criterion", "E1.1")
    rows = screen.evidence.supports.list
    before = rows.sizeHintForRow(0)
    from auditor_app.ui.sources import Source  # noqa: PLC0415 - only here

    attacher_of(allowed.session, allowed.look).offer(screen, [Source(picture.name, picture)], Beside(note=note))
    allowed.settle()
    keep(allowed)
    assert rows.sizeHintForRow(0) > before
    rows.choose(note)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    allowed.settle()
    viewer = screen.beside.viewer
    assert viewer is not None
    viewer.sheet.reject()
    allowed.settle()


# --- voice and camera -----------------------------------------------------------------------------


class PlayedIn(QObject):
    """A microphone that hears one second."""

    advanced = Signal(int, float)
    failed = Signal()

    def start(self) -> None:
        self.advanced.emit(1, 0.5)

    def stop(self) -> bytes:
        return as_wav(SAMPLES)


class Silent(QObject):
    """A loudspeaker that only remembers."""

    moved = Signal(int)
    ended = Signal()

    def play(self, content: bytes) -> None:
        self.setProperty("played", seconds_of(content))

    def stop(self) -> None:
        self.ended.emit()


class PaintedWall(QObject):
    """A camera that looks at a wall."""

    seen = Signal(object)
    failed = Signal(str)

    def start(self) -> None:
        image = QImage(320, 240, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkGreen)
        self.seen.emit(image)

    def stop(self) -> None:
        self.setProperty("closed", True)


class BusyCamera(PaintedWall):
    """A camera that another program lets go of after the first try."""

    def start(self) -> None:
        if self.property("closed"):
            super().start()
        else:
            self.failed.emit("in use")


@pytest.fixture
def equipped(allowed: Visit, monkeypatch: pytest.MonkeyPatch) -> Attacher:
    """A laptop with microphone, loudspeaker and camera, as far as the window can tell."""
    for module in (attaching, actions):
        monkeypatch.setattr(module, "why_no_microphone", str)
        monkeypatch.setattr(module, "why_no_camera", str)
    attacher = attacher_of(allowed.session, allowed.look)
    attacher.make_recorder, attacher.make_player, attacher.make_camera = PlayedIn, Silent, PaintedWall
    return attacher


def test_a_memo_is_recorded_heard_kept_and_goes_with_its_note(
    day: DayScreen, equipped: Attacher, allowed: Visit
) -> None:
    note = allowed.note("A talk", allowed.activity("INT-C").id)
    equipped.record(day, Beside(note=note))
    sheet = equipped.sheet
    assert isinstance(sheet, VoiceSheet)
    assert sheet.state == "recording"
    assert sheet.time.text() == "0:01"
    QTest.keyClick(sheet, Qt.Key.Key_Space)
    assert sheet.state == "ready"
    sheet.listen.click()
    assert sheet._player.property("played") == 1  # type: ignore[attr-defined]  # a QObject, as all are
    sheet.keep.click()
    allowed.settle()
    (kept,) = of_note(allowed, note)
    assert (kept.kind, kept.seconds, kept.media_type) == (AttachmentKind.VOICE, 1, "audio/wav")
    assert seconds_of(allowed.session.evidence.attachments.content(kept)) == 1
    allowed.write(lambda: allowed.session.evidence.bin_note(note))
    assert beside_everything(allowed) == []


def test_throwing_a_memo_away_asks_first_and_keeps_nothing(day: DayScreen, equipped: Attacher, allowed: Visit) -> None:
    equipped.record(day, Beside(activity=allowed.activity("INT-C").id))
    sheet = equipped.sheet
    assert isinstance(sheet, VoiceSheet)
    answer(accept=False)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    answer(accept=True)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    allowed.settle()
    assert allowed.notes() == ()


def test_the_camera_hands_its_pictures_to_the_same_way_in(day: DayScreen, equipped: Attacher, allowed: Visit) -> None:
    equipped.take_photo(day, Beside(activity=allowed.activity("INT-C").id))
    sheet = equipped.sheet
    assert isinstance(sheet, CameraSheet)
    QTest.keyClick(sheet, Qt.Key.Key_Space)
    QTest.keyClick(sheet, Qt.Key.Key_Space)
    sheet.go_on.click()
    allowed.settle()
    keep(allowed)
    keep(allowed)
    (note,) = allowed.notes()
    assert [(item.width, item.height) for item in of_note(allowed, note.id)] == [(320, 240)] * 2


def test_a_microphone_that_falls_silent_leaves_what_it_heard(
    day: DayScreen, equipped: Attacher, allowed: Visit
) -> None:
    equipped.record(day, Beside(activity=allowed.activity("INT-C").id))
    sheet = equipped.sheet
    assert isinstance(sheet, VoiceSheet)
    sheet._recorder.failed.emit()
    assert sheet.error.isVisible()
    assert sheet.state == "ready"
    sheet.keep.click()
    allowed.settle()
    (kept,) = beside_everything(allowed)
    assert kept.seconds == 1


def test_a_camera_that_refuses_says_why_and_is_tried_again(day: DayScreen, equipped: Attacher, allowed: Visit) -> None:
    equipped.make_camera = BusyCamera
    equipped.take_photo(day, Beside(activity=allowed.activity("INT-C").id))
    sheet = equipped.sheet
    assert isinstance(sheet, CameraSheet)
    assert "another program" in sheet.view.words.text()
    assert sheet.words.text() == "The system says: in use"
    assert sheet.take.text().strip() == "&Try again"
    QTest.keyClick(sheet, Qt.Key.Key_Space)
    assert sheet.take.text().strip() == "&Take it"
    QTest.keyClick(sheet, Qt.Key.Key_Space)
    assert sheet.go_on.isVisible()
    answer(accept=False)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible(), "what was taken is not thrown away without asking"
    answer(accept=True)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    allowed.settle()
    assert allowed.notes() == ()


def test_what_the_laptop_lacks_is_said_and_never_a_dead_button(
    day: DayScreen, allowed: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "has_multimedia", lambda: False)
    ways = dict(day.beside.actions.ways(Beside()))
    assert ways["Record a voice memo: no sound on this system: Qt Multimedia needs libpulse"] is None
    assert ways["Take a photo: no camera on this system: Qt Multimedia needs libpulse"] is None
    told: list[str] = []
    allowed.session.told.connect(lambda text, _undo: told.append(text))
    attacher_of(allowed.session, allowed.look).record(day, Beside())
    (words,) = told
    assert words.startswith("No sound on this system: Qt Multimedia needs libpulse. ")
    assert words.endswith("or write a note.")
    assert not any("voice" in words.casefold() for words, _slot in day.beside.actions.ways(Beside(document="d")))


def test_how_long_and_how_loud_a_recording_is() -> None:
    assert seconds_of(as_wav(SAMPLES * 3)) == 3
    assert seconds_of(b"no sound") == 0
    assert loudness(SAMPLES) == pytest.approx(0.25)
    assert loudness(b"") == 0


def test_a_signed_audit_takes_nothing(day: DayScreen, allowed: Visit, picture: Path, qtbot: QtBot) -> None:
    audit = allowed.session.audit_id
    fields = {"audit": audit, "pdf": "0" * 64, "language": "en"}
    from auditor_app.core.change import Edit  # noqa: PLC0415 - only here

    allowed.write(lambda: allowed.session.desk.write([Edit(audit, "publication", "p", fields)]))
    with qtbot.waitSignal(allowed.session.told) as told:
        drop(day.capture.composer, files(picture), QPoint(5, 5))
    assert told.args == ["Signed, read only", False]
