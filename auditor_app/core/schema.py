"""The JSON Schema of a snapshot, made from the entities: what a signed report carries, field by field, and whose it is.

`.ci/schema.py` writes it to `resources/schema/`. Unknown keys are allowed: a newer program's files stay readable.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import EnumMeta
from typing import Any

from auditor_app.core.advice import ADVICE_VALUES
from auditor_app.core.baseline import Baseline, LevelThen, Stage
from auditor_app.core.evidence import EvidenceCount
from auditor_app.core.fact_check import POINT_STATES
from auditor_app.core.follow_up import PointState
from auditor_app.core.gate import Gate, Reason
from auditor_app.core.matrix import LONGEST_REMARK, CellState
from auditor_app.core.model import RATINGS, Audit, Box, FrozenFramework, School
from auditor_app.core.plan import STEPS
from auditor_app.core.projection import OWNERS, TEAM_LISTS
from auditor_app.core.schema_texts import DESCRIPTIONS, KINDS_IN_WORDS, LISTS_IN_WORDS
from auditor_app.core.snapshot import LISTS, Audience
from auditor_app.core.snapshot_json import FORMAT, MAJOR
from auditor_app.core.survey import LOWEST_MINIMUM

Schema = dict[str, Any]

LONGEST_TEXT = 1_000_000
LONGEST_ID = 200
MOST_PEOPLE = 1_000_000
MOST = {
    "members": 100,
    "activities": 2_000,
    "notes": 50_000,
    "links": 200_000,
    "ratings": 50_000,
    "consensus": 1_000,
    "findings": 1_000,
    "chapters": 1_000,
    "hypotheses": 1_000,
    "documents": 5_000,
    "attachments": 10_000,
    "cells": 1_000,
    "traces": 10,
    "surveys": 100,
    "survey_questions": 5_000,
    "follow_ups": 1_000,
    "plans": 10,
    "goals": 500,
    "milestones": 10,
    "exceptions": 1_000,
    "advice": 1,
    "fact_checks": 1,
    "fact_points": 1_000,
    "layouts": 1,
}
"""What a list may hold at most: far above what an audit needs, far below what hurts a laptop."""
MOST_REFERENCES = 1_000
MOST_THEN = {"surveys": MOST["surveys"], "survey_questions": MOST["survey_questions"]}
"""What a baseline may hold at most, where that is not as many as references."""
LARGEST_FILE = 64 << 20
"""Bytes of one attachment."""

_END = "$(?!\\n)"  # in some dialects `$` also stands before a last newline
_DAY = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DATE: Schema = {"type": "string", "pattern": f"^({_DAY})?{_END}"}
_TIME_OF_DAY: Schema = {"type": "string", "pattern": f"^({_TIME})?{_END}"}
_MOMENT: Schema = {
    "type": "string",
    "pattern": f"^({_DAY}(T{_TIME}(:[0-5][0-9](\\.[0-9]{{1,6}})?)?([+-]{_TIME}|Z)?)?)?{_END}",
}
_RATING: Schema = {"enum": ["", *RATINGS]}
_CELL_STATE: Schema = {"enum": ["", *(str(state) for state in CellState)]}
_PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
_COUNTS: Schema = {
    "type": "object",
    "maxProperties": 1_000,
    "additionalProperties": {"type": "integer", "minimum": 0, "maximum": MOST_PEOPLE},
}
_SHA256: Schema = {"type": "string", "pattern": f"^[0-9a-f]{{64}}{_END}"}

FORMS: Mapping[str, Schema] = {
    "starts": _DATE,
    "ends": _DATE,
    "day": _DATE,
    "held": _DATE,
    "sent": _DATE,
    "received": _DATE,
    "due": _DATE,
    "adopted": _DATE,
    "start": _TIME_OF_DAY,
    "end": _TIME_OF_DAY,
    "moment": _MOMENT,
    "created": _MOMENT,
    "declared": _MOMENT,
    "decided": _MOMENT,
    "agreed": _MOMENT,
    "closed": _MOMENT,
    "taken": _MOMENT,
    "erased": _MOMENT,
    "photo_permitted": _MOMENT,
    "blob": {"type": "string", "pattern": f"^([0-9a-f]{{64}})?{_END}"},
    "logo": {"type": "string", "pattern": f"^([0-9a-f]{{64}})?{_END}"},
    "layout.language": {"enum": ["", "nl", "en", "sv"]},
    "photos_per_row": {"type": "integer", "minimum": 1, "maximum": 3},
    "size": {"type": "integer", "minimum": 0, "maximum": LARGEST_FILE},
    "what": {"enum": ["blur", "crop"]},
    "level": _RATING,
    "level_before": _RATING,
    "advice.value": {"enum": ["", *ADVICE_VALUES]},
    "fact_point.state": {"enum": ["", *POINT_STATES]},
    "fact_check.working_days": {"type": "integer", "minimum": 1, "maximum": 100},
    "language": {"enum": ["nl", "en", "sv"]},
    "state": {"enum": [str(state) for state in PointState]},
    "cell.state": _CELL_STATE,
    **{f"goal.{step}_state": _CELL_STATE for step in STEPS},
    "stage.levels": {"type": "object", "maxProperties": 1_000, "additionalProperties": _RATING},
    "survey_question.counts": _COUNTS,
    "survey_question.parts": {"type": "object", "maxProperties": 1_000, "additionalProperties": _COUNTS},
    "audit.survey_minimum": {"type": "integer", "minimum": LOWEST_MINIMUM, "maximum": MOST_PEOPLE},
    "warn_pupils": _PERCENT,
    "warn_parents": _PERCENT,
    "warn_teachers": _PERCENT,
    "cell.text": {"type": "string", "maxLength": LONGEST_REMARK},
}
"""Texts of a fixed form, by the name of the field, alone or after its kind; `due` may also be left open."""


def snapshot_schema(framework: Mapping[str, object]) -> Schema:
    """Give the schema of a snapshot document; `framework` is the schema of the framework's text, which it holds."""
    definitions = {kind: _entity(kind, entity) for kind, entity in _kinds()}
    then = {"points": "finding", "follow_ups": "follow_up", "stages": "stage"}
    for name, kind in {**then, "surveys": "survey", "survey_questions": "survey_question"}.items():
        own = definitions["baseline"]["properties"][name]
        own |= {"items": {"$ref": f"#/$defs/{kind}"}, "maxItems": MOST_THEN.get(name, MOST_REFERENCES)}
    definitions["framework"]["properties"]["body"] = {
        "$ref": "framework.schema.json",
        "x-owner": "school",
        "description": _described("framework", "body"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"snapshot-{MAJOR}.schema.json",
        "title": "Audit snapshot",
        "description": _described("snapshot", ""),
        "type": "object",
        "required": ["format", "version", "audience", "audit", "framework", "members", "notes", "findings"],
        "properties": {**_head(), **_lists(), **_tail()},
        "$defs": {**definitions, "framework_text": dict(framework)},
    }


def _kinds() -> list[tuple[str, type]]:
    others = {"audit": Audit, "school": School, "box": Box, "framework": FrozenFramework, "baseline": Baseline}
    judged = {"gate": Gate, "reason": Reason}
    counted = {"evidence_count": EvidenceCount, "level_then": LevelThen, "stage": Stage}
    return [*others.items(), *judged.items(), *counted.items(), *LISTS.values()]


def _head() -> Schema:
    return {
        "format": _top("format", {"const": FORMAT}),
        "version": _top("version", {"type": "string", "pattern": f"^{MAJOR}\\.[0-9]{{1,4}}{_END}"}),
        "audience": _top("audience", {"enum": [str(audience) for audience in Audience]}),
        "taken": _top("taken", _MOMENT),
        "heads": _top("heads", {"type": "object", "maxProperties": 1_000, "additionalProperties": _id()}),
        "audit": _top("audit", {"$ref": "#/$defs/audit"}),
        "framework": _top("framework", {"$ref": "#/$defs/framework"}),
    }


def _lists() -> Schema:
    return {
        name: {
            "type": "array",
            "maxItems": MOST[name],
            "items": {"$ref": f"#/$defs/{kind}"},
            "x-owner": "team" if name in TEAM_LISTS else "school",
            "description": LISTS_IN_WORDS[name],
        }
        for name, (kind, _) in LISTS.items()
    }


def _tail() -> Schema:
    counts = {"type": "object", "maxProperties": 1_000, "additionalProperties": {"$ref": "#/$defs/evidence_count"}}
    names = {"type": "array", "maxItems": 1_000, "items": _id()}
    gates = {"type": "array", "maxItems": 100, "items": {"$ref": "#/$defs/gate"}}
    return {
        "gates": _top("gates", gates),
        "evidence": _top("evidence", counts),
        "baseline": _top("baseline", {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/baseline"}]}),
        "withheld": _top("withheld", names),
    }


def _top(name: str, schema: Schema) -> Schema:
    return {**schema, "x-owner": "school", "description": _described("snapshot", name)}


def _id() -> Schema:
    return {"type": "string", "maxLength": LONGEST_ID}


def _entity(kind: str, entity: type) -> Schema:
    hints = typing.get_type_hints(entity)
    names = [item.name for item in dataclasses.fields(entity) if item.name != "extra"]
    properties = {
        name: {**_form(name, hints[name], kind), "x-owner": _owner(kind, name), "description": _described(kind, name)}
        for name in names
    }
    if kind == "framework":
        properties["id"] |= _SHA256
    elif "id" in properties:
        properties["id"] |= {"minLength": 1}
    return {
        "type": "object",
        "description": KINDS_IN_WORDS[kind],
        "required": [name for name in ("id", "body") if name in properties],
        "properties": properties,
        "additionalProperties": True,
    }


def _owner(kind: str, name: str) -> str:
    lists = {kind for kind_list, (kind, _) in LISTS.items() if kind_list in TEAM_LISTS}
    return "team" if kind in lists or name in OWNERS.get(kind, ()) else "school"


def _described(kind: str, name: str) -> str:
    """Give the description of a field: its own in this kind, or what it means everywhere."""
    own = DESCRIPTIONS.get(f"{kind}.{name}")
    return DESCRIPTIONS[name] if own is None else own


def _form(name: str, hint: Any, kind: str = "") -> Schema:  # noqa: ANN401 - any type annotation
    own = f"{kind}.{name}"
    if own in FORMS or name in FORMS:
        return dict(FORMS[own if own in FORMS else name])
    simple = _simple(name, hint)
    if simple is not None:
        return simple
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return {"type": "array", "maxItems": MOST_REFERENCES, "items": _form("", arguments[0])}
    if origin is types.UnionType:
        known = _form("", arguments[0])
        return {**known, "type": [known["type"], "null"]}
    if arguments and dataclasses.is_dataclass(arguments[-1]):
        return {"type": "object", "maxProperties": 1_000, "additionalProperties": {"$ref": "#/$defs/level_then"}}
    return {"type": "object"}


def _simple(name: str, hint: Any) -> Schema | None:  # noqa: ANN401 - any type annotation
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return {"type": "integer", "minimum": 0, "maximum": MOST_PEOPLE}
    if hint is str:
        return {"type": "string", "maxLength": LONGEST_ID if name == "id" else LONGEST_TEXT}
    if isinstance(hint, EnumMeta):
        return {"enum": [str(item) for item in hint]}  # type: ignore[var-annotated]  # members of a StrEnum
    if hint in (School, Box, Reason):
        return {"$ref": f"#/$defs/{hint.__name__.lower()}"}
    return {"type": "object"} if dataclasses.is_dataclass(hint) else None
