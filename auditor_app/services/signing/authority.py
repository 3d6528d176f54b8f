"""An organisation's own authority, offline: its root, certificates for auditors, and the list of those taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auditor_app.core.errors import UserError
from auditor_app.services.signing.identity import (
    DOCUMENT_SIGNING,
    SigningKey,
    begun_certificate,
    certificate_subject,
    is_authority,
    key_usage,
    load_key,
    pack,
    require_sound_passphrase,
    require_strong,
    signing_key_usage,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
    from cryptography.x509 import Certificate, CertificateSigningRequest

ROOT_YEARS = 15
AUDITOR_YEARS = 3
# A list says until when a newer one will be there; the root lies in a safe, so that is not soon.
LIST_DAYS = 400
LARGEST_REQUEST = 1 << 16
Reason = Literal["unspecified", "key compromise", "left the organisation", "superseded"]
_FLAGS: dict[Reason, x509.ReasonFlags] = {
    "unspecified": x509.ReasonFlags.unspecified,
    "key compromise": x509.ReasonFlags.key_compromise,
    "left the organisation": x509.ReasonFlags.affiliation_changed,
    "superseded": x509.ReasonFlags.superseded,
}
_SIGNING_USAGES = (DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION)
_DER, _PEM = serialization.Encoding.DER, serialization.Encoding.PEM


@dataclass(frozen=True)
class Root:
    """An opened authority: certificate and key; keep it only as long as the issuing takes."""

    certificate: Certificate
    key: SigningKey = field(repr=False)


@dataclass(frozen=True)
class Revoked:
    """A certificate that was taken back: its serial number (hexadecimal), when and why."""

    serial: str
    at: datetime
    reason: Reason


def make_root(name: str, organisation: str, passphrase: str, now: datetime) -> bytes:
    """Make an authority and give it as an encrypted PKCS#12 file.

    ECDSA on P-384, for fifteen years; it may sign certificates of persons and revocation lists and nothing else.
    """
    require_sound_passphrase(passphrase)
    key = ec.generate_private_key(ec.SECP384R1())
    subject = certificate_subject(name, organisation)
    builder = _certificate(subject, subject, key.public_key(), now, ROOT_YEARS)
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA384())
    )
    return pack(key, certificate, passphrase)


def open_root(p12: bytes, passphrase: str) -> Root:
    """Unlock an authority; refuses a key file that is none."""
    key, certificate, _ = load_key(p12, passphrase)
    if not is_authority(certificate):
        raise UserError("authority.not_an_authority")
    return Root(certificate, key)


def make_request(p12: bytes, passphrase: str, name: str = "", organisation: str = "") -> bytes:
    """Ask for a certificate for the key in a file (PKCS#10, PEM), signed by that key; named as its certificate is."""
    key, certificate, _ = load_key(p12, passphrase)
    if is_authority(certificate):
        raise UserError("authority.own_key")
    subject = certificate_subject(name, organisation) if name else certificate.subject
    return x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256()).public_bytes(_PEM)


def read_request(content: bytes) -> CertificateSigningRequest:
    """Read a request, DER or PEM; refuses one that its own key did not sign, or whose key is weak."""
    if len(content) > LARGEST_REQUEST:
        raise UserError("authority.not_a_request")
    try:
        is_pem = content.lstrip().startswith(b"-----BEGIN")
        request = x509.load_pem_x509_csr(content) if is_pem else x509.load_der_x509_csr(content)
        is_own = request.is_signature_valid
        key = request.public_key()
    except (ValueError, TypeError, x509.InvalidVersion) as error:
        raise UserError("authority.not_a_request") from error
    if not is_own:
        raise UserError("authority.request_not_signed")
    require_strong(key)
    return request


def issue(root: Root, request: CertificateSigningRequest, now: datetime, years: int = AUDITOR_YEARS) -> bytes:
    """Give an auditor's certificate (DER) for a request: for signing, and for no other purpose.

    Beside documents (RFC 9336) it names mail, since readers that check with NSS, as Evince and Okular do, know no
    usage for documents and would call every such certificate unfit. Only name and organisation are taken over from the
    request; whatever else it asks for does not count.
    """
    if not root.certificate.not_valid_before_utc <= now <= root.certificate.not_valid_after_utc:
        raise UserError("authority.expired", not_after=root.certificate.not_valid_after_utc.date())
    issuer_key = root.key.public_key()
    if request.public_key() == issuer_key:
        raise UserError("authority.own_key")
    subject = _subject(request)
    builder = _certificate(subject, root.certificate.subject, request.public_key(), now, years, root.certificate)
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(signing_key_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage(_SIGNING_USAGES), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
        .sign(root.key, _digest(root.key))
    )
    return certificate.public_bytes(_DER)


def revocation_list(root: Root, revoked: Sequence[Revoked], number: int, now: datetime) -> bytes:
    """Give the signed list (DER) of all certificates that were ever taken back."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(now)
        .next_update(now + timedelta(days=LIST_DAYS))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), critical=False)
    )
    for one in revoked:
        builder = builder.add_revoked_certificate(_entry(one))
    return builder.sign(root.key, _digest(root.key)).public_bytes(_DER)


def _entry(one: Revoked) -> x509.RevokedCertificate:
    entry = x509.RevokedCertificateBuilder().serial_number(int(one.serial, 16)).revocation_date(one.at)
    if one.reason != "unspecified":  # RFC 5280, 5.3.1: absent instead of "unspecified"
        entry = entry.add_extension(x509.CRLReason(_FLAGS[one.reason]), critical=False)
    return entry.build()


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: CertificatePublicKeyTypes,
    now: datetime,
    years: int,
    within: Certificate | None = None,
) -> x509.CertificateBuilder:
    end = now + timedelta(days=365 * years + years // 4 + 1)
    return begun_certificate(subject, issuer, key, now, min(end, within.not_valid_after_utc) if within else end)


def _digest(key: SigningKey) -> hashes.SHA256 | hashes.SHA384:
    is_large = isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size > ec.SECP256R1.key_size
    return hashes.SHA384() if is_large else hashes.SHA256()


def _subject(request: CertificateSigningRequest) -> x509.Name:
    wanted = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    try:
        return certificate_subject(*(_only(request.subject, one) for one in wanted))
    except UserError as error:
        raise UserError("authority.request_without_name") if error.code == "signing.name_missing" else error from error


def _only(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if len(values) == 1 else ""
