"""How much a PDF from outside may ask of us: sizes are checked before anything is unpacked."""

from __future__ import annotations

from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)

MEBIBYTE = 1 << 20
LARGEST_PDF = 512 * MEBIBYTE
LARGEST_SNAPSHOT = 64 * MEBIBYTE

# 2.7 kB can unpack to 1 GiB; one stream may give at most a snapshot, a whole file a few of them.
DECODE_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=LARGEST_SNAPSHOT),
    per_purpose=DEFAULT_PURPOSE_LIMITS,
    document_budget=DocumentDecodeBudget(base_allowance=256 * MEBIBYTE, max_ratio=10),
)
