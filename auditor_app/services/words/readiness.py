"""What still holds signing back (`core/readiness.py`), in the words of window and terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

from auditor_app.core.readiness import Blocker, Gap
from auditor_app.i18n import N_, _, ngettext

_FEW: Final = 3
_ABOUT: Final = {
    Gap.NO_SCHOOL: N_("No school has been chosen"),
    Gap.NO_DATES: N_("The days of the visit are missing"),
    Gap.NO_LEAD: N_("The team has no lead auditor"),
    Gap.NO_DECLARATION: N_("{about}: declaration of interests is missing"),
    Gap.NO_SUMMARY: N_("The summary has not been written"),
    Gap.NO_NOTES: N_("There are no notes yet"),
    Gap.NO_REASON: N_("{about}: not assessed or not applicable, without a reason"),
    Gap.RATINGS_DIFFER: N_("{about}: the auditors’ ratings differ"),
    Gap.THIN: N_("{about}: rests on little evidence"),
    Gap.FINDING_WITHOUT_EVIDENCE: N_("{about}: no criterion or no note yet"),
    Gap.FINDING_INCOMPLETE: N_("{about}: title, fact or question is missing"),
    Gap.TIE_NOT_WEIGHED: N_("{about}: a tie with the school, not weighed yet"),
    Gap.PARTNER_ALONE: N_("{about}: rated only by the private partner’s people"),
    Gap.TOO_MANY_STRENGTHS: N_("{n} strengths, five at most"),
    Gap.TOO_MANY_POINTS: N_("{n} development points, seven at most"),
    Gap.NO_EARLIER_AUDIT: N_("The earlier audit that is followed up has not been read in"),
    Gap.POINT_OPEN: N_("{about}: how far is it?"),
    Gap.DROPPED_WITHOUT_REASON: N_("{about}: dropped, without a reason"),
    Gap.NO_NEXT_DATE: N_("{about}: no next date agreed"),
    Gap.LEVEL_WITHOUT_REASON: N_("{about}: a new level, without a reason"),
    Gap.CONDITION_INCOMPLETE: N_("{about}: a condition needs its date, and what shows that it is met"),
    Gap.CONDITION_TOO_LATE: N_("{about}: the date lies more than twelve months after the visit"),
    Gap.NO_CONDITION: N_("The advice names conditions, and none has been written"),
    Gap.CONDITION_UNASKED: N_("Conditions stand in the report, and the advice names none: take them out, or change it"),
    Gap.NO_ADVICE: N_("The team has not given its advice"),
    Gap.ADVICE_WITHOUT_OUTCOME: N_("The advice stands without an outcome: a gate is closed again"),
    Gap.ADVICE_TOO_FAR: N_("The advice lies two steps from the computed outcome"),
    Gap.ADVICE_WITHOUT_MOTIVATION: N_("The advice deviates, and its motivation is too short"),
    Gap.ADVICE_WITHOUT_CRITERION: N_("The advice deviates: which criterion weighs heaviest?"),
    Gap.ADVICE_WITHOUT_AGREEMENT: N_("The advice deviates, and no second person has agreed"),
    Gap.FACT_CHECK_OPEN: N_("The school is still checking the facts"),
}

_COUNTED: Final[dict[Gap, Callable[[int], str]]] = {
    Gap.TO_CODE: lambda count: ngettext("{n} note is still to code", "{n} notes are still to code", count),
    Gap.TOO_FEW_POINTS: lambda count: (
        ngettext("Only {n} development point; three are usual", "Only {n} development points; three are usual", count)
        if count
        else _("No development point yet; three are usual")
    ),
    Gap.GATES_CLOSED: lambda count: ngettext(
        "No outcome: {n} gate is closed", "No outcome: {n} gates are closed", count
    ),
    Gap.FACT_POINTS_OPEN: lambda count: ngettext(
        "{n} point of the school has no answer", "{n} points of the school have no answer", count
    ),
}


def gaps_said(found: Iterable[Blocker]) -> Iterator[tuple[Blocker, str]]:
    """Say each gap that stops signing, and each kind of gap that only deserves attention once, by its first."""
    for (is_blocking, gap), group in groupby(found, key=lambda item: (item.is_blocking, item.gap)):
        items = list(group)
        if is_blocking:
            yield from ((item, _sentence(item)) for item in items)
        else:
            yield items[0], _several(gap, items)


def _sentence(item: Blocker) -> str:
    if item.gap is Gap.NOT_RATED:
        return _not_rated(item)
    if item.gap in _COUNTED:
        return _COUNTED[item.gap](item.count)
    return _(_ABOUT[item.gap]).format(about=item.about or _("Finding without a title"), n=item.count)


def _not_rated(item: Blocker) -> str:
    if item.count <= _FEW:
        return _("{codes}: not rated yet").format(codes=item.about)
    return ngettext("{n} criterion is not rated yet", "{n} criteria are not rated yet", item.count)


def _several(gap: Gap, items: list[Blocker]) -> str:
    if gap is Gap.THIN and len(items) > _FEW:
        return ngettext("{n} criterion rests on little evidence", "{n} criteria rest on little evidence", len(items))
    if gap is Gap.THIN:
        return _(_ABOUT[gap]).format(about=", ".join(item.about for item in items))
    if gap is Gap.FINDING_WITHOUT_EVIDENCE and len(items) > 1:
        return ngettext("{n} finding has no evidence yet", "{n} findings have no evidence yet", len(items))
    return _sentence(items[0])
