"""Schools that are picked while typing: those audited here come first, with what the register says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor_app.core.model import AuditKind, School
from auditor_app.services.workspace import Workspace

REGISTER = "VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM\n{rows}"


def names(workspace: Workspace, words: str) -> list[str]:
    return [school.name for school in workspace.schools.find(words)]


def audited(workspace: Workspace, school: School, starts: str = "2026-11-12", *, is_sample: bool = False) -> str:
    framework = workspace.frameworks.available()[0].digest
    return workspace.audits.create(AuditKind.FORMATIVE, school, starts, starts, "nl", framework, is_sample=is_sample).id


def register(workspace: Workspace, folder: Path, *rows: str) -> None:
    path = folder / "register.csv"
    path.write_text(REGISTER.format(rows="\n".join(rows)), "cp1252")
    workspace.schools.import_register(path)


@pytest.mark.parametrize("words", ["espe", "zuid esp", "99ZZ", "99zz01", "Espérance", "ESPERANCE z"])
def test_a_school_that_was_audited_here_is_found_without_a_register(workspace: Workspace, words: str) -> None:
    audited(workspace, School(name="L'Espérance", brin="99ZZ", location="01", place="Zuidstad"))
    assert names(workspace, words) == ["L'Espérance"]


@pytest.mark.parametrize("words", ["", " ", "sper", "espe noord", "%", '"', "*"])
def test_what_begins_no_word_of_it_finds_nothing(workspace: Workspace, words: str) -> None:
    audited(workspace, School(name="L'Espérance", brin="99ZZ", location="01", place="Zuidstad"))
    assert names(workspace, words) == []


def test_known_schools_come_first_and_each_once_as_the_register_has_it(workspace: Workspace, tmp_path: Path) -> None:
    register(workspace, tmp_path, "01AA00;De Berk;Aadorp", "02BB00;De Eik;Eindhoven")
    audited(workspace, School(name="Eik (oude naam)", brin="02BB", location="00", place="Eindhoven"), "2024-01-01")
    audited(workspace, School(name="De Eigen School", place="Elders"))
    assert names(workspace, "de") == ["De Eigen School", "De Berk", "De Eik"]
    assert names(workspace, "eindhoven") == ["De Eik"]
    assert len(workspace.schools.find("de", 2)) == 2


def test_the_newest_audit_says_how_a_school_is_called(workspace: Workspace) -> None:
    for name, starts in (("De Oude Linde", "2024-11-12"), ("De Nieuwe Linde", "2026-11-12")):
        audited(workspace, School(name=name, brin="03CC", location="00"), starts)
    assert names(workspace, "linde") == ["De Nieuwe Linde"]


def test_neither_the_sample_nor_what_lies_in_the_bin_is_offered(workspace: Workspace) -> None:
    audited(workspace, School(name="De Linde", place="Voorbeeldstad"), is_sample=True)
    binned = audited(workspace, School(name="De Lindeboom", place="Elders"))
    workspace.audits.bin(binned)
    assert names(workspace, "linde") == []
