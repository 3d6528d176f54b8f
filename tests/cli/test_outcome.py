"""`auditor outcome`: gates, outcome, derivation and shortest changes, for people and for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor_app.config import resource_path
from auditor_app.core.model import Step
from auditor_app.services.samples import SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from tests.cli.conftest import PASSPHRASE, Run

AUDIT = sample_snapshot(SUMMATIVE).audit.id


@pytest.fixture
def summative(data_dir: Path) -> Workspace:
    workspace = Workspace.open(data_dir, PASSPHRASE)
    assert workspace is not None
    workspace.snapshots.load(sample_snapshot(SUMMATIVE))
    return workspace


def test_the_whole_judgement_as_json(run: Run, summative: Workspace) -> None:
    summative.close()
    answer = run("outcome", AUDIT, "--json")
    assert answer.code == 0
    document = answer.json
    assert document["outcome"] == "granted_with_conditions"
    assert [gate["code"] for gate in document["gates"] if gate["is_met"]] == [f"G{number}" for number in range(1, 9)]
    derivation = document["derivation"]
    assert derivation["levels"]["E3.3"] == "2"
    assert len(derivation["levels"]) == 36
    assert (derivation["rule"]["conditions_max_core_at_2"], derivation["rule"]["hard_criterion"]) == (3, "C2.1")
    assert [part["code"] for part in derivation["granted_with_conditions"]] == [
        "conditions.no_core_at_1", "conditions.max_core_at_2", "conditions.min_secured",
        "conditions.no_standard_not_yet", "conditions.hard",
    ]  # fmt: skip
    assert derivation["deciding"] == ["E3.3", "O3.3"]
    assert {item["standard"]: item["result"] for item in derivation["standards"]} == {
        "E1": "secured", "E2": "secured", "E3": "developing", "O1": "secured", "O2": "secured", "O3": "developing",
        "C1": "secured", "C2": "shared", "C3": "secured",
    }  # fmt: skip
    changes = document["shortest_changes"]
    assert (changes["target"], changes["criteria"], changes["total"]) == ("granted", 2, 1)
    assert changes["sets"][0]["raises"] == [
        {"criterion": "E3.3", "now": 2, "to": 3}, {"criterion": "O3.3", "now": 2, "to": 3},
    ]  # fmt: skip
    assert (document["advice"]["value"], document["advice"]["steps"]) == ("granted_with_conditions", 0)
    assert document["decision"] is None


def test_a_closed_gate_is_a_finding_and_no_outcome_is_not_not_yet(run: Run, summative: Workspace) -> None:
    summative.outcomes.register(AUDIT, Step.INTERIM, "")
    summative.close()
    answer = run("outcome", AUDIT, "--language", "en")
    assert answer.code == 1
    assert "No outcome: incomplete" in answer.out
    assert "No interim evaluation is imported or registered." in answer.out
    assert "Not yet granted:" not in answer.out.partition("Computed outcome")[0]


def test_what_would_change_it_reads_as_a_sentence(run: Run, summative: Workspace) -> None:
    summative.close()
    answer = run("outcome", AUDIT, "--language", "en")
    assert "If E3.3 and O3.3 rise to 3 and nothing falls, the computed outcome is “granted”." in answer.out


@pytest.mark.parametrize("language", ["nl", "en", "sv"])
def test_people_read_sentences_in_their_language(run: Run, summative: Workspace, language: str) -> None:
    summative.close()
    answer = run("outcome", AUDIT, "--language", language)
    assert answer.code == 0
    assert "E3.3" in answer.out
    assert "{" not in answer.out
    assert answer.out.count("C2.1") == 1
    demands = answer.out.split("\n\n")[1].splitlines()
    assert sum(" · " in line for line in demands) == 8, "every demand of both outcomes, met or not"


def test_a_formative_audit_has_none(run: Run) -> None:
    answer = run("outcome", sample_snapshot(THIS_YEAR).audit.id, "--json")
    assert answer.code == 2
    assert "granted" not in answer.out


def test_a_file_that_holds_an_audit_is_judged_as_the_audit_is(run: Run, summative: Workspace, tmp_path: Path) -> None:
    summative.publishing.sign(AUDIT, "nl", PASSPHRASE, tmp_path)
    summative.close()
    expected = run("outcome", AUDIT, "--json").json
    sample, (report,) = tmp_path / "sample.JSON", tmp_path.glob("*.pdf")
    sample.write_bytes(resource_path("sample", "de-linde-2027.json").read_bytes())
    for file in (sample, report):
        answer = run("outcome", str(file), "--json", "--data-dir", str(tmp_path / "none"))
        assert (answer.code, answer.json) == (0, expected)
    report.write_bytes(report.read_bytes() + b"\n% added")
    answer = run("outcome", str(report), "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "verify.truncated")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("formative.json", "formative", "decision.not_summative"),
        ("broken.json", b"{", "snapshot.unreadable"),
        ("other.pdf", b"nothing", "verify.not_a_pdf"),
        ("none.json", None, "cli.cannot_read"),
    ],
)
def test_a_file_that_cannot_be_judged_says_why(
    run: Run, tmp_path: Path, name: str, content: bytes | str | None, code: str
) -> None:
    file = tmp_path / name
    if isinstance(content, str):
        content = resource_path("sample", "de-linde-2026.json").read_bytes()
    if content is not None:
        file.write_bytes(content)
    answer = run("outcome", str(file), "--json")
    assert answer.code == 2
    assert answer.json["error"]["code"] == code
