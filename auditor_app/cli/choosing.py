"""Which audit is meant: its id, the beginning of its id, or words of its school's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor_app.core.errors import UserError

if TYPE_CHECKING:
    from auditor_app.core.model import Audit
    from auditor_app.services.workspace import Workspace

SHORTEST_BEGINNING = 4


def chosen_audit(workspace: Workspace, text: str) -> Audit:
    """Find the one audit that `text` names; raises `UserError("cli.no_such_audit")` or `("cli.several_audits")`."""
    audits = [summary.audit for summary in workspace.overview.audits(with_facts=False)]
    found = _named(audits, text)
    if not found:
        raise UserError("cli.no_such_audit", text=text)
    if len(found) > 1:
        listed = "; ".join(f"{audit.id} ({audit.school.name}, {audit.starts})" for audit in found[:5])
        raise UserError("cli.several_audits", text=text, found=listed)
    return found[0]


def _named(audits: Sequence[Audit], text: str) -> list[Audit]:
    exact = [audit for audit in audits if audit.id == text]
    if exact:
        return exact
    alive = [audit for audit in audits if not audit.deleted]
    begins = [audit for audit in alive if len(text) >= SHORTEST_BEGINNING and audit.id.startswith(text)]
    words = text.casefold().split()
    return begins or [audit for audit in alive if words and _has_words(audit, words)]


def _has_words(audit: Audit, words: Sequence[str]) -> bool:
    known = f"{audit.school.name} {audit.school.place} {audit.school.brin} {audit.starts}".casefold()
    return all(word in known for word in words)
