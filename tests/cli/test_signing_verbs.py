"""The verbs about signatures, as the people who use them type them."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor_app.services.demo import Demo
from auditor_app.services.signing.identity import make_identity
from tests.cli.conftest import Run
from tests.services.time_authority import Clock, listening

SCHOOL_PASSPHRASE = "die van de school zelf"


@pytest.fixture
def school_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "school.p12"
    path.write_bytes(make_identity("Rector De Linde", "De Linde", SCHOOL_PASSPHRASE, datetime.now(UTC)))
    monkeypatch.setenv("AUDITOR_SIGNING_PASSPHRASE", SCHOOL_PASSPHRASE)
    return path


@pytest.fixture
def received(demo: Demo, tmp_path: Path) -> Path:
    report = tmp_path / "received" / "report.pdf"
    report.parent.mkdir()
    report.write_bytes(demo.signed_pdf.read_bytes())
    return report


def test_a_school_signs_the_file_it_received(run: Run, received: Path, school_key: Path, tmp_path: Path) -> None:
    before = received.read_bytes()
    answer = run(
        "cosign", str(received), "--as", "school", "--key", str(school_key), "--data-dir", str(tmp_path / "no")
    )
    assert answer.code == 0, answer.err
    signed = received.with_name("report-school.pdf")
    assert signed.read_bytes().startswith(before)
    assert received.read_bytes() == before
    assert "Rector De Linde" in answer.out
    assert "added afterwards, as it allows: signature (School, for receipt)" in answer.out
    seen = subprocess.run(["pdfsig", "-nocert", str(signed)], capture_output=True, text=True, check=False).stdout
    assert seen.count("Signature is Valid.") == 2


def test_what_stops_a_cosignature_is_one_sentence(run: Run, received: Path, school_key: Path, tmp_path: Path) -> None:
    files = set(received.parent.iterdir())
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(received.read_bytes().replace(b"%%EOF", b"%%E0F", 1) + b"more")
    key = ("--as", "school", "--key", str(school_key))
    missing = ("--pkcs11", str(tmp_path / "driver.so"))
    for arguments, code in (
        ((str(damaged), *key), "verify."),
        ((str(tmp_path / "none.pdf"), *key), "cli.cannot_read"),
        ((str(received), "--as", "school", "--key", str(received)), "signing.not_a_key_file"),
        ((str(received), "--as", "school", *missing), "token.no_driver"),
        ((str(received), *key, "--signing-passphrase-file", str(tmp_path / "none")), "cli.cannot_read"),
        ((str(received), "--as", "school", "--data-dir", str(tmp_path)), "publish.no_identity"),
    ):
        answer = run("cosign", *arguments, "--json")
        assert answer.code == 2
        assert answer.json["error"]["code"].startswith(code)
    assert set(received.parent.iterdir()) == files


def test_a_wrong_passphrase_writes_nothing(
    run: Run, received: Path, school_key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITOR_SIGNING_PASSPHRASE", "not this one")
    answer = run("cosign", str(received), "--as", "school", "--key", str(school_key), "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "signing.wrong_passphrase")
    assert [one.name for one in received.parent.iterdir()] == ["report.pdf"]


def test_a_report_is_time_stamped(run: Run, received: Path, tmp_path: Path) -> None:
    with listening(Clock(tmp_path / "clock")) as clock:
        root = str(clock.folder / "root.pem")
        answer = run("timestamp", str(received), "--tsa", clock.url, "--trust", root, "--out", str(tmp_path / "out"))
        again = run(
            "timestamp", str(tmp_path / "out" / "report-B-LTA.pdf"), "--tsa", clock.url, "--level", "B-T", "--json"
        )
        sealed = (tmp_path / "out" / "report-B-LTA.pdf").read_bytes()
        fresh = run("timestamp", str(tmp_path / "out" / "report-B-LTA.pdf"), "--tsa", clock.url)
    assert answer.code == 0, answer.err
    assert "time proved by a time stamp" in answer.out
    assert "level B-LTA" in answer.out
    assert (again.code, again.json["error"]["code"]) == (2, "timestamp.already_there")
    assert fresh.code == 0, fresh.err
    assert (tmp_path / "out" / "report-B-LTA.pdf").read_bytes() == sealed, "the file that it came from stays"
    assert (tmp_path / "out" / "report-B-LTA-B-LTA.pdf").read_bytes().startswith(sealed)
    unknown = run("verify", str(tmp_path / "out" / "report-B-LTA.pdf"))
    assert "a time stamp of Clock, who is not on the trust list, says" in unknown.out
    without = run("timestamp", str(received), "--json")
    assert (without.code, without.json["error"]["code"]) == (2, "timestamp.no_authority")


def test_an_organisation_vouches_for_its_auditor_and_takes_it_back(run: Run, received: Path, tmp_path: Path) -> None:
    ca, request = str(tmp_path / "ca"), str(tmp_path / "jan.csr")
    made = run("ca", "init", ca, "--name", "Kring root", "--json")
    assert made.code == 0, made.err
    assert run("ca", "init", str(tmp_path / "other"), "--name", " ", "--json").json["error"]["code"] == (
        "authority.name_missing"
    )
    assert run("ca", "request", "--out", request).code == 0
    issued = run("ca", "issue", ca, request, "--json").json
    assert issued["name"] == "Jan de Vries"
    twice = run("ca", "issue", ca, request, "--json")
    assert (twice.code, twice.json["error"]["code"]) == (2, "authority.issued_already")
    assert run("ca", "issue", ca, request, "--again").code == 0
    for one in run("ca", "list", ca, "--json").json:
        assert one["serial"] == issued["serial"] or run("ca", "revoke", ca, one["serial"]).code == 0
    other = run("ca", "accept", made.json["certificate"], "--json")
    assert (other.code, other.json["error"]["code"]) == (2, "signing.certificate_of_another_key")
    accepted = run("ca", "accept", issued["certificate"], "--root", made.json["certificate"])
    assert "vouched for by Kring root" in accepted.out
    assert run("ca", "trust", made.json["certificate"]).code == 0
    assert run("cosign", str(received), "--as", "second").code == 0
    signed = str(received.with_name("report-second-auditor.pdf"))
    trust = ("--trust", made.json["certificate"])
    assert run("verify", signed, *trust, "--json").json[0]["signatures"][1]["trust"] == "trusted"
    revoked = run("ca", "revoke", ca, issued["serial"], "--reason", "left the organisation", "--json").json
    assert "left the organisation" in run("ca", "list", ca).out
    verified = run("verify", signed, *trust, "--trust", revoked["list"])
    assert verified.code == 0
    assert "Kring root, on your trust list, but the certificate was revoked" in verified.out
    assert "Revocation list of Kring root: 2 certificates taken back" in run("ca", "trust", revoked["list"]).out
    assert run("ca", "renew", ca).code == 0


def test_the_pages_are_built_again_on_demand(run: Run, received: Path) -> None:
    answer = run("verify", str(received), "--pages")
    assert (answer.code, "the same in every word" in answer.out) == (0, True)


def test_several_files_are_verified_in_their_order(run: Run, received: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7 nothing\n%%EOF")
    answer = run("verify", str(other), str(received), str(tmp_path / "missing.pdf"), "--json")
    assert answer.code == 2
    assert [one["file"] for one in answer.json] == [str(other), str(received), str(tmp_path / "missing.pdf")]
    assert [one.get("unchanged") for one in answer.json] == [False, True, None]
    assert len(answer.json[1]["fingerprint"]) == 64
    assert len(answer.json[1]["signed_revision"]) == 64
