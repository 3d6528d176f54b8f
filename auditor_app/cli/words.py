"""Words that several verbs use: kinds of audit, levels, the two answers about a signature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from auditor_app.core.errors import UserError
from auditor_app.core.model import Audit
from auditor_app.i18n import N_, _, current, error_text
from auditor_app.services.file_names import KINDS
from auditor_app.services.outside.verify_texts import (
    CERTIFICATE,
    TIME,
    additions_of,
    certificate_words,
    reason_sentences,
    role_of,
    trust_words,
    vouching_words,
)

if TYPE_CHECKING:
    from auditor_app.services.signing.verification import SignatureReport, Verification

TRUST = {
    "trusted": N_("on the trust list"),
    "self_made": N_("self-made certificate, not on the trust list"),
    "unknown": N_("certificate not on the trust list"),
}
FORMS = {
    "B-B": "",
    "B-T": N_("level B-T"),
    "B-LT": N_("level B-LT"),
    "B-LTA": N_("level B-LTA"),
    "other": N_("not a PAdES signature"),
}


def audit_name(audit: Audit) -> str:
    """Say which audit: school, place, kind and dates."""
    place = f", {audit.school.place}" if audit.school.place else ""
    dates = current().date_range(audit.starts, audit.ends)
    return f"{audit.school.name or _('School without a name')}{place} – {_(KINDS[audit.kind])} – {dates}"


LABELS = (N_("Unchanged?"), N_("Who signed?"), N_("Audit"), N_("Version"), N_("Fingerprint"), N_("Pages"))
"""What is said of a file, in a column of its own."""


def labelled(label: str, text: str) -> str:
    """Set what is said of a file beside its label (one of `LABELS`, or none)."""
    width = max(len(_(one)) for one in LABELS)
    return f"  {(_(label) if label else '').ljust(width)}  {text}"


def answers(verification: Verification) -> Iterator[str]:
    """Say the two answers about a file, kept apart: is it unchanged, and who signed it."""
    yield labelled("Unchanged?", _("yes, nothing was changed after signing") if verification.unchanged else _("no"))
    if verification.problem:
        yield labelled("", problem_sentence(verification.problem))
    if verification.reasons:
        yield labelled("", reason_sentences(verification.reasons))
    if not verification.signatures:
        yield labelled("Who signed?", _("nobody"))
    for signature in verification.signatures:
        yield labelled("Who signed?", signer(signature))
        yield labelled("", f"{role_of(signature.field)}; {certificate_words(signature)}")
        if signature.added_since or signature.later_changes == "not allowed":
            yield labelled("", added(signature))


def signer(signature: SignatureReport) -> str:
    """Say who signed, how far that is known, and when."""
    who = ", ".join(filter(None, (signature.signer_name, signature.organisation)))
    moment = current().moment(signature.signed_at, "d MMMM y HH:mm")
    intact = "" if signature.is_intact else _("this signature does not hold")
    facts = (intact, *_trust(signature), moment)
    stamp = _("a time stamp of {name}, who is not on the trust list, says {moment}").format(
        name=signature.stamped_by, moment=current().moment(signature.stamped_at, "d MMMM y HH:mm")
    )
    time = (_(TIME[signature.signed_at_source]), stamp if _has_unknown_stamp(signature) else "")
    return f"{who} ({'; '.join(filter(None, (*facts, *time, _(FORMS[signature.level]))))})"


def _trust(signature: SignatureReport) -> tuple[str, str]:
    state = _(CERTIFICATE[signature.certificate_state])
    if signature.trusted_by and state:
        return trust_words(signature), ""
    is_vouched_for = signature.trust == "trusted" and signature.trusted_by not in ("", signature.signer_name)
    return vouching_words(signature) if is_vouched_for else _(TRUST[signature.trust]), state


def _has_unknown_stamp(signature: SignatureReport) -> bool:
    return bool(signature.stamped_by) and signature.signed_at_source != "time stamp"


def added(signature: SignatureReport) -> str:
    """Say what came into the file after a signature, and whether that signature allowed it."""
    if signature.later_changes == "not allowed":
        return _("changed afterwards in a way that this signature does not allow")
    return _("added afterwards, as it allows: {what}").format(what=additions_of(signature))


def without_stamp(problem: UserError) -> str:
    """Say why a signature carries no time stamp though one was wanted."""
    return _("Without a time stamp: {reason}").format(reason=error_text(problem))


def problem_sentence(code: str) -> str:
    """Give the sentence of an error code that arrived without an error."""
    return error_text(UserError(code))


def verification_json(verification: Verification) -> dict[str, Any]:
    """Give a verification as JSON with both answers in front, and the problem also as a sentence."""
    sentence = problem_sentence(verification.problem) if verification.problem else ""
    why = reason_sentences(verification.reasons)
    return {**verification.to_json(), "problem_sentence": sentence, "reason_sentence": why}
