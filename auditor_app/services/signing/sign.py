"""Signing a report: PAdES, in memory, into a field that the report already has, checked before it is handed over."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle

from auditor_app.core.errors import UserError
from auditor_app.services.signing.form import fields_of, form_of
from auditor_app.services.signing.identity import check_usable
from auditor_app.services.signing.reader import ReportReader
from auditor_app.services.signing.verify import verify
from auditor_app.services.signing.writer import ReportWriter

if TYPE_CHECKING:
    from datetime import datetime

    from auditor_app.services.signing.identity import OpenedIdentity
    from auditor_app.services.signing.timestamp import TimeAuthority
    from auditor_app.services.signing.verification import Form

_WHOLE_FIELD = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID,
    y_align=AxisAlignment.ALIGN_MID,
    inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
)
# For the signature itself (at most 1 kB with RSA-8192) and what is said about it.
_ROOM = 4096


@dataclass(frozen=True)
class SignatureRequest:
    """What one signature says and where it goes; `stamp_pdf` is the one page that is drawn in the field."""

    field_name: str
    stamp_pdf: bytes | None = field(repr=False)
    reason: str
    location: str
    signed_at: datetime
    certify: bool


def signed_fields(pdf: bytes) -> tuple[str, ...]:
    """Name the signature fields that are filled, in the order of the form."""
    return form_in(pdf).filled


def form_in(pdf: bytes) -> Form:
    """Give the places for signatures in a report, and the language it says it is in."""
    with _readable():
        return form_of(ReportReader(pdf))


def sign(
    pdf: bytes, opened: OpenedIdentity, request: SignatureRequest, authority: TimeAuthority | None = None
) -> bytes:
    """Give the report with one more signature; every refusal comes before anything has been written.

    The first signer certifies: afterwards only the empty fields that are there may be filled (DocMDP 2).
    With a time-stamping authority the signature carries its time stamp (B-T), without one it is B-B.
    """
    check_usable(opened.identity, request.signed_at)
    with _readable():
        reader = ReportReader(pdf)
        still_open, filled = fields_of(reader)
    _require_field(pdf, request, still_open, filled)
    signed = _signed(reader, opened, request, authority)
    _require_sound(signed, request)
    return signed


@contextmanager
def _readable() -> Iterator[None]:
    """Say of a file that is no sound PDF that it is none, whatever pyHanko raises for it."""
    try:
        yield
    except (PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise UserError("signing.unreadable_pdf") from error


def _require_field(pdf: bytes, request: SignatureRequest, still_open: tuple[str, ...], filled: tuple[str, ...]) -> None:
    if request.field_name in filled:
        raise UserError("signing.field_already_signed", field=request.field_name)
    if request.field_name not in still_open:
        raise UserError("signing.no_such_field", field=request.field_name)
    if filled and request.certify:
        raise UserError("signing.already_certified")
    if filled and not verify(pdf, now=request.signed_at).unchanged:
        # Nobody should put a name under a report that was changed after the lead signed it.
        raise UserError("signing.document_changed")


def _signed(
    reader: PdfFileReader, opened: OpenedIdentity, request: SignatureRequest, authority: TimeAuthority | None
) -> bytes:
    try:
        return asyncio.run(_write_signature(reader, opened, request, authority))
    except (SigningError, PdfError) as error:
        raise UserError("signing.failed", reason=str(error)) from error


async def _write_signature(
    reader: PdfFileReader, opened: OpenedIdentity, request: SignatureRequest, authority: TimeAuthority | None
) -> bytes:
    """Sign step by step, because pyHanko's `sign_pdf` would take the time from the clock."""
    stamp = _stamp(request.stamp_pdf)
    signer = PdfSigner(_metadata(request), signer=opened.signer, timestamper=authority, stamp_style=stamp)
    writer = ReportWriter.from_reader(reader)
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = request.signed_at
    # An authority's answer is as long as it is: pyHanko asks for one to measure it.
    is_measured = authority is not None
    reserved = await session.estimate_signature_container_size(None) if is_measured else _room_for(opened)
    document = session.prepare_tbs_document(None, reserved)
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=request.signed_at)
    await document.perform_signature(prepared.document_digest, attributes)
    output.seek(0)
    return bytes(output.read())


def _room_for(opened: OpenedIdentity) -> int:
    """Give the hexadecimal digits a signature without a time stamp can need; a trial signature costs a tenth."""
    certificates = [opened.identity.cert_der, *(one.dump() for one in opened.signer.cert_registry)]
    return 2 * (sum(map(len, certificates)) + _ROOM)


def _metadata(request: SignatureRequest) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=request.field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=request.certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=request.reason or None,
        location=request.location or None,
    )


def _stamp(stamp_pdf: bytes | None) -> StaticStampStyle:
    """Make a style of its own for every signature: one that is used twice corrupts the earlier appearance."""
    return StaticStampStyle(
        border_width=0,
        background=None if stamp_pdf is None else _StampPage(stamp_pdf),
        background_layout=_WHOLE_FIELD,
        background_opacity=1.0,
    )


def _require_sound(signed: bytes, request: SignatureRequest) -> None:
    verification = verify(signed, now=request.signed_at)
    ours = [one for one in verification.signatures if one.field == request.field_name]
    if verification.problem == "verify.future_stamp":
        raise UserError(verification.problem)  # the stamp is of now: this laptop's date is behind
    if not verification.unchanged or len(ours) != 1 or not ours[0].is_intact:
        raise UserError("signing.self_check_failed", problem=verification.problem)


class _StampPage(ImportedPdfPage):
    """A page for the field's appearance that is read from memory; pyHanko's own wants a file on disk."""

    def __init__(self, stamp_pdf: bytes) -> None:
        super().__init__("stamp.pdf")  # type: ignore[no-untyped-call]  # not annotated in pyHanko
        self._stamp_pdf = stamp_pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._stamp_pdf)))
        name = "/Import" + uuid.uuid4().hex
        self.resources.xobject[name] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return name.encode("ascii") + b" Do"
