"""Verifying a signed report: is it unchanged, and (another question) who signed it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from auditor_app.services.signing.byte_range import ends_revision
from auditor_app.services.signing.differences import what_changed
from auditor_app.services.signing.judge import Judged, is_sound_time_stamp, judge_signature
from auditor_app.services.signing.limits import LARGEST_PDF
from auditor_app.services.signing.reader import ReportReader
from auditor_app.services.signing.stricter import shown_otherwise
from auditor_app.services.signing.trust import TrustList
from auditor_app.services.signing.verification import Reason, Verification, refused

_STRANGE: tuple[Reason, ...] = ("strange signature",)


def verify(pdf: bytes, trusted: Sequence[bytes] = (), now: datetime | None = None) -> Verification:
    """Judge a report; `trusted` are certificates of roots and of signers, and the roots' revocation lists (DER).

    Never raises on account of the PDF. A foreign one can raise a dozen classes of exceptions somewhere below;
    whatever happens, a file that could not be judged to the end is not verified. Files from outside go through
    `isolation.py`.
    """
    try:
        return verify_and_keep(pdf, trusted, now)[0]
    except MemoryError:
        return refused("verify.unreadable")


def verify_and_keep(
    pdf: bytes, trusted: Sequence[bytes] = (), now: datetime | None = None
) -> tuple[Verification, PdfFileReader | None]:
    """Judge a report, and give its reader, so that it need not be read twice; None for what could not be read.

    Raises MemoryError: in a process that has judged many files it may not be this one's fault.
    """
    problem = _refusal_at_sight(pdf)
    if problem:
        return refused(problem), None
    trust = TrustList.of(trusted)
    try:
        reader = ReportReader(pdf)
        verification = asyncio.run(_judge(reader, pdf, trust, now or datetime.now(UTC)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # the documented rule above: any exception means "not verified"
        return refused("verify.unreadable"), None
    return verification, reader


def _refusal_at_sight(pdf: bytes) -> str:
    if len(pdf) > LARGEST_PDF:
        return "verify.too_large"
    if not pdf.startswith(b"%PDF-"):
        return "verify.not_a_pdf"
    return "" if ends_revision(pdf[-16:]) else "verify.truncated"


async def _judge(reader: PdfFileReader, pdf: bytes, trust: TrustList, now: datetime) -> Verification:
    if reader.encrypted:
        return refused("verify.encrypted")
    signatures = reader.embedded_regular_signatures
    if not signatures:
        is_strange = _has_strange_signature(reader)
        return replace(refused("verify.changed"), reasons=_STRANGE) if is_strange else refused("verify.not_signed")
    judged = _strictly(reader, [await judge_signature(pdf, one, trust, now) for one in signatures])
    reasons = [*_reasons(reader, judged), *await _reasons_of_the_rest(reader, pdf, trust, now)]
    return Verification(
        is_signed=True,
        unchanged=not reasons,
        signatures=tuple(one.report for one in judged),
        problem=_problem(reasons),
        signed_revision=pdf[: judged[0].end] if judged[0].report.is_intact else None,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _problem(reasons: Sequence[Reason]) -> str:
    if set(reasons) == {"future time stamp"}:
        return "verify.future_stamp"
    return "verify.changed" if reasons else ""


def _strictly(reader: PdfFileReader, judged: Sequence[Judged]) -> Sequence[Judged]:
    """Hold later revisions against our own rules too, in the name of the first signature."""
    first = judged[0]
    if not first.report.is_intact or not any(shown_otherwise(reader, first.revision)):
        return judged
    return [replace(first, report=replace(first.report, later_changes="not allowed")), *judged[1:]]


def _reasons(reader: PdfFileReader, judged: Sequence[Judged]) -> Iterator[Reason]:
    """Say why the signatures do not hold; nothing means that they do."""
    is_whole = judged[0].report.is_intact
    if not is_whole:
        yield judged[0].reason
    for later in judged[1:]:
        if not later.report.is_intact:
            yield "broken signature"
    if any(one.is_ahead for one in judged):
        yield "future time stamp"
    refusing = next((one for one in judged if one.report.later_changes == "not allowed"), None)
    if refusing is not None:
        found = what_changed(reader, refusing.revision) or ("structure",)
        # What lies about its own bytes has no later revisions to speak of.
        yield from found if is_whole or found != ("structure",) else ()


async def _reasons_of_the_rest(
    reader: PdfFileReader, pdf: bytes, trust: TrustList, now: datetime
) -> tuple[Reason, ...]:
    if _has_strange_signature(reader):
        return _STRANGE
    stamps = reader.embedded_timestamp_signatures
    are_sound = all([await is_sound_time_stamp(stamp, pdf, trust, now) for stamp in stamps])
    return () if are_sound else ("broken time stamp",)


def _has_strange_signature(reader: PdfFileReader) -> bool:
    """Say whether a field is filled with something that pyHanko passes over, as in universal forgery."""
    known = len(reader.embedded_regular_signatures) + len(reader.embedded_timestamp_signatures)
    return known != sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
