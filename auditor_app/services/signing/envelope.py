"""The parts of a signature's container that no signature protects: they must be exactly what they need to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asn1crypto import cms

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_VERSIONS = frozenset({"v1", "v3"})


def has_plain_envelope(signature: EmbeddedPdfSignature) -> bool:
    """Say whether nothing hides beside the signature: only zeros behind it, one digest named twice alike.

    The certificates of issuers that travel along stay unprotected: damage there costs trust, never the content.
    """
    container = signature.pkcs7_content
    length = len(cms.ContentInfo.load(container).dump())
    return not container[length:].strip(b"\0") and _names_one_digest(signature.signed_data, signature.signer_info)


def _names_one_digest(signed_data: cms.SignedData, signer_info: cms.SignerInfo) -> bool:
    digest = signer_info["digest_algorithm"]["algorithm"].native
    named = [*signed_data["digest_algorithms"], signer_info["digest_algorithm"]]
    versions = {signed_data["version"].native, signer_info["version"].native}
    # Absent and NULL parameters mean the same and read as None.
    is_plain = [(one["algorithm"].native, one["parameters"].native) for one in named] == [(digest, None)] * 2
    return versions <= _VERSIONS and is_plain
