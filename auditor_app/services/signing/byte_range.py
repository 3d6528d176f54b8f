"""The bytes a signature covers, checked by hand before any library is believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_HEX_STRING = re.compile(rb"<[0-9A-Fa-f]*>")
_END_OF_REVISION = re.compile(rb"%%EOF[\r\n]{0,2}\Z")
_TAIL = 16


def end_of_revision(pdf: bytes, signature: EmbeddedPdfSignature) -> int | None:
    """Give where the signed bytes end, or None if the byte range leaves out more than the signature itself.

    It must start at 0, hold exactly one gap that is exactly the hexadecimal string of this signature, and run
    to the end of a revision. Signature wrapping and universal forgery both need a range that is not like this.
    """
    numbers = _four_numbers(signature)
    if numbers is None:
        return None
    start, before_gap, after_gap, rest = numbers
    end = after_gap + rest
    if start != 0 or not 0 < before_gap < after_gap < end <= len(pdf):
        return None
    if not _gap_is_signature(pdf[before_gap:after_gap], signature.pkcs7_content):
        return None
    return end if ends_revision(pdf[max(0, end - _TAIL) : end]) else None


def ends_revision(tail: bytes) -> bool:
    """Say whether bytes end with the end-of-file mark and nothing behind it."""
    return _END_OF_REVISION.search(tail) is not None


def _four_numbers(signature: EmbeddedPdfSignature) -> tuple[int, int, int, int] | None:
    values = list(signature.byte_range)
    if len(values) != len("abcd") or not all(isinstance(value, int) for value in values):
        return None
    start, before_gap, after_gap, rest = (int(value) for value in values)
    return start, before_gap, after_gap, rest


def _gap_is_signature(gap: bytes, contents: bytes) -> bool:
    if _HEX_STRING.fullmatch(gap) is None or len(gap) % 2:
        return False
    return bytes.fromhex(gap[1:-1].decode("ascii")) == contents
