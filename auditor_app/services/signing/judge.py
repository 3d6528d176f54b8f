"""Judging one signature of a report: its bytes, what came after it, its holder, and when it was made."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)

from auditor_app.services.signing.byte_range import end_of_revision
from auditor_app.services.signing.entries import entry
from auditor_app.services.signing.envelope import has_plain_envelope
from auditor_app.services.signing.identity import identity_of
from auditor_app.services.signing.later import additions, later_stamps, level_of
from auditor_app.services.signing.verification import SignatureReport

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    from auditor_app.services.signing.identity import Identity
    from auditor_app.services.signing.trust import TrustList
    from auditor_app.services.signing.verification import (
        CertificateState,
        Covers,
        LaterChanges,
        Reason,
        TimeSource,
        Trust,
    )

_CLOCKS_DIFFER = timedelta(days=1)
"""By how much the clock of a laptop may lag behind that of an authority."""
_SOUND_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_SIGNING_USAGES = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
_COVERS: dict[SignatureCoverageLevel, Covers] = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


@dataclass(frozen=True)
class Judged:
    """One signature's report with the place where its revision ends (None: its byte range is not sound)."""

    report: SignatureReport
    end: int | None
    revision: int
    is_ahead: bool = False
    """Whether a time stamp over it is of a later moment than now."""

    @property
    def reason(self) -> Reason:
        """Say why it is not intact."""
        return "range" if self.end is None or self.report.covers == "unclear" else "content"

    @property
    def holds(self) -> bool:
        """Whether it is intact and nothing came after it but what it allows."""
        return self.report.is_intact and self.report.later_changes != "not allowed"


async def judge_signature(pdf: bytes, signature: EmbeddedPdfSignature, trust: TrustList, now: datetime) -> Judged:
    """Judge one signature of a signer; exceptions of pyHanko pass through and mean "not verified"."""
    end = end_of_revision(pdf, signature)
    status = await _status(signature, trust, now)
    stamps = await _stamps(signature, status, trust, now)
    proven_time = _proven_time(stamps, trust)
    proven = None if proven_time is None else await _status(signature, trust, proven_time, skip_diff=True)
    is_chain_trusted = (proven or status).trusted
    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    identity = identity_of(certificate)
    state = _certificate_state(identity, proven_time or now, trust.revoked_at(certificate))
    claimed = signature.self_reported_timestamp
    report = SignatureReport(
        field=str(signature.field_name),
        signer_name=identity.common_name,
        organisation=identity.organisation,
        fingerprint=identity.fingerprint,
        is_intact=end is not None and has_plain_envelope(signature) and _is_intact(status),
        is_certifying=_is_certifying(signature),
        covers=_covers(status),
        later_changes=_later_changes(status),
        is_self_made=identity.is_self_made,
        trust=_trust(identity, trust, state, is_chain_trusted=is_chain_trusted),
        certificate_state=state,
        signed_at=_as_text(proven_time or claimed),
        signed_at_source=_time_source(proven_time, claimed),
        level=level_of(signature, has_own_stamp=status.timestamp_validity is not None),
        added_since=additions(signature),
        stamped_at=_as_text(stamps[0].timestamp) if stamps else "",
        stamped_by=_authority_name(stamps[0]) if stamps else "",
        stamped_until=_as_text(stamps[-1].signing_cert.not_valid_after) if stamps else "",
        trusted_by=_vouching(identity, trust, status if proven is None else proven),
        issuer=identity.issuer_name,
        serial=identity.serial,
        valid_from=_as_text(identity.not_before),
        valid_until=_as_text(identity.not_after),
        certificate=base64.b64encode(identity.cert_der).decode("ascii"),
    )
    is_ahead = any(stamp.timestamp > now + _CLOCKS_DIFFER for stamp in stamps)
    return Judged(report, end, signature.signed_revision, is_ahead)


async def is_sound_time_stamp(stamp: EmbeddedPdfSignature, pdf: bytes, trust: TrustList, now: datetime) -> bool:
    """Say whether a document time stamp is intact and covers its revision; its authority is another question."""
    if end_of_revision(pdf, stamp) is None or not has_plain_envelope(stamp):
        return False
    status = await async_validate_pdf_timestamp(stamp, trust.context(now))
    return status.intact and status.valid and _later_changes(status) != "not allowed"


async def _status(
    signature: EmbeddedPdfSignature, trust: TrustList, moment: datetime, *, skip_diff: bool = False
) -> PdfSignatureStatus:
    return await async_validate_pdf_signature(
        signature, trust.context(moment), key_usage_settings=_SIGNING_USAGES, skip_diff=skip_diff
    )


def _is_intact(status: PdfSignatureStatus) -> bool:
    """Say whether digest and signature fit, with sound algorithms, over at least one whole revision."""
    return (
        status.intact
        and status.valid
        and status.md_algorithm in _SOUND_DIGESTS
        and _covers(status) != "unclear"
        and status.seed_value_ok
    )


def _covers(status: PdfSignatureStatus) -> Covers:
    return "unclear" if status.coverage is None else _COVERS.get(status.coverage, "unclear")


def _later_changes(status: PdfSignatureStatus | DocumentTimestampStatus) -> LaterChanges:
    """Say what was added after this signature; annotations are never allowed, whatever it permits itself."""
    result = status.diff_result
    if not isinstance(result, DiffResult) or result.modification_level > ModificationLevel.FORM_FILLING:
        return "not allowed"
    if isinstance(status, PdfSignatureStatus) and not status.docmdp_ok:
        return "not allowed"
    return "none" if result.modification_level == ModificationLevel.NONE else "allowed"


def _is_certifying(signature: EmbeddedPdfSignature) -> bool:
    permissions = entry(signature.reader.root, "/Perms", {})
    if "/DocMDP" not in permissions:
        return False
    return bool(permissions.raw_get("/DocMDP") == signature.sig_field.raw_get("/V"))


def _certificate_state(identity: Identity, moment: datetime, revoked_at: datetime | None) -> CertificateState:
    """Say how a certificate stood at a moment: proven to be before its revocation, a signature keeps its worth."""
    if revoked_at is not None and moment >= revoked_at:
        return "revoked"
    if moment < identity.not_before:
        return "not_yet_valid"
    return "expired" if moment > identity.not_after else "valid"


def _trust(identity: Identity, trust: TrustList, state: CertificateState, *, is_chain_trusted: bool) -> Trust:
    if state == "valid" and (is_chain_trusted or identity.cert_der in trust.pinned):
        return "trusted"
    return "self_made" if identity.is_self_made else "unknown"


def _vouching(identity: Identity, trust: TrustList, status: PdfSignatureStatus) -> str:
    """Name who vouches: the authority on the list, or the holder when the certificate itself stands there."""
    if identity.cert_der in trust.pinned:
        return identity.common_name
    path = status.validation_path if status.trusted else None
    first = None if path is None else path.first
    return "" if first is None else identity_of(x509.load_der_x509_certificate(first.dump())).common_name


async def _stamps(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, trust: TrustList, now: datetime
) -> list[TimestampSignatureStatus]:
    """Give the sound time stamps over a signature, its own and later ones of the document, the earliest first."""
    stamps: list[TimestampSignatureStatus] = [
        await async_validate_pdf_timestamp(stamp, trust.context(now)) for stamp in later_stamps(signature)
    ]
    if status.timestamp_validity is not None:
        stamps.append(status.timestamp_validity)
    return sorted((one for one in stamps if one.intact and one.valid), key=lambda one: one.timestamp)


def _proven_time(stamps: Sequence[TimestampSignatureStatus], trust: TrustList) -> datetime | None:
    """Give the earliest moment that an authority we trust has confirmed; a claim is no proof."""
    return next((one.timestamp for one in stamps if _is_known(one, trust)), None)


def _is_known(stamp: TimestampSignatureStatus, trust: TrustList) -> bool:
    return stamp.trusted or bytes(stamp.signing_cert.dump()) in trust.pinned


def _time_source(proven: datetime | None, claimed: datetime | None) -> TimeSource:
    if proven is not None:
        return "time stamp"
    return "unknown" if claimed is None else "claimed by signer"


def _as_text(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).isoformat()


def _authority_name(stamp: TimestampSignatureStatus) -> str:
    return identity_of(x509.load_der_x509_certificate(stamp.signing_cert.dump())).common_name
