"""Around the pages: how they look, where they begin, printing, and the other forms; all of it by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from auditor_app.core.errors import UserError
from auditor_app.core.model import Density
from auditor_app.services.publishing.exporting import Form
from auditor_app.services.workspace import Workspace
from auditor_app.ui.drawing import pixels_of
from auditor_app.ui.screens.parts.pdf_page import draw_page
from auditor_app.ui.screens.parts.printing import print_pages
from auditor_app.ui.screens.report.breaks import BreaksPane, place_rows
from auditor_app.ui.screens.report.export import FORMS, ExportSheet
from auditor_app.ui.screens.report.layout import LayoutSheet
from auditor_app.ui.screens.report.main_view import ReportScreen
from auditor_app.ui.screens.report.preview import PreviewPane
from auditor_app.ui.session import AuditSession

Settle = Callable[[], None]
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#369"/></svg>'
)
SIGN_WITH = "een lange handtekening"


def opened(place: ReportScreen, kind: type[QDialog] = QDialog) -> QDialog:
    return next(dialog for dialog in place.window().findChildren(kind) if dialog.isVisible())


def press(widget: QWidget, keys: str, settle: Settle) -> None:
    widget.activateWindow()
    widget.setFocus()
    QApplication.processEvents()
    *held, last = keys.split("+")
    modifiers = Qt.KeyboardModifier.NoModifier
    for name in held:
        modifiers |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier,
                      "Alt": Qt.KeyboardModifier.AltModifier}[name]  # fmt: skip
    QTest.keyClick(widget, getattr(Qt.Key, f"Key_{last}"), modifiers)
    settle()


def test_the_sheets_open_by_key(place: ReportScreen, settle: Settle) -> None:
    for keys, kind in (("Ctrl+Shift+L", LayoutSheet), ("Ctrl+Shift+E", ExportSheet)):
        press(place.writing.list, keys, settle)
        sheet = opened(place, kind)
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        settle()
        assert not [dialog for dialog in place.window().findChildren(kind) if dialog.isVisible()]


def test_what_is_chosen_is_kept_at_once(place: ReportScreen, workspace: Workspace, settle: Settle) -> None:
    sheet = place.show_layout()
    settle()
    sheet.parts["matrix"].click()
    sheet.density.segment("compact").click()
    sheet.photos.segment("3").click()
    sheet.language.segment("sv").click()
    sheet.record.click()
    settle()
    found = workspace.layouts.of(place._session.audit_id)
    assert found.left_out == ("matrix",)
    assert (found.density, found.photos_per_row, found.language) == (Density.COMPACT, 3, "sv")
    assert found.shares_record
    assert place.pages.language == "sv"
    sheet.close()
    again = place.show_layout()
    assert not again.parts["matrix"].isChecked()
    assert again.parts["contents"].isChecked()
    again.close()


def test_a_logo_asks_for_words_first(place: ReportScreen, workspace: Workspace, settle: Settle, tmp_path: Path) -> None:
    sheet = place.show_layout()
    settle()
    sheet.logo.click()
    assert sheet.logo_alt.edit.accessibleDescription() != ""
    path = tmp_path / "logo.svg"
    path.write_bytes(DRAWING)
    sheet.logo_alt.show_text("Een blauw vlak")
    sheet.take_logo(path)
    settle()
    found = workspace.layouts.of(place._session.audit_id)
    assert found.logo_alt == "Een blauw vlak"
    assert workspace.store.blob(found.logo).startswith(b"\x89PNG")
    assert sheet.no_logo.isVisible()
    path.write_bytes(DRAWING.replace(b"<rect", b"<script/><rect"))
    failed: list[object] = []
    place._session.failed.connect(failed.append)
    sheet.take_logo(path)
    settle()
    assert sheet.problem.isVisible()
    assert sheet.height() <= place.height(), "what is wrong takes its room from what is scrolled"
    assert failed == [], "a picture that is refused leaves nothing unsaved"
    assert workspace.layouts.of(place._session.audit_id).logo == found.logo
    sheet.no_logo.click()
    settle()
    assert workspace.layouts.of(place._session.audit_id).logo == ""


def test_a_logo_is_dropped_and_one_of_too_many_pixels_says_so(
    place: ReportScreen, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    sheet = place.show_layout()
    settle()
    path = tmp_path / "logo.png"
    Image.new("L", (40, 20), 90).save(path)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    sheet.dropEvent(_drop(dropped))
    assert sheet.logo_alt.edit.accessibleDescription() != ""
    sheet.logo_alt.show_text("Een grijs vlak")
    sheet.dropEvent(_drop(dropped))
    settle()
    kept = workspace.layouts.of(place._session.audit_id).logo
    assert kept
    Image.new("1", (9000, 9000)).save(path)
    sheet.dropEvent(_drop(dropped))
    settle()
    assert "million pixels" in sheet.problem.accessibleName()
    assert workspace.layouts.of(place._session.audit_id).logo == kept
    sheet.close()


def _drop(data: QMimeData) -> QDropEvent:
    here, buttons, keys = QPointF(9, 9), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QDropEvent(here, Qt.DropAction.CopyAction, data, buttons, keys)


@pytest.mark.parametrize("content", [b"<svg/>", b"<svg", DRAWING.replace(b"0 0 40 20", b"0 0 4000 1")])
def test_a_drawing_that_cannot_be_drawn_is_refused(content: bytes, qapp: QApplication) -> None:
    assert qapp is not None
    with pytest.raises(UserError, match=r"logo\.broken"):
        pixels_of(content)


@pytest.fixture
def large(wide: ReportScreen, settle: Settle) -> PreviewPane:
    wide.show_large()
    settle()
    pane = opened(wide).findChild(PreviewPane)
    assert pane is not None
    assert wide.pages.report is not None
    return pane


def test_a_finding_is_made_to_begin_a_page(
    wide: ReportScreen, large: PreviewPane, workspace: Workspace, settle: Settle
) -> None:
    breaks = large.breaks
    assert breaks is not None
    rows = [row for row in breaks.model.rows if row.depth == 1]
    first, second = next(pair for pair in pairwise(rows) if pair[0].page == pair[1].page)
    breaks.list.choose(first.key)
    breaks.list.setFocus()
    QTest.keyClick(breaks.list, Qt.Key.Key_Down)
    assert breaks.list.current_key() == second.key
    press(breaks.list, "Alt+1", settle)
    wide.pages._build()
    settle()
    assert workspace.layouts.of(wide._session.audit_id).new_pages == (second.key,)
    moved = next(row for row in breaks.model.rows if row.key == second.key)
    assert (moved.page, moved.way) == (first.page + 1, "new_pages")
    assert large.view.page == moved.page - 1, "the pages go along"
    press(breaks.list, "Alt+2", settle)
    assert workspace.layouts.of(wide._session.audit_id).kept_together == (second.key,)
    press(breaks.list, "Ctrl+Z", settle)
    assert workspace.layouts.of(wide._session.audit_id).new_pages == (second.key,), "undone from within the preview"
    press(breaks.list, "Ctrl+Shift+Z", settle)
    assert workspace.layouts.of(wide._session.audit_id).kept_together == (second.key,)
    press(breaks.list, "Alt+0", settle)
    assert workspace.layouts.of(wide._session.audit_id).kept_together == ()


def test_a_part_can_follow_on_and_a_finding_cannot(large: PreviewPane) -> None:
    breaks = large.breaks
    assert breaks is not None
    breaks._offer("part:matrix")
    assert breaks._values == ("", "new_pages", "follow_on")
    breaks._offer("finding:x")
    assert breaks._values == ("", "new_pages", "kept_together")


def test_the_list_of_places_is_a_good_model(large: PreviewPane, qtmodeltester: ModelTester) -> None:
    breaks = large.breaks
    assert breaks is not None
    qtmodeltester.check(breaks.model)  # type: ignore[no-untyped-call] # pytest-qt has no types here
    report = large.pages.report
    assert report is not None
    assert "part:cover" not in [row.key for row in place_rows(report.outline, breaks._session.snapshot.layout)]


def test_going_to_a_place_shows_its_page(large: PreviewPane) -> None:
    breaks = large.breaks
    assert isinstance(breaks, BreaksPane)
    row = breaks.model.rows[-1]
    breaks.list.choose(breaks.model.rows[0].key)
    breaks._on_chosen(row.key)
    assert large.view.page == row.page - 1


def test_the_real_pages_are_printed(
    wide: ReportScreen, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "printed.pdf"

    def accept(dialog: QPrintDialog) -> int:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFromTo(2, 3)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    settle()
    wide.preview.print_pages()
    settle()
    qtbot.waitUntil(target.is_file, timeout=20_000)
    settle()
    from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 - only here

    printed = QPdfDocument()
    printed.load(str(target))
    assert printed.pageCount() == 2
    image = printed.render(0, QSize(300, 424))
    assert any(image.pixelColor(x, y).lightness() < 100 for x in range(20, 280) for y in range(20, 400))
    printed.close()


def test_a_page_keeps_its_proportions_on_other_paper(
    place: ReportScreen, settle: Settle, session: AuditSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target = tmp_path / "page.pdf", tmp_path / "printed.pdf"
    drawing = canvas.Canvas(str(page), pagesize=A4)
    drawing.rect(100, 300, 300, 300, fill=1)
    drawing.save()

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(target))
        dialog.printer().setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    failed: list[bool] = []
    print_pages([(page.read_bytes(), 0)], session.read, lambda: failed.append(True), place)
    settle()
    image = draw_page(target.read_bytes(), 0, 425)
    black = [(x, y) for x in range(425) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 100]
    wide, high = (max(values) - min(values) for values in zip(*black, strict=True))
    assert not failed
    assert abs(wide - high) <= 2
    assert wide > 150


def test_every_form_can_be_chosen_and_says_what_it_is_for(place: ReportScreen, settle: Settle) -> None:
    sheet = place.show_export()
    settle()
    assert [form for form, _name, _purpose in FORMS] == list(Form)
    assert all(button.accessibleDescription() for button in sheet.choices.values())
    assert sheet.kept_back.text()
    keys = [button.text()[button.text().index("&") + 1].lower() for button in sheet.choices.values()]
    assert len(set(keys)) == len(keys)
    sheet.close()


@pytest.mark.parametrize("form", [Form.WORD, Form.EVIDENCE])
def test_a_form_is_written_where_a_person_wants(
    place: ReportScreen, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    offered: list[str] = []

    def choose(_parent: QWidget, _title: str, start: str, kind: str) -> tuple[str, str]:
        offered.append(start)
        return str(tmp_path / Path(start).name), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    sheet = place.show_export()
    settle()
    sheet.choices[form].click()
    sheet.languages.show_choice("nl")
    sheet.languages.focus_chosen()
    QTest.keyClick(sheet.languages.segment("nl"), Qt.Key.Key_Right)
    assert (sheet.languages.value, offered) == ("en", []), "the arrows choose, as among the forms"
    QTest.keyClick(sheet.languages.segment("en"), Qt.Key.Key_Return)
    settle()
    (written,) = tmp_path.glob("Voorbeeldschool*")
    assert written.name == Path(offered[0]).name
    assert "-en-draft" in written.name
    assert written.stat().st_size > 1000


def test_a_place_that_cannot_be_written_to_is_said(
    place: ReportScreen, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(blocked / "report.json"), ""))
    sheet = place.show_export()
    settle()
    sheet.choices[Form.DATA].click()
    sheet.go_on.click()
    settle()
    assert sheet.problem.isVisible()
    assert sheet.isVisible()
    assert sheet.go_on.isEnabled()


def test_a_signed_audit_keeps_its_pages(
    place: ReportScreen, session: AuditSession, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", SIGN_WITH)
    report = workspace.publishing.sign(session.audit_id, "nl", SIGN_WITH, tmp_path)
    session.take_over(report.written)
    settle()
    sheet = place.show_layout()
    settle()
    assert not sheet.density.isEnabled()
    assert not sheet.logo.isEnabled()
    sheet.close()
