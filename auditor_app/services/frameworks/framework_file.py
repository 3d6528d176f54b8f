"""A framework file from outside: read strictly, judged in full, every problem with its place and its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework, build_framework
from auditor_app.i18n import N_, _, error_text
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.frameworks.json_lines import JsonLines, JsonPath, json_lines, path_of, path_text, too_deep

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

MAX_BYTES = 2 << 20
MAX_DEPTH = 24
MAX_PROBLEMS = 100
LARGEST_INTEGER = 2**53 - 1
"""Beyond it canonical JSON (RFC 8785) cannot say a number exactly."""
SHOWN = 40
"""Characters of a wrong value that a reason repeats."""

_REASONS: Mapping[str, str] = {
    "type": N_("is not {limit}"),
    "enum": N_("is {found}, not one of {limit}"),
    "pattern": N_("{found} is not a code of the form {limit}"),
    "minLength": N_("is empty"),
    "maxLength": N_("is longer than {limit} characters"),
    "minItems": N_("has fewer than {limit} items"),
    "maxItems": N_("has more than {limit} items"),
    "uniqueItems": N_("has one item twice"),
    "minProperties": N_("has fewer than {limit} entries"),
    "maxProperties": N_("has more than {limit} entries"),
    "minimum": N_("is less than {limit}"),
    "maximum": N_("is more than {limit}"),
}
_KINDS: Mapping[str, str] = {
    "string": N_("a text"),
    "integer": N_("a whole number"),
    "boolean": N_("true or false"),
    "array": N_("a list"),
    "object": N_("an object"),
}

Body = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (`criteria[4].rubric.nl`), on which line of the file, and why."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True)
class FrameworkFile:
    """A file that is JSON, with the line of each of its values."""

    content: bytes
    body: Body
    lines: JsonLines


def read_file(path: Path) -> FrameworkFile:
    """Read strict JSON; raises UserError `framework.unreadable`, `too_large`, `not_text`, `not_json`, `invalid`."""
    content = _content(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UserError("framework.not_text", file=path.name, line=line) from error
    deep = too_deep(text, MAX_DEPTH)
    if deep:
        reason = _("is nested more than {limit} deep").format(limit=MAX_DEPTH)
        raise UserError("framework.invalid", file=path.name, path="", line=deep, reason=reason)
    body = _parsed(path, text)
    return FrameworkFile(content, body, json_lines(text))


def _content(path: Path) -> bytes:
    try:
        content = read_chosen(path, MAX_BYTES)
    except OSError as error:
        raise UserError("framework.unreadable", file=path.name, reason=error.strerror or str(error)) from error
    if len(content) > MAX_BYTES:
        raise UserError("framework.too_large", file=path.name, limit=MAX_BYTES >> 20)
    return content


def _parsed(path: Path, text: str) -> Body:
    try:
        body = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        details = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise UserError("framework.not_json", file=path.name, **details) from error
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise UserError("framework.not_json", file=path.name, line=1, column=1, reason=str(error)) from error
    if not isinstance(body, dict):
        raise UserError("framework.invalid", file=path.name, path="", line=1, reason=_("is not an object"))
    return body


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON value")


def check_framework(path: Path) -> tuple[Problem, ...]:
    """List everything that is wrong with a file, in its order; nothing means that it can be loaded."""
    try:
        file = read_file(path)
    except UserError as error:
        where, line = str(error.details.get("path", "")), error.details.get("line", 0)
        is_inside = error.code.endswith((".invalid", ".not_json"))
        reason = error.details["reason"] if is_inside else error_text(error)
        return (Problem(where, line if isinstance(line, int) else 0, str(reason)),)
    return problems(file)


def problems(file: FrameworkFile) -> tuple[Problem, ...]:
    """List what is wrong with the content: its shape, or when that is right, what its texts and codes refer to."""
    found = _shape(file) or [_problem(file, path, reason) for path, reason in _references(file.body)]
    return tuple(found[:MAX_PROBLEMS])


def _shape(file: FrameworkFile) -> list[Problem]:
    found = [Problem(path_text(path), line, _("stands there twice")) for path, line in file.lines.duplicates]
    found += [_problem(file, path, reason) for path, reason in _unkept((), file.body)]
    # every missing key is an error of its own; we say them in one sentence
    errors = islice(_validator().iter_errors(file.body), 20 * MAX_PROBLEMS)
    found += [_problem(file, tuple(error.absolute_path), _reason(error)) for error in errors]
    return sorted(set(found), key=lambda item: (item.line, item.path, item.reason))


def _problem(file: FrameworkFile, path: JsonPath, reason: str) -> Problem:
    return Problem(path_text(path), file.lines.of(path), reason)


def _unkept(path: JsonPath, value: object) -> Iterator[tuple[JsonPath, str]]:
    """Find values whose digest cannot be computed: RFC 8785 knows no half characters and no endless integers."""
    if isinstance(value, str) and not _is_whole(value):
        yield path, _("holds half a character")
    elif isinstance(value, (int, float)) and abs(value) > LARGEST_INTEGER:
        yield path, _("is too large a number")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not _is_whole(key):
                yield path, _("holds half a character")
            yield from _unkept((*path, key), item)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _unkept((*path, place), item)


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only files from outside need it

    schema = json.loads(resource_path("schema", "framework.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema)


def _reason(error: ValidationError) -> str:
    rule = str(error.validator)
    limit: Any = error.validator_value
    if rule == "required":
        missing = [name for name in limit if isinstance(error.instance, Mapping) and name not in error.instance]
        return _("misses {names}").format(names=", ".join(missing))
    said = _REASONS.get(rule)
    if said is None:
        return error.message[:200]
    found = json.dumps(error.instance, ensure_ascii=False)[:SHOWN]
    return _(said).format(limit=_said(limit), found=found)


def _said(limit: object) -> str:
    if isinstance(limit, list):
        return ", ".join(str(item) for item in limit)
    return _(_KINDS[limit]) if isinstance(limit, str) and limit in _KINDS else str(limit)


def _references(body: Body) -> Iterator[tuple[JsonPath, str]]:
    yield from _missing_texts(body)
    yield from _equal_codes(body)
    yield from _dangling(body)


def built(file: FrameworkFile, name: str) -> Framework:
    """Build the framework; raises UserError `framework.invalid`, `duplicate` or `dangling` with path and line."""
    _raise_first(_shape(file), name)
    try:
        framework = build_framework(file.body)
    except UserError as error:
        line = file.lines.of(path_of(str(error.details.get("path", ""))))
        raise UserError(error.code, **error.details, line=line, file=name) from error
    _raise_first(problems(file), name)
    return framework


def _raise_first(found: Sequence[Problem], name: str) -> None:
    if found:
        first = found[0]
        details = {"path": first.path, "line": first.line, "reason": first.reason, "count": len(found)}
        raise UserError("framework.invalid", file=name, **details)


def _missing_texts(body: Body) -> Iterator[tuple[JsonPath, str]]:
    languages = body["languages"]
    reason = _("has no text in {languages}").format(languages=", ".join(languages))
    for path, texts in _texts_of(body):
        if not any(texts.get(language) for language in languages):
            yield path, reason


def _texts_of(body: Body) -> Iterator[tuple[JsonPath, Mapping[str, object]]]:
    yield ("status",), body["status"]
    if "label" in body:
        yield ("label",), body["label"]
    parts: dict[JsonPath, tuple[str, ...]] = {
        ("lines",): ("title",),
        ("standards",): ("title",),
        ("criteria",): ("title", "question", "rubric"),
        ("scale",): ("", "meaning"),
        ("non_ratings",): ("",),
        ("evidence_sources",): ("",),
        ("matrix", "roles"): ("",),
        ("matrix", "steps"): ("",),
        ("matrix", "cells"): ("question",),
    }
    for path, names in parts.items():
        items: Any = body
        for step in path:
            items = items[step]
        for place, item in enumerate(items):
            for name in names:
                yield ((*path, place, name), item[name]) if name else ((*path, place), item)


def _equal_codes(body: Body) -> Iterator[tuple[JsonPath, str]]:
    matrix = body["matrix"]
    lists: tuple[tuple[JsonPath, list[Body], str], ...] = (
        (("lines",), body["lines"], "code"),
        (("standards",), body["standards"], "code"),
        (("criteria",), body["criteria"], "code"),
        (("scale",), body["scale"], "level"),
        (("non_ratings",), body["non_ratings"], "key"),
        (("evidence_sources",), body["evidence_sources"], "code"),
        (("matrix", "roles"), matrix["roles"], "code"),
        (("matrix", "steps"), matrix["steps"], "n"),
        (("matrix", "cells"), matrix["cells"], "id"),
    )
    for path, items, name in lists:
        seen: set[object] = set()
        for place, item in enumerate(items):
            if item[name] in seen:
                yield (*path, place, name), _("“{value}” is there twice").format(value=item[name])
            seen.add(item[name])


def _dangling(body: Body) -> Iterator[tuple[JsonPath, str]]:
    lines = {line["code"] for line in body["lines"]}
    standards = {standard["code"]: standard["line"] for standard in body["standards"]}
    sources = {source["code"] for source in body["evidence_sources"]}
    matrix = body["matrix"]
    cells = {f"{role['code']}{step['n']}" for role in matrix["roles"] for step in matrix["steps"]}
    references: list[tuple[JsonPath, str, bool]] = []
    for place, standard in enumerate(body["standards"]):
        references.append((("standards", place, "line"), standard["line"], standard["line"] in lines))
    for place, item in enumerate(body["criteria"]):
        own = ("criteria", place)
        references.append(((*own, "standard"), item["standard"], item["standard"] in standards))
        is_of_line = item["line"] == standards.get(item["standard"], item["line"])
        references.append(((*own, "line"), item["line"], item["line"] in lines and is_of_line))
        references += [((*own, "evidence", n), code, code in sources) for n, code in enumerate(item["evidence"])]
    references += [
        (("matrix", "cells", n, "id"), cell["id"], cell["id"] in cells) for n, cell in enumerate(matrix["cells"])
    ]
    for path, value, is_known in references:
        if not is_known:
            yield path, _("refers to “{value}”, which is not there").format(value=value)
