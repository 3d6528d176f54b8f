"""What verifying a report found out, as frozen values that also travel as JSON."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Covers = Literal["whole file", "revision", "unclear"]
LaterChanges = Literal["none", "allowed", "not allowed"]
Trust = Literal["trusted", "unknown", "self_made"]
CertificateState = Literal["valid", "expired", "not_yet_valid", "revoked"]
TimeSource = Literal["claimed by signer", "time stamp", "unknown"]
AdditionKind = Literal["signature", "time stamp", "proofs"]
Level = Literal["B-B", "B-T", "B-LT", "B-LTA", "other"]
Reason = Literal[
    "range", "content", "pages", "annotations", "fields", "data", "document", "description", "structure",
    "proofs", "strange signature", "broken signature", "broken time stamp", "future time stamp",
]  # fmt: skip
"""Why a report is refused: where its bytes, or what a reader would be shown, differ from what was signed."""


@dataclass(frozen=True)
class Addition:
    """What came into a file later: a signature or a time stamp in a field, or proofs for verifying later."""

    kind: AdditionKind
    field: str


@dataclass(frozen=True)
class SignatureReport:
    """What is known of one signature; `trust` says nothing about changes and `is_intact` nothing about trust.

    `stamped_at` and `stamped_by` name the earliest sound time stamp, also one of an authority that is not trusted;
    only a trusted one decides `signed_at`, and then `signed_at_source` says so.
    """

    field: str
    signer_name: str
    organisation: str
    fingerprint: str
    is_intact: bool
    is_certifying: bool
    covers: Covers
    later_changes: LaterChanges
    is_self_made: bool
    trust: Trust
    certificate_state: CertificateState
    signed_at: str
    signed_at_source: TimeSource
    level: Level
    added_since: tuple[Addition, ...] = ()
    stamped_at: str = ""
    stamped_by: str = ""
    stamped_until: str = ""
    """Until when the certificate of the newest sound time stamp is valid: before that the report is stamped again."""
    trusted_by: str = ""
    """Who on the trust list vouches for the signer; the signer itself when it stands there."""
    issuer: str = ""
    serial: str = ""
    valid_from: str = ""
    valid_until: str = ""
    certificate: str = dataclasses.field(default="", repr=False)  # `field` is a name of a signature here
    """The signer's certificate (DER) in base64, so that people can put it on their trust list."""


@dataclass(frozen=True)
class Verification:
    """The two answers, kept apart: is it unchanged, and who signed.

    `unchanged` means: the first signature is intact, what was added after it is allowed (further signatures in
    the fields that were there, time stamps), and every further signature is intact too. `problem` is empty or
    the code of a sentence. `signed_revision` is the file as the first signer saw it, present whenever that
    signature is intact, also when later revisions are refused. `reasons` says where to look when it is refused.
    """

    is_signed: bool
    unchanged: bool
    signatures: tuple[SignatureReport, ...] = ()
    problem: str = ""
    signed_revision: bytes | None = field(default=None, repr=False)
    reasons: tuple[Reason, ...] = ()

    @property
    def stamped_until(self) -> str:
        """Give until when the newest time stamp proves something by itself; "" without one."""
        return max((one.stamped_until for one in self.signatures), default="")

    def to_json(self) -> dict[str, Any]:
        """Give everything but the revision itself, of which only its SHA-256 is named."""
        values = asdict(replace(self, signed_revision=None))
        values["signatures"] = list(values["signatures"])
        values["reasons"] = list(self.reasons)
        revision = self.signed_revision
        values["signed_revision"] = None if revision is None else hashlib.sha256(revision).hexdigest()
        return values


@dataclass(frozen=True)
class Form:
    """The places for signatures in a report: names of open and filled ones, their page (from 0), the language."""

    open: tuple[str, ...]
    filled: tuple[str, ...]
    page: int
    language: str


@dataclass(frozen=True)
class Made:
    """How a certified report was made: the program, whether signing added nothing else, its photos by their SHA-256.

    `digest` is of everything the file said before it was signed, however it was packed.
    """

    producer: str
    only_signs: bool
    digest: str
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def refused(problem: str) -> Verification:
    """Give the verdict on a file that could not be judged."""
    return Verification(is_signed=False, unchanged=False, problem=problem)


def verification_from_json(values: Mapping[str, Any], signed_revision: bytes | None) -> Verification:
    """Read back what `to_json` gave; the revision comes beside it."""
    return Verification(
        is_signed=bool(values["is_signed"]),
        unchanged=bool(values["unchanged"]),
        signatures=tuple(map(_signature_from_json, values["signatures"])),
        problem=str(values["problem"]),
        signed_revision=signed_revision,
        reasons=tuple(values.get("reasons", ())),
    )


def _signature_from_json(values: Mapping[str, Any]) -> SignatureReport:
    added = tuple(Addition(**one) for one in values.get("added_since", ()))
    return SignatureReport(**{**values, "added_since": added})
