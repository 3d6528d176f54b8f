"""What came into a report after a signature, and the PAdES level this gave it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic

from auditor_app.services.signing.entries import entry
from auditor_app.services.signing.verification import Addition

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    from auditor_app.services.signing.verification import Level


def additions(signature: EmbeddedPdfSignature) -> tuple[Addition, ...]:
    """Name in order what was added after this signature: signatures, time stamps, proofs for verifying later.

    Whether that was allowed, and whether there was anything else, is what `later_changes` says.
    """
    reader, own = signature.reader, signature.signed_revision
    regular = {id(one) for one in reader.embedded_regular_signatures}
    found = [
        (one.signed_revision, Addition("signature" if id(one) in regular else "time stamp", str(one.field_name)))
        for one in reader.embedded_signatures
        if one.signed_revision > own
    ]
    seen = proofs_of(reader.get_historical_root(own))
    for revision in range(own + 1, reader.xrefs.total_revisions):
        proofs = proofs_of(reader.get_historical_root(revision))
        if proofs != seen:
            found.append((revision, Addition("proofs", "")))
        seen = proofs
    # Proofs of the same revision lie under its time stamp.
    return tuple(addition for _, addition in sorted(found, key=lambda item: (item[0], item[1].kind != "proofs")))


def later_stamps(signature: EmbeddedPdfSignature) -> list[EmbeddedPdfSignature]:
    """Give the document time stamps that cover a signature."""
    stamps = signature.reader.embedded_timestamp_signatures
    return [stamp for stamp in stamps if stamp.signed_revision > signature.signed_revision]


def level_of(signature: EmbeddedPdfSignature, *, has_own_stamp: bool) -> Level:
    """Name the PAdES level by its form; whether the authority of a time stamp is trusted shows in the time's source."""
    if entry(signature.sig_object, "/SubFilter") != "/ETSI.CAdES.detached":
        return "other"
    reader, stamps = signature.reader, later_stamps(signature)
    if not (has_own_stamp or stamps):
        return "B-B"
    certificate = hashlib.sha256(signature.signer_cert.dump()).digest()
    if certificate not in proofs_of(reader.root):
        return "B-T"
    is_archived = any(certificate in proofs_of(reader.get_historical_root(one.signed_revision)) for one in stamps)
    return "B-LTA" if is_archived else "B-LT"


def proofs_of(root: generic.DictionaryObject) -> frozenset[bytes]:
    """Give the digests of the certificates and revocation lists in the security store of one revision."""
    if "/DSS" not in root:
        return frozenset()
    store = root["/DSS"]
    streams = [stream for name in ("/Certs", "/CRLs", "/OCSPs") if name in store for stream in store[name]]
    return frozenset(hashlib.sha256(stream.get_object().data).digest() for stream in streams)
