"""An audit of this laptop that was signed on another one: how its report differs, and since when it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor_app.i18n import _, ngettext

if TYPE_CHECKING:
    from auditor_app.core.model import Audit
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.outside.imports import Inspection


@dataclass(frozen=True)
class SignedElsewhere:
    """The audit here, by whom its report was signed, and how far the report differs from what stands here."""

    audit: Audit
    signers: tuple[str, ...]
    notes: int = 0
    """How many notes of here are not in the report, or have other words there."""
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
            said.append(
                ngettext(
                    "{n} note on this laptop is not in it, or reads otherwise there; it stays here.",
                    "{n} notes on this laptop are not in it, or read otherwise there; they stay here.",
                    self.notes,
                )
            )
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
    notes = sum(there.get(note.id) != (note.seen, note.interpretation) for note in here.notes)
    levels = sum(report.levels.get(code) != level for code, level in here.levels.items())
    signers = tuple(one.signer_name for one in inspection.verification.signatures)
    return SignedElsewhere(here.audit, signers, notes, levels)


def _is_same(here: Audit, there: Audit) -> bool:
    """Tell whether two laptops have the same version of one audit, under the same framework."""
    return (here.id, here.version, here.framework) == (there.id, there.version, there.framework)


def signed_at(claimed: str, audit: Audit, now: str) -> str:
    """Give when it was signed, as the signer's laptop says; if that clock is plainly wrong, when it came here."""
    return claimed if min(audit.starts, now[:10]) <= claimed[:10] <= now[:10] else now
