"""A template keeps what a person decided about a survey's questions, so that the next file needs no second thought.

It holds questions, criteria, scales and words: nothing of anybody's answers. Its file follows
`survey-template.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.statements import question_key

FORMAT = "auditor-survey-template"
MAJOR, MINOR = 1, 0
LARGEST = 4 << 20
ENOUGH = 0.5
"""A template is proposed when it knows so many of a file's questions."""


@dataclass(frozen=True)
class AskedQuestion:
    """What was decided about one question."""

    text: str
    criteria: tuple[str, ...] = ()
    lowest: int = 1
    highest: int = 5
    agrees_from: int = 4
    is_reversed: bool = False
    is_left_out: bool = False

    @property
    def key(self) -> str:
        """Give what the same question has in every survey."""
        return question_key(self.text)

    def within(self, codes: Container[str]) -> AskedQuestion:
        """Leave out the criteria that another framework has and this one has not."""
        return replace(self, criteria=tuple(code for code in self.criteria if code in codes))


@dataclass(frozen=True)
class Template:
    """A named set of decisions; `words` are answers in words and their numbers."""

    name: str
    questions: tuple[AskedQuestion, ...]
    words: Mapping[str, int] = field(default_factory=dict, hash=False)
    id: str = ""

    def knows(self, keys: Iterable[str]) -> float:
        """Give which part of these questions it knows."""
        wanted = set(keys)
        return len(wanted & {item.key for item in self.questions}) / len(wanted) if wanted else 0.0

    def within(self, codes: Container[str]) -> Template:
        """Leave out the criteria that another framework has and this one has not."""
        return replace(self, questions=tuple(item.within(codes) for item in self.questions))

    def strangers(self, codes: Container[str]) -> tuple[str, ...]:
        """Name its criteria that a framework with these codes does not have."""
        named = (code for item in self.questions for code in item.criteria)
        return tuple(dict.fromkeys(code for code in named if code not in codes))

    def merged(self, questions: Iterable[AskedQuestion], words: Mapping[str, int]) -> Template:
        """Take newer decisions in; what they say nothing of stays."""
        known = {item.key: item for item in self.questions}
        known |= {item.key: item for item in questions}
        return replace(self, questions=tuple(known.values()), words={**self.words, **words})


def best_of(templates: Iterable[Template], keys: Iterable[str]) -> Template | None:
    """Give the template that knows most of these questions, if it knows enough of them."""
    wanted = tuple(keys)
    found = max(templates, key=lambda item: item.knows(wanted), default=None)
    return found if found is not None and found.knows(wanted) >= ENOUGH else None


def template_bytes(template: Template) -> bytes:
    """Give a template as its file."""
    return (json.dumps(template_to_json(template), ensure_ascii=False, indent=1) + "\n").encode()


def template_to_json(template: Template) -> dict[str, Any]:
    """Give a template as JSON values."""
    return {
        "format": FORMAT,
        "version": f"{MAJOR}.{MINOR}",
        "name": template.name,
        "words": dict(template.words),
        "questions": [
            {
                "text": item.text, "criteria": list(item.criteria), "lowest": item.lowest, "highest": item.highest,
                "agrees_from": item.agrees_from, "is_reversed": item.is_reversed, "is_left_out": item.is_left_out,
            }
            for item in template.questions
        ],
    }  # fmt: skip


def read_template(content: bytes, file: str) -> Template:
    """Read a template's file; raises `UserError("template.…")` with what is wrong and where."""
    if len(content) > LARGEST:
        raise UserError("template.too_large", file=file)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UserError("template.invalid", file=file, reason=str(error)[:200]) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UserError("template.not_one", file=file)
    version = str(document.get("version", "")).partition(".")[0]
    if version.isascii() and version.isdigit() and int(version[:9]) > MAJOR:
        raise UserError("template.newer", file=file, version=str(document["version"])[:20])
    _check(document, file)
    return template_from_json(document)


def _check(document: Mapping[str, Any], file: str) -> None:
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - only a file from outside needs it

    error = best_match(_validator().iter_errors(document))
    if error is not None:
        where = ".".join(map(str, error.absolute_path))
        reason = f"{where}: {error.message}" if where else error.message
        raise UserError("template.invalid", file=file, reason=reason[:200])
    for place, item in enumerate(document["questions"]):
        if not item["lowest"] < item["highest"] or not item["lowest"] < item["agrees_from"] <= item["highest"]:
            reason = f"questions.{place}: lowest, agrees_from, highest"
            raise UserError("template.invalid", file=file, reason=reason)


@cache
def _validator() -> Any:  # noqa: ANN401 - jsonschema's own class
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only a file from outside needs it

    schema = json.loads(resource_path("schema", "survey-template.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema)


def template_from_json(document: Mapping[str, Any], id: str = "") -> Template:
    """Build a template from JSON that was checked, or that this program wrote."""
    questions = tuple(
        AskedQuestion(
            item["text"], tuple(item["criteria"]), item["lowest"], item["highest"], item["agrees_from"],
            item["is_reversed"], item["is_left_out"],
        )
        for item in document["questions"]
    )  # fmt: skip
    return Template(document["name"], questions, dict(document["words"]), id)
