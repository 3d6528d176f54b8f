"""Reading the school's filled form in a process of its own: any exception, kill or silence means that it is no form."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auditor_app.core.errors import UserError
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.report.form_fields import AUDIT_FIELD, FORM_POINTS, POINT_PARTS, point_field
from auditor_app.services.report.form_limits import LARGEST_FORM, LONGEST_TEXT, SECONDS
from auditor_app.services.worker_process import command_of, end, ending_after, start

WORKER_FLAG: Final = "--form-worker"
_WORKER_MODULE: Final = "auditor_app.services.report.form_worker"


@dataclass(frozen=True)
class FormPoint:
    """One thing the school says is not so, as it stands on the form."""

    place: str = ""
    wrong: str = ""
    correct: str = ""
    proof: str = ""


@dataclass(frozen=True)
class FilledForm:
    """What a school typed in: plain text without control characters, and nothing else of the file."""

    file_name: str
    audit: str
    points: tuple[FormPoint, ...] = ()
    response: str = ""
    function: str = ""
    date: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was filled in."""
        return not self.points and not self.response


def worker_command() -> list[str]:
    """Give what starts the process."""
    return command_of(_WORKER_MODULE, WORKER_FLAG)


def read_form(path: Path) -> FilledForm:
    """Read a filled form; raises `UserError("form.…")`."""
    try:
        content = read_chosen(path, LARGEST_FORM)
    except OSError as error:
        raise UserError("form.cannot_open", file=path.name) from error
    if len(content) > LARGEST_FORM:
        raise UserError("form.too_large", file=path.name, most=LARGEST_FORM >> 20)
    fields = _fields(content, path.name)
    if AUDIT_FIELD not in fields:
        raise UserError("form.no_fields", file=path.name)
    rows = (
        FormPoint(*(fields.get(point_field(number, part), "") for part in POINT_PARTS))
        for number in range(1, FORM_POINTS + 1)
    )
    return FilledForm(
        path.name,
        fields[AUDIT_FIELD],
        tuple(row for row in rows if row != FormPoint()),
        *(fields.get(name, "") for name in ("response", "function", "date")),
    )


def _fields(content: bytes, name: str) -> dict[str, str]:
    try:
        answer = json.loads(_asked(content))
    except (OSError, ValueError) as error:
        raise UserError("form.unreadable", file=name) from error
    found: dict[str, str] = {}
    for field, typed in answer:
        text = _plain(str(typed))
        if len(str(typed)) > LONGEST_TEXT:
            raise UserError("form.too_long", file=name, most=LONGEST_TEXT)
        if found.setdefault(str(field), text) != text:
            raise UserError("form.two_values", file=name)
    return found


def _asked(content: bytes) -> bytes:
    worker = start(worker_command())
    try:
        with ending_after(worker, SECONDS):
            return worker.communicate(content)[0]
    finally:
        end(worker)


def _plain(text: str) -> str:
    """Take out what could hide in a text: control and bidi characters; lines end in one way."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(char for char in text if char == "\n" or unicodedata.category(char)[0] != "C").strip()
