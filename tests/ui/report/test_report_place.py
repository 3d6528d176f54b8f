"""The report place with a real store and a real key: what is typed reaches the disk, what is signed is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from auditor_app.core.model import AuditKind, Finding, FindingKind
from auditor_app.core.readiness import Blocker, Gap
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from auditor_app.ui.models.book import book_of
from auditor_app.ui.screens.parts.room import holds_focus
from auditor_app.ui.screens.report.blockers import blocker_rows, blockers_model
from auditor_app.ui.screens.report.main_view import ReportScreen
from auditor_app.ui.screens.report.rows import TEXTS, FindingsModel, PickModel, finding_rows, kinds_of, pick_rows
from auditor_app.ui.screens.signing.sign import SignDialog
from auditor_app.ui.session import AuditSession

SECRET = "een lange handtekening"
Settle = Callable[[], None]


def stored(workspace: Workspace, finding: str) -> Finding:
    (audit,) = {summary.audit.id for summary in workspace.overview.audits()}
    return next(item for item in workspace.audits.snapshot(audit).findings if item.id == finding)


def test_what_is_typed_in_a_finding_reaches_the_store(
    place: ReportScreen, workspace: Workspace, settle: Settle
) -> None:
    finding = place.writing.finding_in_hand()
    editor = place.writing.editor.blocks["meaning"].editor
    editor.edit.selectAll()
    QTest.keyClicks(editor.edit, "Dan telt het voor wie achterloopt.")
    place.flush()
    settle()
    assert stored(workspace, finding).meaning == "Dan telt het voor wie achterloopt."


def test_words_typed_while_a_write_is_on_its_way_stay(
    place: ReportScreen, workspace: Workspace, settle: Settle
) -> None:
    finding = place.writing.finding_in_hand()
    editor = place.writing.editor.blocks["question"].editor
    editor.edit.selectAll()
    QTest.keyClicks(editor.edit, "Hoe ")
    editor.flush()
    QTest.keyClicks(editor.edit, "verder?")
    settle()
    assert editor.text() == "Hoe verder?"
    place.flush()
    settle()
    assert stored(workspace, finding).question == "Hoe verder?"


def test_going_to_another_finding_writes_to_the_one_before(
    place: ReportScreen, workspace: Workspace, settle: Settle
) -> None:
    first = place.writing.finding_in_hand()
    QTest.keyClicks(place.writing.editor.blocks["seen"].editor.edit, "Eerst: ")
    place.writing.list.step(1)
    settle()
    second = place.writing.finding_in_hand()
    assert second != first
    assert stored(workspace, first).seen.startswith("Eerst: ")
    assert not stored(workspace, second).seen.startswith("Eerst: ")


def test_a_finding_that_is_opened_never_takes_words_in_a_folded_field(place: ReportScreen, settle: Settle) -> None:
    editor = place.writing.editor
    for name in ("seen", "meaning", "question"):
        editor.blocks[name].editor.show_text("Staat er al.")
    editor.blocks["first_step"].editor.show_text("")
    editor.more.show_open(is_open=False)
    place.writing.list.setFocus()
    QTest.keyClick(place.writing.list, Qt.Key.Key_Return)
    settle()
    assert QApplication.focusWidget() is editor.blocks["seen"].editor.edit


def test_undo_is_seen_in_the_field(place: ReportScreen, session: AuditSession, settle: Settle) -> None:
    editor = place.writing.editor.blocks["seen"].editor
    before = editor.text()
    editor.edit.selectAll()
    QTest.keyClicks(editor.edit, "Weg")
    place.flush()
    settle()
    session.write(lambda: session.audits.undo(session.audit_id))
    settle()
    assert editor.text() == before


def test_the_order_follows_the_keys(place: ReportScreen, settle: Settle) -> None:
    before = [row.finding.id for row in place.writing.model.rows]
    place.writing.list.setFocus()
    QTest.keyClick(
        place.writing.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settle()
    after = [row.finding.id for row in place.writing.model.rows]
    assert after == [before[1], before[0], *before[2:]]
    assert place.writing.finding_in_hand() == before[0]


@pytest.mark.parametrize(("dragged", "row", "expected"), [(0, 3, [1, 2, 0]), (2, 0, [2, 0, 1]), (1, -1, [0, 2, 1])])
def test_a_dropped_row_moves_where_the_line_was(dragged: int, row: int, expected: list[int]) -> None:
    model = FindingsModel()
    order = [Finding(id=f"f{number}") for number in range(3)]
    snapshot = replace(sample_snapshot(THIS_YEAR), findings=tuple(order))
    model.show(finding_rows(snapshot, FindingKind.DEVELOPMENT))
    moved: list[tuple[str, int]] = []
    model.moved.connect(lambda finding, place: moved.append((finding, place)))
    data = model.mimeData([model.index(dragged)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())
    ((finding, place),) = moved
    rest = [item.id for item in order if item.id != finding]
    rest.insert(place, finding)
    assert rest == [f"f{number}" for number in expected]


def test_a_new_finding_opens_at_its_title_and_can_go_to_the_bin(
    place: ReportScreen, session: AuditSession, settle: Settle
) -> None:
    count = len(place.writing.model.rows)
    told: list[bool] = []
    session.told.connect(lambda _text, can_undo: told.append(can_undo))
    place.writing.new.click()
    settle()
    assert len(place.writing.model.rows) == count + 1
    assert QApplication.focusWidget() is place.writing.editor.title
    assert place.writing.editor.picker.isVisible()
    place.writing.list.setFocus()
    QTest.keyClick(place.writing.list, Qt.Key.Key_Delete)
    settle()
    assert len(place.writing.model.rows) == count
    assert told == [True]


def test_criteria_and_notes_are_linked_by_keyboard(place: ReportScreen, workspace: Workspace, settle: Settle) -> None:
    place.writing.new.click()
    settle()
    finding, picker = place.writing.finding_in_hand(), place.writing.editor.picker
    QTest.keyClicks(picker.field, "#e3.3")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    settle()
    assert stored(workspace, finding).criteria == ("E3.3",)
    assert picker.notes.model().rowCount() > 0
    picker.notes.setCurrentIndex(picker.notes.model().index(0, 0))
    QTest.keyClick(picker.notes, Qt.Key.Key_Space)
    settle()
    assert len(stored(workspace, finding).notes) == 1
    assert picker.notes.model().index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked


def test_an_order_in_a_question_gets_a_quiet_hint(place: ReportScreen) -> None:
    block = place.writing.editor.blocks["question"]
    block.editor.edit.selectAll()
    QTest.keyClicks(block.editor.edit, "Wanneer moet dit klaar zijn?")
    assert "moet" in block.wording.text()
    assert block.wording.isVisible()
    block.editor.edit.selectAll()
    QTest.keyClicks(block.editor.edit, "Wanneer zou dit kunnen?")
    assert not block.wording.isVisible()


def test_only_a_summative_audit_sets_conditions() -> None:
    assert FindingKind.CONDITION not in kinds_of(AuditKind.FORMATIVE)
    assert FindingKind.CONDITION not in kinds_of(AuditKind.INTERIM)
    assert FindingKind.CONDITION in kinds_of(AuditKind.SUMMATIVE)


LEADS = {
    Blocker(Gap.NO_LEAD, "", "prepare", True): ("prepare", "", ""),
    Blocker(Gap.TO_CODE, "", "notes", False, 3): ("notes", "", ""),
    Blocker(Gap.NO_REASON, "E1.2", "criteria", True): ("criteria", "criterion", "E1.2"),
    Blocker(Gap.NOT_RATED, "E1.1, E1.2", "criteria", True, 2): ("criteria", "criterion", "E1.1"),
}


def test_what_holds_signing_back_leads_there(place: ReportScreen, session: AuditSession) -> None:
    found: list[tuple[str, str, str]] = []
    session.led.connect(lambda *where: found.append(where))
    for blocker in LEADS:
        (row,) = blocker_rows([blocker])
        place.follow(row)
    assert found == list(LEADS.values())


def test_a_finding_without_evidence_opens_at_its_criteria(
    place: ReportScreen, session: AuditSession, settle: Settle
) -> None:
    finding = place.writing.finding_in_hand()
    session.write(lambda: session.judge.edit_finding(finding, criteria=(), notes=()))
    settle()
    rows = blocker_rows(session.publishing.blockers(session.audit_id))
    place.follow(next(row for row in rows if row.gap is Gap.FINDING_WITHOUT_EVIDENCE))
    assert place.writing.finding_in_hand() == finding
    assert QApplication.focusWidget() is place.writing.editor.picker.field


def test_a_missing_summary_holds_signing_back_and_leads_to_its_field(
    place: ReportScreen, session: AuditSession, settle: Settle
) -> None:
    assert place.foot.sign.isEnabled()
    session.write(lambda: session.audits.edit(session.audit_id, summary=""))
    settle()
    place.foot.refresh()
    assert not place.foot.sign.isEnabled()
    assert place.foot.model.rows[0].gap is Gap.NO_SUMMARY
    place.foot.list.setFocus()
    marked = [index.row() for index in place.foot.list.selectedIndexes()]
    assert marked == [0], "whoever comes by key sees where Enter leads"
    QTest.keyClick(place.foot.list, Qt.Key.Key_Return)
    assert place.writing.kind is None
    field = place.writing.texts.blocks["summary"].editor.edit
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "Kort gezegd.")
    place.flush()
    settle()
    place.foot.refresh()
    assert place.foot.sign.isEnabled()


def test_texts_of_a_standard_reach_the_store(
    place: ReportScreen, session: AuditSession, workspace: Workspace, settle: Settle
) -> None:
    place.show_entity("text", "E2")
    editor = place.writing.texts.blocks["own_way"].editor
    editor.edit.selectAll()
    QTest.keyClicks(editor.edit, "Elke groep kiest zelf.")
    place.writing.kinds.segments.segment("strength").click()
    settle()
    chapters = workspace.audits.snapshot(session.audit_id).chapters
    assert next(item for item in chapters if item.standard == "E2").own_way == "Elke groep kiest zelf."
    assert place.writing.kind is FindingKind.STRENGTH
    place.writing.kinds.segments.segment(TEXTS).click()
    assert place.writing.texts.blocks["own_way"].editor.text() == "Elke groep kiest zelf."


def test_models_keep_qts_rules(session: AuditSession, qtmodeltester: ModelTester) -> None:
    findings = FindingsModel()
    findings.show(finding_rows(session.snapshot, FindingKind.DEVELOPMENT))
    picks = PickModel()
    picks.show(pick_rows(book_of(session).notes, findings.rows[0].finding))
    gaps = blockers_model()
    gaps.show(blocker_rows([Blocker(gap, "x", "report", True) for gap in Gap]))
    for model in (findings, picks, gaps):
        assert model.rowCount() > 0
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it unannotated
        said = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert isinstance(said, str)
        assert len(said) > len(str(model.index(0).data()))


def test_the_finding_in_hand_is_marked_on_its_page(wide: ReportScreen, settle: Settle) -> None:
    place = wide
    assert place.pages.count > 5
    finding = place.writing.finding_in_hand()
    spot = place.pages.spot("finding", finding)
    assert spot is not None
    page, top, bottom = spot
    assert 0 < top < bottom < 1
    assert place.preview.view.page == page
    assert place.pages.page(page, place.preview.view.sheet.page_width) is not None
    place.preview.turn(1)
    assert place.preview.view.page == page + 1
    place.preview.languages.segment("sv").click()
    settle()
    assert place.pages.language == "sv"
    assert place.preview.view.page == page + 1, "where somebody turned to, it stays"


def test_f6_goes_on_from_every_field_of_a_finding_and_of_a_text(wide: ReportScreen) -> None:
    writing = wide.writing
    writing.editor.blocks["question"].editor.edit.setFocus()
    wide.next_pane()
    assert wide.foot.list.hasFocus()
    wide.next_pane()
    assert wide.preview.view.hasFocus()
    wide.next_pane()
    assert writing.list.hasFocus()
    wide.next_pane()
    assert writing.editor.blocks["seen"].editor.edit.hasFocus()
    writing.show_text(list(writing.texts.blocks)[-1])
    wide.foot.list.setFocus()
    for _part in range(3):
        wide.next_pane()
    assert holds_focus(writing.texts)
    assert not wide.foot.list.hasFocus()


def test_where_one_half_fits_f6_goes_on_to_the_pages_and_back(place: ReportScreen, settle: Settle) -> None:
    place.resize(627, 400)
    settle()
    assert place.panes.is_narrow
    place.writing.editor.blocks["seen"].editor.edit.setFocus()
    for _part in range(2):  # the foot is a part where it lists something
        if not place.preview.view.hasFocus():
            place.next_pane()
    assert place.preview.view.hasFocus()
    assert place.panes.switch.value == "right"
    place.next_pane()
    assert place.panes.switch.value == "left"
    assert place.writing.list.hasFocus()


def test_keys_scroll_a_page_and_past_its_end_turn_to_the_next_in_a_ring_that_shows_where_they_go(
    wide: ReportScreen,
) -> None:
    view = wide.preview.view
    view.show_page(2)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.sheet.is_ringed
    bar = view.verticalScrollBar()
    while bar.value() < bar.maximum():
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        assert view.page == 2
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert (view.page, bar.value()) == (3, 0)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert (view.page, bar.value()) == (2, bar.maximum())
    view.show_page(0)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == 0
    view.show_page(wide.pages.count - 1, at_end=True)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.page == wide.pages.count - 1
    wide.setFocus()
    assert not view.sheet.is_ringed


def test_hostile_words_are_drawn_and_kept(place: ReportScreen, workspace: Workspace, settle: Settle) -> None:
    words = "<b>x</b>\u202e & \U0001f600 " + "ongebroken" * 200
    finding = place.writing.finding_in_hand()
    place._session.write(lambda: workspace.judge.edit_finding(finding, title=words, seen=words * 3))
    settle()
    assert not place.grab().isNull()
    assert stored(workspace, finding).title == words


def signing(place: ReportScreen, settle: Settle, folder: Path, secret: str) -> SignDialog:
    dialog = place.sign()
    held = QApplication.focusWidget()
    assert held is not None
    QTest.keyClicks(held, secret)  # too early: nothing is there yet, and nothing may happen
    assert dialog.isVisible()
    settle()
    assert dialog.passphrase.text() == ""
    dialog.folder.show_text(str(folder))
    QTest.keyClicks(dialog.passphrase.edit, secret)
    QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
    settle()
    return dialog


def test_signing_writes_a_verified_report_and_makes_the_audit_read_only(
    place: ReportScreen, session: AuditSession, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", SECRET)
    dialog = signing(place, settle, tmp_path, SECRET)
    (path,) = tmp_path.glob("*.pdf")
    assert dialog.report is not None
    assert dialog.report.path == path
    assert workspace.imports.inspect(path).can_be_taken
    assert dialog.card.isVisible()
    assert "just now with this key" in dialog.card._signer._headline.text(), "nobody compares a key with oneself"
    assert dialog._shown.verticalScrollBar().maximum() == 0, "what verifying said is seen whole"
    assert dialog.passphrase.text() == ""
    dialog.reject()
    assert session.is_read_only
    assert place.writing.editor.blocks["seen"].editor.edit.isReadOnly()
    assert not place.foot.sign.isVisible()
    assert place.foot.signed.count == 1
    assert not place.writing.new.isVisible()


def test_a_wrong_passphrase_is_said_plainly_and_leaves_nothing(
    place: ReportScreen, session: AuditSession, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", SECRET)
    failed: list[object] = []
    session.failed.connect(failed.append)
    dialog = signing(place, settle, tmp_path, "een andere handtekening")
    assert list(tmp_path.glob("*.pdf*")) == []
    assert failed == []
    assert not session.is_read_only
    assert dialog.report is None
    assert dialog.passphrase.edit.accessibleDescription() != ""
    assert dialog.act.isEnabled()
    dialog.passphrase.edit.selectAll()
    QTest.keyClicks(dialog.passphrase.edit, SECRET)
    dialog.act.click()
    settle()
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_a_folder_that_is_not_there_is_said_before_anything_is_signed(
    place: ReportScreen, session: AuditSession, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", SECRET)
    dialog = signing(place, settle, tmp_path / "weg", SECRET)
    assert dialog.folder.edit.accessibleDescription() != ""
    assert dialog.folder.edit.hasFocus()
    assert not dialog.folder._sentence.visibleRegion().isEmpty(), "and it is scrolled into sight"
    assert not session.is_read_only


def test_a_first_key_is_made_where_it_is_needed(place: ReportScreen, workspace: Workspace, settle: Settle) -> None:
    dialog = place.sign()
    settle()
    assert dialog.form.isVisible()
    assert not dialog.act.isEnabled()
    dialog.form.passphrase.show_text(SECRET)
    dialog.form.again.show_text("iets anders, ook lang")
    dialog.form.make()
    settle()
    assert workspace.publishing.own_key.identity() is None
    dialog.form.again.show_text(SECRET)
    dialog.form.make()
    settle()
    assert workspace.publishing.own_key.identity() is not None
    assert dialog.passphrase.isVisible()
    assert dialog.act.isEnabled()
    dialog.reject()


def test_a_narrow_window_shows_one_half_at_a_time(place: ReportScreen, settle: Settle) -> None:
    assert place.writing.isVisible()
    assert not place.preview.isVisible()
    place.panes.switch.segment("right").click()
    settle()
    assert place.preview.isVisible()
    assert not place.writing.isVisible()


def test_the_smallest_window_has_room_for_writing(place: ReportScreen, settle: Settle) -> None:
    for height in (500, 400, 292):
        place.resize(592, height)
        settle()
    assert (place.width(), place.height()) == (592, 292)
    assert place.writing.editor.isVisible()
    assert place.foot.sign.isVisible()


def test_what_changed_while_nobody_looked_is_shown_on_coming_back(
    place: ReportScreen, session: AuditSession, settle: Settle
) -> None:
    place.hide()
    session.write(lambda: session.judge.add_finding(session.audit_id, FindingKind.DEVELOPMENT, title="Later"))
    settle()
    place.show()
    assert "Later" in [row.finding.title for row in place.writing.model.rows]
