"""Whose certificates count here, and which of them their issuer has taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko_certvalidator import ValidationContext

from auditor_app.core.errors import UserError
from auditor_app.services.signing.identity import identity_of, is_authority, read_certificate

_DER = serialization.Encoding.DER


RevocationList = x509.CertificateRevocationList


@dataclass(frozen=True)
class ListEntry:
    """A revocation list on the trust list: under which key, of which authority, in DER."""

    key: str
    authority: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class TrustList:
    """Certificates that count: `roots` may have issued others, any of `pinned` counts for itself alone.

    `lists` are revocation lists, each signed by one of the roots; others are not listened to.
    """

    roots: tuple[x509.Certificate, ...]
    pinned: frozenset[bytes]
    lists: tuple[RevocationList, ...] = field(default=())

    @classmethod
    def of(cls, entries: Sequence[bytes]) -> TrustList:
        """Sort certificates and lists (DER or PEM): only what says it is an authority may vouch for others."""
        read = [(entry, read_list(entry)) for entry in entries]
        lists = [one for _, one in read if one is not None]
        listed = [read_certificate(entry) for entry, one in read if one is None]
        roots = tuple(filter(is_authority, listed))
        pinned = frozenset(identity_of(certificate).cert_der for certificate in listed)
        return cls(roots, pinned, tuple(one for one in lists if issuer_of(one, roots) is not None))

    def context(self, moment: datetime) -> ValidationContext:
        """Give the rules of path validation: offline, at one moment, with no authority but ours."""
        # Our revocation lists are asked in `revoked_at`: soft-fail alone would forget an old list's entries.
        roots = [translate_pyca_cryptography_cert_to_asn1(root) for root in self.roots]
        return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail")

    def revoked_at(self, certificate: x509.Certificate) -> datetime | None:
        """Give since when a certificate is taken back; a list that is out of date still says what it said."""
        found = [
            entry.revocation_date_utc
            for one in self.lists
            if one.issuer == certificate.issuer
            and (entry := one.get_revoked_certificate_by_serial_number(certificate.serial_number)) is not None
        ]
        return min(found, default=None)

    @property
    def roots_der(self) -> tuple[bytes, ...]:
        """Give the authorities as DER."""
        return tuple(root.public_bytes(_DER) for root in self.roots)

    @property
    def lists_der(self) -> tuple[bytes, ...]:
        """Give the revocation lists as DER."""
        return tuple(one.public_bytes(_DER) for one in self.lists)


def read_list(content: bytes) -> RevocationList | None:
    """Read a certificate revocation list, DER or PEM; None for anything else."""
    try:
        if content.lstrip().startswith(b"-----BEGIN X509 CRL"):
            return x509.load_pem_x509_crl(content)
        return None if content.lstrip().startswith(b"-----BEGIN") else x509.load_der_x509_crl(content)
    except ValueError:
        return None


def issuer_of(revocations: RevocationList, roots: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """Give the root that signed a revocation list, if it is one of these."""
    for root in roots:
        if root.subject == revocations.issuer and _has_signed(root, revocations):
            return root
    return None


def listed(revocations: RevocationList, known: Sequence[bytes]) -> ListEntry:
    """Give a list as the trust list keeps it; raises `UserError("signing.list_of_unknown_authority")`."""
    issuer = issuer_of(revocations, TrustList.of(known).roots)
    if issuer is None:
        raise UserError("signing.list_of_unknown_authority", name=revocations.issuer.rfc4514_string())
    identity = identity_of(issuer)
    return ListEntry(f"list-{identity.fingerprint}", identity.common_name, revocations.public_bytes(_DER))


def vouching_for(content: bytes, known: Sequence[bytes]) -> tuple[bytes, ...]:
    """Give the certificate of the authority on a trust list that issued a certificate; nothing when it is not there."""
    certificate = read_certificate(content)
    for root in TrustList.of(known).roots:
        try:
            certificate.verify_directly_issued_by(root)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            continue
        return (root.public_bytes(_DER),)
    return ()


def described(entry: bytes) -> dict[str, Any]:
    """Say what an entry of the trust list is: kind, holder, fingerprint, until when, how many it takes back."""
    revocations = read_list(entry)
    if revocations is not None:
        ends = revocations.next_update_utc
        return {
            "kind": "list", "holder": revocations.issuer.rfc4514_string(),
            "fingerprint": revocations.fingerprint(hashes.SHA256()).hex(),
            "valid_until": ends.isoformat() if ends else "", "revoked": len(list(revocations)),
        }  # fmt: skip
    certificate = read_certificate(entry)
    identity = identity_of(certificate)
    return {
        "kind": "authority" if is_authority(certificate) else "person",
        "holder": ", ".join(filter(None, (identity.common_name, identity.organisation))),
        "fingerprint": identity.fingerprint,
        "valid_until": identity.not_after.isoformat(),
    }


def is_older(one: RevocationList, other: RevocationList) -> bool:
    """Say whether a list was made before another: putting it in place would bring back what was revoked."""
    return one.last_update_utc < other.last_update_utc


def _has_signed(root: x509.Certificate, revocations: RevocationList) -> bool:
    try:
        return revocations.is_signature_valid(root.public_key())  # type: ignore[arg-type]  # other keys raise TypeError
    except (TypeError, ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
