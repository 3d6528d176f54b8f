"""Signatures and time stamps that come to a report later, through the use cases: stored, exported, still read-only."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.model import Publication
from auditor_app.i18n import translator
from auditor_app.services.publishing import organisation
from auditor_app.services.publishing.countersign import Signing, countersigned, report_language, signed_as
from auditor_app.services.publishing.exporting import Form
from auditor_app.services.publishing.shown import lead_of, shown
from auditor_app.services.signing.identity import OpenedIdentity, make_identity, open_identity
from auditor_app.services.signing.isolation import verify_isolated
from auditor_app.services.signing.verify import verify
from auditor_app.services.workspace import Workspace
from tests.attacks import forgeries
from tests.attacks.reports import report, signed_report
from tests.services.conftest import PASSPHRASE, SAMPLE
from tests.services.time_authority import Clock, listening


@pytest.fixture(scope="module")
def second() -> OpenedIdentity:
    return _identity("Sef Tweede")


@pytest.fixture(scope="module")
def school() -> OpenedIdentity:
    return _identity("Rector De Linde")


def _identity(name: str) -> OpenedIdentity:
    return open_identity(make_identity(name, "", PASSPHRASE, datetime.now(UTC)), PASSPHRASE)


def _newest(workspace: Workspace) -> Publication:
    found = workspace.publishing.publications(SAMPLE)
    return max(found, key=lambda item: len(workspace.publishing.pdf_of(item)))


def test_what_is_looked_at_and_printed_is_the_signed_file_with_its_stamps(
    signed: Workspace, school: OpenedIdentity, tmp_path: Path
) -> None:
    publishing = signed.publishing
    draft = shown(publishing, SAMPLE, "en", "")
    assert not draft.is_signed
    pages = shown(publishing, SAMPLE, "nl", "")
    assert pages.is_signed
    publishing.countersign(_newest(signed), "school", school, tmp_path)
    both = shown(publishing, SAMPLE, "nl", "").report
    assert both.pages == pages.report.pages
    assert {place.kind for place in both.layout} >= {"finding"}
    with pikepdf.open(BytesIO(pages.report.pdf)) as one, pikepdf.open(BytesIO(both.pdf)) as two:
        drawn = [_stamps_on(pdf) for pdf in (one, two)]
        left = [one for page in two.pages for one in page.get("/Annots", ()) if one.Subtype == "/Widget"]
    assert (drawn, left) == ([1, 2], [])


def _stamps_on(pdf: pikepdf.Pdf) -> int:
    """Count what was in a field before and is drawn on a page now."""
    pictures = [item for page in pdf.pages for item in page.Resources.get("/XObject", pikepdf.Dictionary()).items()]
    return sum(name.startswith("/Fxo") and bool(drawn.read_bytes().strip()) for name, drawn in pictures)


def test_a_copy_bears_day_and_name_of_the_lead_whatever_was_added_since(
    signed: Workspace, school: OpenedIdentity, tmp_path: Path
) -> None:
    lead = Publication(id="1", audit=SAMPLE, signed="2026-11-20T10:00:00+01:00")
    receipt = Publication(id="2", audit=SAMPLE, signed="2026-12-03T10:00:00+01:00", replaces="1")
    stamped = Publication(id="3", audit=SAMPLE, signed="2026-12-09T10:00:00+01:00", replaces="2")
    assert lead_of(stamped, (stamped, lead, receipt)) is lead
    assert lead_of(lead, (lead,)) is lead
    circle = replace(lead, replaces="3")
    assert lead_of(stamped, (stamped, circle, receipt)) in (stamped, circle, receipt)
    first = _newest(signed)
    both = signed.publishing.countersign(first, "school", school, tmp_path)
    page = signed.exports.make(SAMPLE, Form.WEB, "en").content.decode()
    assert f"{both.path.name}, signed by Mirte Voorbeeld" in page


def test_school_and_second_auditor_sign_in_either_order(
    signed: Workspace, second: OpenedIdentity, school: OpenedIdentity, tmp_path: Path
) -> None:
    first = signed.publishing.countersign(_newest(signed), "school", school, tmp_path)
    both = signed.publishing.countersign(_newest(signed), "second", second, tmp_path)
    assert both.pdf.startswith(first.pdf)
    assert both.verification.unchanged
    assert [one.field for one in both.verification.signatures] == ["lead", "school", "second"]
    assert [one.is_certifying for one in both.verification.signatures] == [True, False, False]
    assert both.path.name == f"{first.path.stem}-tweede-auditor.pdf"
    assert first.path.name.endswith("-school.pdf"), "in the language of the report"
    assert both.path.read_bytes() == both.pdf
    assert len(signed.publishing.publications(SAMPLE)) == 3
    kept = _newest(signed)
    assert (kept.signer, kept.language) == ("Sef Tweede", "nl")
    # Still the same data, and still read-only.
    inspection = signed.imports.inspect(both.path)
    assert inspection.can_be_taken
    assert signed.store.blob(kept.snapshot) == inspection.content
    with pytest.raises(UserError, match="audit.signed"):
        signed.evidence.add_note(SAMPLE, "te laat")
    _judge(both.path)


def _judge(path: Path) -> None:
    seen = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert seen.count("Signature is Valid.") == 3
    text = _text_of_page_with_stamps(path)
    # Each stamp says as whom, and the school's that it is for receipt.
    for word in ("Mirte Voorbeeld", "Sef Tweede", "Rector De Linde", translator("nl")("for receipt")):
        assert word in text
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0


def _text_of_page_with_stamps(path: Path) -> str:
    with pikepdf.open(path) as opened:
        page = next(
            number
            for number, page in enumerate(opened.pages, 1)
            if any("/FT" in one for one in page.obj.get("/Annots", []))
        )
    command = ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_report_does_not_grow_two_branches(
    signed: Workspace, second: OpenedIdentity, school: OpenedIdentity, tmp_path: Path
) -> None:
    lead = _newest(signed)
    signed.publishing.countersign(lead, "school", school, tmp_path)
    with pytest.raises(UserError) as refusal:
        signed.publishing.countersign(lead, "second", second, tmp_path)
    assert refusal.value.code == "publish.newer_exists"
    with pytest.raises(UserError) as refusal:
        signed.publishing.countersign(_newest(signed), "school", school, tmp_path)
    assert refusal.value.code == "signing.field_already_signed"
    assert len(signed.publishing.publications(SAMPLE)) == 2


def test_a_published_report_is_raised_and_countersigned_with_the_authority_that_is_set(
    signed: Workspace, school: OpenedIdentity, tmp_path: Path
) -> None:
    with listening(Clock(tmp_path / "clock")) as clock:
        signed.imports.trust(clock.root_der)
        raised = signed.publishing.raise_level(_newest(signed), "B-LTA", tmp_path, clock.url)
        signed.set_settings(replace(signed.settings, time_authority=clock.url))
        receipt = signed.publishing.countersign(_newest(signed), "school", school, tmp_path)
    assert raised.path.name.endswith("-nl-B-LTA.pdf")
    assert [one.level for one in raised.verification.signatures] == ["B-LTA"]
    assert [one.level for one in receipt.verification.signatures] == ["B-LTA", "B-T"]
    assert [one.signed_at_source for one in receipt.verification.signatures] == ["time stamp"] * 2
    assert receipt.time_problem is None


def test_without_a_network_the_signature_goes_without_its_time_stamp_and_says_so(
    signed: Workspace, school: OpenedIdentity, tmp_path: Path
) -> None:
    signed.set_settings(replace(signed.settings, time_authority="http://127.0.0.1:9/"))
    receipt = signed.publishing.countersign(_newest(signed), "school", school, tmp_path)
    assert receipt.time_problem is not None
    assert receipt.time_problem.code == "timestamp.unreachable"
    assert [one.level for one in receipt.verification.signatures] == ["B-B", "B-B"]


def test_the_key_of_this_laptop_gets_the_organisations_certificate(signed: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    organisation.init(folder, "Noord root", "Noord", PASSPHRASE)
    request = signed.publishing.own_key.request_certificate(PASSPHRASE)
    path, _ = organisation.give_certificate(folder, request, PASSPHRASE)
    root = (folder / organisation.ROOT_CERTIFICATE).read_bytes()
    identity = signed.publishing.own_key.take_certificate(path.read_bytes(), PASSPHRASE, root)
    assert (identity.is_self_made, identity.issuer_name) == (False, "Noord root")
    assert signed.publishing.own_key.identity() == identity
    signed.imports.trust(root)
    made = signed.publishing.countersign(
        _newest(signed), "second", signed.publishing.own_key.open(PASSPHRASE), tmp_path
    )
    assert [one.trust for one in made.verification.signatures] == ["self_made", "trusted"]
    # The certificate is taken back, and whoever takes over the list knows.
    organisation.revoke(folder, identity.serial, "superseded", PASSPHRASE)
    signed.imports.trust((folder / organisation.REVOCATIONS).read_bytes())
    found = signed.imports.inspect(made.path).verification
    assert (found.unchanged, found.signatures[1].certificate_state) == (True, "revoked")


def test_lists_of_unknown_authorities_and_older_ones_are_refused(signed: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    organisation.init(folder, "Noord root", "Noord", PASSPHRASE, datetime(2026, 1, 1, tzinfo=UTC))
    old = (folder / organisation.REVOCATIONS).read_bytes()
    with pytest.raises(UserError) as refusal:
        signed.imports.trust(old)
    assert refusal.value.code == "signing.list_of_unknown_authority"
    signed.imports.trust((folder / organisation.ROOT_CERTIFICATE).read_bytes())
    signed.imports.trust(old)
    organisation.renew_list(folder, PASSPHRASE, datetime(2026, 2, 1, tzinfo=UTC))
    signed.imports.trust((folder / organisation.REVOCATIONS).read_bytes())
    with pytest.raises(UserError) as refusal:
        signed.imports.trust(old)
    assert refusal.value.code == "signing.older_list"
    assert len(signed.imports.trusted()) == 2


@pytest.mark.parametrize(
    ("pdf", "code"),
    [
        (report, "signing.lead_first"),
        (forgeries.changed_page, "verify.changed"),
        (forgeries.swapped_attachment, "verify.changed"),
        (lambda: b"no pdf", "verify.not_a_pdf"),
        (lambda: signed_report()[:-30], "verify.truncated"),
    ],
)
def test_nobody_signs_under_what_is_not_the_leads(pdf: forgeries.Builder, code: str, school: OpenedIdentity) -> None:
    with pytest.raises(UserError) as refusal:
        countersigned(pdf(), school, Signing("school", "nl", datetime.now(UTC)))
    assert refusal.value.code == code


def test_a_file_from_outside_is_signed_for_receipt_in_its_own_language(prepared: Path, school: OpenedIdentity) -> None:
    pdf = next((prepared.parent / "out").glob("*.pdf")).read_bytes()
    assert report_language(pdf) == "nl"
    made = countersigned(pdf, school, Signing("school", "nl", datetime.now(UTC), "Voorbeeldstad")).pdf
    verification = verify(made)
    assert verification.unchanged
    assert [one.signer_name for one in verification.signatures] == ["Mirte Voorbeeld", "Rector De Linde"]
    with pikepdf.open(BytesIO(made)) as opened:
        assert len(opened.Root.AcroForm.Fields) == 3


def test_data_that_the_cover_does_not_name_are_refused(prepared: Path) -> None:
    pdf = next((prepared.parent / "out").glob("*.pdf")).read_bytes()
    whole = verify_isolated(pdf)
    assert whole.snapshot is not None
    with pikepdf.open(BytesIO(pdf)) as opened:
        # Not a forgery after signing, which would be found anyway: a signer whose file says two things.
        opened.trailer.Info.AuditFingerprint = pikepdf.String("0" * 64)
        for one in opened.Root.AcroForm.Fields:
            if "/V" in one:
                del one.V
        del opened.Root.Perms
        output = BytesIO()
        opened.save(output)
    now = datetime.now(UTC)
    signing = Signing("lead", "nl", now)
    signed = signed_as(output.getvalue(), _identity("Two Tongues"), signing).pdf
    found = verify_isolated(signed)
    assert (found.verification.problem, found.snapshot) == ("verify.data_differ", None)


def test_a_process_that_waits_reads_the_next_file_and_none_stays_behind(signed: Workspace, prepared: Path) -> None:
    path = next((prepared.parent / "out").glob("*.pdf"))
    signed.imports.warm_up()
    waiting = signed.imports._warm
    assert waiting is not None
    assert signed.imports.inspect(path).can_be_taken
    assert waiting.poll() is not None
    signed.imports.warm_up()
    another = signed.imports._warm
    signed.imports.close()
    assert another is not None
    assert another.poll() is not None
