"""The same limits in pyHanko's words."""

from __future__ import annotations

from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)

from auditor_app.services.signing.limits import LARGEST_SNAPSHOT, MEBIBYTE

# 2.7 kB can unpack to 1 GiB; one stream may give at most a snapshot, a whole file a few of them.
DECODE_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=LARGEST_SNAPSHOT),
    per_purpose=DEFAULT_PURPOSE_LIMITS,
    document_budget=DocumentDecodeBudget(base_allowance=256 * MEBIBYTE, max_ratio=10),
)
