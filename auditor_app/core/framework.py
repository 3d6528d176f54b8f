"""The quality framework as data: lines, standards, criteria, scale, sources, matrix, decision rule (DOMAIN 7 and 8)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from auditor_app.core.canonical import canonical_json
from auditor_app.core.errors import UserError
from auditor_app.core.frozen import plain

Texts = Mapping[str, str]
"""One text per language code."""


@dataclass(frozen=True)
class Line:
    """One of the three lines."""

    code: str
    title: Texts


@dataclass(frozen=True)
class Standard:
    """A standard within a line."""

    code: str
    line: str
    title: Texts


@dataclass(frozen=True)
class Criterion:
    """What is weighed: a question, hints to look for, and a rubric text per level (index 0 is level 1)."""

    code: str
    line: str
    standard: str
    is_core: bool
    title: Texts
    question: Texts
    look_for: Mapping[str, tuple[str, ...]]
    rubric: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]
    inspectorate_2021: tuple[str, ...]
    mapping_strength: str


@dataclass(frozen=True)
class Level:
    """A step of the scale with its name and its generic meaning."""

    level: int
    title: Texts
    meaning: Texts


@dataclass(frozen=True)
class Named:
    """A code with a name per language: a source, a matrix role."""

    code: str
    title: Texts


@dataclass(frozen=True)
class MatrixCell:
    """One question of the value-creation matrix; `id` is role letter and step number."""

    id: str
    question: Texts


@dataclass(frozen=True)
class Framework:
    """A framework as it was loaded; `digest` identifies its exact text."""

    id: str
    version: str
    digest: str
    status: Texts
    label: Texts
    lines: tuple[Line, ...]
    standards: tuple[Standard, ...]
    criteria: tuple[Criterion, ...]
    scale: tuple[Level, ...]
    sources: tuple[Named, ...]
    matrix_roles: tuple[Named, ...]
    matrix_steps: tuple[Named, ...]
    matrix_cells: tuple[MatrixCell, ...]
    matrix_excluded: tuple[str, ...]
    """Roles of the matrix that are described and never count for the school, besides those that never do."""
    non_ratings: tuple[Named, ...]
    decision_rule: Mapping[str, object]

    @cached_property
    def by_code(self) -> Mapping[str, Criterion]:
        """Find a criterion by its code."""
        return {criterion.code: criterion for criterion in self.criteria}

    def criteria_of(self, standard: str) -> tuple[Criterion, ...]:
        """List the criteria of a standard, in the framework's order."""
        return tuple(criterion for criterion in self.criteria if criterion.standard == standard)

    def standards_of(self, line: str) -> tuple[Standard, ...]:
        """List the standards of a line, in the framework's order."""
        return tuple(standard for standard in self.standards if standard.line == line)


def framework_digest(body: Mapping[str, object]) -> str:
    """Give the SHA-256 of the canonical JSON of a framework, which is given as plain dicts and lists."""
    return hashlib.sha256(canonical_json(body)).hexdigest()


def build_framework(body: Mapping[str, object]) -> Framework:
    """Build a framework from JSON that follows `framework.schema.json`; raises `UserError("framework.invalid")`.

    Besides the shape it checks what a schema cannot: codes are unique and every reference leads somewhere.
    """
    raw = plain(body)
    framework = Framework(
        id=raw["id"],
        version=raw["version"],
        digest=framework_digest(raw),
        status=raw["status"],
        label=raw.get("label", raw["status"]),
        lines=tuple(Line(item["code"], item["title"]) for item in raw["lines"]),
        standards=tuple(Standard(item["code"], item["line"], item["title"]) for item in raw["standards"]),
        criteria=tuple(_criterion(item) for item in raw["criteria"]),
        scale=tuple(Level(item["level"], _texts(item), item["meaning"]) for item in raw["scale"]),
        sources=tuple(Named(item["code"], _texts(item)) for item in raw["evidence_sources"]),
        matrix_roles=tuple(Named(item["code"], _texts(item)) for item in raw["matrix"]["roles"]),
        matrix_steps=tuple(Named(str(item["n"]), _texts(item)) for item in raw["matrix"]["steps"]),
        matrix_cells=tuple(MatrixCell(item["id"], item["question"]) for item in raw["matrix"]["cells"]),
        matrix_excluded=tuple(raw["matrix"].get("excluded_roles_from_school_result", ())),
        non_ratings=tuple(Named(item["key"], _texts(item)) for item in raw["non_ratings"]),
        decision_rule=raw["decision_rule"],
    )
    _check_references(framework)
    return framework


def _texts(item: Mapping[str, str]) -> Texts:
    return {language: item[language] for language in ("nl", "en", "sv") if language in item}


def _criterion(item: Mapping[str, object]) -> Criterion:
    raw = plain(item)
    return Criterion(
        code=raw["code"],
        line=raw["line"],
        standard=raw["standard"],
        is_core=raw["core"],
        title=raw["title"],
        question=raw["question"],
        look_for={language: tuple(texts) for language, texts in raw["look_for"].items()},
        rubric={language: tuple(texts) for language, texts in raw["rubric"].items()},
        sources=tuple(raw["evidence"]),
        inspectorate_2021=tuple(raw.get("inspectorate_2021", ())),
        mapping_strength=raw.get("mapping_strength", ""),
    )


def _check_references(framework: Framework) -> None:
    _check_unique("lines", [line.code for line in framework.lines])
    _check_unique("standards", [standard.code for standard in framework.standards])
    _check_unique("criteria", [criterion.code for criterion in framework.criteria])
    lines = {line.code for line in framework.lines}
    standards = {standard.code: standard.line for standard in framework.standards}
    sources = {source.code for source in framework.sources}
    for index, standard in enumerate(framework.standards):
        _require(standard.line in lines, f"standards[{index}].line", standard.line)
    for index, criterion in enumerate(framework.criteria):
        _require(criterion.standard in standards, f"criteria[{index}].standard", criterion.standard)
        same_line = standards[criterion.standard] == criterion.line
        _require(same_line, f"criteria[{index}].line", criterion.line)
        for place, source in enumerate(criterion.sources):
            _require(source in sources, f"criteria[{index}].evidence[{place}]", source)


def _check_unique(where: str, codes: list[str]) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise UserError("framework.duplicate", path=f"{where}[{index}].code", value=code)


def _require(is_met: bool, path: str, value: str) -> None:  # noqa: FBT001 - a check reads best with its condition first
    if not is_met:
        raise UserError("framework.dangling", path=path, value=value)
