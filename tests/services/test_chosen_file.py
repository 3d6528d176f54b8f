"""Every file a person can choose is read with a limit, and a pipe or device, which has no end, is refused at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor_app.core.errors import UserError
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.frameworks import framework_file
from auditor_app.services.pictures.logo import read_logo
from auditor_app.services.pictures.photos import prepare
from auditor_app.services.publishing.keys import key_file
from auditor_app.services.report.form_reading import read_form
from auditor_app.services.schools.register_file import read_register
from auditor_app.services.signing.isolation import read_report
from auditor_app.services.surveys.reader import SurveyReader
from auditor_app.services.visit import attachments, ical_file
from auditor_app.services.workspace import Workspace

Read = Callable[[Path], object]

READERS: dict[str, Read] = {
    "attachment": attachments.read_file,
    "calendar": ical_file.read_file,
    "form": read_form,
    "framework": framework_file.read_file,
    "key": key_file,
    "logo": read_logo,
    "photo": prepare,
    "register": read_register,
    "report": read_report,
    "survey": lambda path: SurveyReader().open(path),
}


def test_a_byte_more_than_may_be_says_that_a_file_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert [read_chosen(tmp_path / "file", most) for most in (9, 5, 4, 0)] == [b"12345", b"12345", b"12345", b"1"]


@pytest.mark.parametrize("name", [".", "missing", "na\0me"])
def test_what_is_no_file_is_an_os_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match=r"\S"):
        read_chosen(tmp_path / name, 9)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("kind", sorted(READERS))
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError):
        READERS[kind](tmp_path / "pipe")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_file_that_never_ends_is_refused(workspace: Workspace, audit: str) -> None:
    for read in (workspace.imports.inspect, lambda path: workspace.plans.inspect(audit, path), READERS["report"]):
        with pytest.raises(UserError, match=r"cannot_open"):
            read(Path("/dev/zero"))
