"""The school's list of goals, a workbook: its columns, and how it is read back in.

A row is known by its code in a hidden column, a column by its key in a hidden row: the school may sort, add rows, move
columns and translate headings. A code names a goal, or a development point that has no goal yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Final

from auditor_app.core.errors import UserError
from auditor_app.core.plan import LONGEST_MEASURE, LONGEST_OWNER, LONGEST_TEXT, LONGEST_TITLE
from auditor_app.i18n import LANGUAGES, N_, translator
from auditor_app.services.planning.workbook import Formula, Sheet, Value, read_sheets

FORMAT_NAME: Final = "auditor-plan"
FORMAT: Final = f"{FORMAT_NAME} 1"
MARK: Final = "auditor"
"""The hidden sheet that says what the file is and for which school."""
LARGEST: Final = 8 << 20
MOST_ROWS: Final = 500
MOST_COLUMNS: Final = 40
COLUMNS: Final[Mapping[str, tuple[str, float]]] = {
    "code": ("", 4),
    "point": (N_("Development point"), 34),
    "question": (N_("Question to the school"), 40),
    "criteria": (N_("Criteria"), 11),
    "title": (N_("Goal"), 40),
    "owner": (N_("Owner (a role)"), 22),
    "measure": (N_("Measure: how you will see it"), 34),
    "due": (N_("Date"), 13),
    "follow_up_text": (N_("Follow-up"), 30),
    "evaluation_text": (N_("Evaluation"), 30),
    "action_text": (N_("Actions and deviations"), 30),
}
"""The columns, with their heading and their width in characters; the first three only remind."""
READ: Final = ("title", "owner", "measure", "due", "follow_up_text", "evaluation_text", "action_text")
"""What the school fills in."""
LONGEST: Final[Mapping[str, int]] = {
    "title": LONGEST_TITLE, "owner": LONGEST_OWNER, "measure": LONGEST_MEASURE,
    "follow_up_text": LONGEST_TEXT, "evaluation_text": LONGEST_TEXT, "action_text": LONGEST_TEXT,
}  # fmt: skip
_SHOWN: Final = 60
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,119}")
_CRITERION: Final = re.compile(r"\b[A-Z]{1,3}\d{1,2}(?:\.\d{1,2})?\b")
KEY_ROW, HEAD_ROW = 3, 4
_DAY_FORMS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
_WORDED: Final = re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d]{3,12})\.?,?\s+(?P<year>\d{4})")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class ListRow:
    """One row as the school left it: texts by column, and what could not be read (column -> why)."""

    line: int
    code: str
    texts: Mapping[str, str]
    criteria: tuple[str, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    """What stands in a cell that could not be read, to be found again by who asks the school."""

    @property
    def is_filled(self) -> bool:
        """Whether the school wrote anything in it, or tried to."""
        return any(self.texts.values()) or bool(self.problems)


@dataclass(frozen=True)
class GoalList:
    """A list that was read: its rows, and the school it was made for ("" when the file does not say)."""

    rows: tuple[ListRow, ...]
    school: str = ""
    is_cut: bool = False


def read_list(content: bytes, name: str) -> GoalList:
    """Read a list; raises `UserError` for what is not one, or could do harm."""
    sheets = read_sheets(content, name, largest=LARGEST, most_rows=MOST_ROWS + HEAD_ROW, most_columns=MOST_COLUMNS)
    mark = next((sheet for sheet in sheets if sheet.name == MARK), None)
    said = [str(values[0]) for _, values in mark.rows if values] if mark else []
    if said and said[0].partition(" ")[0] == FORMAT_NAME and said[0] != FORMAT:
        raise UserError("plan.newer_list", file=name, found=said[0][:40])
    for sheet in sheets:
        found = _columns(sheet)
        if found is not None:
            head, columns = found
            rows = tuple(_row(number, values, columns) for number, values in sheet.rows if number > head)
            return GoalList(rows, said[2] if len(said) > 2 else "", sheet.is_cut)  # noqa: PLR2004 - format, audit, school
    raise UserError("plan.not_a_list", file=name)


def _columns(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Find the columns by their hidden keys, else by their headings in one of the languages."""
    for number, values in sheet.rows[:12]:
        keys = {str(value): place for place, value in enumerate(values) if str(value) in COLUMNS}
        if {"title", "owner", "due"} <= keys.keys():
            return number + 1, keys
        for language in LANGUAGES:
            heads = {translator(language)(words): key for key, (words, _width) in COLUMNS.items() if words}
            named = {heads[str(value)]: place for place, value in enumerate(values) if str(value) in heads}
            if {"title", "owner", "due"} <= named.keys():
                return number, named
    return None


def _row(number: int, values: Sequence[Value | Formula], columns: Mapping[str, int]) -> ListRow:
    def at(key: str) -> Value | Formula:
        place = columns.get(key, len(values))
        return values[place] if place < len(values) else None

    code = str(at("code") or "").strip()
    texts: dict[str, str] = {}
    problems: dict[str, str] = {}
    written: dict[str, str] = {}
    for key in READ:
        if key in columns:
            text, problem = _day(at(key)) if key == "due" else _text(at(key), LONGEST[key])
            if problem:
                problems[key], written[key] = problem, _shown(at(key))
            else:
                texts[key] = text
    criteria = tuple(dict.fromkeys(_CRITERION.findall(str(at("criteria") or ""))))
    return ListRow(number, code if _CODE.fullmatch(code) else "", texts, criteria, problems, written)


def _shown(value: Value | Formula) -> str:
    """Give the beginning of a cell on one line."""
    return " ".join(str(value.text if isinstance(value, Formula) else value)[:_SHOWN].split())


def _text(value: Value | Formula, longest: int) -> tuple[str, str]:
    """Give a cell as text, or why not."""
    if isinstance(value, Formula):
        return "", "plan.formula"
    text = "" if value is None else str(int(value) if isinstance(value, float) and value.is_integer() else value)
    text = "\n".join(line.strip() for line in text.replace("\r", "").split("\n")).strip()
    return (text, "") if len(text) <= longest else ("", "plan.too_long")


def _day(value: Value | Formula) -> tuple[str, str]:
    """Give a cell as an ISO date, or why not."""
    if isinstance(value, Formula):
        return "", "plan.formula"
    if value is None or (isinstance(value, str) and not value.strip()):
        return "", ""
    day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else _typed_day(value)
    if day is None or not _FIRST_DAY <= day <= _LAST_DAY:
        return "", "plan.not_a_date"
    return day.isoformat(), ""


def _typed_day(value: object) -> date | None:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return _worded_day(str(value))


def _worded_day(text: str) -> date | None:
    """Read a day with its month in words, of any of the languages: "15 juni 2027"."""
    match = _WORDED.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match["year"]), _months().get(match["month"].casefold(), 0), int(match["day"]))
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    """Name the months in every language, in full and as they are shortened."""
    return {
        translator(language).date(f"2024-{month:02}-01", form).casefold().rstrip("."): month
        for language in LANGUAGES
        for month in range(1, 13)
        for form in ("MMMM", "MMM")
    }
