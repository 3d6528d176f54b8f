"""An audit of this laptop that was signed on another one: how its report differs, and since when it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from auditor_app.i18n import _, ngettext

if TYPE_CHECKING:
    from auditor_app.core.model import Audit
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.outside.imports import Inspection

_NAMED: Final = 3
"""So many notes are called by how they begin; with the words they are found again."""
_BEGINNING: Final = 44


@dataclass(frozen=True)
class SignedElsewhere:
    """The audit here, by whom its report was signed, and how far the report differs from what stands here."""

    audit: Audit
    signers: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """The notes of here that are not in the report or have other words there: how each begins."""
    levels: int = 0
    """How many criteria have another level there."""

    @property
    def words(self) -> str:
        """Say whose report it is, what reading it in does, and what here stays out of it."""
        said = [
            _(
                "This is the report of the audit on this laptop, signed elsewhere by {names}. Once it is taken over, "
                "the audit is signed here too and can only be read."
            ).format(names=", ".join(self.signers))
        ]
        if self.notes:
            words = ngettext(  # a list follows it
                "{n} note on this laptop is not in it, or reads otherwise there; it stays here.",
                "{n} notes on this laptop are not in it, or read otherwise there; they stay here.",
                len(self.notes),
            )
            named = [_("“{text}”").format(text=text) for text in self.notes[:_NAMED]]
            end = ", …" if len(self.notes) > _NAMED else "."
            said.append(f"{words.removesuffix('.')}: {', '.join(named)}{end}")
        if self.levels:
            said.append(
                ngettext(
                    "{n} criterion has another level there.", "{n} criteria have another level there.", self.levels
                )
            )
        return " ".join(said)


def signed_elsewhere(here: Snapshot, inspection: Inspection) -> SignedElsewhere | None:
    """Hold what the school may see of an audit here against its report from another laptop; None if it is not its."""
    report = inspection.snapshot
    if report is None or not _is_same(here.audit, report.audit):
        return None
    there = {note.id: (note.seen, note.interpretation) for note in report.notes}
    notes = tuple(
        shorten(note.seen or note.interpretation, _BEGINNING, placeholder="…") or "…"
        for note in sorted(here.notes, key=lambda one: one.moment)
        if there.get(note.id) != (note.seen, note.interpretation)
    )
    levels = sum(report.levels.get(code) != level for code, level in here.levels.items())
    signers = tuple(one.signer_name for one in inspection.verification.signatures)
    return SignedElsewhere(here.audit, signers, notes, levels)


def _is_same(here: Audit, there: Audit) -> bool:
    """Tell whether two laptops have the same version of one audit, under the same framework."""
    return (here.id, here.version, here.framework) == (there.id, there.version, there.framework)


def signed_at(claimed: str, audit: Audit, now: str) -> str:
    """Give when it was signed, as the signer's laptop says; if that clock is plainly wrong, when it came here."""
    return claimed if min(audit.starts, now[:10]) <= claimed[:10] <= now[:10] else now
