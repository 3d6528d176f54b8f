"""The declared world of the signing tests: frozen time, its identities, and reports made with real tools."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from auditor_app.config import resource_path
from auditor_app.core.framework import framework_digest
from auditor_app.core.frozen import plain
from auditor_app.core.projection import project
from auditor_app.core.snapshot import LISTS, Audience
from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.signing.identity import (
    OpenedIdentity,
    SigningKey,
    make_identity,
    open_identity,
    pack,
    signing_key_usage,
)
from auditor_app.services.signing.sign import SignatureRequest, sign

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PASSPHRASE = "a rather long passphrase"
FIELDS = ("lead", "second", "school")
CRITERION = "E2.1"


def _snapshot(level: str) -> bytes:
    """The sample cut down to one criterion and its level: small, and yet everything that reading it asks for."""
    whole = project(sample_snapshot(THIS_YEAR), Audience.SCHOOL)
    body = plain(whole.frozen.body)
    body["criteria"] = [item for item in body["criteria"] if item["code"] == CRITERION]
    frozen = replace(whole.frozen, body=body, id=framework_digest(body))
    agreed = tuple(replace(item, level=level) for item in whole.consensus if item.criterion == CRITERION)
    empty: dict[str, Any] = {name: () for name in LISTS if name != "members"}
    small = replace(whole, **{**empty, "consensus": agreed}, frozen=frozen, baseline=None, evidence={}, heads={})
    return snapshot_bytes(replace(small, audit=replace(small.audit, framework=frozen.id)))


SNAPSHOT = _snapshot("2")
FORGED_SNAPSHOT = _snapshot("4")


FACE = "InterTabular-Regular"
"""What the page of a report is set in, as our own are; `/Fp` in its resources."""


def page(*lines: str) -> bytes:
    out = BytesIO()
    pdfmetrics.registerFont(TTFont(FACE, str(resource_path("fonts", "report", f"{FACE}.ttf"))))
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont(FACE, 12)
    for row, line in enumerate(lines):
        canvas.drawString(10 * mm, A4[1] - 8 * mm - row * 6 * mm, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def stamp(name: str) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(70 * mm, 22 * mm), invariant=1)
    canvas.drawString(10 * mm, 14 * mm, name)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def report(snapshot: bytes = SNAPSHOT, names: tuple[str, ...] = ("audit.json",), named: bytes = b"") -> bytes:
    """An unsigned report: a page, empty signature fields and the snapshot as its associated file.

    The page prints the fingerprint of the snapshot, or of what is `named`.
    """
    with pikepdf.open(BytesIO(page("Findings", "Standard E2: sufficient"))) as pdf:
        print_fingerprint(pdf, hashlib.sha256(named or snapshot).hexdigest())
        pdf.docinfo.AuditFingerprint = String(hashlib.sha256(snapshot).hexdigest())
        _add_fields(pdf, FIELDS)
        _attach(pdf, snapshot, names)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def print_fingerprint(pdf: pikepdf.Pdf, digest: str) -> None:
    """Set a fingerprint on the page, in two rows of four groups as our covers do."""
    groups = [digest[start : start + 8] for start in range(0, 64, 8)]
    rows = (" ".join(groups[:4]), " ".join(groups[4:]))
    lines = "".join(f"BT /Fp 8 Tf 30 {100 - row * 13} Td ({text}) Tj ET\n" for row, text in enumerate(rows))
    page_ = pdf.pages[0].obj
    fonts = page_.Resources.Font
    fonts.Fp = next(font for font in fonts.values() if str(font.BaseFont).endswith(FACE))
    page_.Contents.write(page_.Contents.read_bytes() + f"\n/TD <</MCID 0>> BDC\n{lines}EMC\n".encode())


def _add_fields(pdf: pikepdf.Pdf, fields: tuple[str, ...]) -> None:
    widgets = [pdf.make_indirect(_widget(pdf, name, row)) for row, name in enumerate(fields)]
    pdf.pages[0].obj.Annots = Array(widgets)
    pdf.Root.AcroForm = Dictionary(Fields=Array(widgets), SigFlags=0)


def _widget(pdf: pikepdf.Pdf, name: str, row: int) -> pikepdf.Dictionary:
    bottom = (200 - row * 30) * mm
    nothing = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 70 * mm, 22 * mm]))
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String(name),
        TU=String(f"Signature of {name}"),
        F=4,
        P=pdf.pages[0].obj,
        Rect=Array([20 * mm, bottom, 90 * mm, bottom + 22 * mm]),
        AP=Dictionary(N=nothing),
    )


def _attach(pdf: pikepdf.Pdf, snapshot: bytes, names: tuple[str, ...]) -> None:
    specs = []
    for number, name in enumerate(names):
        spec = AttachedFileSpec(pdf, snapshot, filename=name, mime_type="application/json", relationship=Name.Data)
        pdf.attachments[f"{number}-{name}"] = spec
        specs.append(spec.obj)
    pdf.Root.AF = Array(specs)


def signature_request(field: str = "lead", *, certify: bool | None = None) -> SignatureRequest:
    return SignatureRequest(
        field_name=field,
        stamp_pdf=stamp(field),
        reason="Report approved",
        location="Utrecht",
        signed_at=NOW,
        certify=field == "lead" if certify is None else certify,
    )


@cache
def self_made() -> OpenedIdentity:
    return open_identity(make_identity("Jonna Öberg", "Audit team", PASSPHRASE, NOW), PASSPHRASE)


@cache
def signed_report(snapshot: bytes = SNAPSHOT) -> bytes:
    """A report that its lead has certified with a self-made identity."""
    return sign(report(snapshot), self_made(), signature_request())


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """The test organisation's own root."""
    key = ec_key()
    return key, certificate("Test authority", key, None, is_authority=True)


def certificate(
    name: str,
    key: SigningKey,
    issuer: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None,
    *,
    is_authority: bool = False,
    usage: x509.KeyUsage | None = None,
    extended_usage: x509.ObjectIdentifier | None = None,
    start: datetime = NOW - timedelta(days=1),
    end: datetime = NOW + timedelta(days=365),
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signing_key: SigningKey = key if issuer is None else issuer[0]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer[1].subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage or (_authority_usage() if is_authority else signing_key_usage()), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if extended_usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([extended_usage]), critical=True)
    return builder.sign(signing_key, hashes.SHA256())


def _authority_usage() -> x509.KeyUsage:
    return key_usage(key_cert_sign=True, crl_sign=True)


def key_usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


@cache
def issued(name: str = "Karel de Vries") -> OpenedIdentity:
    """An identity that the test authority has issued, opened from a file as it would be imported."""
    key = rsa_key()
    p12 = pack(key, certificate(name, key, authority()), PASSPHRASE, (authority()[1],))
    return open_identity(p12, PASSPHRASE)


def authority_der() -> bytes:
    return authority()[1].public_bytes(serialization.Encoding.DER)
