from __future__ import annotations

import re
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from auditor_app.core.errors import UserError
from auditor_app.services.signing.identity import make_identity, open_identity
from auditor_app.services.signing.sign import sign
from auditor_app.services.signing.snapshot import read_attachment
from auditor_app.services.signing.verify import verify
from tests.attacks import forgeries
from tests.attacks.later_revisions import HARMLESS, LATER_REVISIONS
from tests.attacks.reports import (
    FORGED_SNAPSHOT,
    NOW,
    PASSPHRASE,
    SNAPSHOT,
    report,
    self_made,
    signature_request,
    signed_report,
)

if TYPE_CHECKING:
    from pathlib import Path

CMS_VERIFY = ("openssl", "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER")


def _data_of_newest_revision(pdf: bytes) -> bytes:
    """The control: a reader that believes the newest revision, as nearly every reader does."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return opened.Root.AF[0].EF.F.read_bytes()


def _snapshot_or_refusal(pdf: bytes) -> bytes | None:
    try:
        return read_attachment(verify(pdf, now=NOW))
    except UserError:
        return None


def test_the_report_all_forgeries_start_from_is_sound() -> None:
    verification = verify(signed_report(), now=NOW)
    assert (verification.unchanged, verification.problem) == (True, "")
    assert read_attachment(verification) == SNAPSHOT


@pytest.mark.parametrize("name", forgeries.FORGERIES)
def test_a_forgery_is_refused(name: str) -> None:
    forged = forgeries.FORGERIES[name]()
    assert forged != signed_report()
    verification = verify(forged, now=NOW)
    assert not verification.unchanged
    assert verification.problem
    assert _snapshot_or_refusal(forged) in (SNAPSHOT, None)


@pytest.mark.parametrize("name", LATER_REVISIONS)
def test_a_later_revision_that_shows_or_does_something_else_is_refused(name: str) -> None:
    forged = LATER_REVISIONS[name]()
    verification = verify(forged, now=NOW)
    assert not verification.unchanged
    assert verification.problem
    if verification.signatures:
        assert verification.reasons
        assert verification.signatures[0].later_changes == "not allowed"
    assert _snapshot_or_refusal(forged) in (SNAPSHOT, None)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_other_programs_add_when_they_sign_and_nobody_sees_is_accepted(name: str) -> None:
    verification = verify(HARMLESS[name](), now=NOW)
    assert (verification.unchanged, verification.problem) == (True, "")


@pytest.mark.parametrize("name", forgeries.UNIVERSAL_FORGERIES)
def test_a_universal_forgery_is_refused(name: str) -> None:
    forged = forgeries.universal_forgery(name)
    verification = verify(forged, now=NOW)
    assert not verification.unchanged
    assert verification.problem
    assert _snapshot_or_refusal(forged) in (SNAPSHOT, None)


@pytest.mark.parametrize("build", [forgeries.swapped_attachment, forgeries.second_attachment])
def test_swapped_data_fools_the_newest_revision_but_not_us(build: forgeries.Builder) -> None:
    swapped = build()
    assert _data_of_newest_revision(signed_report()) == SNAPSHOT
    assert _data_of_newest_revision(swapped) == FORGED_SNAPSHOT
    verification = verify(swapped, now=NOW)
    assert read_attachment(verification) == SNAPSHOT
    assert verification.problem == "verify.changed"


def test_wrapping_fools_whoever_believes_the_byte_range(tmp_path: Path) -> None:
    """The control: OpenSSL finds the signature valid over the bytes that the last byte range names."""
    forged = forgeries.wrapped()
    numbers = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]>>", forged)
    before, after, rest = (int(number) for number in numbers[-1])
    gap = forged[before:].split(b">", 1)[0].strip(b"<")
    (tmp_path / "signature.der").write_bytes(bytes.fromhex(gap.decode("ascii")))
    (tmp_path / "content").write_bytes(forged[:before] + forged[after : after + rest])
    judged = subprocess.run(
        [*CMS_VERIFY, "-noverify", "-in", "signature.der", "-content", "content", "-out", "out"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stderr
    assert not verify(forged, now=NOW).unchanged


def test_the_shadow_report_really_shows_another_page() -> None:
    with pikepdf.open(BytesIO(forgeries.shadow_replace())) as opened:
        width = float(opened.pages[0].mediabox[2])
    assert width < 200


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99, 0.999])
def test_a_truncated_report_is_refused(share: float) -> None:
    verification = verify(forgeries.truncated(share), now=NOW)
    assert (verification.unchanged, verification.problem) == (False, "verify.truncated")


def test_cutting_off_the_signature_leaves_an_unsigned_report() -> None:
    signed = signed_report()
    cut = signed[: signed.index(b"%%EOF") + 6]
    verification = verify(cut, now=NOW)
    assert (verification.is_signed, verification.problem) == (False, "verify.not_signed")


@pytest.mark.parametrize("position", range(0, 100, 2))
def test_a_flipped_byte_anywhere_is_noticed(position: int) -> None:
    changed = bytearray(signed_report())
    changed[len(changed) * position // 100] ^= 0x01
    verification = verify(bytes(changed), now=NOW)
    assert not verification.unchanged
    assert verification.problem


@pytest.mark.parametrize(
    "junk", [b"", b"\x00", b"%PDF-", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n" + b"[" * 50_000 + b"%%EOF\n"]
)
def test_what_is_no_report_is_refused(junk: bytes) -> None:
    assert verify(junk, now=NOW).problem in {"verify.not_a_pdf", "verify.truncated", "verify.unreadable"}


def test_data_that_unpacks_to_too_much_is_refused() -> None:
    verification = verify(forgeries.bomb(65 << 20), now=NOW)
    with pytest.raises(UserError) as refusal:
        read_attachment(verification)
    assert refusal.value.code == "verify.snapshot_too_large"


@pytest.mark.parametrize("build", [forgeries.two_snapshots, forgeries.hidden_snapshot, forgeries.alternative_entries])
def test_a_signed_report_with_more_than_one_truth_is_refused(build: forgeries.Builder) -> None:
    verification = verify(build(), now=NOW)
    assert verification.unchanged
    with pytest.raises(UserError) as refusal:
        read_attachment(verification)
    assert refusal.value.code == "verify.ambiguous_snapshot"


@pytest.mark.parametrize("name", forgeries.INSIDER_PRINTS)
def test_a_signed_report_whose_cover_does_not_name_its_data_is_refused(name: str) -> None:
    build, code = forgeries.INSIDER_PRINTS[name]
    verification = verify(build(), (self_made().identity.cert_der,), NOW)
    assert verification.unchanged
    assert verification.signatures[0].trust == "trusted"
    with pytest.raises(UserError) as refusal:
        read_attachment(verification)
    assert refusal.value.code == code


def test_a_report_without_data_says_so() -> None:
    signed = sign(report(names=("other.json",)), self_made(), signature_request())
    with pytest.raises(UserError) as refusal:
        read_attachment(verify(signed, now=NOW))
    assert refusal.value.code == "verify.no_snapshot"


def test_an_impostor_of_the_same_name_is_unchanged_but_not_trusted() -> None:
    """Whoever makes a whole new report signs it soundly: only the second question finds this out."""
    true_signer = self_made().identity
    impostor = open_identity(make_identity(true_signer.common_name, "Audit team", PASSPHRASE, NOW), PASSPHRASE)
    forged = sign(report(FORGED_SNAPSHOT), impostor, signature_request())
    verification = verify(forged, (true_signer.cert_der,), NOW)
    assert verification.unchanged
    assert verification.signatures[0].signer_name == true_signer.common_name
    assert verification.signatures[0].trust == "self_made"
