"""What still needs the team while it is in the building: thin, single-sourced, contradicted without explanation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from auditor_app.core.evidence import attention_order, is_thin
from auditor_app.core.framework import Framework
from auditor_app.core.model import Rating
from auditor_app.i18n import _, ngettext
from auditor_app.ui.models.notebook import Notebook

KINDS = ("thin", "single", "contradicted")


@dataclass(frozen=True)
class Concern:
    """One criterion that needs attention, and why."""

    code: str
    kind: str

    @property
    def words(self) -> str:
        """Say why."""
        words = {
            "thin": _("few notes"),
            "single": _("one kind of source"),
            "contradicted": _("contradicted, no reason given"),
        }
        return words[self.kind]


def concerns(
    framework: Framework, book: Notebook, ratings: Mapping[str, Rating], codes: Collection[str]
) -> tuple[Concern, ...]:
    """List what needs attention among the criteria that are rated (`codes`), each once, in the framework's order."""
    found = []
    for criterion in framework.criteria:
        if criterion.code not in codes:
            continue
        count = book.evidence_of(criterion.code)
        rating = ratings.get(criterion.code, Rating())
        if count.supports and count.contradicts and not rating.reason.strip():
            found.append(Concern(criterion.code, "contradicted"))
        elif count.notes and len(count.sources) == 1:
            found.append(Concern(criterion.code, "single"))
        elif is_thin(count) and rating.level not in {"NB", "NVT"}:
            found.append(Concern(criterion.code, "thin"))
    return tuple(found)


def concerns_sentence(found: tuple[Concern, ...]) -> str:
    """Say how many of each kind: "4 thin · 3 single source · 1 contradicted without explanation"."""
    counts = {kind: sum(item.kind == kind for item in found) for kind in KINDS}
    said = {
        "thin": ngettext("{n} thin", "{n} thin", counts["thin"]),
        "single": ngettext("{n} single source", "{n} single source", counts["single"]),
        "contradicted": ngettext(
            "{n} contradiction without explanation", "{n} contradictions without explanation", counts["contradicted"]
        ),
    }
    return " · ".join(said[kind] for kind in KINDS if counts[kind]) or _("Nothing thin, single-sourced or contradicted")


def next_needing(
    book: Notebook, levels: Mapping[str, str], here: str, codes: Sequence[str], walked: Collection[str] = ()
) -> str:
    """Give the criterion of `codes` that needs attention most, other than the one in view; after it when alike.

    What was `walked` past comes no more, or one would go to and fro between the two that need it most.
    """
    place = codes.index(here) + 1 if here in codes else 0
    counts = {code: book.evidence_of(code) for code in codes}
    ordered = attention_order([*codes[place:], *codes[:place]], counts, levels)
    return next((code for code in ordered if code != here and code not in walked), here)
