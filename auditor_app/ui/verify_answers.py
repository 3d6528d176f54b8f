"""The two answers about a signed report, as a card shows them: unchanged, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor_app.i18n import _, current, error_text
from auditor_app.services.outside.verify_texts import in_fours, reason_sentences
from auditor_app.ui.frame.trust import first_signature
from auditor_app.ui.widgets.cards import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor_app.core.errors import UserError


def unchanged_answer(verification: Mapping[str, Any], problem: UserError | None) -> Answer:
    """Answer the first question; importing needs a yes."""
    first = first_signature(verification)
    signed = current().moment(str(first.get("signed_at", "")), "d MMM y, HH:mm")
    if verification.get("unchanged") and problem is None:
        source = _("time stamp") if first.get("signed_at_source") == "time stamp" else _("by the clock of the signer")
        detail = _("Signed {moment}, {source}.").format(moment=signed, source=source) if signed else ""
        return Answer("ok", _("Yes, nothing has changed since it was signed"), detail)
    if verification.get("unchanged") or verification.get("problem") == "verify.future_stamp":
        # Of a day to come: this laptop's date may be what is wrong, so nothing is said to have been changed.
        return Answer("failure", _("It cannot be read in"), error_text(problem) if problem else "")
    if not verification.get("is_signed"):
        return Answer("failure", _("It is not a signed report"), error_text(problem) if problem else "")
    why = reason_sentences(tuple(verification.get("reasons", ())))
    sentence = " ".join(filter(None, (why, error_text(problem) if problem else "")))
    return Answer("failure", _("No, something was changed later"), sentence)


def signer_answer(verification: Mapping[str, Any], place: int = 0, *, is_own: bool = False) -> Answer:
    """Answer the second question for the first signature or another one: who signed, and do we trust them.

    A signature that was just made here (`is_own`) needs no comparing by the one who made it.
    """
    signatures = verification.get("signatures") or ()
    first = signatures[place] if signatures else {}
    if not first:
        return Answer("attention", _("Nobody has signed"))
    name = str(first.get("signer_name", ""))
    organisation = str(first.get("organisation", ""))
    by = ", ".join(filter(None, (name, organisation)))
    mark = in_fours(str(first.get("fingerprint", ""))[:16])
    compare = _("Who signed is not certain. Compare the fingerprint {mark} with {name}.").format(mark=mark, name=name)
    if first.get("trust") == "trusted":
        return Answer("ok", _("{by}, on your list").format(by=by), _("Fingerprint {mark}").format(mark=mark))
    if is_own:
        told = _("Others see that it is yours when they have compared this fingerprint with you: {mark}").format(
            mark=mark
        )
        return Answer("ok", _("{by}, just now with this key").format(by=by), told)
    if first.get("is_self_made"):
        return Answer("attention", _("{by}: self-made key, not on your list").format(by=by), compare)
    return Answer("attention", _("{by}, not on your list").format(by=by), compare)
