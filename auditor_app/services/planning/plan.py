"""The school's quality development plan: registered, its goals followed, its list made for the school and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from auditor_app.config import write_atomically
from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.matrix import cell_state
from auditor_app.core.model import DevelopmentPlan, Goal
from auditor_app.core.owners import names_person
from auditor_app.core.plan import LONGEST_MEASURE, LONGEST_OWNER, LONGEST_TITLE, STEPS, ordered, points_for_plan
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import translator
from auditor_app.services.audits.audits import check_dates, check_day
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.desk import Desk, Written
from auditor_app.services.file_names import school_part
from auditor_app.services.planning.plan_list import LARGEST, READ, GoalList, ListRow, read_list
from auditor_app.services.planning.plan_sheet import list_of
from auditor_app.store import read

MOST_GOALS: Final = 500
CARRIED: Final = ("title", "owner", "measure", "due", "points", "criteria", "position")
"""What a later audit takes over of a goal; how far it came is looked at anew."""


class RowChange(StrEnum):
    """What reading a row in would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(frozen=True)
class Difference:
    """A field of a goal, as it is and as the list has it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class RowPreview:
    """One row of the list: what it is about, what would change, and what could not be read and why."""

    line: int
    goal: str
    """The code of the goal."""
    title: str
    change: RowChange
    differences: tuple[Difference, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    """What stands in the cells that could not be read."""


@dataclass(frozen=True)
class PlanPreview:
    """What reading a list in would do, row by row; `missing` are goals the list no longer has: they stay."""

    file_name: str
    rows: tuple[RowPreview, ...]
    missing: tuple[Goal, ...]
    is_cut: bool = False

    @property
    def changing(self) -> tuple[RowPreview, ...]:
        """Give the rows that would change something."""
        return tuple(row for row in self.rows if row.change in {RowChange.NEW, RowChange.CHANGED})


class Plans:
    """The plan of the school beside an audit."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def register(self, audit_id: str, group: str = "", **fields: object) -> Written:
        """Register the plan: title, period, the day the school adopted it, which document it is."""
        entity = f"{audit_id}:plan"
        found = read.entities(self._desk.store, "plan", "id = ?", (entity,))
        now: DevelopmentPlan = found[0] if found else DevelopmentPlan()
        starts, ends = str(fields.get("starts", now.starts)), str(fields.get("ends", now.ends))
        if starts and ends:
            check_dates(starts, ends)
        for name in ("starts", "ends", "adopted"):
            if fields.get(name):
                check_day(str(fields[name]))
        known = {"audit": audit_id, "deleted": False}
        return self._desk.write([Edit(audit_id, "plan", entity, {**known, **fields})], group)

    def add_goal(self, audit_id: str, **fields: object) -> Written:
        """Add a goal at the end of the plan."""
        goals = self.goals(audit_id)
        if len(goals) >= MOST_GOALS:
            raise UserError("plan.too_many_goals", most=MOST_GOALS)
        position = max((goal.position for goal in goals), default=0) + 1
        given = {"audit": audit_id, "position": position, **_checked(fields)}
        return self._desk.write([Edit(audit_id, "goal", f"{audit_id}:{self._desk.new_id()}", given)])

    def goals(self, audit_id: str) -> tuple[Goal, ...]:
        """Give the goals of the plan, in its order."""
        return ordered(read.entities(self._desk.store, "goal", "audit = ? AND deleted = 0", (audit_id,)))

    def edit_goal(self, goal_id: str, group: str = "", **fields: object) -> Written:
        """Set fields of a goal; a step takes the states of the matrix, "" clears one."""
        goal = read.entity(self._desk.store, Goal, goal_id)
        return self._desk.write([Edit(goal.audit, "goal", goal_id, _checked(fields))], group)

    def move_goal(self, goal_id: str, place: int) -> Written:
        """Put a goal at a place (from 0); the others make room."""
        goal = read.entity(self._desk.store, Goal, goal_id)
        others = [item for item in self.goals(goal.audit) if item.id != goal_id]
        others.insert(max(0, min(place, len(others))), goal)
        edits = [
            Edit(goal.audit, "goal", item.id, {"position": number})
            for number, item in enumerate(others, 1)
            if item.position != number
        ]
        return self._desk.write(edits, about=goal_id) if edits else Written((), goal_id)

    def remove_goal(self, goal_id: str) -> Written:
        """Put a goal into the bin."""
        return self.edit_goal(goal_id, deleted=True)

    # --- from an earlier audit

    def to_take_over(self, audit_id: str) -> tuple[Goal, ...]:
        """Give the goals of the newest earlier report that has any, as far as this audit has not had them."""
        source = self._source(audit_id)
        had = {goal.code for goal in read.entities(self._desk.store, "goal", "audit = ?", (audit_id,))}
        return tuple(goal for goal in ordered(source.goals) if goal.code not in had) if source else ()

    def _source(self, audit_id: str) -> Snapshot | None:
        reports = read.earlier_reports(self._desk.store, audit_id)
        snapshots = (read.earlier_snapshot(self._desk.store, report) for report in reports)
        return next((snapshot for snapshot in snapshots if snapshot.goals), None)

    def take_over(self, audit_id: str) -> Written:
        """Take plan and goals over from the earlier report; how far they came is looked at anew."""
        source, goals = self._source(audit_id), self.to_take_over(audit_id)
        edits = [
            Edit(audit_id, "goal", f"{audit_id}:{goal.code}",
                {"audit": audit_id, "deleted": False, **{name: getattr(goal, name) for name in CARRIED}}
            )
            for goal in goals
        ]  # fmt: skip
        plan = source.plan if source else None
        entity = f"{audit_id}:plan"
        if plan and not read.entities(self._desk.store, "plan", "id = ? AND title != ''", (entity,)):
            names = ("title", "starts", "ends", "adopted", "remark")
            fields = {"audit": audit_id, "deleted": False, **{name: getattr(plan, name) for name in names}}
            edits.append(Edit(audit_id, "plan", entity, fields))
        return self._desk.write(edits, about=audit_id) if edits else Written((), audit_id)

    # --- the school's own list

    def make_list(self, audit_id: str, language: str) -> bytes:
        """Make the workbook for the school: goals, and every point of the audits without one."""
        return list_of(self._snapshot(audit_id), language)

    def export(self, audit_id: str, language: str, folder: Path) -> Path:
        """Write the workbook into a folder; an earlier one with the same name is replaced."""
        audit = self._snapshot(audit_id).audit
        tr = translator(language)
        path = folder / f"{school_part(audit)}-{tr('plan')}-{audit.starts}-{language}.xlsx"
        self.write_list(audit_id, language, path)
        return path

    def write_list(self, audit_id: str, language: str, path: Path) -> None:
        """Write the workbook as a file of this name."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, self.make_list(audit_id, language))
        except OSError as error:
            raise UserError("plan.not_written", path=str(path), reason=error.strerror or "") from error

    def _snapshot(self, audit_id: str) -> Snapshot:
        return read.snapshot(self._desk.store, audit_id, self._desk.moment())

    def inspect(self, audit_id: str, path: Path) -> PlanPreview:
        """Say row by row what reading a file in would do; stores nothing."""
        try:
            content = read_chosen(path, LARGEST)
        except OSError as error:
            raise UserError("plan.cannot_open", path=str(path), reason=error.strerror or "") from error
        if len(content) > LARGEST:
            raise UserError("workbook.too_large", file=path.name, limit=LARGEST >> 20)
        return self.inspect_bytes(audit_id, content, path.name)

    def inspect_bytes(self, audit_id: str, content: bytes, name: str) -> PlanPreview:
        """Do what `inspect` does with the bytes of a file."""
        found, snapshot = read_list(content, name), self._snapshot(audit_id)
        if found.school and found.school != snapshot.audit.school.key:
            raise UserError("plan.other_school", file=name, school=snapshot.audit.school.name)
        return _Reading(snapshot, self._desk.new_id).preview(found, name)

    def take(self, audit_id: str, preview: PlanPreview) -> Written:
        """Take a list over as it was shown, as one action that undo takes back."""
        position = max((goal.position for goal in self.goals(audit_id)), default=0)
        edits = []
        for row in preview.changing:
            fields: dict[str, object] = {item.name: item.after for item in row.differences}
            if row.change is RowChange.NEW:
                position += 1
                blank = dict.fromkeys((*READ, *(f"{step}_state" for step in STEPS), "goal_text"), "")
                fields = {
                    **blank, **fields, "audit": audit_id, "position": position, "deleted": False,
                    "points": row.points, "criteria": row.criteria,
                }  # fmt: skip
            edits.append(Edit(audit_id, "goal", f"{audit_id}:{row.goal}", fields))
        return self._desk.write(edits, about=audit_id) if edits else Written((), audit_id)


def _checked(fields: Mapping[str, object]) -> dict[str, object]:
    found = dict(fields)
    for step in STEPS:
        state = found.get(f"{step}_state")
        if state:
            found[f"{step}_state"] = str(cell_state(str(state)))
    if found.get("due"):
        check_day(str(found["due"]))
    for name, longest in (("owner", LONGEST_OWNER), ("title", LONGEST_TITLE), ("measure", LONGEST_MEASURE)):
        if len(str(found.get(name, ""))) > longest:
            raise UserError("plan.text_too_long", length=len(str(found[name])), limit=longest)
    return found


class _Reading:
    """Matches the rows of a list with the goals of a plan."""

    def __init__(self, snapshot: Snapshot, new_id: Callable[[], str]) -> None:
        self._goals = {goal.code: goal for goal in ordered(snapshot.goals)}
        self._points = {point.id: point for point in points_for_plan(snapshot)}
        self._known = snapshot.framework.by_code
        self._new_id = new_id
        self._seen: set[str] = set()

    def preview(self, found: GoalList, name: str) -> PlanPreview:
        """Say of every row what it would do."""
        rows = tuple(row for row in map(self._row, found.rows) if row is not None)
        missing = tuple(goal for code, goal in self._goals.items() if code not in self._seen)
        return PlanPreview(name, rows, missing, found.is_cut)

    def _row(self, row: ListRow) -> RowPreview | None:
        goal = self._goal_of(row)
        if goal is None and not row.is_filled:
            return self._empty(row)
        code = goal.code if goal else self._free_code(row)
        self._seen.add(code)
        texts, problems = self._texts(row, goal)
        written = {**row.texts, **row.written}
        if goal is None and not texts.get("title"):
            problems = (*problems, ("title", "plan.no_goal"))
            return RowPreview(row.line, code, self._about(row), RowChange.REFUSED, problems=problems, written=written)
        differences = tuple(
            Difference(name, str(getattr(goal, name)) if goal else "", text)
            for name, text in texts.items()
            if text != (str(getattr(goal, name)) if goal else "")
        )
        change = RowChange.NEW if goal is None else RowChange.CHANGED if differences else RowChange.SAME
        if not differences and problems:
            change = RowChange.REFUSED
        title = texts.get("title") or (goal.title if goal else "")
        point = self._points.get(row.code)
        criteria = tuple(code for code in row.criteria if code in self._known) or (point.criteria if point else ())
        points = (point.id,) if point else ()
        return RowPreview(row.line, code, title, change, differences, problems, points, criteria, written)

    def _empty(self, row: ListRow) -> RowPreview | None:
        """A point without a goal is said; an empty row at the end is not."""
        point = self._points.get(row.code)
        return RowPreview(row.line, "", point.title, RowChange.EMPTY) if point else None

    def _goal_of(self, row: ListRow) -> Goal | None:
        """Find the goal of a row: by its code, else by the same words; a goal is found once."""
        goal = self._goals.get(row.code)
        if goal is None and row.texts.get("title"):
            wanted = _plain(row.texts["title"])
            goal = next((item for item in self._goals.values() if _plain(item.title) == wanted), None)
        return goal if goal is not None and goal.code not in self._seen else None

    def _free_code(self, row: ListRow) -> str:
        """A point's first goal has the point's code, so that the same list read twice changes nothing."""
        is_free = bool(row.code) and row.code not in self._seen and row.code not in self._goals
        return row.code if is_free and row.code in self._points else self._new_id()

    def _about(self, row: ListRow) -> str:
        point = self._points.get(row.code)
        return point.title if point else ""

    def _texts(self, row: ListRow, goal: Goal | None) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
        """Give what can be taken over, and what cannot: names of persons as owner, a goal without words."""
        texts, problems = dict(row.texts), dict(row.problems)
        if names_person(texts.get("owner", "")):
            problems["owner"] = "plan.names_person"
            del texts["owner"]
        if goal is not None and not texts.get("title", "x"):
            problems["title"] = "plan.no_goal"
            del texts["title"]
        return texts, tuple((name, problems[name]) for name in READ if name in problems)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
