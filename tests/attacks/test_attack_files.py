"""`auditor verify` on the files themselves: every forged one is refused, every sound one is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor_app.cli.main import main
from auditor_app.cli.terminal import BAD_INPUT, FINDING, OK
from auditor_app.config import resource_path
from auditor_app.i18n import LANGUAGES
from auditor_app.services.signing.verify import verify
from tests.attacks.make_files import FILES, SOUND, file_name, forged, sound

VALIDATOR = Draft202012Validator(json.loads(resource_path("schema", "verification-1.schema.json").read_bytes()))
FORGED = sorted(FILES.glob("*.pdf"))
WHOLE = sorted((FILES / SOUND).glob("*.pdf"))


def verified(paths: list[Path], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    code = main(["verify", "--json", *map(str, paths)])
    answers: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert not list(VALIDATOR.iter_errors(answers))
    return code, answers


def test_there_is_a_file_for_every_forgery() -> None:
    assert [path.name for path in FORGED] == sorted(file_name(name) for name in forged())
    assert [path.name for path in WHOLE] == sorted(file_name(name) for name in sound())
    assert sum(path.stat().st_size for path in (*FORGED, *WHOLE)) < 6_500_000


def test_every_forged_file_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, answers = verified(FORGED, capsys)
    assert code == FINDING
    assert len(answers) == len(FORGED) > 125
    for path, answer in zip(FORGED, answers, strict=True):
        assert answer["problem"], path.name
        assert answer["problem_sentence"], path.name
        assert "audit" not in answer or not answer["unchanged"], path.name
        if answer["problem"] == "verify.changed":
            assert answer["reason_sentence"], path.name


@pytest.mark.parametrize("name", ["by an insider: two sets of data", "data that unpack to 65 MiB", "evil annotation"])
def test_a_forged_file_alone_gives_the_exit_code_of_a_finding(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified([FILES / file_name(name)], capsys)[0] == FINDING


def test_the_sound_files_are_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    code, answers = verified(WHOLE, capsys)
    assert code == OK
    for answer in answers:
        assert (answer["unchanged"], answer["problem"], answer["reasons"]) == (True, "", [])
        assert answer["fingerprint"]


def test_the_worst_file_decides_the_exit_code_and_each_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.pdf"
    code, answers = verified([WHOLE[0], FORGED[0], missing, tmp_path], capsys)
    assert code == BAD_INPUT
    assert [one["file"] for one in answers] == [str(path) for path in (WHOLE[0], FORGED[0], missing, tmp_path)]
    assert [("error" in one, one.get("unchanged")) for one in answers] == [
        (False, True), (False, False), (True, None), (True, None),
    ]  # fmt: skip


def test_each_way_of_refusing_is_said_in_three_languages(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("in a font whose outlines are swapped", "in a font that is not inside", "on a dark surface")
    files = [FILES / file_name(f"by an insider: fingerprint {name}") for name in names]
    said: set[str] = set()
    for language in LANGUAGES:
        main(["--language", language, "--json", "verify", *map(str, files)])
        said |= {one["problem_sentence"] for one in json.loads(capsys.readouterr().out)}
    assert len(said) == len(names) * len(LANGUAGES)


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("incremental saving: page", {"pages"}),
        ("incremental saving: script in the catalog", {"document"}),
        ("attachment swap", {"data"}),
        ("second attachment", {"data"}),
        ("signature wrapping: inside the gap", {"range"}),
        ("shadow: hidden cover", {"pages"}),
        ("evil annotation", {"annotations"}),
        ("sneaky field", {"fields"}),
        ("moved field", {"fields"}),
        ("painted field", {"fields"}),
        ("later revision: page action", {"pages"}),
        ("later revision: field action", {"fields"}),
        ("later revision: associated files alone", {"data"}),
        ("later revision: embedded files alone", {"data"}),
        ("later revision: switched layer", {"document"}),
        ("later revision: painted signature, by its drawing", {"fields"}),
        ("later revision: painted empty field", {"fields"}),
        ("later revision: hidden signature", {"fields"}),
        ("later revision: swapped letters", {"pages"}),
        ("later revision: reordered pages", {"pages"}),
        ("later revision: another title", {"description"}),
        ("later revision: another metadata", {"description"}),
        ("later revision: another identity", {"description"}),
        ("later revision: unmarked", {"description", "document"}),
        ("later revision: drawn anew", {"fields"}),
        ("later revision: another form", {"document"}),
        ("later revision: another description", {"structure"}),
        ("time stamp: page replaced after it", {"pages", "broken time stamp"}),
        ("time stamp: page replaced before it", {"pages"}),
        ("time stamp: over less than the file", {"broken time stamp"}),
        ("time stamp: of another document", {"broken time stamp"}),
        ("time stamp: before the signature", {"broken time stamp"}),
        ("time stamp: in a person's field", {"fields"}),
        ("time stamp: whose proofs are swapped", {"proofs"}),
        ("time stamp: whose certificates are removed", {"proofs"}),
        ("time stamp: of a day to come", {"future time stamp"}),
        ("universal forgery: unknown subfilter", {"strange signature"}),
        ("universal forgery: zero byte range", {"range"}),
    ],
)
def test_the_reason_says_where_to_look(name: str, reasons: set[str]) -> None:
    assert set(verify((FILES / file_name(name)).read_bytes()).reasons) == reasons
