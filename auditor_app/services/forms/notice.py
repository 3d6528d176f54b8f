"""What every other form says first: what it is a copy or a draft of, and what the audit team kept out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import fingerprint, snapshot_bytes
from auditor_app.i18n import N_, Translator

WITHHELD: Mapping[str, str] = MappingProxyType(
    {
        "ratings": N_("each auditor’s own ratings"),
        "consensus.reason": N_("the team’s reasons for a rating"),
        "hypotheses": N_("what the team expected beforehand"),
        "note.interpretation": N_("what auditors made of their notes"),
        "note.author": N_("who wrote which note"),
        "note.is_afterwards": N_("which notes were written afterwards"),
        "note.exclusion_reason": N_("why notes were left out"),
        "activity.leads": N_("who led and who recorded"),
        "activity.records": N_("who led and who recorded"),
    }
)
"""What a projection names as left out, in words; fields nobody would miss have none."""


@dataclass(frozen=True)
class Signed:
    """The signed original that a form is a copy of."""

    file_name: str
    signer: str
    signed: str


def left_out(snapshot: Snapshot, tr: Translator) -> tuple[str, ...]:
    """Name what stays with the team."""
    named = [tr(WITHHELD[name]) for name in snapshot.withheld if name in WITHHELD]
    if "notes.confidential_or_excluded" in snapshot.withheld:
        named.append(tr("notes for the team only or left out"))
    if "attachments.with_people_or_for_the_team" in snapshot.withheld:
        named.append(tr("photos with people, files and recordings"))
    return tuple(dict.fromkeys(named))


def origin(tr: Translator, signed: Signed | None) -> str:
    """Say in one line what a table is taken from: a copy of which original, or a draft."""
    if signed is None:
        return tr("draft, not signed")
    words = tr("copy of {file}, signed by {signer} on {date}")
    return words.format(file=signed.file_name, signer=signed.signer, date=tr.date(signed.signed[:10]))


def notice(snapshot: Snapshot, tr: Translator, signed: Signed | None) -> tuple[str, ...]:
    """Give the sentences: a copy of which original, or a draft; the fingerprint; what was left out."""
    if signed is None:
        sentences = [tr("This is a draft. It has not been signed and may still change.")]
    else:
        words = tr(
            "This is a copy without signatures. The original is the signed file {file}, signed by {signer} on {date}."
        )
        date = tr.date(signed.signed[:10])
        sentences = [words.format(file=signed.file_name, signer=signed.signer, date=date)]
    digest = fingerprint(snapshot_bytes(snapshot))
    sentences.append(tr("Fingerprint of the data (SHA-256): {digest}").format(digest=digest))
    things = left_out(snapshot, tr)
    if things:
        sentences.append(tr("Stays with the team: {things}.").format(things=", ".join(things)))
    return tuple(sentences)
