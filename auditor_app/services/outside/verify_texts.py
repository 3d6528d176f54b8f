"""What verifying a report says to people, for window and terminal alike: why it is refused, and each signature."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor_app.i18n import N_, _, current

if TYPE_CHECKING:
    from auditor_app.services.outside.built_again import Agreement
    from auditor_app.services.outside.imports import Relation
    from auditor_app.services.signing.verification import Reason, SignatureReport

REASON_TEXTS: Mapping[Reason, str] = MappingProxyType(
    {
        "range": N_("A signature does not cover the file as it should, so something else could be shown."),
        "content": N_("The signed bytes are not those that were signed."),
        "pages": N_("A page shows something else than when it was signed."),
        "annotations": N_("A comment or a drawing was laid over a page."),
        "fields": N_("A signature field was added, moved or drawn otherwise without being signed."),
        "data": N_("The data inside were replaced, or others were put beside them."),
        "document": N_("Something was added that acts when the file is opened, or that replaces the document."),
        "description": N_("What the file says of itself, such as its title, was changed."),
        "structure": N_("Parts of the file were replaced or removed."),
        "proofs": N_("What proves its signatures for later was taken out or replaced."),
        "strange signature": N_("A field is filled with something that is no signature."),
        "broken signature": N_("A later signature does not hold."),
        "broken time stamp": N_("A time stamp does not hold."),
        "future time stamp": N_("A time stamp is of a day that has not come yet."),
    }
)
ROLES: Mapping[str, str] = MappingProxyType(
    {"lead": N_("Lead auditor"), "second": N_("Second auditor"), "school": N_("School, for receipt")}
)
"""Who signs in a field of this name."""
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "lead": N_(
            "You state that this report gives what the audit team agreed on and that every finding rests on notes."
            " From then on the audit is read-only."
        ),
        "second": N_("You state, independently of the lead auditor, that this report gives what the team agreed on."),
        "school": N_("You sign for receipt: that you have this report. It does not mean that you agree with it."),
    }
)
LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "B-B": N_("B-B: signed, the time only claimed"),
        "B-T": N_("B-T: a time stamp proves that it was there at that time"),
        "B-LT": N_("B-LT: with a time stamp and what verifying needs later"),
        "B-LTA": N_("B-LTA: sealed by a time stamp over everything, for the archive"),
        "other": N_("not a PAdES signature"),
    }
)
ADDED: Mapping[str, str] = MappingProxyType(
    {
        "signature": N_("signature"),
        "time stamp": N_("time stamp"),
        "proofs": N_("what verifying needs later"),
    }
)
CERTIFICATE: Mapping[str, str] = MappingProxyType(
    {
        "valid": "",
        "expired": N_("the certificate has expired"),
        "not_yet_valid": N_("the certificate is not valid yet"),
        "revoked": N_("the certificate was revoked"),
    }
)
TIME: Mapping[str, str] = MappingProxyType(
    {
        "claimed by signer": N_("time as the signer's laptop had it"),
        "time stamp": N_("time proved by a time stamp"),
        "unknown": N_("time unknown"),
    }
)

AGREEMENTS: Mapping[Agreement, str] = MappingProxyType(
    {
        "same": N_("built again from the data, and the same in every word, figure and picture"),
        "other": N_("not those that this version of the program makes of the data: compare them by eye"),
        "unknown": N_(
            "not compared: another version of the program made them, or their logo is not the one the data name"
        ),
    }
)


def reason_sentences(reasons: tuple[Reason, ...]) -> str:
    """Say why a report is refused, in the order of what weighs most."""
    return " ".join(_(REASON_TEXTS[reason]) for reason in reasons)


def role_of(field: str) -> str:
    """Say as whom somebody signs in a field."""
    return _(ROLES[field]) if field in ROLES else field


def facts_of(signature: SignatureReport) -> tuple[tuple[str, str], ...]:
    """List what is known of one signature, as question and answer: unchanged, added since, trusted, time, level."""
    facts = [
        (_("Unchanged?"), _("yes") if signature.is_intact else _("no, this signature does not hold")),
        (_("Added since"), added_words(signature)),
        (_("Trusted by"), trust_words(signature)),
        (_("Time"), time_words(signature)),
        (_("Level"), _(LEVELS[signature.level])),
        (_("Certificate"), certificate_words(signature)),
    ]
    return tuple(facts)


def added_words(signature: SignatureReport) -> str:
    """Say what came into the file after a signature, and whether that signature allowed it."""
    if signature.later_changes == "not allowed":
        return _("something that this signature does not allow")
    if not signature.added_since:
        return _("nothing")
    return _("{what}: allowed").format(what=additions_of(signature))


def additions_of(signature: SignatureReport) -> str:
    """List what came into the file after a signature, a further signature with as whom."""
    return ", ".join(
        f"{_(ADDED[one.kind])} ({role_of(one.field)})" if one.kind == "signature" else _(ADDED[one.kind])
        for one in signature.added_since
    )


def trust_words(signature: SignatureReport) -> str:
    """Say who on the trust list vouches for the signer, or why nobody does."""
    state = _(CERTIFICATE[signature.certificate_state])
    if signature.trust == "trusted":
        return vouching_words(signature)
    if signature.trusted_by and state:
        return _("{who}, but {state}").format(who=vouching_words(signature), state=state)
    nobody = _("nobody on your trust list; self-made") if signature.is_self_made else _("nobody on your trust list")
    return f"{nobody}; {state}" if state else nobody


def vouching_words(signature: SignatureReport) -> str:
    """Say who on the trust list vouches for the signer: an authority, or the entry of the signer's own certificate."""
    if signature.trusted_by in ("", signature.signer_name):
        return _("on your trust list")
    return _("{name}, on your trust list").format(name=signature.trusted_by)


def time_words(signature: SignatureReport) -> str:
    """Say when it was signed and how that is known."""
    words = [current().moment(signature.signed_at, "d MMMM y HH:mm"), _(TIME[signature.signed_at_source])]
    if signature.stamped_by:
        unknown = _("a time stamp of {name}, who is not on the trust list, says {moment}")
        stamp = _("time stamp of {name}") if signature.signed_at_source == "time stamp" else unknown
        moment = current().moment(signature.stamped_at, "d MMMM y HH:mm")
        words.append(stamp.format(name=signature.stamped_by, moment=moment))
    return "; ".join(filter(None, words))


def certificate_words(signature: SignatureReport) -> str:
    """Say which certificate: issuer, serial number, validity."""
    issuer = _("self-made") if signature.is_self_made else signature.issuer
    dates = current().date_range(signature.valid_from[:10], signature.valid_until[:10])
    return _("{issuer} · serial {serial} · {dates}").format(
        issuer=issuer, serial=in_fours(signature.serial), dates=dates
    )


def relation_words(relation: Relation) -> str:
    """Say how a report stands to others of the same audit that are here."""
    if relation.kind == "newer":
        words = _("This is version {version}. It replaces version {other}, which is here too and stays.")
    elif relation.kind == "older":
        words = _("This is version {version}. A newer one, {other}, is here already: that one counts.")
    elif relation.kind == "replaces":
        words = _("This is version {version}; it replaces version {other}, which is not here.")
    else:
        return ""
    return words.format(version=relation.version, other=relation.other)


def in_fours(digits: str) -> str:
    """Write a fingerprint or a serial number so that two people can compare it aloud."""
    text = digits.upper()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
