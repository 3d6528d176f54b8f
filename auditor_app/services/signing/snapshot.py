"""Reading the audit's data out of a signed report: from the revision the first signer saw, and only from that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.status import SignatureCoverageLevel

from auditor_app.core.errors import UserError
from auditor_app.services.signing.entries import entry
from auditor_app.services.signing.limits import FINGERPRINT_KEY, LARGEST_SNAPSHOT, SNAPSHOT_NAME
from auditor_app.services.signing.printed import printed_fingerprint
from auditor_app.services.signing.reader import ReportReader

if TYPE_CHECKING:
    from auditor_app.services.signing.verification import Verification

_DEEPEST_NAME_TREE = 8
_MOST_ATTACHMENTS = 1000


def read_attachment(
    verification: Verification, name: str = SNAPSHOT_NAME, reader: PdfFileReader | None = None
) -> bytes:
    """Give the one associated file of this name from the signed revision, if it is the one that the cover names.

    The cover prints the fingerprint of the data, and the document's information states it for programs; both must be
    there, and both must be that of the data. A `reader` is one that has read exactly that revision.

    Later revisions are cut off before anything is read: a reader that takes the newest one returns forged data.
    Whether the file as a whole is unchanged is `verification.unchanged`, which an import must ask as well.
    """
    revision = verification.signed_revision
    if revision is None:
        raise UserError(verification.problem or "verify.changed")
    try:
        return _read(reader or ReportReader(revision), name)
    except UserError:
        raise
    except PdfDecodeLimitError as error:
        raise UserError("verify.snapshot_too_large") from error
    except Exception as error:  # a foreign PDF can raise a dozen classes; any of them means "not readable"
        raise UserError("verify.unreadable") from error


def _read(reader: PdfFileReader, name: str) -> bytes:
    _require_first_signature_covers_all(reader)
    associated = [spec for spec in _entries(entry(reader.root, "/AF", ())) if _is_named(spec, name)]
    embedded = [spec for spec in _embedded_files(reader.root) if _is_named(spec, name)]
    if not associated or not embedded:
        raise UserError("verify.no_snapshot")
    streams = {_stream_reference(spec) for spec in (*associated, *embedded)}
    if len(associated) != 1 or len(embedded) != 1 or len(streams) != 1:
        raise UserError("verify.ambiguous_snapshot")
    data = bytes(associated[0]["/EF"]["/F"].data)
    if len(data) > LARGEST_SNAPSHOT:
        raise UserError("verify.snapshot_too_large")
    _require_same_fingerprint(reader, data)
    return data


def _require_same_fingerprint(reader: PdfFileReader, data: bytes) -> None:
    named = {_stated_fingerprint(reader), printed_fingerprint(reader)}
    if "" in named:
        raise UserError("verify.no_fingerprint")
    if named != {hashlib.sha256(data).hexdigest()}:
        raise UserError("verify.data_differ")


def _stated_fingerprint(reader: PdfFileReader) -> str:
    try:
        return str(reader.trailer["/Info"][FINGERPRINT_KEY])
    except KeyError:
        return ""


def _require_first_signature_covers_all(reader: PdfFileReader) -> None:
    signatures = reader.embedded_regular_signatures
    if not signatures or signatures[0].evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        raise UserError("verify.changed")


def _embedded_files(root: generic.DictionaryObject) -> Iterator[generic.DictionaryObject]:
    names = entry(root, "/Names", {})
    if "/EmbeddedFiles" in names:
        yield from _name_tree(names["/EmbeddedFiles"], _DEEPEST_NAME_TREE)


def _name_tree(node: generic.DictionaryObject, depth: int) -> Iterator[generic.DictionaryObject]:
    if depth == 0:
        raise UserError("verify.unreadable")
    # A leaf alternates names and file specifications.
    yield from list(_entries(entry(node, "/Names", ())))[1::2]
    for child in _entries(entry(node, "/Kids", ())):
        yield from _name_tree(child, depth - 1)


def _entries(array: generic.ArrayObject) -> Iterator[generic.DictionaryObject]:
    if len(array) > _MOST_ATTACHMENTS:
        raise UserError("verify.unreadable")
    return (entry.get_object() for entry in array)


def _is_named(spec: generic.DictionaryObject, name: str) -> bool:
    return name in (entry(spec, "/UF"), entry(spec, "/F"))


def _stream_reference(spec: generic.DictionaryObject) -> generic.Reference:
    """Give the object that holds the file; the two entries a specification may have must be one and the same."""
    files = spec["/EF"]
    references: set[generic.Reference] = {files.raw_get(key).reference for key in ("/F", "/UF") if key in files}
    if "/F" not in files or len(references) != 1:
        raise UserError("verify.ambiguous_snapshot")
    return next(iter(references))
