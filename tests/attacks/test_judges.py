"""Judges that know nothing of this program, on the report before signing, after three signatures, and sealed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf.pdfa import check

from auditor_app.services.signing.sign import sign
from tests.attacks import judges
from tests.attacks.make_files import FILES, file_name
from tests.attacks.reports import authority_der, issued, report, signature_request
from tests.attacks.sound_reports import by_lead, by_three, raised, root_of, unsigned
from tests.services.time_authority import Clock, listening

UNSIGNED, THREE, SEALED = "not signed", "signed by three", "sealed twice"
# Signing three times and stamping twice, each checked as a whole, takes long where many tests run at once.
pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True)
class Court:
    """The reports by name, who is trusted, and where the judges work."""

    reports: dict[str, bytes]
    roots: dict[str, bytes]
    store: Path
    folder: Path


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory, tool: Callable[[str], str]) -> Iterator[Court]:
    for name in ("pdfsig", "qpdf", "openssl", "certutil"):
        tool(name)
    folder = tmp_path_factory.mktemp("court")
    with listening(Clock(folder / "clock")) as clock:
        plain = unsigned()
        three = by_three(by_lead(plain, folder), folder)
        sealed = raised(raised(three, "B-LTA", folder, clock), "B-LTA", folder, clock)
        reports = {UNSIGNED: plain, THREE: three, SEALED: sealed}
        roots = {"auditors": root_of(folder), "clock": clock.root_der}
        yield Court(reports, roots, judges.certificate_store(folder / "nss", roots), folder)


def test_pdfsig_trusts_through_its_own_store_and_nobody_else(court: Court) -> None:
    path = court.folder / "issued.pdf"
    path.write_bytes(sign(report(), issued(), signature_request()))
    known = judges.certificate_store(court.folder / "known", {"test": authority_der()})
    assert judges.pdfsig(path, known) == "1 of 1 valid, 1 trusted whole file"
    assert judges.pdfsig(path, court.store) == "1 of 1 valid, 0 trusted whole file"


def test_pdfsig_finds_all_three_valid_and_trusted_over_the_whole_file(court: Court) -> None:
    path = court.folder / "three.pdf"
    path.write_bytes(court.reports[THREE])
    assert judges.pdfsig(path, court.store) == "3 of 3 valid, 3 trusted whole file"


@pytest.mark.parametrize("name", [THREE, SEALED])
def test_openssl_qpdf_and_pyhanko_agree(court: Court, name: str) -> None:
    pdf = court.reports[name]
    path = court.folder / "report.pdf"
    path.write_bytes(pdf)
    valid, _, count = judges.openssl(pdf, court.folder, court.roots).partition(" of ")
    assert count.startswith("3 " if name == THREE else "5 ")
    # The two stamps over the document are no CAdES signatures of a person.
    assert int(valid) >= 3
    assert judges.qpdf(path) == "sound"
    assert judges.pyhanko(pdf, court.roots) == "3 of 3 hold"


def test_the_judges_are_no_yes_men(court: Court) -> None:
    forged = (FILES / file_name("evil annotation")).read_bytes()
    assert judges.pyhanko(forged, court.roots) == "0 of 1 hold"
    assert judges.openssl(forged, court.folder, court.roots) == "0 of 1 valid"


@pytest.mark.parametrize("name", [UNSIGNED, THREE, SEALED])
def test_it_stays_archivable_and_accessible_through_signatures_and_stamps(court: Court, name: str) -> None:
    with pikepdf.open(BytesIO(court.reports[name])) as pdf:
        assert judges.faults_of(pdf) == ()
        assert {one.rule for one in check(pdf, "3b").violations} <= judges.CLAIMS
