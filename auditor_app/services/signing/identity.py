"""Signing identities: a key with its certificate in a passphrase-protected PKCS#12 file."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from auditor_app.core.errors import UserError
from auditor_app.services.signing.key_file import KDF_ROUNDS, with_slow_mac
from auditor_app.services.signing.limits import LARGEST_KEY_FILE

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

    _Loaded = tuple[object, x509.Certificate | None, list[x509.Certificate]]

YEARS_VALID = 5
SHORTEST_PASSPHRASE = 8
# RFC 5280, appendix A.1: ub-common-name and ub-organization-name.
LONGEST_NAME = 64
SMALLEST_RSA_KEY = 2048

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning, RFC 9336

_DOCUMENT_SIGNING_USAGES = frozenset(
    {
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE.dotted_string,
        ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
        ExtendedKeyUsageOID.CLIENT_AUTH.dotted_string,
        ExtendedKeyUsageOID.CODE_SIGNING.dotted_string,
        DOCUMENT_SIGNING.dotted_string,
        "1.2.840.113583.1.1.5",  # Adobe authentic documents
        "1.3.6.1.4.1.311.10.3.12",  # Microsoft document signing
    }
)

SigningKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Identity:
    """Who signs, as the certificate says it; nothing in here is secret."""

    common_name: str
    organisation: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    is_self_made: bool
    cert_der: bytes = field(repr=False)
    issuer_name: str = ""


@dataclass(frozen=True)
class OpenedIdentity:
    """An identity whose key is unlocked; keep it only as long as the signing takes."""

    identity: Identity
    signer: Signer = field(repr=False)


def make_identity(name: str, organisation: str, passphrase: str, now: datetime) -> bytes:
    """Make a key with a self-made certificate for five years and give it as an encrypted PKCS#12 file.

    ECDSA on P-256: made in a millisecond, signatures of 70 bytes, 128-bit strength, and every reader we judge
    by (Adobe, pdfsig, OpenSSL) accepts it. RSA-3072 would be as strong, slower to make and six times the size.
    """
    require_sound_passphrase(passphrase)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_made_certificate(key, certificate_subject(name, organisation), now)
    return pack(key, certificate, passphrase)


def pack(
    key: SigningKey,
    certificate: x509.Certificate,
    passphrase: str,
    chain: tuple[x509.Certificate, ...] = (),
) -> bytes:
    """Give key, certificate and chain as a PKCS#12 file under AES-256 (PBES2) with an HMAC-SHA-256."""
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(_passphrase_bytes(passphrase))
    )
    label = common_name_of(certificate).encode("utf-8")
    p12 = pkcs12.serialize_key_and_certificates(label, key, certificate, chain or None, encryption)
    return with_slow_mac(p12, _normal(passphrase), KDF_ROUNDS)


def open_identity(p12: bytes, passphrase: str) -> OpenedIdentity:
    """Unlock a `.p12` or `.pfx` file, our own or anyone's, with an RSA or ECDSA key."""
    key, certificate, chain = load_key(p12, passphrase)
    return OpenedIdentity(identity_of(certificate), _signer(key, certificate, chain))


def load_key(p12: bytes, passphrase: str) -> tuple[SigningKey, x509.Certificate, list[x509.Certificate]]:
    """Give key, certificate and chain of a PKCS#12 file, if they belong together and are strong enough."""
    key, certificate, chain = _load(p12, passphrase)
    if key is None or certificate is None:
        raise UserError("signing.no_key_in_file")
    return _require_sound_key(key, certificate), certificate, chain


def with_issued(p12: bytes, passphrase: str, issued: bytes, chain: tuple[bytes, ...] = ()) -> bytes:
    """Put the certificate that an authority issued in place of the self-made one, under the same passphrase."""
    key, _, _ = load_key(p12, passphrase)
    certificate = read_certificate(issued)
    if key.public_key() != certificate.public_key():
        raise UserError("signing.certificate_of_another_key", name=common_name_of(certificate))
    return pack(key, certificate, passphrase, tuple(map(read_certificate, chain)))


def under_passphrase(p12: bytes, old: str, new: str) -> bytes:
    """Give the same key, certificate and chain under another passphrase."""
    require_sound_passphrase(new)
    key, certificate, chain = load_key(p12, old)
    return pack(key, certificate, new, tuple(chain))


def identity_of(certificate: x509.Certificate) -> Identity:
    """Read who a certificate speaks of."""
    der = certificate.public_bytes(serialization.Encoding.DER)
    return Identity(
        common_name=common_name_of(certificate),
        organisation=_attribute(certificate.subject, NameOID.ORGANIZATION_NAME),
        serial=f"{certificate.serial_number:x}",
        fingerprint=hashlib.sha256(der).hexdigest(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        is_self_made=is_self_made(certificate),
        cert_der=der,
        issuer_name=_attribute(certificate.issuer, NameOID.COMMON_NAME) or certificate.issuer.rfc4514_string(),
    )


def read_certificate(content: bytes) -> x509.Certificate:
    """Read a certificate from a file as people get it, DER or PEM."""
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(content)
        return x509.load_der_x509_certificate(content)
    except ValueError as error:
        raise UserError("signing.not_a_certificate") from error


def identity_from_der(content: bytes) -> Identity:
    """Read who a certificate file speaks of; keep its `cert_der`, whatever the file was."""
    return identity_of(read_certificate(content))


def check_usable(identity: Identity, now: datetime) -> None:
    """Refuse a certificate that may not sign a report at this moment, before anything is written."""
    if now < identity.not_before:
        begins = identity.not_before.date()
        raise UserError("signing.certificate_not_yet_valid", name=identity.common_name, not_before=begins)
    if now > identity.not_after:
        ends = identity.not_after.date()
        raise UserError("signing.certificate_expired", name=identity.common_name, not_after=ends)
    certificate = x509.load_der_x509_certificate(identity.cert_der)
    if not (_key_usage_fits(certificate) and _extended_key_usage_fits(certificate)):
        raise UserError("signing.certificate_not_for_signing", name=identity.common_name)


def is_self_made(certificate: x509.Certificate) -> bool:
    """Say whether the certificate vouches for itself: it names itself as issuer and its own key signed it."""
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def is_authority(certificate: x509.Certificate) -> bool:
    """Say whether the certificate says that its holder may issue others."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def common_name_of(certificate: x509.Certificate) -> str:
    """Give the name of the holder; a certificate without a common name gives its whole subject."""
    return _attribute(certificate.subject, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def certificate_subject(name: str, organisation: str) -> x509.Name:
    """Name the holder of a certificate; refuses names that a certificate or a reader of one cannot bear."""
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, _name(name))]
    if organisation.strip():
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, _name(organisation)))
    return x509.Name(attributes)


def _name(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or not name.isprintable():
        raise UserError("signing.name_missing")
    if len(name) > LONGEST_NAME:
        raise UserError("signing.name_too_long", longest=LONGEST_NAME)
    return name


def _self_made_certificate(key: ec.EllipticCurvePrivateKey, subject: x509.Name, now: datetime) -> x509.Certificate:
    ends = now + timedelta(days=365 * YEARS_VALID + 1)
    return (
        begun_certificate(subject, subject, key.public_key(), now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(signing_key_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )


def begun_certificate(
    subject: x509.Name, issuer: x509.Name, key: CertificatePublicKeyTypes, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    """Begin a certificate with what each of ours has."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        # A laptop's clock may run behind that of the reader of the report.
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def key_usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    """Allow what is named and nothing else."""
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def signing_key_usage() -> x509.KeyUsage:
    """Allow signing documents and nothing else."""
    return key_usage(digital_signature=True, content_commitment=True)


def _passphrase_bytes(passphrase: str) -> bytes:
    return _normal(passphrase).encode("utf-8")


def _normal(passphrase: str) -> str:
    """Give a passphrase its one spelling, whichever keyboard typed the accents, without half characters."""
    whole = passphrase.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", whole)


def require_sound_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UserError("signing.passphrase_too_short", minimum=SHORTEST_PASSPHRASE)


def _load(p12: bytes, passphrase: str) -> _Loaded:
    if len(p12) > LARGEST_KEY_FILE:
        raise UserError("signing.not_a_key_file")
    try:
        return pkcs12.load_key_and_certificates(p12, _passphrase_bytes(passphrase) or None)
    except UnsupportedAlgorithm as error:
        raise UserError("signing.outdated_key_file") from error
    except ValueError as error:
        # Only the wording tells a wrong passphrase from a file that is something else; a test holds it to that.
        is_key_file = "password" in str(error).casefold()
        raise UserError("signing.wrong_passphrase" if is_key_file else "signing.not_a_key_file") from error


def _require_sound_key(key: object, certificate: x509.Certificate) -> SigningKey:
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise UserError("signing.unsupported_key")
    require_strong(key.public_key())
    if key.public_key() != certificate.public_key():
        raise UserError("signing.key_does_not_match")
    return key


def require_strong(key: object) -> None:
    """Refuse a public key that is of another kind, too short or on an unusual curve."""
    is_strong_rsa = isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA_KEY
    is_known_curve = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(
        key.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1
    )
    if not (is_strong_rsa or is_known_curve):
        raise UserError("signing.unsupported_key")


def _signer(key: SigningKey, certificate: x509.Certificate, chain: list[x509.Certificate]) -> SimpleSigner:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # not annotated in pyhanko-certvalidator
    registry.register_multiple(translate_pyca_cryptography_cert_to_asn1(one) for one in chain)
    return SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(key),
        cert_registry=registry,
    )


def _key_usage_fits(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _extended_key_usage_fits(certificate: x509.Certificate) -> bool:
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return any(usage.dotted_string in _DOCUMENT_SIGNING_USAGES for usage in usages)
