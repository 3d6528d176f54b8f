"""Surveys of an audit: counted results are taken in, decisions about questions kept, also for next time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor_app.config import write_atomically
from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import Audit, FrozenFramework, Survey, SurveyGroup, SurveyQuestion
from auditor_app.core.survey import check_minimum
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.desk import Desk, Written
from auditor_app.services.surveys.preview import decided_first, would_tell_of_a_few
from auditor_app.services.surveys.tally import Counted, GroupCounted
from auditor_app.services.surveys.template import (
    LARGEST,
    AskedQuestion,
    Template,
    best_of,
    read_template,
    template_bytes,
    template_from_json,
    template_to_json,
)
from auditor_app.store import read
from auditor_app.store.reference import SurveyTemplate, forget_template, keep_template, survey_templates

HIGHEST_MINIMUM = 1_000
HUNDRED = 100


@dataclass(frozen=True)
class Held:
    """What a person says about a survey besides its results; `answered` is None to take what was counted."""

    group: SurveyGroup
    title: str = ""
    held: str = ""
    asked: int | None = None
    answered: int | None = None
    split: str = ""


class Surveys:
    """The surveys of the audits on this laptop, and the templates kept here."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def take(
        self, audit: str, batches: Sequence[tuple[Held, GroupCounted]], asked: Mapping[str, AskedQuestion]
    ) -> Written:
        """Store counted results as one action, in the place of what a survey of the same group and name held.

        What is not said of it anew (when, how many were asked) stays. Criteria that the audit's framework does not have
        are left out.

        Raises `UserError("survey.nothing_counted")` when no question is left, "survey.same_twice", or, in a corrected
        version, "survey.few_more": the school holds the results of before in a signed report.
        """
        if len({(held.group, held.title.casefold().strip()) for held, _counted in batches}) < len(batches):
            raise UserError("survey.same_twice")
        known = read.entities(self._desk.store, "survey", "audit = ? AND deleted = 0", (audit,))
        self._refuse_a_few_more(audit, batches)
        decided = self._within_framework(audit, asked)
        edits = [edit for held, counted in batches for edit in self._edits(audit, held, counted, decided, known)]
        if not any(edit.kind == "survey_question" and not edit.fields["deleted"] for edit in edits):
            raise UserError("survey.nothing_counted")
        return self._desk.write(edits)

    def _refuse_a_few_more(self, audit_id: str, batches: Sequence[tuple[Held, GroupCounted]]) -> None:
        """Look at what the signed version held of a group, also under another name and where it was taken off since."""
        audit = read.entity(self._desk.store, Audit, audit_id)
        if not audit.predecessor:
            return
        signed = (audit.predecessor,)
        groups = {item.id: item.group for item in read.entities(self._desk.store, "survey", "audit = ?", signed)}
        asked = read.entities(self._desk.store, "survey_question", "audit = ? AND deleted = 0", signed)
        for held, counted in batches:
            before = [item for item in asked if groups.get(item.survey) is held.group]
            if would_tell_of_a_few(counted.questions, before, audit.survey_minimum):
                raise UserError("survey.few_more", minimum=audit.survey_minimum)

    def _within_framework(self, audit: str, asked: Mapping[str, AskedQuestion]) -> dict[str, AskedQuestion]:
        framework = read.entity(self._desk.store, Audit, audit).framework
        body: Any = read.entity(self._desk.store, FrozenFramework, framework).body  # checked when it was loaded
        codes = {item["code"] for item in body["criteria"]}
        return {key: item.within(codes) for key, item in asked.items()}

    def _edits(
        self, audit: str, held: Held, counted: GroupCounted, asked: Mapping[str, AskedQuestion], known: Sequence[Survey]
    ) -> list[Edit]:
        title = " ".join(held.title.split())
        mine = [item for item in known if item.group is held.group and _is_named(item, title)]
        survey = mine[0].id if mine else self._survey_id(audit, held.group, title)
        fields: dict[str, object] = {
            "audit": audit, "group": str(held.group), "title": title, "held": held.held, "asked": held.asked,
            "answered": counted.answered if held.answered is None else held.answered, "split": held.split,
            "is_small": False, "deleted": False,
        }  # fmt: skip
        if mine:
            unsaid = {name for name in ("held", "asked") if not fields[name]}
            fields = {name: value for name, value in fields.items() if name not in unsaid}
        questions = [
            Edit(audit, "survey_question", f"{survey}:{item.key}", question_fields(audit, survey, place, item, asked))
            for place, item in enumerate(counted.questions, 1)
            if not asked.get(item.key, AskedQuestion(item.text)).is_left_out
        ]
        kept = {edit.entity for edit in questions}
        before = read.entities(self._desk.store, "survey_question", "survey = ? AND deleted = 0", (survey,))
        gone = [Edit(audit, "survey_question", item.id, {"deleted": True}) for item in before if item.id not in kept]
        return [Edit(audit, "survey", survey, fields), *questions, *gone]

    def _survey_id(self, audit: str, group: SurveyGroup, title: str) -> str:
        return self._desk.new_id() if title else f"{audit}:{group}"

    def add(self, audit: str, group: SurveyGroup, title: str = "") -> Written:
        """Put a survey on the list of which only numbers are known; one that is there already is only named."""
        name = " ".join(title.split())
        known = read.entities(self._desk.store, "survey", "audit = ? AND deleted = 0", (audit,))
        mine = [item for item in known if item.group is group and _is_named(item, name)]
        if mine:
            return Written((), mine[0].id)
        survey = self._survey_id(audit, group, name)
        fields = {"audit": audit, "group": str(group), "title": name, "deleted": False}
        return self._desk.write([Edit(audit, "survey", survey, fields)])

    def edit(self, survey_id: str, undo_group: str = "", **fields: object) -> Written:
        """Set fields of a survey."""
        survey = read.entity(self._desk.store, Survey, survey_id)
        return self._desk.write([Edit(survey.audit, "survey", survey_id, fields)], undo_group)

    def edit_question(self, question_id: str, undo_group: str = "", **fields: object) -> Written:
        """Set what was decided about a question: criteria, what counts as agreeing, reversed or not."""
        question = read.entity(self._desk.store, SurveyQuestion, question_id)
        given = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
        return self._desk.write([Edit(question.audit, "survey_question", question_id, given)], undo_group)

    def remove(self, survey_id: str) -> Written:
        """Take a survey off the list, with its questions; Undo brings both back."""
        survey = read.entity(self._desk.store, Survey, survey_id)
        questions = read.entities(self._desk.store, "survey_question", "survey = ? AND deleted = 0", (survey_id,))
        edits = [Edit(survey.audit, "survey_question", item.id, {"deleted": True}) for item in questions]
        return self._desk.write([Edit(survey.audit, "survey", survey_id, {"deleted": True}), *edits])

    def remove_question(self, question_id: str) -> Written:
        """Take a question out."""
        return self.edit_question(question_id, deleted=True)

    def set_limits(self, audit: str, undo_group: str = "", **limits: int) -> Written:
        """Set the minimum of a group and the response that warns; raises `UserError("survey.…")` for odd ones."""
        minimum = limits.get("survey_minimum")
        if minimum is not None:
            check_minimum(minimum)
        if any(not 0 <= value <= HUNDRED for name, value in limits.items() if name.startswith("warn_")):
            raise UserError("survey.per_cent_invalid")
        if minimum is not None and minimum > HIGHEST_MINIMUM:
            raise UserError("survey.minimum_too_high", minimum=minimum, highest=HIGHEST_MINIMUM)
        return self._desk.write([Edit(audit, "audit", audit, dict(limits))], undo_group)

    def templates(self) -> tuple[Template, ...]:
        """Give the templates on this laptop, the one used last first."""
        return tuple(template_from_json(json.loads(item.body), item.id) for item in survey_templates(self._desk.store))

    def proposed(self, keys: Sequence[str]) -> Template | None:
        """Give the template that fits a file with these questions."""
        return best_of(self.templates(), keys)

    def keep(self, template: Template) -> Template:
        """Keep a template on this laptop, in the place of the one with its id."""
        kept = template if template.id else replace(template, id=self._desk.new_id())
        body = json.dumps(template_to_json(kept), ensure_ascii=False)
        keep_template(self._desk.store, SurveyTemplate(kept.id, kept.name, body, self._desk.moment()))
        return kept

    def forget(self, template_id: str) -> None:
        """Throw a template away."""
        forget_template(self._desk.store, template_id)

    def import_template(self, path: Path) -> Template:
        """Keep a template that came as a file; raises `UserError("template.…")`."""
        try:
            content = read_chosen(path, LARGEST)
        except OSError as error:
            raise UserError("table.cannot_open", file=path.name) from error
        return self.keep(read_template(content, path.name))

    def export_template(self, template: Template, path: Path) -> Path:
        """Write a template to a file; raises `UserError("template.cannot_write")`."""
        try:
            write_atomically(path, template_bytes(template))
        except OSError as error:
            raise UserError("template.cannot_write", file=path.name) from error
        return path


def _is_named(survey: Survey, title: str) -> bool:
    return survey.title.casefold() == " ".join(title.split()).casefold()


def question_fields(
    audit: str, survey: str, place: int, item: Counted, asked: Mapping[str, AskedQuestion]
) -> dict[str, object]:
    """Give the fields of a stored question: counts without small groups, and what was decided about it."""
    decided = asked.get(item.key) or decided_first(item.text, item.scale)
    if (item.scale.lowest, item.scale.highest) != (decided.lowest, decided.highest):
        decided = replace(decided_first(item.text, item.scale), criteria=decided.criteria)
    results = item.results
    return {
        "audit": audit, "survey": survey, "key": item.key, "position": place, "text": item.text,
        "criteria": list(decided.criteria), "lowest": decided.lowest, "highest": decided.highest,
        "agrees_from": decided.agrees_from, "is_reversed": decided.is_reversed,
        "counts": dict(results.total or {}),
        "parts": {part: dict(counts) for part, counts in results.groups.items()} if item.is_split else {},
        "withheld": list(results.withheld) if item.is_split else [],
        "is_withheld": results.total is None, "deleted": False,
    }  # fmt: skip
