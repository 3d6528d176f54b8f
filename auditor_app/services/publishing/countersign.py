"""Signing as lead, as second auditor or as the school, each with its own stamp; also under a report from outside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from auditor_app.core.errors import UserError
from auditor_app.i18n import LANGUAGES, N_, translator
from auditor_app.services.report.build import StampText, stamp
from auditor_app.services.signing.identity import Identity, OpenedIdentity
from auditor_app.services.signing.isolation import verify_isolated
from auditor_app.services.signing.sign import SignatureRequest, form_in, sign
from auditor_app.services.signing.timestamp import TimeAuthority

SignerRole = Literal["lead", "second", "school"]
COSIGNERS: tuple[SignerRole, ...] = ("second", "school")
"""Who signs after the lead, in whichever order; the names are those of the report's signature fields."""


@dataclass(frozen=True)
class _Wording:
    role: str
    state: str
    reason: str


_WORDINGS: dict[SignerRole, _Wording] = {
    "lead": _Wording(N_("Lead auditor"), N_("signed"), N_("Signed by the lead auditor as the team's report")),
    "second": _Wording(N_("Second auditor"), N_("signed"), N_("Signed by the second auditor as the team's report")),
    "school": _Wording(N_("School"), N_("for receipt"), N_("Signed by the school for receipt")),
}


@dataclass(frozen=True)
class Signed:
    """A report with one more signature; `time_problem` says why it carries no time stamp though one was wanted."""

    pdf: bytes = field(repr=False)
    time_problem: UserError | None = None


@dataclass(frozen=True)
class Signing:
    """How somebody signs: as whom, in the report's language, when, where, and whose time stamp is asked for."""

    role: SignerRole
    language: str
    at: datetime
    place: str = ""
    authority: str = ""
    """The address of a time-stamping authority; empty for none."""


def signed_as(pdf: bytes, opened: OpenedIdentity, signing: Signing) -> Signed:
    """Give the report with this signature; an authority that cannot be reached costs the time stamp, not the signature.

    The lead certifies. All refusals come before anything is written; the result has been verified.
    """
    request = _request(opened.identity, signing)
    if not signing.authority:
        return Signed(sign(pdf, opened, request))
    try:
        return Signed(sign(pdf, opened, request, TimeAuthority(signing.authority)))
    except UserError as error:
        if not error.code.startswith("timestamp."):
            raise
        return Signed(sign(pdf, opened, request), error)


def countersigned(pdf: bytes, opened: OpenedIdentity, signing: Signing) -> Signed:
    """Add the signature of the second auditor or of the school to a report that may come from outside.

    It is verified in a process of its own first; without the lead's certification nobody else signs.
    """
    verification = verify_isolated(pdf, now=signing.at).verification
    if verification.problem == "verify.not_signed":
        raise UserError("signing.lead_first")
    if not verification.unchanged:
        raise UserError(verification.problem or "verify.changed")
    if not verification.signatures[0].is_certifying:
        raise UserError("signing.lead_first")
    return signed_as(pdf, opened, signing)


def report_language(pdf: bytes) -> str:
    """Give the language that a report was made in, English if it is not one of ours."""
    return known_language(form_in(pdf).language)


def known_language(tag: str) -> str:
    """Give the language of a tag such as "nl-NL", English if it is not one of ours."""
    language = tag.partition("-")[0].casefold()
    return language if language in LANGUAGES else "en"


def _request(identity: Identity, signing: Signing) -> SignatureRequest:
    at = signing.at.replace(microsecond=0)
    return SignatureRequest(
        field_name=signing.role,
        stamp_pdf=stamp(stamp_text(identity, signing.role, at, signing.language), signing.language),
        reason=translator(signing.language)(_WORDINGS[signing.role].reason),
        location=signing.place,
        signed_at=at,
        certify=signing.role == "lead",
    )


def stamp_text(identity: Identity, role: SignerRole, at: datetime, language: str) -> StampText:
    """Say what the stamp shows: as whom, who, when, and which certificate."""
    tr = translator(language)
    day, _, clock = at.isoformat().partition("T")
    return StampText(
        role=tr(_WORDINGS[role].role),
        state=tr(_WORDINGS[role].state),
        name=identity.common_name,
        organisation=identity.organisation,
        signed_at=f"{tr.date(day)}, {clock[:8]} {clock[8:]}",
        certificate=tr(N_("self-made")) if identity.is_self_made else identity.issuer_name,
        serial=":".join(re.findall("..", identity.serial[-8:])),
        is_receipt=role == "school",
    )
