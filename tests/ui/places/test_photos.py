"""Photos from the window: dropped, looked at, confirmed, kept upright without a word about where they were taken."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor_app.core.model import Attachment, Box
from auditor_app.ui.models.retouch import Retouch
from auditor_app.ui.screens.beside.attaching import attacher_of
from auditor_app.ui.screens.beside.offered import RefusedSheet
from auditor_app.ui.screens.beside.photo_intake import PhotoIntake
from auditor_app.ui.screens.beside.photo_panel import PhotoPanel
from auditor_app.ui.screens.beside.photo_sheet import PhotoSheet
from auditor_app.ui.screens.notes.screen import NotesScreen
from auditor_app.ui.sources import Intake
from auditor_app.ui.theme import Look
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.text import TextLabel
from tests.services.pictures.test_photos import GPS, bomb, from_a_phone
from tests.ui.places.conftest import Visit, shown

ANOTHER = count()
NO_BUTTON = Qt.MouseButton.LeftButton
NOTHING_HELD = Qt.KeyboardModifier.NoModifier
TOWARDS_COPY = Qt.DropAction.CopyAction


@pytest.fixture
def notes(visit: Visit, qtbot: QtBot) -> Iterator[NotesScreen]:
    visit.write(lambda: visit.session.evidence.attachments.permit_photos(visit.session.audit_id, "school leader"))
    screen = NotesScreen(visit.session, visit.look)
    shown(qtbot, screen)
    yield screen
    screen.flush()
    visit.settle()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def note(notes: NotesScreen, visit: Visit) -> str:
    made = visit.note("A wall with goals per week")
    notes.show_item(made)
    return made


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """A real photograph as a phone stores it: lying on its side, with place and maker; another one in every test."""
    path = tmp_path / "IMG_2034.jpg"
    path.write_bytes(from_a_phone(6, (420, 560 + next(ANOTHER))))
    return path


def drop(widget: QWidget, mime: QMimeData, place: QPoint | None = None) -> bool:
    """Drop something as the window system does: through Qt's own search for who takes it."""
    spot = QPointF(place or widget.rect().center())
    enters = QDragEnterEvent(spot.toPoint(), TOWARDS_COPY, mime, NO_BUTTON, NOTHING_HELD)
    QApplication.sendEvent(widget, enters)
    if not enters.isAccepted():
        return False
    target = widget
    while not target.acceptDrops():
        spot = QPointF(target.mapToParent(spot.toPoint()))
        around = target.parentWidget()
        assert around is not None
        target = around
    dropped = QDropEvent(spot, TOWARDS_COPY, mime, NO_BUTTON, NOTHING_HELD)
    QApplication.sendEvent(target, dropped)
    QApplication.processEvents()  # it is taken up once the drop has ended
    return dropped.isAccepted()


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def intake(visit: Visit) -> PhotoIntake:
    found = attacher_of(visit.session, visit.look).intake
    assert found is not None
    return found


def of_note(visit: Visit, note: str) -> tuple[Attachment, ...]:
    return visit.session.evidence.attachments.of_note(note)


def kept_picture(visit: Visit, item: Attachment) -> tuple[bytes, Image.Image]:
    content = visit.session.evidence.attachments.content(item)
    return content, Image.open(BytesIO(content))


def answer(*, accept: bool, said: list[str] | None = None) -> None:
    """Answer the next question that blocks, and note what it says."""

    def click() -> None:
        found = QApplication.activeModalWidget()
        if found is None:  # what is dropped is taken up only after the drop
            QTimer.singleShot(0, click)
            return
        assert isinstance(found, Dialog)
        if said is not None:
            said.append(f"{found.windowTitle()}. {found.accessibleDescription()}")
        found.done(QDialog.DialogCode.Accepted if accept else QDialog.DialogCode.Rejected)

    QTimer.singleShot(0, click)


# --- in -------------------------------------------------------------------------------------------


def test_a_dropped_photograph_is_kept_upright_and_says_nothing_about_where_it_was_taken(
    notes: NotesScreen, visit: Visit, note: str, phone: Path
) -> None:
    with Image.open(phone) as before:
        long_side = before.width
        assert before.height == 420
        assert before.getexif().get_ifd(GPS)
    assert drop(notes.editor.seen.edit.viewport(), files(phone))
    visit.settle()
    sheet = intake(visit).sheet
    assert (sheet.canvas.retouch.width, sheet.canvas.retouch.height) == (420, long_side)
    assert of_note(visit, note) == ()
    QTest.keyClicks(sheet.panel.caption.edit, "The wall of year 2")
    QTest.keyClicks(sheet.panel.alt.edit, "Cards in rows")
    sheet.confirmed.emit()
    assert not sheet.panel.missing.isHidden(), "nothing is kept before the auditor's word"
    sheet.panel.free.click()
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    (kept,) = of_note(visit, note)
    assert (kept.caption, kept.alt, kept.is_free_of_people) == ("The wall of year 2", "Cards in rows", True)
    content, picture = kept_picture(visit, kept)
    assert picture.size == (420, long_side)
    assert not picture.getexif()
    for secret in (b"Exif", b"Voorbeeldtelefoon", b"lokaal 12", b"ICC_PROFILE", b"http://ns.adobe.com", b"IMG_2034"):
        assert secret not in content
    assert kept.name == ""
    assert [item.id for item in notes.editor.strip.tiles.rows.rows] == [kept.id]


def test_a_person_in_the_words_of_a_photo_is_replaced_by_a_key(
    notes: NotesScreen, visit: Visit, note: str, phone: Path
) -> None:
    drop(notes.editor, files(phone))
    visit.settle()
    sheet = intake(visit).sheet
    panel = sheet.panel
    sheet.resize(560, 300)
    panel.caption.edit.setFocus()
    panel.caption.edit.insert("👩 Mevrouw De Vries at the wall")
    panel.flush()
    visit.settle()
    hint = panel.persons[0]
    lowest = hint.mapTo(panel.viewport(), QPoint(0, hint.height())).y()
    assert lowest <= panel.viewport().height(), "in sight also in a low window"
    QTest.keyClicks(panel.alt.edit, "Cards of x.y@voorbeeld.nl")
    panel.flush()
    visit.settle()
    assert [hint.isVisible() for hint in panel.persons] == [True, True]
    for _key in range(2):
        QTest.keyClick(panel.alt.edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert [hint.isVisible() for hint in panel.persons] == [False, False]
    panel.free.click()
    intake(visit).sheet.confirmed.emit()
    visit.settle()
    (kept,) = of_note(visit, note)
    assert (kept.caption, kept.alt) == ("👩 een medewerker at the wall", "Cards of (contact details left out)")


def test_what_was_blurred_by_hand_and_what_the_search_proposed_is_gone_from_the_kept_pixels(
    notes: NotesScreen, visit: Visit, note: str, phone: Path
) -> None:
    drop(notes.editor, files(phone))
    visit.settle()
    sheet = intake(visit).sheet
    proposed = sheet.canvas.retouch.blurs
    assert proposed, "the extra `faces` finds the portrait"
    QTest.keyClick(sheet.canvas, Qt.Key.Key_B)
    by_hand = sheet.canvas.retouch.box
    assert by_hand is not None
    sheet.panel.free.click()
    sheet.confirmed.emit()
    visit.settle()
    (kept,) = of_note(visit, note)
    assert kept.boxes == (*proposed, by_hand)
    _content, picture = kept_picture(visit, kept)
    part = picture.convert("L").crop((by_hand.x, by_hand.y, by_hand.x + by_hand.width, by_hand.y + by_hand.height))
    edges = sum(abs(a - b) for a, b in zip(part.tobytes(), part.tobytes()[1:], strict=False)) / len(part.tobytes())
    assert edges < 3, "only coarse squares are left"


def test_several_photos_go_one_after_another_and_what_is_refused_is_said_with_its_name(
    notes: NotesScreen, visit: Visit, note: str, phone: Path, tmp_path: Path
) -> None:
    broken, heic, second = tmp_path / "broken.jpg", tmp_path / "party.heic", tmp_path / "second.png"
    broken.write_bytes(phone.read_bytes()[:400])
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(40))
    Image.new("RGB", (64, 48), "white").save(second)
    drop(notes.editor, files(phone, broken, heic, second))
    visit.settle()
    looking = intake(visit)
    panel, keep = looking.sheet.panel, looking.sheet.findChildren(Button)[-1]
    panel.verticalScrollBar().setValue(panel.verticalScrollBar().maximum())
    said: list[str] = []
    for caption in ("First", "Second"):
        is_last = caption == "Second"
        assert keep.text().strip() == ("&Keep the photo" if is_last else "&Keep and go on")
        if is_last:
            assert panel.verticalScrollBar().value() == 0, "another photo is read from its first line"
            assert looking.sheet.message.isVisible()
            refused = [label.text() for label in looking.sheet.message.findChildren(TextLabel)]
            assert "2 were not added: broken.jpg, party.heic. The reasons follow at the end." in refused
        looking.sheet.panel.caption.edit.setText(caption)
        looking.sheet.panel.free.click()
        if is_last:
            QTimer.singleShot(0, partial(_close_refusals, said))
        looking.sheet.confirmed.emit()
        visit.settle()
    assert [item.caption for item in of_note(visit, note)] == ["First", "Second"]
    assert [words for words in said if "broken.jpg" in words or "party.heic" in words or "HEIC" in words]
    assert attacher_of(visit.session, visit.look).intake is None


def test_one_drop_of_twelve_is_answered_by_one_list_of_the_five_that_were_refused(
    notes: NotesScreen, visit: Visit, note: str, phone: Path, tmp_path: Path
) -> None:
    made: dict[str, bytes] = {
        "bomb.png": bomb(60_000, 60_000), "broken.jpg": phone.read_bytes()[:400], "empty.pdf": b"",
        "program.exe": b"MZ" + bytes(9), "table.csv": b"hour;group\n", "talk.txt": b"Minutes", "plan.txt": b"Plan",
        "words.png": b"only words",
    }  # fmt: skip
    for place, size in enumerate(((64, 48), (48, 64), (70, 50), (50, 70))):
        Image.new("RGB", size, (place * 60, 90, 90)).save(tmp_path / f"room-{place}.png")
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    dropped = sorted(path for path in tmp_path.iterdir() if path != phone)
    drop(notes.editor, files(*dropped))
    for _photo in range(4):
        visit.settle()
        assert isinstance(QApplication.activeModalWidget(), PhotoSheet), "nothing lies over the photo that is looked at"
        intake(visit).sheet.panel.free.click()
        intake(visit).sheet.confirmed.emit()
    visit.settle()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, RefusedSheet)
    said = [label.text() for label in sheet.findChildren(TextLabel)]
    assert said[:2] == ["5 were not added", "4 photos kept · 3 files kept"]
    assert said[2::2] == ["bomb.png", "broken.jpg", "empty.pdf", "program.exe", "words.png"], "in the order of the drop"
    assert all(len(sentence) > 20 for sentence in said[3::2])
    sheet.reject()
    assert QApplication.activeModalWidget() is None, "one answer for one drop"
    kept = of_note(visit, note)
    assert [item.name for item in kept if item.name] == ["plan.txt", "table.csv", "talk.txt"]
    assert len(kept) == 7


def test_an_unconfirmed_photo_says_what_is_missing_in_sight_with_the_ring_around_it(
    notes: NotesScreen, visit: Visit, note: str, phone: Path
) -> None:
    drop(notes.editor, files(phone))
    visit.settle()
    sheet = intake(visit).sheet
    sheet.resize(560, 300)
    sheet.confirmed.emit()
    QApplication.processEvents()
    panel = sheet.panel
    below = panel.missing.mapTo(panel.viewport(), QPoint(0, panel.missing.height())).y()
    assert panel.missing.isVisible()
    assert below <= panel.viewport().height()
    assert panel.free.hasFocus()
    assert sheet.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    sheet.reject()
    assert of_note(visit, note) == ()


def test_undo_takes_a_step_back_from_everywhere_in_the_sheet_but_a_text(
    notes: NotesScreen, visit: Visit, note: str, phone: Path
) -> None:
    drop(notes.editor, files(phone))
    visit.settle()
    sheet = intake(visit).sheet
    before = sheet.canvas.retouch.boxes
    sheet.panel.crop.click()
    assert sheet.canvas.retouch.boxes != before
    sheet.panel.free.setFocus()
    QTest.keyClick(sheet.panel.free, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sheet.canvas.retouch.boxes == before
    assert not sheet.canvas.retouch.can_undo
    sheet.reject()
    assert of_note(visit, note) == ()


def _close_refusals(said: list[str]) -> None:
    found = QApplication.activeModalWidget()
    if isinstance(found, PhotoSheet) or found is None:
        QTimer.singleShot(0, partial(_close_refusals, said))
        return
    said.extend(label.text() for label in found.findChildren(QWidget) if hasattr(label, "text") and label.text())
    assert isinstance(found, QDialog)
    found.reject()


@pytest.mark.parametrize("make", ["bomb", "text", "folder"])
def test_a_hostile_picture_is_refused_in_words_and_nothing_is_kept(
    notes: NotesScreen, visit: Visit, note: str, tmp_path: Path, make: str
) -> None:
    path = tmp_path / "picture.png"
    if make == "bomb":
        path.write_bytes(bomb(60_000, 60_000))
    elif make == "text":
        path.write_text("not a picture")
    else:
        path.mkdir()
    said: list[str] = []
    QTimer.singleShot(0, partial(_close_refusals, said))
    drop(notes.editor, files(path))
    visit.settle()
    assert "picture.png" in said
    assert any(words.endswith(".") for words in said)
    assert of_note(visit, note) == ()


def test_a_picture_on_the_clipboard_is_pasted_beside_the_note_and_words_stay_words(
    notes: NotesScreen, visit: Visit, note: str
) -> None:
    edit = notes.editor.seen.edit
    edit.setFocus()
    QGuiApplication.clipboard().setText(" and words")
    QTest.keyClick(edit, Qt.Key.Key_End)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert notes.editor.seen.text().endswith("week and words")
    picture = QImage(80, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(picture)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    looking = intake(visit)
    looking.sheet.panel.free.click()
    looking.sheet.confirmed.emit()
    visit.settle()
    (kept,) = of_note(visit, note)
    assert (kept.width, kept.height) == (80, 60)
    assert notes.editor.seen.text().endswith("week and words")


def test_what_would_take_a_photo_that_is_held_over_it_has_an_edge(notes: NotesScreen, note: str, phone: Path) -> None:
    rows, edge = notes.stream.list, notes.stream.list.findChild(Intake).edge  # type: ignore[union-attr]  # it has one
    row = rows.rect_of(note)
    assert rows.rect().contains(row) and row.height() < rows.height() / 2  # noqa: PT018 - one row of several
    heading = rows.visualRect(rows.model().index(0, 0)).translated(rows.viewport().pos())
    mime = files(phone)
    for place, around in ((row.center(), row), (heading.center(), rows.rect_of(""))):
        QApplication.sendEvent(rows, QDragEnterEvent(place, TOWARDS_COPY, mime, NO_BUTTON, NOTHING_HELD))
        assert edge.isVisibleTo(rows)
        assert edge.geometry() == around
    QApplication.sendEvent(rows, QDragLeaveEvent())
    assert not edge.isVisibleTo(rows)
    enters = QDragEnterEvent(row.center(), TOWARDS_COPY, words := QMimeData(), NO_BUTTON, NOTHING_HELD)
    words.setText("only words")
    QApplication.sendEvent(rows, enters)
    assert not edge.isVisibleTo(rows)


def test_a_photo_dropped_beside_no_note_gets_a_note_of_its_own_and_leaves_with_it(
    notes: NotesScreen, visit: Visit, phone: Path
) -> None:
    before = len(visit.notes())
    drop(notes.stream.list.viewport(), files(phone), QPoint(10, notes.stream.list.height() - 4))
    visit.settle()
    intake(visit).sheet.panel.free.click()
    intake(visit).sheet.confirmed.emit()
    visit.settle()
    assert len(visit.notes()) == before + 1
    visit.session.write(lambda: visit.session.audits.undo(visit.session.audit_id))
    visit.settle()
    assert len(visit.notes()) == before


def test_stopping_keeps_nothing_more_and_asks_when_something_was_typed(
    notes: NotesScreen, visit: Visit, note: str, phone: Path
) -> None:
    drop(notes.editor, files(phone, phone))
    visit.settle()
    sheet = intake(visit).sheet
    QTest.keyClicks(sheet.panel.caption.edit, "Half a")
    answer(accept=False)
    sheet.reject()
    assert attacher_of(visit.session, visit.look).intake is not None
    answer(accept=True)
    sheet.reject()
    visit.settle()
    assert attacher_of(visit.session, visit.look).intake is None
    assert of_note(visit, note) == ()


# --- the permission -------------------------------------------------------------------------------


def test_a_photo_that_comes_after_the_sheet_was_left_is_for_nobody(
    notes: NotesScreen, visit: Visit, note: str, phone: Path, tmp_path: Path
) -> None:
    other = tmp_path / "IMG_2035.jpg"
    other.write_bytes(phone.read_bytes())
    assert drop(notes.editor.seen.edit.viewport(), files(phone, other))
    intake(visit).sheet.left.emit()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    visit.settle()
    assert drop(notes.editor.seen.edit.viewport(), files(phone, other))
    taken = intake(visit)
    while taken.hand.photo is None:
        QApplication.processEvents()
    taken.sheet.left.emit()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    visit.settle()
    assert taken._loaded == {}
    assert of_note(visit, note) == ()


def test_two_quick_turns_are_two_and_what_is_kept_meanwhile_is_kept_turned(
    notes: NotesScreen, visit: Visit, note: str, phone: Path
) -> None:
    assert drop(notes.editor.seen.edit.viewport(), files(phone))
    visit.settle()
    sheet = intake(visit).sheet
    before = sheet.canvas.retouch
    for _press in range(2):
        sheet.turn_asked.emit()
    visit.settle()
    assert sheet.canvas.retouch == before.turned().turned()
    sheet.panel.free.click()
    sheet.turn_asked.emit()
    sheet.confirmed.emit()
    visit.settle()
    (kept,) = of_note(visit, note)
    _content, picture = kept_picture(visit, kept)
    assert picture.size == (before.height, before.width)


def test_before_the_school_allowed_photos_every_way_leads_to_where_that_is_recorded(
    notes: NotesScreen, visit: Visit, note: str, phone: Path, qtbot: QtBot
) -> None:
    attachments, audit = visit.session.evidence.attachments, visit.session.audit_id
    visit.write(lambda: attachments.forbid_photos(audit))
    attacher = attacher_of(visit.session, visit.look)
    for way in (
        lambda: drop(notes.editor, files(phone)),
        lambda: attacher.ask_photos(notes, notes.beside.beside()),
    ):
        said: list[str] = []
        answer(accept=True, said=said)
        with qtbot.waitSignal(visit.session.led) as led:
            way()
        assert led.args == ["prepare", "photos", ""]
        assert "has not allowed photos" in said[0]
    visit.settle()
    assert attacher.intake is None
    assert of_note(visit, note) == ()


def test_once_the_permission_is_recorded_it_goes_on_with_the_photo_unless_one_went_elsewhere(
    notes: NotesScreen, visit: Visit, note: str, phone: Path, qtbot: QtBot
) -> None:
    attachments, audit = visit.session.evidence.attachments, visit.session.audit_id
    visit.write(lambda: attachments.forbid_photos(audit))
    attacher = attacher_of(visit.session, visit.look)
    answer(accept=True)
    drop(notes.editor, files(phone))
    attacher.forget()
    visit.write(lambda: attachments.permit_photos(audit, "school leader"))
    assert attacher.intake is None
    visit.write(lambda: attachments.forbid_photos(audit))
    answer(accept=True)
    drop(notes.editor, files(phone))
    with qtbot.waitSignal(attacher.allowed):
        visit.write(lambda: attachments.permit_photos(audit, "school leader"))
    visit.settle()
    intake(visit).sheet.panel.free.click()
    intake(visit).sheet.confirmed.emit()
    visit.settle()
    assert len(of_note(visit, note)) == 1


# --- afterwards -----------------------------------------------------------------------------------


@pytest.fixture
def kept(notes: NotesScreen, visit: Visit, note: str, phone: Path) -> str:
    drop(notes.editor, files(phone))
    visit.settle()
    sheet = intake(visit).sheet
    for _box in sheet.canvas.retouch.boxes:
        sheet.show_retouch(sheet.canvas.retouch.took(0).without())
    sheet.panel.free.click()
    sheet.confirmed.emit()
    visit.settle()
    return of_note(visit, note)[0].id


def test_a_photo_opens_large_by_enter_says_what_is_typed_and_goes_to_the_bin_and_back(
    notes: NotesScreen, visit: Visit, note: str, kept: str
) -> None:
    tiles = notes.editor.strip.tiles
    tiles.choose(kept)
    QTest.keyClick(tiles, Qt.Key.Key_Return)
    visit.settle()
    viewer = notes.beside.actions.viewer
    assert viewer is not None
    QTest.keyClicks(viewer.sheet.panel.caption.edit, "Goals")
    QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)
    visit.settle()
    assert of_note(visit, note)[0].caption == "Goals"
    QTest.keyClick(tiles, Qt.Key.Key_Delete)
    visit.settle()
    assert of_note(visit, note) == ()
    notes.editor.strip._binned.click()
    assert [item.id for item in tiles.rows.rows] == [kept]
    notes.beside.actions.restore(kept)
    visit.settle()
    assert [item.id for item in of_note(visit, note)] == [kept]


def test_what_comes_after_a_photo_was_closed_or_left_for_the_next_touches_nothing(
    notes: NotesScreen, visit: Visit, note: str, kept: str, tmp_path: Path
) -> None:
    tiles = notes.editor.strip.tiles
    tiles.choose(kept)
    QTest.keyClick(tiles, Qt.Key.Key_Return)
    viewer = notes.beside.actions.viewer
    assert viewer is not None
    QTest.keyClick(viewer.sheet, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    visit.settle()
    other = tmp_path / "other.jpg"
    other.write_bytes(from_a_phone(1, (333, 222)))
    assert drop(notes.editor, files(other))
    visit.settle()
    intake(visit).sheet.panel.free.click()
    intake(visit).sheet.confirmed.emit()
    visit.settle()
    notes.beside.actions.open_of_note(note)
    visit.settle()
    viewer = notes.beside.actions.viewer
    assert viewer is not None
    first = viewer.hand.photo
    assert first is not None
    viewer.sheet.turn_asked.emit()
    viewer._step(1)
    viewer.hand._on_turned(first, first)
    viewer.hand._on_faces(first, (Box("blur", 1, 1, 20, 20),))
    meanwhile = viewer.hand.photo
    assert meanwhile is None
    visit.settle()
    assert viewer.hand.photo is not None
    assert (viewer.hand.photo.held.width, viewer.hand.photo.held.height) == (333, 222)
    assert viewer.hand.retouch.boxes == ()
    assert viewer.sheet.panel.apply.isHidden()
    viewer.sheet.left.emit()
    visit.settle()


def test_in_a_small_window_a_jump_to_a_photo_shows_it_and_its_bin(
    notes: NotesScreen, visit: Visit, note: str, kept: str, qtbot: QtBot
) -> None:
    notes.resize(683, 345)
    QApplication.processEvents()
    notes.show_item(note)
    assert not notes._right.isVisible()
    notes.show_entity("attachment", kept)
    tiles = notes.editor.strip.tiles
    assert tiles.isVisible()
    assert notes.window().focusWidget() is tiles
    assert tiles.key == kept
    notes.take_to("alt")
    viewer = notes.beside.actions.viewer
    assert viewer is not None
    assert viewer.sheet.focusWidget() is viewer.sheet.panel.alt.edit
    viewer.sheet.reject()
    visit.settle()
    visit.write(lambda: visit.session.evidence.attachments.edit(kept, caption="Goals of every subject " * 5))
    with qtbot.waitSignal(visit.session.told) as told:
        QTest.keyClick(tiles, Qt.Key.Key_Delete)
        visit.settle()
    assert told.args[0].endswith("…” is in the bin")
    assert len(told.args[0]) < 60
    assert not notes.editor.strip._hint.isVisible(), "what is in the bin needs its room"


def test_space_on_a_note_opens_its_photos(notes: NotesScreen, visit: Visit, note: str, kept: str) -> None:
    notes.stream.list.setFocus()
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Space)
    visit.settle()
    viewer = notes.beside.actions.viewer
    assert viewer is not None
    assert viewer.item.id == kept
    viewer.sheet.reject()
    visit.settle()
    assert note == notes.editor.note_id


def test_a_kept_photo_is_blurred_further_for_good(notes: NotesScreen, visit: Visit, note: str, kept: str) -> None:
    before = of_note(visit, note)[0].blob
    notes.beside.actions.open(kept)
    visit.settle()
    viewer = notes.beside.actions.viewer
    assert viewer is not None
    QTest.keyClick(viewer.sheet.canvas, Qt.Key.Key_B)
    assert not viewer.sheet.panel.apply.isHidden()
    answer(accept=True)
    viewer.sheet.panel.apply.click()
    visit.settle()
    now = of_note(visit, note)[0]
    assert now.blob != before
    assert len(now.boxes) == 1
    viewer.sheet.reject()
    visit.session.write(lambda: visit.session.audits.undo(visit.session.audit_id))
    visit.settle()
    row = visit.session.desk.store.connection.execute("SELECT count(*) FROM blob WHERE sha256 = ?", (before,))
    assert row.fetchone()[0] == 0


def test_erasing_asks_first_and_leaves_nothing(notes: NotesScreen, visit: Visit, note: str, kept: str) -> None:
    tiles = notes.editor.strip.tiles
    tiles.choose(kept)
    said: list[str] = []
    answer(accept=False, said=said)
    QTest.keyClick(tiles, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    visit.settle()
    assert "cannot be brought back" in said[0]
    assert len(of_note(visit, note)) == 1
    blob = of_note(visit, note)[0].blob
    answer(accept=True)
    QTest.keyClick(tiles, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    visit.settle()
    assert of_note(visit, note) == ()
    row = visit.session.desk.store.connection.execute("SELECT count(*) FROM blob WHERE sha256 = ?", (blob,))
    assert row.fetchone()[0] == 0


def test_a_copy_is_only_written_after_the_warning(
    notes: NotesScreen, visit: Visit, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.jpg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    said: list[str] = []
    answer(accept=False, said=said)
    notes.beside.actions.save(kept)
    visit.settle()
    assert "not encrypted" in said[0]
    assert not target.exists()
    answer(accept=True)
    notes.beside.actions.save(kept)
    visit.settle()
    with Image.open(target) as picture:
        assert picture.format == "JPEG"


def test_small_pictures_come_without_the_window_waiting(
    notes: NotesScreen, visit: Visit, note: str, kept: str, qtmodeltester: ModelTester
) -> None:
    (item,) = of_note(visit, note)
    assert notes._thumbnails.pixmap(item) is not None
    qtmodeltester.check(notes.editor.strip.tiles.rows)  # type: ignore[no-untyped-call]  # pytest-qt's own
    entry = notes._book.notes.entries[note]
    assert [found.id for found in entry.beside] == [kept]
    said = notes.stream.model.data(notes.stream.model.index_of(note), int(Qt.ItemDataRole.AccessibleTextRole))
    assert "1 photo" in str(said)


# --- the canvas -----------------------------------------------------------------------------------


def test_boxes_are_drawn_moved_and_sized_by_mouse(notes: NotesScreen, visit: Visit, kept: str) -> None:
    notes.beside.actions.open(kept)
    visit.settle()
    viewer = notes.beside.actions.viewer
    assert viewer is not None
    canvas = viewer.sheet.canvas
    place = canvas.place.toRect()
    start, end = place.topLeft() + QPoint(20, 30), place.topLeft() + QPoint(120, 90)
    drag(canvas, start, end)
    box = canvas.retouch.box
    assert box is not None
    drawn = canvas.on_screen(box)
    assert abs(drawn.width() - 100) < 3
    assert abs(drawn.height() - 60) < 3
    drag(canvas, drawn.center().toPoint(), drawn.center().toPoint() + QPoint(40, 10))
    moved = canvas.on_screen(_held(canvas.retouch.box))
    assert abs(moved.left() - drawn.left() - 40) < 3
    drag(canvas, moved.bottomRight().toPoint(), moved.bottomRight().toPoint() + QPoint(30, 30))
    assert abs(canvas.on_screen(_held(canvas.retouch.box)).width() - 130) < 4
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert abs(canvas.on_screen(_held(canvas.retouch.box)).width() - 100) < 3
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.on_screen(_held(canvas.retouch.box)).width() > 101
    assert "Blurred part 1/1" in canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.retouch.boxes == ()
    viewer.sheet.reject()


def _held(box: Box | None) -> Box:
    assert box is not None
    return box


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for step in (start + (end - start) / 2, end):
        QTest.mouseMove(widget, step)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)


def test_what_is_below_the_tools_stays_where_it_is_when_a_box_comes(qtbot: QtBot) -> None:
    panel = PhotoPanel(Look())
    qtbot.addWidget(panel)
    panel.resize(352, 720)
    retouch = Retouch(400, 300)
    panel.show_retouch(retouch)
    panel.show()
    place = panel.free.y()
    panel.show_retouch(retouch.added("blur"))
    QApplication.processEvents()
    assert panel.remove.isVisible()
    assert panel.free.y() == place
