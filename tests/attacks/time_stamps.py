"""Builders of reports with document time stamps and proofs that are not what they seem.

A time stamp says when something was there; proofs (certificates and revocation lists in the document's security store)
let that be checked for decades. Neither may change what a reader is shown, stand for a person, or prove what it does
not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from auditor_app.services.signing.sign import sign
from tests.attacks.forgeries import FORGED_TEXT, Builder, byte_range, edited, update_root
from tests.attacks.later_revisions import Unruly
from tests.attacks.reports import (
    NOW,
    authority,
    certificate,
    issued,
    key_usage,
    report,
    rsa_key,
    self_made,
    signature_request,
    signed_report,
)

HOUR = timedelta(hours=1)
_DER = serialization.Encoding.DER
_OFF_THE_PAGE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


@cache
def clock(*, is_known: bool = True, is_for_time: bool = True) -> tuple[Any, Any]:
    """Certificate and key of an authority for time, under the tests' own root or under nobody's."""
    key = rsa_key()
    made = certificate(
        "A clock", key, authority() if is_known else None, usage=key_usage(digital_signature=True),
        extended_usage=ExtendedKeyUsageOID.TIME_STAMPING if is_for_time else ExtendedKeyUsageOID.EMAIL_PROTECTION,
        start=NOW - timedelta(days=30), end=NOW + timedelta(days=40_000),
    )  # fmt: skip
    private = key.private_bytes(_DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return asn1_x509.Certificate.load(made.public_bytes(_DER)), keys.PrivateKeyInfo.load(private)


def stamped(
    pdf: bytes, at: datetime = NOW + HOUR, field: str = "", *, is_known: bool = True, is_for_time: bool = True
) -> bytes:
    """Put a document time stamp of a clock over a report, in a field of its own or in one that is there."""
    own, key = clock(is_known=is_known, is_for_time=is_for_time)
    one: Any = DummyTimeStamper(tsa_cert=own, tsa_key=key, fixed_dt=at)
    stamper = PdfTimeStamper(one, field_name=field or None, invis_settings=_OFF_THE_PAGE)
    return bytes(stamper.timestamp_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), "sha256").getvalue())


def archived() -> bytes:
    """A report at B-LTA as it should be: proofs, and a time stamp over them."""
    writer = IncrementalPdfFileWriter(BytesIO(signed_report()))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=[self_made().signer.signing_cert])
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # not annotated in pyHanko
    return stamped(out.getvalue())


def _page_after() -> bytes:
    """The page is replaced after the last time stamp."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=FORGED_TEXT))
        writer.update_container(page)

    return edited(archived(), change)


def _page_between() -> bytes:
    """The page is replaced, and only then the file is stamped."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=FORGED_TEXT))
        writer.update_container(page)

    return stamped(edited(signed_report(), change))


def _last_range(pdf: bytes) -> tuple[int, int, bytes]:
    """Find the byte range of the newest signature dictionary."""
    start = pdf.rindex(b"/ByteRange [")
    end = pdf.index(b"]", start) + 1
    return start, end, pdf[start:end]


def _with_range(pdf: bytes, values: tuple[int, int, int, int]) -> bytes:
    start, end, old = _last_range(pdf)
    new = b"/ByteRange [%d %d %d %d" % values
    return pdf[:start] + new.ljust(len(old) - 1) + b"]" + pdf[end:]


def _shorter_range() -> bytes:
    """The time stamp says that it covers less than the file as it was then."""
    pdf = archived()
    values = [int(one) for one in _last_range(pdf)[2].split(b"[")[1].rstrip(b"]").split()]
    return _with_range(pdf, (values[0], values[1], values[2], values[3] - 40))


def _range_of_the_signature() -> bytes:
    """The time stamp says that it covers what the lead's signature covers."""
    pdf, own = archived(), byte_range(signed_report())
    return _with_range(pdf, (0, own.before_gap, own.after_gap, own.end - own.after_gap))


def _contents(pdf: bytes) -> tuple[int, int]:
    start = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


def _of_another_document() -> bytes:
    """The time stamp is sound, and of another file."""
    pdf = archived()
    other = stamped(sign(report(), self_made(), signature_request(certify=False)))
    start, end = _contents(pdf)
    from_, to = _contents(other)
    return pdf[:start] + other[from_:to].ljust(end - start)[: end - start] + pdf[end:]


def _another_hour() -> bytes:
    """The time stamp states another year than it was made in."""
    pdf = archived()
    start, end = _contents(pdf)
    token = pdf[start:end].lower().replace(b"20261123".hex().encode(), b"20251123".hex().encode(), 1)
    return pdf[:start] + token + pdf[end:]


def _in_a_persons_field() -> bytes:
    """A time stamp stands in the field that is for the school, as if the school had signed."""
    return stamped(signed_report(), field="school")


def _changed_type() -> bytes:
    """The dictionary of a time stamp calls itself the signature of a person."""
    pdf = archived()
    place = pdf.rindex(b"/DocTimeStamp")
    return pdf[:place] + b"/Sig         " + pdf[place + len(b"/DocTimeStamp") :]


def _no_signature() -> bytes:
    """A report that nobody signed, under a time stamp."""
    return stamped(report())


def _two_fields_for_one() -> bytes:
    """The field of the school leads to the time stamp that stands in another."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        fields = writer.root["/AcroForm"]["/Fields"]
        school = fields[2]
        school[pdf_name("/V")] = fields[len(fields) - 1].raw_get("/V")
        writer.update_container(school)

    return edited(archived(), change)


def _store(change: Callable[[IncrementalPdfFileWriter, Any], None]) -> Builder:
    """Change the security store after it was stamped."""

    def changed(writer: IncrementalPdfFileWriter) -> None:
        store = writer.root["/DSS"]
        change(writer, store)
        writer.update_container(store)
        update_root(writer)

    return lambda: edited(archived(), changed)


def _without_proofs(writer: IncrementalPdfFileWriter, _kept: Any) -> None:  # noqa: ANN401 - a dictionary of pyHanko
    del writer.root[pdf_name("/DSS")]


def _swapped_certificate(writer: IncrementalPdfFileWriter, store: Any) -> None:  # noqa: ANN401 - as above
    other = issued("Somebody else").identity.cert_der
    store["/Certs"][0] = writer.add_object(generic.StreamObject(stream_data=other))
    writer.update_container(store["/Certs"])


def _removed_certificates(_writer: IncrementalPdfFileWriter, store: Any) -> None:  # noqa: ANN401 - as above
    del store[pdf_name("/Certs")]


def _page_as_proof(writer: IncrementalPdfFileWriter, store: Any) -> None:  # noqa: ANN401 - as above
    store[pdf_name("/CRLs")] = generic.ArrayObject([writer.root["/Pages"].raw_get("/Kids")[0]])


def _script_in_the_store(_writer: IncrementalPdfFileWriter, store: Any) -> None:  # noqa: ANN401 - as above
    store[pdf_name("/OpenAction")] = generic.TextStringObject("app.alert(1)")


def _before_the_signature() -> bytes:
    """The time stamp was there before the lead signed: it says nothing about the signature."""
    metadata = PdfSignatureMetadata(
        field_name="lead", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )  # fmt: skip
    writer = IncrementalPdfFileWriter(BytesIO(stamped(report())))
    made = Unruly(metadata, signer=self_made().signer).sign_pdf(writer, existing_fields_only=True)
    return bytes(made.getbuffer())


STAMP_ATTACKS: dict[str, Builder] = {
    "page replaced after it": _page_after,
    "page replaced before it": _page_between,
    "over less than the file": _shorter_range,
    "over what the signature covers": _range_of_the_signature,
    "of another document": _of_another_document,
    "of another hour": _another_hour,
    "in a person's field": _in_a_persons_field,
    "that calls itself a signature": _changed_type,
    "without a signature": _no_signature,
    "in two fields": _two_fields_for_one,
    "whose proofs are removed": _store(_without_proofs),
    "whose proofs are swapped": _store(_swapped_certificate),
    "whose certificates are removed": _store(_removed_certificates),
    "with a page as a proof": _store(_page_as_proof),
    "with a script among the proofs": _store(_script_in_the_store),
    "of a day to come": lambda: stamped(signed_report(), datetime(2048, 11, 23, tzinfo=UTC)),
    "before the signature": _before_the_signature,
}
"""What must be refused."""

EMPTY_STAMPS: dict[str, Builder] = {
    "of an unknown authority": lambda: stamped(signed_report(), NOW - 9 * HOUR, is_known=False),
    "of a certificate for persons": lambda: stamped(signed_report(), NOW - 9 * HOUR, is_for_time=False),
}
"""What may stand there and proves no time."""
