"""Makes the school's list of goals: a workbook with the points of the audit, and room for what the school decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Final

from auditor_app.core.plan import LONGEST_OWNER, ordered, points_for_plan, unanswered
from auditor_app.i18n import Translator, translator
from auditor_app.services.planning.plan_list import COLUMNS, FORMAT, HEAD_ROW, KEY_ROW, MARK, READ
from auditor_app.services.planning.workbook import put_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from auditor_app.core.model import Finding, Goal
    from auditor_app.core.snapshot import Snapshot

SPARE_ROWS: Final = 20
"""Empty rows with the same form, so that the school can add goals of its own."""


def list_of(snapshot: Snapshot, language: str) -> bytes:
    """Make the workbook: goals there are, then every point without one, then room for more."""
    from openpyxl import Workbook  # noqa: PLC0415 - only who makes a workbook needs it

    tr = translator(language)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _sheet_name(tr("Goals"))
    _head(sheet, snapshot, tr)
    rows = [_goal_row(goal, snapshot) for goal in ordered(snapshot.goals)]
    rows += [_point_row(point) for point in unanswered(snapshot)]
    for number, row in enumerate(rows, HEAD_ROW + 1):
        _put_row(sheet, number, row)
    last = HEAD_ROW + len(rows) + SPARE_ROWS
    for number in range(HEAD_ROW + 1 + len(rows), last + 1):
        _put_row(sheet, number, {})
    _guide(sheet, last, tr)
    _instructions(book, tr)
    _mark(book, snapshot)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet_name(text: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", text)[:31]


def _goal_row(goal: Goal, snapshot: Snapshot) -> dict[str, str]:
    known = {point.id: point for point in points_for_plan(snapshot)}
    points = [known[point] for point in goal.points if point in known]
    return {
        "code": goal.code,
        "point": "; ".join(point.title for point in points),
        "question": "\n".join(point.question for point in points if point.question),
        "criteria": ", ".join(goal.criteria),
        **{name: str(getattr(goal, name)) for name in READ},
    }


def _point_row(point: Finding) -> dict[str, str]:
    return {
        "code": point.id, "point": point.title, "question": point.question, "criteria": ", ".join(point.criteria)
    }  # fmt: skip


def _head(sheet: Worksheet, snapshot: Snapshot, tr: Translator) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - only who makes a workbook needs it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - only who makes a workbook needs it
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - only who makes a workbook needs it

    plan, audit = snapshot.plan, snapshot.audit
    title = plan.title if plan and plan.title else tr("Quality development plan")
    put_text(sheet, 1, 2, " – ".join(filter(None, (title, audit.school.name)))).font = Font(bold=True, size=14)
    hint = put_text(sheet, 2, 2, tr("The plan is the school’s own. How this list works stands on the second sheet."))
    hint.font = Font(italic=True, color="5E5A52")
    for place, (key, (words, width)) in enumerate(COLUMNS.items(), 1):
        put_text(sheet, KEY_ROW, place, key)
        head = put_text(sheet, HEAD_ROW, place, tr(words))
        head.font = Font(bold=True, color="1F4E6B")
        head.alignment = Alignment(wrap_text=True, vertical="bottom")
        head.border = Border(bottom=Side("medium", color="1F1D1A"))
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.freeze_panes = f"E{HEAD_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _put_row(sheet: Worksheet, number: int, row: Mapping[str, str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - only for a workbook

    for place, key in enumerate(COLUMNS, 1):
        one = put_text(sheet, number, place, "" if key == "due" else row.get(key, ""))
        if key == "due":
            one.number_format = "yyyy-mm-dd"
            one.value = _iso_day(row.get(key, ""))
        one.alignment = Alignment(wrap_text=True, vertical="top")
        one.border = Border(bottom=Side("hair", color="8A857B"))
        if key not in READ:
            one.font = Font(color="5E5A52")
            one.fill = PatternFill("solid", fgColor="F5F1E9")


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _guide(sheet: Worksheet, last: int, tr: Translator) -> None:
    """Let the date column take dates only, and say beside the owner that a role is enough."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - only who makes a workbook needs it
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - only who makes a workbook needs it

    def below(key: str) -> str:
        letter = get_column_letter(list(COLUMNS).index(key) + 1)
        return f"{letter}{HEAD_ROW + 1}:{letter}{last}"

    dates = DataValidation(
        type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2099,12,31)", allow_blank=True
    )
    dates.errorTitle, dates.error = tr("Not a date"), tr("Write a date, such as 2027-03-31.")
    dates.promptTitle, dates.prompt = tr("Date"), tr("When is the goal to be reached?")
    owners = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_OWNER), allow_blank=True
    )
    owners.errorTitle = tr("Too long")
    owners.error = tr("At most {n} characters.").format(n=LONGEST_OWNER)
    owners.promptTitle = tr("Owner (a role)")
    owners.prompt = tr("A role, such as “team leader lower years”. No names of persons, please.")
    for validation, key in ((dates, "due"), (owners, "owner")):
        validation.showErrorMessage = validation.showInputMessage = True
        validation.add(below(key))
        sheet.add_data_validation(validation)


def _instructions(book: Workbook, tr: Translator) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - only who makes a workbook needs it

    sheet = book.create_sheet(_sheet_name(tr("How this list works")))
    sheet.column_dimensions["A"].width = 96
    lines = (
        tr("How this list works"),
        tr("Every row is a development point of the audit, or a goal that the school has already set."),
        tr("Write your goal beside it, in your own words. One row is one goal; two goals need two rows."),
        tr("Owner: who is responsible, by role. Names of persons have no place in this list."),
        tr("Measure: by what you will see that the goal is reached. Date: when that will be."),
        tr("Follow-up, evaluation, actions and deviations may stay empty now; fill them in as the year goes on."),
        tr("Add goals of your own in the empty rows below. You may leave a point without a goal: it is your plan."),
        tr("The shaded columns only remind you of what the audit said; what you change there is not read back."),
        tr(
            "You may sort rows, move columns and change widths. Leave the hidden column and the hidden row as they are."
        ),
        tr("Send the file back as a workbook (.xlsx). The audit team first sees what has changed, row by row."),
    )
    for number, text in enumerate(lines, 1):
        line = put_text(sheet, number, 1, text)
        line.alignment = Alignment(wrap_text=True, vertical="top")
        if number == 1:
            line.font = Font(bold=True, size=14)


def _mark(book: Workbook, snapshot: Snapshot) -> None:
    sheet = book.create_sheet(MARK)
    sheet.sheet_state = "veryHidden"
    for number, text in enumerate((FORMAT, snapshot.audit.id, snapshot.audit.school.key), 1):
        put_text(sheet, number, 1, text)
