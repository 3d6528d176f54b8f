"""Raising a signed report to B-T, B-LT or B-LTA later, and stamping it again before the last time stamp expires."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from asn1crypto import cms, crl, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from auditor_app.core.errors import UserError
from auditor_app.services.signing.decoding import DECODE_LIMITS
from auditor_app.services.signing.reader import ReportReader
from auditor_app.services.signing.timestamp import TimeAuthority
from auditor_app.services.signing.trust import TrustList
from auditor_app.services.signing.verification import Verification
from auditor_app.services.signing.verify import verify
from auditor_app.services.signing.writer import ReportWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

RaisedLevel = Literal["B-T", "B-LT", "B-LTA"]
RAISED_LEVELS: tuple[RaisedLevel, ...] = ("B-T", "B-LT", "B-LTA")
_ORDER = ("other", "B-B", *RAISED_LEVELS)
# PDF/UA wants every widget in the structure tree or off the page; a time stamp has nothing to show.
_OFF_THE_PAGE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


def raise_level(
    pdf: bytes, level: RaisedLevel, authority: TimeAuthority, known: Sequence[bytes], now: datetime
) -> bytes:
    """Give the report at a higher PAdES level for all its signatures, with everything in it as it was.

    `known` are certificates and revocation lists (DER) that belong beside the signatures. B-LTA may be asked for
    again at any time: that adds what proves the last time stamp, and a fresh one over it. The result is verified
    before it is given.
    """
    before = verify(pdf, known, now)
    if not before.unchanged:
        raise UserError(before.problem or "verify.changed")
    if level != "B-LTA" and lowest_level(before) in _ORDER[_ORDER.index(level) :]:
        raise UserError("timestamp.already_there", level=level)
    trust = TrustList.of(known)
    try:
        raised = asyncio.run(_raised(pdf, level, authority, trust, needs_time=lowest_level(before) == "B-B"))
    except (SigningError, PdfError, ValueError) as error:
        raise UserError("signing.failed", reason=str(error)) from error
    _require_sound(before, verify(raised, known, now), level)
    return raised


def lowest_level(verification: Verification) -> str:
    """Give the level that all signatures of a report have reached."""
    return min((one.level for one in verification.signatures), key=_ORDER.index)


def _require_sound(before: Verification, after: Verification, level: RaisedLevel) -> None:
    kept = [one.fingerprint for one in after.signatures] == [one.fingerprint for one in before.signatures]
    reached = after.unchanged and _ORDER.index(lowest_level(after)) >= _ORDER.index(level)
    if after.problem == "verify.future_stamp":
        raise UserError(after.problem)  # the stamp is of now: this laptop's date is behind
    if not (kept and reached):
        raise UserError("signing.self_check_failed", problem=after.problem)


async def _raised(
    pdf: bytes, level: RaisedLevel, authority: TimeAuthority, trust: TrustList, *, needs_time: bool
) -> bytes:
    if level == "B-T":
        return await _stamped(_writer(pdf), authority)
    if level == "B-LTA":
        # One revision: what proves the signatures so far, under the new time stamp.
        return await _stamped(_with_proofs(pdf, trust), authority)
    output = BytesIO()
    _with_proofs(await _stamped(_writer(pdf), authority) if needs_time else pdf, trust).write(output)  # type: ignore[no-untyped-call]  # not annotated in pyHanko
    return output.getvalue()


def _writer(pdf: bytes) -> ReportWriter:
    return ReportWriter(BytesIO(pdf), decode_limits=DECODE_LIMITS)


async def _stamped(writer: ReportWriter, authority: TimeAuthority) -> bytes:
    stamper = PdfTimeStamper(authority, invis_settings=_OFF_THE_PAGE)
    output = await stamper.async_timestamp_pdf(writer, "sha256")
    return bytes(output.getvalue())


def _with_proofs(pdf: bytes, trust: TrustList) -> ReportWriter:
    """Put certificates and revocation lists of all signatures and time stamps into the document's security store."""
    reader = ReportReader(pdf)
    certificates = [one for signature in reader.embedded_signatures for one in _travelling(signature)]
    certificates += _issuers(certificates, [x509.Certificate.load(der) for der in trust.roots_der])
    issuers = {one.subject.dump() for one in certificates}
    lists = [one for one in map(crl.CertificateList.load, trust.lists_der) if one.issuer.dump() in issuers]
    writer = _writer(pdf)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates, crls=lists)
    return writer


def _travelling(signature: EmbeddedPdfSignature) -> Iterator[x509.Certificate]:
    """Give the certificates inside a signature and inside the time stamp it carries."""
    yield signature.signer_cert
    yield from signature.other_embedded_certs
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        yield from _certificates_of(token)


def _certificates_of(signed: cms.SignedData) -> list[x509.Certificate]:
    return [one.chosen for one in signed["certificates"] if one.name == "certificate"]


def _issuers(certificates: Sequence[x509.Certificate], known: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    wanted = {one.issuer.dump() for one in certificates}
    return [one for one in known if one.subject.dump() in wanted]
