from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from auditor_app.core.errors import UserError
from auditor_app.error_texts import ERROR_TEXTS
from auditor_app.i18n import error_text
from auditor_app.services.signing.byte_range import end_of_revision
from auditor_app.services.signing.identity import OpenedIdentity, open_identity, pack
from auditor_app.services.signing.sign import form_in, sign, signed_fields
from auditor_app.services.signing.snapshot import read_attachment
from auditor_app.services.signing.verification import verification_from_json
from auditor_app.services.signing.verify import verify
from tests.attacks import forgeries
from tests.attacks.reports import (
    FIELDS,
    NOW,
    PASSPHRASE,
    SNAPSHOT,
    authority,
    authority_der,
    certificate,
    ec_key,
    issued,
    report,
    rsa_key,
    self_made,
    signature_request,
    signed_report,
)

if TYPE_CHECKING:
    from pathlib import Path

CMS_VERIFY = (
    *("openssl", "cms", "-verify", "-cades", "-binary", "-purpose", "any"),
    *("-inform", "DER", "-in", "signature.der", "-content", "content", "-out", "out"),
)


@pytest.fixture(scope="module")
def three_signers() -> bytes:
    """The lead with ECDSA, a second auditor with an issued RSA identity, the school with another ECDSA one."""
    second = sign(signed_report(), issued(), signature_request("second"))
    return sign(second, _issued_ec("School"), signature_request("school"))


def _issued_ec(name: str) -> OpenedIdentity:
    key = ec_key()
    return open_identity(pack(key, certificate(name, key, authority()), PASSPHRASE), PASSPHRASE)


def _code(refusal: pytest.ExceptionInfo[UserError]) -> str:
    # Every refusal has a sentence, and its details fill it.
    assert refusal.value.code in ERROR_TEXTS
    assert "{" not in error_text(refusal.value)
    return refusal.value.code


def test_one_signature_covers_the_whole_file() -> None:
    verification = verify(signed_report(), now=NOW)
    (lead,) = verification.signatures
    assert (verification.is_signed, verification.unchanged, verification.problem) == (True, True, "")
    assert verification.signed_revision == signed_report()
    assert (lead.field, lead.signer_name, lead.organisation) == ("lead", "Jonna Öberg", "Audit team")
    assert (lead.is_intact, lead.is_certifying, lead.covers, lead.later_changes) == (True, True, "whole file", "none")
    assert (lead.level, lead.signed_at_source) == ("B-B", "claimed by signer")
    assert lead.signed_at == NOW.isoformat()


def test_three_signatures_hold_together(three_signers: bytes) -> None:
    verification = verify(three_signers, (authority_der(),), NOW)
    assert verification.unchanged
    assert [one.field for one in verification.signatures] == list(FIELDS)
    assert [one.is_certifying for one in verification.signatures] == [True, False, False]
    assert [one.covers for one in verification.signatures] == ["revision", "revision", "whole file"]
    assert [one.later_changes for one in verification.signatures] == ["allowed", "allowed", "none"]
    assert [one.trust for one in verification.signatures] == ["self_made", "trusted", "trusted"]
    assert all(one.is_intact for one in verification.signatures)
    assert verification.signed_revision == signed_report()
    assert read_attachment(verification) == SNAPSHOT


def test_an_rsa_identity_may_certify_before_an_elliptic_one() -> None:
    first = sign(report(), issued(), signature_request("lead"))
    assert verify(sign(first, self_made(), signature_request("second")), now=NOW).unchanged


def test_an_independent_judge_agrees(three_signers: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(three_signers)
    judged = subprocess.run(
        ["pdfsig", "-nocert", "report.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout
    assert judged.count("Signature is Valid.") == 3
    assert judged.count("ETSI.CAdES.detached") == 3
    assert re.findall(r"Field Name: (\w+)", judged) == list(FIELDS)
    assert judged.count("Total document signed") == 1


def test_openssl_finds_a_cades_signature_over_the_cut_bytes(tmp_path: Path) -> None:
    first = sign(report(), issued(), signature_request("lead"))
    bounds = forgeries.byte_range(first)
    contents = bytes.fromhex(first[bounds.before_gap + 1 : bounds.after_gap - 1].decode("ascii"))
    (tmp_path / "signature.der").write_bytes(contents)
    (tmp_path / "content").write_bytes(first[: bounds.before_gap] + first[bounds.after_gap : bounds.end])
    (tmp_path / "root.pem").write_bytes(authority()[1].public_bytes(serialization.Encoding.PEM))
    subprocess.run(
        [*CMS_VERIFY, "-attime", str(int(NOW.timestamp())), "-CAfile", "root.pem"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )


def test_the_stamp_fills_its_field_and_each_signature_keeps_its_own(three_signers: bytes) -> None:
    with pikepdf.open(BytesIO(three_signers)) as opened:
        texts = [_text_of_appearance(field) for field in opened.Root.AcroForm.Fields]
        box = [float(number) for number in opened.Root.AcroForm.Fields[0].AP.N.BBox]
    assert texts == [b"(lead)", b"(second)", b"(school)"]
    assert sorted(box) == pytest.approx([0, 0, 62.362, 198.425], abs=0.5)


def _text_of_appearance(field: pikepdf.Object) -> bytes:
    (drawing,) = field.AP.N.Resources.XObject.values()
    found = re.search(rb"\((\w+)\)", drawing.read_bytes())
    return b"" if found is None else found.group(0)


def test_fields_are_named_before_and_after() -> None:
    assert (form_in(report()).open, signed_fields(report())) == (FIELDS, ())
    assert (form_in(signed_report()).open, signed_fields(signed_report())) == (FIELDS[1:], FIELDS[:1])


@pytest.mark.parametrize(
    ("pdf", "field", "certify", "code"),
    [
        (report, "nowhere", True, "signing.no_such_field"),
        (signed_report, "lead", False, "signing.field_already_signed"),
        (signed_report, "second", True, "signing.already_certified"),
        (forgeries.changed_page, "second", False, "signing.document_changed"),
        (lambda: b"%PDF-1.7 nothing", "lead", True, "signing.unreadable_pdf"),
        (bytes, "lead", True, "signing.unreadable_pdf"),
    ],
)
def test_what_cannot_be_signed_is_said(pdf: forgeries.Builder, field: str, certify: bool, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        sign(pdf(), self_made(), signature_request(field, certify=certify))
    assert _code(refusal) == code


def test_an_expired_identity_signs_nothing() -> None:
    late = replace(signature_request(), signed_at=self_made().identity.not_after + timedelta(days=1))
    with pytest.raises(UserError) as refusal:
        sign(report(), self_made(), late)
    assert _code(refusal) == "signing.certificate_expired"


def test_a_field_without_a_stamp_can_be_signed() -> None:
    plain = replace(signature_request(), stamp_pdf=None, reason="", location="")
    assert verify(sign(report(), self_made(), plain), now=NOW).unchanged


def test_a_stamp_that_is_no_pdf_is_said() -> None:
    with pytest.raises(UserError) as refusal:
        sign(report(), self_made(), replace(signature_request(), stamp_pdf=b"no pdf"))
    assert _code(refusal) == "signing.failed"


# --- who signed ----------------------------------------------------------------------------------


def test_a_self_made_certificate_proves_no_person_until_it_is_pinned() -> None:
    (unknown,) = verify(signed_report(), (authority_der(),), NOW).signatures
    (pinned,) = verify(signed_report(), (self_made().identity.cert_der,), NOW).signatures
    assert (unknown.trust, pinned.trust) == ("self_made", "trusted")
    assert unknown.is_self_made
    assert pinned.is_self_made


def test_an_issued_certificate_counts_only_under_a_root_on_the_list() -> None:
    signed = sign(report(), issued(), signature_request())
    other_root = certificate("Another", ec_key(), None, is_authority=True).public_bytes(serialization.Encoding.DER)
    assert verify(signed, (authority_der(),), NOW).signatures[0].trust == "trusted"
    assert verify(signed, (other_root,), NOW).signatures[0].trust == "unknown"
    assert verify(signed, (), NOW).signatures[0].trust == "unknown"


def test_a_pinned_signer_vouches_for_nobody_else() -> None:
    """A certificate that is no authority must not become one by being on the list."""
    key = ec_key()
    signer = certificate("Signer", key, None)
    child_key = ec_key()
    p12 = pack(child_key, certificate("Child", child_key, (key, signer)), PASSPHRASE, (signer,))
    signed = sign(report(), open_identity(p12, PASSPHRASE), signature_request())
    trusted = (signer.public_bytes(serialization.Encoding.DER),)
    assert verify(signed, trusted, NOW).signatures[0].trust == "unknown"


def test_an_expired_certificate_is_unchanged_but_no_longer_trusted() -> None:
    signed = sign(report(), issued(), signature_request())
    later = verify(signed, (authority_der(),), NOW + timedelta(days=400))
    assert later.unchanged
    assert (later.signatures[0].certificate_state, later.signatures[0].trust) == ("expired", "unknown")


def test_a_trust_list_with_something_else_on_it_is_said() -> None:
    with pytest.raises(UserError) as refusal:
        verify(signed_report(), (b"no certificate",), NOW)
    assert _code(refusal) == "signing.not_a_certificate"


# --- when ----------------------------------------------------------------------------------------


def _time_stamped() -> bytes:
    """A report with a time stamp over everything, from a stamping authority that the test authority issued."""
    key = rsa_key()
    stamper_certificate = certificate("Clock", key, authority(), extended_usage=ExtendedKeyUsageOID.TIME_STAMPING)
    root = translate_pyca_cryptography_cert_to_asn1(authority()[1])
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # not annotated in pyhanko-certvalidator
    store.register(root)
    clock = DummyTimeStamper(
        translate_pyca_cryptography_cert_to_asn1(stamper_certificate),
        translate_pyca_cryptography_key_to_asn1(key),
        store,
        fixed_dt=NOW + timedelta(hours=1),
    )
    writer = IncrementalPdfFileWriter(BytesIO(sign(report(), issued(), signature_request())))
    context = ValidationContext(trust_roots=[root], moment=NOW, allow_fetching=False)
    stamped = PdfTimeStamper(clock).timestamp_pdf(writer, "sha256", context)
    return bytes(stamped.getvalue())


def test_a_time_stamp_of_a_known_authority_proves_the_time() -> None:
    stamped = _time_stamped()
    known = verify(stamped, (authority_der(),), NOW)
    unknown = verify(stamped, (), NOW)
    assert (known.unchanged, unknown.unchanged) == (True, True)
    (signature,) = known.signatures
    assert signature.signed_at_source == "time stamp"
    assert signature.signed_at == (NOW + timedelta(hours=1)).isoformat()
    assert signature.level in {"B-T", "B-LTA"}
    assert unknown.signatures[0].signed_at_source == "claimed by signer"
    assert unknown.signatures[0].signed_at == NOW.isoformat()


def test_a_damaged_time_stamp_is_a_change() -> None:
    stamped = bytearray(_time_stamped())
    # The first bytes of the token are what the authority says: whose digest, and when.
    token = stamped.rindex(b"/Contents <") + 250
    stamped[token] = ord("0") if stamped[token] != ord("0") else ord("1")
    assert not verify(bytes(stamped), (authority_der(),), NOW).unchanged


# --- what travels --------------------------------------------------------------------------------


def test_a_verification_survives_json(three_signers: bytes) -> None:
    verification = verify(three_signers, (authority_der(),), NOW)
    text = json.dumps(verification.to_json())
    assert verification_from_json(json.loads(text), verification.signed_revision) == verification


def test_only_the_exact_gap_counts_as_a_byte_range() -> None:
    signed = signed_report()
    sound = forgeries.byte_range(signed)
    before, after, rest = sound.before_gap, sound.after_gap, sound.end - sound.after_gap
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_regular_signatures
    assert end_of_revision(signed, signature) == len(signed)
    for wrong in (
        [1, before - 1, after, rest],
        [0, before - 1, after, rest],
        [0, before, after + 1, rest - 1],
        [0, before + 2, after, rest],
        [0, before, after, rest - 3],
        [0, before, after, rest + 1],
        [0, after, before, rest],
        [0, before, after],
        [0, before, after, rest, 0, 0],
        [],
        [0, 0, 0, 0],
    ):
        signature.byte_range = wrong
        assert end_of_revision(signed, signature) is None, wrong
