"""The school's plan: registered, followed, and its list made, filled in by the school, and read back."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from auditor_app.core.errors import UserError
from auditor_app.core.model import FindingKind, School
from auditor_app.i18n import LANGUAGES, translator
from auditor_app.services.planning.plan import RowChange
from auditor_app.services.planning.plan_list import COLUMNS, MARK
from auditor_app.services.planning.reading_words import row_words
from auditor_app.services.workspace import Workspace


@dataclass
class Filled:
    """The school at its list: cells by the code of their row and the key of their column."""

    book: Workbook

    @property
    def sheet(self) -> Worksheet:
        return self.book.worksheets[0]

    def column(self, key: str) -> int:
        return next(place for place, cell in enumerate(self.sheet[3], 1) if cell.value == key)

    def row(self, point: str) -> int:
        column = self.column("point")
        return next(row for row in range(5, 60) if self.sheet.cell(row, column).value == point)

    def empty_row(self) -> int:
        keys = [self.column("title"), self.column("point")]
        return next(row for row in range(5, 60) if all(self.sheet.cell(row, key).value is None for key in keys))

    def write(self, row: int, **cells: object) -> None:
        for key, value in cells.items():
            self.sheet.cell(row, self.column(key)).value = value  # type: ignore[assignment]  # anything a school types

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


@pytest.fixture
def points(workspace: Workspace, audit: str) -> dict[str, str]:
    """Two development points and a strength, by title."""
    given: tuple[tuple[FindingKind, str, tuple[str, ...]], ...] = (
        (FindingKind.DEVELOPMENT, "Logbooks lie unused", ("E2.2",)),
        (FindingKind.DEVELOPMENT, '=HYPERLINK("http://x")', ("O3.3", "E1.1")),
        (FindingKind.STRENGTH, "Calm mornings", ("C2.1",)),
    )
    return {
        title: workspace.judge.add_finding(audit, kind, title=title, question=f"{title}?", criteria=criteria).id
        for kind, title, criteria in given
    }


def filled(workspace: Workspace, audit: str, language: str = "nl") -> Filled:
    return Filled(load_workbook(BytesIO(workspace.plans.make_list(audit, language))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_a_formative_audit_its_points_are_rows_with_everything_else_empty(
    workspace: Workspace, audit: str, points: dict[str, str], language: str
) -> None:
    school = filled(workspace, audit, language)
    tr = translator(language)
    assert [cell.value for cell in school.sheet[4]][1:] == [tr(words) for words, _ in list(COLUMNS.values())[1:]]
    row = school.row("Logbooks lie unused")
    cells = {key: school.sheet.cell(row, school.column(key)).value for key in COLUMNS}
    assert cells == {
        **dict.fromkeys(COLUMNS), "code": points["Logbooks lie unused"], "point": "Logbooks lie unused",
        "question": "Logbooks lie unused?", "criteria": "E2.2",
    }  # fmt: skip
    assert "Calm mornings" not in {cell.value for line in school.sheet.iter_rows() for cell in line}
    assert school.sheet.column_dimensions["A"].hidden
    assert school.sheet.row_dimensions[3].hidden
    assert school.book[MARK].sheet_state == "veryHidden"
    rules = {rule.type: str(rule.sqref) for rule in school.sheet.data_validations.dataValidation}
    assert rules == {"date": "H5:H26", "textLength": "F5:F26"}
    told = [str(row[0].value) for row in school.book.worksheets[1].iter_rows()]
    assert told[0] == tr("How this list works")
    assert len(told) > 5


def test_no_text_of_ours_is_a_formula_in_the_schools_file(
    workspace: Workspace, audit: str, points: dict[str, str]
) -> None:
    for text in ("=1+1", "+49", "-x", "@SUM(A1)", "\t=1", "bell\x07"):
        workspace.plans.add_goal(audit, title=text, owner=text, measure=text)
    school = filled(workspace, audit)
    cells = [cell for line in school.sheet.iter_rows(min_row=5) for cell in line if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    dangerous = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert len(dangerous) >= 13
    assert all(cell.quotePrefix for cell in dangerous)
    assert points.keys() <= {cell.value for cell in cells} | {"Calm mornings"}


def test_what_the_school_filled_in_is_shown_first_then_taken_over_and_read_twice_changes_nothing(
    workspace: Workspace, audit: str, points: dict[str, str], tmp_path: Path
) -> None:
    school = filled(workspace, audit)
    row = school.row("Logbooks lie unused")
    school.write(row, title="Every pupil plans in the logbook", owner="teamleider onderbouw", due="31-03-2027")
    own = school.empty_row()
    school.write(own, title="Parents see the portal", criteria="C2.4, X9.9", measure="survey of June")
    path = school.save(tmp_path / "list.xlsx")

    preview = workspace.plans.inspect(audit, path)
    found = {item.title: item for item in preview.rows}
    assert {title: item.change for title, item in found.items()} == {
        "Every pupil plans in the logbook": RowChange.NEW,
        '=HYPERLINK("http://x")': RowChange.EMPTY,
        "Parents see the portal": RowChange.NEW,
    }
    assert workspace.plans.goals(audit) == (), "nothing is stored before somebody says so"
    workspace.plans.take(audit, preview)

    first, second = workspace.plans.goals(audit)
    assert (first.title, first.owner, first.due) == (
        "Every pupil plans in the logbook", "teamleider onderbouw", "2027-03-31",
    )  # fmt: skip
    assert (first.points, first.criteria) == ((points["Logbooks lie unused"],), ("E2.2",))
    assert (second.title, second.criteria, second.points) == ("Parents see the portal", ("C2.4",), ())

    again = workspace.plans.inspect(audit, path)
    assert {item.change for item in again.rows} == {RowChange.SAME, RowChange.EMPTY}
    assert workspace.plans.take(audit, again).changes == ()
    workspace.audits.undo(audit)
    assert workspace.plans.goals(audit) == (), "reading in is one action"


def test_rows_are_known_after_the_school_sorted_moved_and_translated(
    workspace: Workspace, audit: str, tmp_path: Path
) -> None:
    ids = [workspace.plans.add_goal(audit, title=f"Goal {number}", due="2027-01-01").id for number in range(3)]
    school = filled(workspace, audit, "sv")
    lines = [[cell.value for cell in row] for row in school.sheet.iter_rows(min_row=5, max_row=7)]
    for number, line in enumerate(reversed(lines), 5):
        for place, value in enumerate(line, 1):
            school.sheet.cell(number, place).value = value
    school.sheet.insert_cols(3)
    school.write(5, title="Goal 2, said better", due=None)
    preview = workspace.plans.inspect(audit, school.save(tmp_path / "sorted.xlsx"))
    assert [item.goal for item in preview.changing] == [ids[2].removeprefix(f"{audit}:")]
    assert {(item.name, item.before, item.after) for item in preview.changing[0].differences} == {
        ("title", "Goal 2", "Goal 2, said better"),
        ("due", "2027-01-01", ""),
    }


def test_a_copied_row_is_another_goal_and_a_goal_without_a_row_stays(
    workspace: Workspace, audit: str, points: dict[str, str], tmp_path: Path
) -> None:
    workspace.plans.add_goal(audit, title="Kept")
    school = filled(workspace, audit)
    row, free = school.row("Logbooks lie unused"), school.empty_row()
    code = points["Logbooks lie unused"]
    school.write(row, title="One")
    school.write(free, code=code, title="Two")
    kept = next(line for line in range(5, 20) if school.sheet.cell(line, school.column("title")).value == "Kept")
    school.sheet.delete_rows(kept)
    preview = workspace.plans.inspect(audit, school.save(tmp_path / "copied.xlsx"))
    assert [goal.title for goal in preview.missing] == ["Kept"]
    workspace.plans.take(audit, preview)
    goals = {goal.title: goal for goal in workspace.plans.goals(audit)}
    assert goals.keys() == {"Kept", "One", "Two"}
    assert goals["One"].code == code
    assert goals["One"].points == goals["Two"].points == (code,)


@pytest.mark.parametrize("text", ["15 juni 2027", "15 June 2027", "15 jun. 2027", "15. juni 2027", "15-6-2027"])
def test_a_day_is_read_as_people_write_it(workspace: Workspace, audit: str, tmp_path: Path, text: str) -> None:
    goal = workspace.plans.add_goal(audit, title="Goal").id
    school = filled(workspace, audit, "sv")
    school.write(5, due=text)
    workspace.plans.take(audit, workspace.plans.inspect(audit, school.save(tmp_path / "back.xlsx")))
    assert [(item.id, item.due) for item in workspace.plans.goals(audit)] == [(goal, "2027-06-15")]


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        ({"due": "soon"}, (("due", "plan.not_a_date"),)),
        ({"due": 9}, (("due", "plan.not_a_date"),)),
        ({"due": "01-01-1899"}, (("due", "plan.not_a_date"),)),
        ({"due": "=TODAY()"}, (("due", "plan.formula"),)),
        ({"title": "=1+1"}, (("title", "plan.formula"),)),
        ({"title": None}, (("title", "plan.no_goal"),)),
        ({"title": "x" * 301}, (("title", "plan.too_long"),)),
        ({"measure": "x" * 1001}, (("measure", "plan.too_long"),)),
        ({"owner": "mevrouw Jansen"}, (("owner", "plan.names_person"),)),
        ({"owner": "K. de Boer"}, (("owner", "plan.names_person"),)),
        ({"measure": "=cmd|' /C calc'!A0"}, (("measure", "plan.formula"),)),
    ],
)
def test_what_cannot_be_read_is_said_and_leaves_the_field_as_it_was(
    workspace: Workspace, audit: str, tmp_path: Path, cells: dict[str, Any], problems: tuple[tuple[str, str], ...]
) -> None:
    before = {"title": "Goal", "owner": "teamleider", "measure": "survey", "due": "2027-01-01"}
    workspace.plans.add_goal(audit, **before)
    school = filled(workspace, audit)
    school.write(5, **cells)
    preview = workspace.plans.inspect(audit, school.save(tmp_path / "odd.xlsx"))
    (row,) = preview.rows
    assert row.problems == problems
    assert row.change is RowChange.REFUSED
    workspace.plans.take(audit, preview)
    (goal,) = workspace.plans.goals(audit)
    assert {name: getattr(goal, name) for name in before} == before


def test_what_could_not_be_read_is_quoted(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    workspace.plans.add_goal(audit, title="Goal")
    school = filled(workspace, audit)
    school.write(5, due="before\nsummer", owner="K. de Boer", measure="=cmd|' /C calc'!A0", title="x" * 400)
    (row,) = workspace.plans.inspect(audit, school.save(tmp_path / "odd.xlsx")).rows
    assert row_words(translator("en"), row) == (
        f"Goal: too long (“{'x' * 60}”)",
        "Owner: looks like a person’s name; a role is enough (“K. de Boer”)",
        "Measure: a formula, not a value (“=cmd|' /C calc'!A0”)",
        "Date: not a date (“before summer”)",
    )


def test_half_of_a_row_that_can_be_read_is_taken(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    workspace.plans.add_goal(audit, title="Goal", owner="teamleider")
    school = filled(workspace, audit)
    school.write(5, due="soon", owner="rector")
    preview = workspace.plans.inspect(audit, school.save(tmp_path / "half.xlsx"))
    assert (preview.rows[0].change, preview.rows[0].problems) == (RowChange.CHANGED, (("due", "plan.not_a_date"),))
    workspace.plans.take(audit, preview)
    assert workspace.plans.goals(audit)[0].owner == "rector"


def package(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Put a part in place of one in a workbook."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for item in source.infolist():
            made.writestr(item, part if item.filename == name else source.read(item))
    return target.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
OUTSIDE = LAUGHS.replace(b'"&a;&a;&a;&a;"', b'SYSTEM "file:///etc/passwd"')


def hostile(content: bytes) -> dict[str, tuple[bytes, str]]:
    encrypted = bytearray(content)
    place = encrypted.index(b"PK\x01\x02")
    struct.pack_into("<H", encrypted, place + 8, struct.unpack_from("<H", encrypted, place + 8)[0] | 1)
    sheet = "xl/worksheets/sheet1.xml"
    return {
        "empty": (b"", "workbook.unreadable"),
        "text": (b"goal;owner;date\n", "workbook.unreadable"),
        "old Office file with a password": (b"\xd0\xcf\x11\xe0" + bytes(2000), "workbook.unreadable"),
        "cut": (content[: len(content) // 2], "workbook.unreadable"),
        "another kind of package": (package(word__document_dot_xml=b"<x/>"), "workbook.unreadable"),
        "encrypted": (bytes(encrypted), "workbook.unreadable"),
        "bomb": (with_part(content, sheet, b" " * (40 << 20)), "workbook.bomb"),
        "many parts": (package(**{f"part{number}": b"" for number in range(500)}), "workbook.unreadable"),
        "expanding entities": (with_part(content, sheet, LAUGHS), "workbook.unreadable"),
        "entities from outside": (with_part(content, sheet, OUTSIDE), "workbook.unreadable"),
        "no XML": (with_part(content, sheet, b"<worksheet"), "workbook.unreadable"),
    }


def test_hostile_files_are_refused_and_nothing_is_stored(workspace: Workspace, audit: str) -> None:
    content = workspace.plans.make_list(audit, "nl")
    for name, (made, code) in hostile(content).items():
        with pytest.raises(UserError, match=code):
            workspace.plans.inspect_bytes(audit, made, name)
    assert workspace.plans.goals(audit) == ()


def test_a_row_far_below_does_not_hold_up_the_window(workspace: Workspace, audit: str) -> None:
    rows = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far = with_part(
        workspace.plans.make_list(audit, "nl"), "xl/worksheets/sheet1.xml", head + rows + b"</sheetData></worksheet>"
    )
    with pytest.raises(UserError, match=r"plan\.not_a_list"):
        workspace.plans.inspect_bytes(audit, far, "far.xlsx")


def newer(book: Workbook) -> None:
    book[MARK]["A1"].value = "auditor-plan 2"


def elsewhere(book: Workbook) -> None:
    book[MARK]["A3"].value = School(name="Other", brin="99ZZ", location="00").key


def without_head(book: Workbook) -> None:
    book.worksheets[0].delete_rows(3, 2)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(newer, "plan.newer_list"), (elsewhere, "plan.other_school"), (without_head, "plan.not_a_list")],
)
def test_a_list_that_is_not_this_one_is_refused(
    workspace: Workspace, audit: str, tmp_path: Path, spoil: Callable[[Workbook], None], code: str
) -> None:
    school = filled(workspace, audit)
    spoil(school.book)
    with pytest.raises(UserError, match=code):
        workspace.plans.inspect(audit, school.save(tmp_path / "other.xlsx"))


def test_a_list_copied_into_another_workbook_is_known_by_its_headings(
    workspace: Workspace, audit: str, points: dict[str, str], tmp_path: Path
) -> None:
    school = filled(workspace, audit, "nl")
    school.write(school.row("Logbooks lie unused"), title="Plan in the logbook")
    del school.book[MARK]
    school.sheet.delete_rows(3)
    preview = workspace.plans.inspect(audit, school.save(tmp_path / "copied.xlsx"))
    assert [item.title for item in preview.changing] == ["Plan in the logbook"]
    assert points


def test_the_plan_is_registered_once_and_days_are_checked(workspace: Workspace, audit: str) -> None:
    plans = workspace.plans
    plans.register(audit, title="Plan 2026–2028", adopted="2026-01-10")
    plans.register(audit, starts="2026-08-01", ends="2028-07-31")
    (plan,) = workspace.audits.snapshot(audit).plans
    assert (plan.title, plan.adopted, plan.starts, plan.ends) == (
        "Plan 2026–2028", "2026-01-10", "2026-08-01", "2028-07-31",
    )  # fmt: skip
    with pytest.raises(UserError, match=r"audit\.dates_reversed"):
        plans.register(audit, ends="2025-01-01")
    with pytest.raises(UserError, match=r"audit\.bad_date"):
        plans.register(audit, adopted="January")


def test_goals_are_edited_moved_and_go_to_the_bin(workspace: Workspace, audit: str) -> None:
    plans = workspace.plans
    one, two = (plans.add_goal(audit, title=title).id for title in ("one", "two"))
    plans.edit_goal(one, goal_state="systematic", goal_text="in the plan", due="2027-01-01")
    plans.move_goal(two, 0)
    assert [goal.title for goal in plans.goals(audit)] == ["two", "one"]
    with pytest.raises(UserError, match=r"matrix\.state_unknown"):
        plans.edit_goal(one, action_state="green")
    with pytest.raises(UserError, match=r"audit\.bad_date"):
        plans.edit_goal(one, due="tomorrow")
    with pytest.raises(UserError, match=r"plan\.text_too_long"):
        plans.edit_goal(one, owner="x" * 121)
    plans.remove_goal(two)
    assert [goal.title for goal in plans.goals(audit)] == ["one"]
    workspace.audits.undo(audit)
    assert [goal.title for goal in plans.goals(audit)] == ["two", "one"]


def test_the_list_is_written_under_a_name_every_system_allows(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    path = workspace.plans.export(audit, "nl", tmp_path / "out")
    assert path.name == "Voorbeeldschool-De-Linde-plan-2026-11-12-nl.xlsx"
    assert workspace.plans.inspect(audit, path).rows == ()
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=r"plan\.not_written"):
        workspace.plans.export(audit, "nl", tmp_path / "file")
    with pytest.raises(UserError, match=r"plan\.cannot_open"):
        workspace.plans.inspect(audit, tmp_path / "nowhere.xlsx")
