"""What is said about a signature before it is made: what travels, what stays behind, what a certificate proves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.i18n import _, current, ngettext
from auditor_app.services.forms.notice import WITHHELD
from auditor_app.ui.frame.words import KINDS, LANGUAGES, school_name

if TYPE_CHECKING:
    from auditor_app.services.signing.identity import Identity


def facts(snapshot: Snapshot, language: str) -> tuple[tuple[str, str], ...]:
    """List what will be signed, as label and value."""
    audit = snapshot.audit
    members = ngettext("{n} auditor", "{n} auditors", len(snapshot.members))
    lead = snapshot.lead.name if snapshot.lead else ""
    return (
        (_("Report"), _(KINDS[audit.kind])),
        (_("School"), ", ".join(filter(None, (school_name(audit.school), audit.school.place)))),
        (_("Visit"), current().date_range(audit.starts, audit.ends, "MMMM")),
        (_("Team"), f"{lead} · {members}" if lead else members),
        (_("Language"), LANGUAGES.get(language, language)),
        (_("Version"), audit.version),
    )


def proof_words(identity: Identity) -> str:
    """Say what the signature will prove, and what it will not."""
    if identity.is_self_made:
        return _(
            "A self-made certificate proves that nothing was changed after signing. Who signed is only certain for"
            " someone who compares the fingerprint with you."
        )
    return _("The certificate proves who signed, for everyone who trusts its issuer, and that nothing was changed.")


def withheld_words(snapshot: Snapshot) -> str:
    """Say what stays with the team and does not travel in the report."""
    names = project(snapshot, Audience.SCHOOL).withheld
    words = list(dict.fromkeys(_(WITHHELD[name]) for name in names if name in WITHHELD))
    hidden = len(snapshot.notes) - len(project(snapshot, Audience.SCHOOL).notes)
    if hidden:
        words.append(
            ngettext("{n} note for the team only or left out", "{n} notes for the team only or left out", hidden)
        )
    return _("Stays with the team: {things}.").format(things=listed(words))


def listed(words: Iterable[str]) -> str:
    """Join words as one does in a sentence."""
    return current().listed(words)
