"""Before you leave: what is still thin, single-sourced or contradicted, what the sample misses, where it fits in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from auditor_app.core.evidence import shortfalls
from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.model import Activity, ActivityKind
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.attention import Concern
from auditor_app.ui.models.coverage import coverage_of, missing_words
from auditor_app.ui.models.evidence_rows import shortfall_words
from auditor_app.ui.models.listed import Listed, heading
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.programme import moment_of

_HOUR: Final = 60
ORDER: Final = ("contradicted", "single", "thin")


@dataclass(frozen=True)
class Left:
    """What the programme still holds in which something can be seen: activities in order, and their minutes."""

    activities: tuple[Activity, ...] = ()
    minutes: int = 0


def programme_left(activities: Iterable[Activity], now: datetime) -> Left:
    """Give the activities that gather evidence and are not over, and the minutes left in them."""
    ahead, minutes = [], 0
    for item in sorted(activities, key=lambda item: (item.day, item.start, item.id)):
        if item.deleted or item.is_skipped or item.kind is not ActivityKind.VISIT or not item.day:
            continue
        starts, ends = moment_of(item, item.start, now), moment_of(item, item.end, now)
        last = ends or starts
        if last is None or last <= now:
            continue
        ahead.append(item)
        if starts is not None and ends is not None:
            minutes += max(0, int((ends - max(starts, now)).total_seconds() // 60))
    return Left(tuple(ahead), minutes)


def left_words(left: Left) -> str:
    """Say how much time is left, and until when."""
    if not left.activities:
        return _("The programme holds nothing any more in which something can be seen.")
    last = left.activities[-1]
    count = ngettext("{n} activity", "{n} activities", len(left.activities))
    until = f"{current().date(last.day, 'EEE')} {last.end or last.start}"
    return _("Still {duration} in {activities}, until {moment}.").format(
        duration=duration_words(left.minutes), activities=count, moment=until
    )


def clock_words(minutes: int) -> str:
    """Say how many minutes an activity has left, or for how long it should have been over; hours as hours."""
    if abs(minutes) > _HOUR:
        said = _("{duration} left") if minutes > 0 else _("{duration} over")
        return said.format(duration=duration_words(abs(minutes)))
    if minutes >= 0:
        return ngettext("{n} minute left", "{n} minutes left", minutes)
    return ngettext("{n} minute over", "{n} minutes over", -minutes)


def duration_words(minutes: int) -> str:
    """Say a length of time: "3 h 25 min"."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return _("{n} min").format(n=rest)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest) if rest else _("{n} h").format(n=hours)


def place_for(criterion: Criterion, left: Left) -> Activity | None:
    """Give where a criterion can still be seen: where it was planned, else the next activity with a fitting source."""
    planned = (item for item in left.activities if criterion.code in item.criteria)
    fitting = (item for item in left.activities if item.source in criterion.sources)
    return next(planned, None) or next(fitting, None)


def leaving_rows(
    framework: Framework, book: Notebook, found: Sequence[Concern], activities: Sequence[Activity], left: Left
) -> list[Listed]:
    """List the concerns, contradictions first, then what the sampling guide still misses."""
    rows: list[Listed] = []
    titles = {"contradicted": _("Contradicted"), "single": _("One kind of source"), "thin": _("Thin")}
    for kind in ORDER:
        group = [item for item in found if item.kind == kind]
        rows += [heading(titles[kind])] if group else []
        rows += [_row(framework.by_code[item.code], item, book, left) for item in group]
    missing = missing_words(coverage_of(activities, book))
    rows += [heading(_("The sample still misses"))] if missing else []
    rows += [Listed(f"sample:{words}", words) for words in missing]
    return rows


def _row(criterion: Criterion, concern: Concern, book: Notebook, left: Left) -> Listed:
    there = place_for(criterion, left)
    said = [missing_for(criterion, concern, book)]
    if there is not None:
        # First, because a long list of what is missing is cut off where the row ends.
        said.insert(0, _("can be seen at {activity}").format(activity=moment_words(there)))
    is_planned = there is not None and criterion.code in there.criteria
    return Listed(
        criterion.code,
        current().pick(criterion.title),
        " · ".join(filter(None, said)),
        criterion.code,
        _("planned") if is_planned else "",
    )


def missing_for(criterion: Criterion, concern: Concern, book: Notebook) -> str:
    """Say why a criterion needs attention, and what level 3 would still ask."""
    count = book.evidence_of(criterion.code)
    if concern.kind == "contradicted":
        return _("{supports} for, {contradicts} against, no reason given").format(
            supports=count.supports, contradicts=count.contradicts
        )
    listed = ", ".join(shortfall_words(item) for item in shortfalls(criterion.line, "3", count, is_independent=True))
    return _("for level 3 still {missing}").format(missing=listed) if listed else concern.words


def moment_words(activity: Activity) -> str:
    """Name an activity by its moment and title."""
    return f"{current().date(activity.day, 'EEE')} {activity.start} {activity.title}".strip()
