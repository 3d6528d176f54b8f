"""Time stamps of a real authority: at signing, later, and again; judged by openssl, pdfsig and qpdf as well."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.core.errors import UserError
from auditor_app.services.signing.identity import OpenedIdentity, make_identity, open_identity
from auditor_app.services.signing.levels import raise_level
from auditor_app.services.signing.sign import sign
from auditor_app.services.signing.snapshot import read_attachment
from auditor_app.services.signing.timestamp import TimeAuthority
from auditor_app.services.signing.verification import Addition, verification_from_json
from auditor_app.services.signing.verify import verify
from tests.attacks import forgeries
from tests.attacks.reports import PASSPHRASE, SNAPSHOT, report, signature_request
from tests.services.time_authority import Clock, der, listening


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    with listening(Clock(tmp_path_factory.mktemp("clock") / "one")) as one:
        yield one


@pytest.fixture(scope="module")
def auditor() -> OpenedIdentity:
    return open_identity(make_identity("Jonna Öberg", "Noord", PASSPHRASE, datetime.now(UTC)), PASSPHRASE)


@pytest.fixture(scope="module")
def plain(auditor: OpenedIdentity) -> bytes:
    return _signed(report(), auditor, "lead")


@pytest.fixture(scope="module")
def archived(plain: bytes, clock: Clock) -> bytes:
    return raise_level(plain, "B-LTA", TimeAuthority(clock.url), (clock.root_der,), _now())


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _signed(pdf: bytes, auditor: OpenedIdentity, field: str, clock: Clock | None = None) -> bytes:
    request = replace(signature_request(field), signed_at=_now())
    return sign(pdf, auditor, request, TimeAuthority(clock.url) if clock else None)


def _code(refusal: pytest.ExceptionInfo[UserError]) -> str:
    return refusal.value.code


def test_a_signature_carries_its_time_stamp_when_an_authority_is_there(auditor: OpenedIdentity, clock: Clock) -> None:
    signed = _signed(report(), auditor, "lead", clock)
    (lead,) = verify(signed, (clock.root_der,)).signatures
    assert (lead.level, lead.signed_at_source, lead.stamped_by) == ("B-T", "time stamp", "Clock")
    assert lead.signed_at == lead.stamped_at


def test_a_time_stamp_of_an_unknown_authority_is_shown_but_proves_nothing(
    auditor: OpenedIdentity, clock: Clock
) -> None:
    (lead,) = verify(_signed(report(), auditor, "lead", clock)).signatures
    assert (lead.level, lead.signed_at_source, lead.stamped_by) == ("B-T", "claimed by signer", "Clock")


def test_an_authority_may_be_trusted_for_the_time_alone(archived: bytes, clock: Clock) -> None:
    """Its own certificate on the list, which is no authority over persons."""
    (lead,) = verify(archived, (der(clock.certificate),)).signatures
    assert (lead.signed_at_source, lead.trust) == ("time stamp", "self_made")


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_a_report_is_raised_later_and_stays_what_it_was(plain: bytes, clock: Clock, level: str) -> None:
    raised = raise_level(plain, level, TimeAuthority(clock.url), (clock.root_der,), _now())  # type: ignore[arg-type]  # the parameter is one of the levels
    assert raised.startswith(plain)
    verification = verify(raised, (clock.root_der,))
    (lead,) = verification.signatures
    assert verification.unchanged
    assert (lead.level, lead.later_changes, lead.signed_at_source) == (level, "allowed", "time stamp")
    assert read_attachment(verification) == SNAPSHOT
    kinds = [one.kind for one in lead.added_since]
    assert sorted(kinds) == {"B-T": ["time stamp"], "B-LT": ["proofs", "time stamp"]}.get(
        level, ["proofs", "time stamp"]
    )


def test_it_goes_up_step_by_step_and_never_down(plain: bytes, clock: Clock) -> None:
    known, now, authority = (clock.root_der,), _now(), TimeAuthority(clock.url)
    first = raise_level(plain, "B-T", authority, known, now)
    second = raise_level(first, "B-LT", authority, known, now)
    third = raise_level(second, "B-LTA", authority, known, now)
    levels = [verify(pdf, known).signatures[0].level for pdf in (plain, first, second, third)]
    assert levels == ["B-B", "B-T", "B-LT", "B-LTA"]
    assert len(PdfFileReader(BytesIO(second)).embedded_timestamp_signatures) == 1
    for level in ("B-T", "B-LT"):
        with pytest.raises(UserError) as refusal:
            raise_level(third, level, authority, known, now)
        assert _code(refusal) == "timestamp.already_there"


def test_a_report_is_stamped_again_before_the_last_stamp_expires(archived: bytes, clock: Clock, tmp_path: Path) -> None:
    with listening(Clock(tmp_path / "two", "Second clock")) as second:
        known = (clock.root_der, second.root_der)
        again = raise_level(archived, "B-LTA", TimeAuthority(second.url), known, _now())
    verification = verify(again, known)
    (lead,) = verification.signatures
    assert verification.unchanged
    assert again.startswith(archived)
    assert [one.kind for one in lead.added_since] == ["proofs", "time stamp", "proofs", "time stamp"]
    assert (lead.level, lead.stamped_by) == ("B-LTA", "Clock")
    # The first clock's own certificate now lies under the second clock's stamp.
    assert hashlib.sha256(der(clock.certificate)).digest() in _kept(again)
    # Only the second is still known: it proves a later moment, and that suffices.
    assert verify(again, (second.root_der,)).signatures[0].signed_at_source == "time stamp"


def _kept(pdf: bytes) -> set[bytes]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {hashlib.sha256(one.read_bytes()).digest() for one in opened.Root.DSS.Certs}


def test_others_may_still_sign_after_the_archive_stamp(archived: bytes, auditor: OpenedIdentity, clock: Clock) -> None:
    verification = verify(_signed(archived, auditor, "school"), (clock.root_der,))
    assert verification.unchanged
    lead, school = verification.signatures
    assert (lead.level, school.level) == ("B-LTA", "B-B")
    assert lead.added_since[-1] == Addition("signature", "school")


def test_what_was_added_survives_json(archived: bytes) -> None:
    verification = verify(archived)
    assert verification_from_json(verification.to_json() | {"signatures": [
        {**one, "added_since": [dict(item) for item in one["added_since"]]}
        for one in verification.to_json()["signatures"]
    ]}, verification.signed_revision) == verification  # fmt: skip


def test_the_widget_of_a_time_stamp_lies_off_the_page_and_prints(archived: bytes) -> None:
    """PDF/UA lets no untagged widget on the page, PDF/A no hidden one."""
    with pikepdf.open(BytesIO(archived)) as opened:
        (stamp,) = [one for one in opened.pages[0].Annots if "/V" in one and one.V.Type == "/DocTimeStamp"]
        assert [float(one) < 0 for one in stamp.Rect] == [True] * 4
        assert int(stamp.F) & 0b110 == 0b100


# --- other judges --------------------------------------------------------------------------------


def test_openssl_finds_the_document_time_stamp_sound(archived: bytes, clock: Clock, tmp_path: Path) -> None:
    (stamp,) = PdfFileReader(BytesIO(archived)).embedded_timestamp_signatures
    start, before, after, rest = stamp.byte_range
    (tmp_path / "covered").write_bytes(archived[start:before] + archived[after : after + rest])
    (tmp_path / "token.der").write_bytes(stamp.signed_data and stamp.pkcs7_content.rstrip(b"\0"))
    judged = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "covered", "-in", "token.der", "-token_in",
         "-CAfile", str(clock.folder / "root.pem")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification: OK" in judged.stdout + judged.stderr


def test_pdfsig_and_qpdf_agree(archived: bytes, auditor: OpenedIdentity, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(_signed(archived, auditor, "second", clock))
    judged = subprocess.run(
        ["pdfsig", "-nocert", "report.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout
    assert judged.count("Signature is Valid.") >= 2
    assert "Invalid" not in judged
    checked = subprocess.run(["qpdf", "--check", "report.pdf"], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0


# --- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["", "clock.example", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://[::", "http://a b/"]
)
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(UserError) as refusal:
        TimeAuthority(url)
    assert _code(refusal) == "timestamp.bad_address"


def test_an_authority_out_of_reach_is_said(plain: bytes, auditor: OpenedIdentity) -> None:
    nobody = TimeAuthority("http://127.0.0.1:9/", seconds=2)
    with pytest.raises(UserError) as refusal:
        raise_level(plain, "B-T", nobody, (), _now())
    assert _code(refusal) == "timestamp.unreachable"
    with pytest.raises(UserError) as refusal:
        sign(report(), auditor, replace(signature_request(), signed_at=_now()), nobody)
    assert _code(refusal) == "timestamp.unreachable"


@pytest.mark.parametrize(
    "answer", [b"", b"<html>Log in first</html>", b"0" * (1 << 20) + b"00", b"\x30\x03\x02\x01\x02"]
)
def test_an_answer_that_is_no_time_stamp_is_said(plain: bytes, clock: Clock, answer: bytes) -> None:
    clock.answer = answer
    try:
        with pytest.raises(UserError) as refusal:
            raise_level(plain, "B-T", TimeAuthority(clock.url), (), _now())
    finally:
        clock.answer = None
    assert _code(refusal) == "timestamp.refused"


def test_a_time_stamp_of_another_document_is_not_kept(plain: bytes, clock: Clock) -> None:
    """An authority that repeats an old answer: it does not name our random number."""
    raise_level(plain, "B-T", TimeAuthority(clock.url), (), _now())
    clock.answer = clock.reply(clock.questions[-1])
    try:
        with pytest.raises(UserError) as refusal:
            raise_level(plain, "B-T", TimeAuthority(clock.url), (), _now())
    finally:
        clock.answer = None
    assert _code(refusal) == "timestamp.refused"


def test_a_laptop_that_is_days_behind_is_told_to_look_at_its_date(plain: bytes, clock: Clock) -> None:
    behind = _now() - timedelta(days=9)
    with pytest.raises(UserError) as refusal:
        raise_level(plain, "B-T", TimeAuthority(clock.url), (), behind)
    assert _code(refusal) == "verify.future_stamp"
    old = open_identity(make_identity("Jonna Öberg", "Noord", PASSPHRASE, behind), PASSPHRASE)
    with pytest.raises(UserError) as refusal:
        sign(report(), old, replace(signature_request(), signed_at=behind), TimeAuthority(clock.url))
    assert _code(refusal) == "verify.future_stamp"


def test_a_changed_or_unsigned_report_is_not_stamped(plain: bytes, clock: Clock) -> None:
    asked = len(clock.questions)
    for pdf in (report(), forgeries.changed_page(), plain[:-40], b"nothing"):
        with pytest.raises(UserError) as refusal:
            raise_level(pdf, "B-LTA", TimeAuthority(clock.url), (), _now() + timedelta(seconds=1))
        assert _code(refusal).startswith("verify.")
    assert len(clock.questions) == asked


def test_only_a_digest_leaves_this_machine(plain: bytes, clock: Clock) -> None:
    raise_level(plain, "B-T", TimeAuthority(clock.url), (), _now())
    assert len(clock.questions[-1]) < 100
