"""What the visit has looked at, in words: the sentence of the programme's foot and the rows of the coverage sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from auditor_app.core.coverage import Coverage, DayPart, Found, Sample, covered
from auditor_app.core.model import Activity
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.listed import Listed
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.tags import year_words

DAY_PARTS: Final = (DayPart.EARLY, DayPart.MIDDAY, DayPart.LATE, DayPart.LAST)


def coverage_of(activities: Iterable[Activity], book: Notebook) -> Coverage:
    """Compare what has notes with the sampling guide."""
    known = tuple(activities)
    return covered(known, {item.id for item in known if book.count_of(item.id)})


def part_word(part: DayPart) -> str:
    """Say a part of the day."""
    words = {
        DayPart.EARLY: _("start of the day"),
        DayPart.MIDDAY: _("late morning"),
        DayPart.LATE: _("afternoon"),
        DayPart.LAST: _("last lessons"),
    }
    return words.get(part, _("no time"))


def coverage_sentence(found: Coverage, *, is_signed: bool = False) -> str:
    """Say it in one sentence: subjects, year groups, and which parts of the day are missing, still or for good."""
    if not found.spots:
        return _("No notes at learning activities yet")
    counts = {item.sample: item.found for item in found.found}
    said = [
        ngettext("{n} subject", "{n} subjects", counts[Sample.SUBJECTS]),
        ngettext("{n} year group", "{n} year groups", counts[Sample.YEAR_GROUPS]),
    ]
    missing = [part_word(part) for part in DAY_PARTS if not found.parts.get(part)]
    words = _("without {parts}") if is_signed else _("not yet {parts}")
    said += [words.format(parts=", ".join(missing))] if missing else []
    return " · ".join(said)


def sample_word(sample: Sample) -> str:
    """Name what the sampling guide asks for."""
    words = {
        Sample.ACTIVITIES: _("Learning activities"),
        Sample.SUBJECTS: _("Subjects"),
        Sample.YEAR_GROUPS: _("Year groups"),
        Sample.COACHING: _("Coaching conversations"),
        Sample.LOGBOOKS: _("Logbooks, chosen by the auditors"),
        Sample.PUPILS: _("Pupils in conversations"),
    }
    return words[sample]


def sample_words(item: Found) -> str:
    """Say how much there is of one thing, and how much the guide asks for."""
    return _("{found} of {needed}").format(found=item.found, needed=item.needed)


def missing_words(found: Coverage) -> tuple[str, ...]:
    """Say what the guide still misses: "Logbooks: 2 of 10"."""
    return tuple(f"{sample_word(item.sample)}: {sample_words(item)}" for item in found.found if item.missing)


def spot_words(found: Coverage, subject: str, year_group: str) -> str:
    """Say one cell of the picture in a sentence, for the tooltip and for screen readers."""
    spot = found.spots.get((subject, year_group))
    name = f"{subject_word(subject)}, {group_word(year_group)}"
    if spot is None:
        return _("{what}: not seen yet").format(what=name)
    parts = ", ".join(part_word(part) for part in DAY_PARTS if part in spot.parts)
    return f"{name}: " + ngettext("{n} activity", "{n} activities", len(spot.activities)) + (f", {parts}" * bool(parts))


def subject_word(subject: str) -> str:
    """Name the row of a subject."""
    return subject or _("No subject")


def group_word(year_group: str) -> str:
    """Name the column of a year group."""
    return year_words(year_group) if year_group else _("no year group")


def planned_rows(found: Coverage, activities: Iterable[Activity]) -> list[Listed]:
    """List what is planned or has no note yet: where what is missing can still be seen."""
    by_id = {item.id: item for item in activities}
    rows = sorted((by_id[key] for key in found.planned), key=lambda item: (item.day, item.start, item.id))
    return [
        Listed(
            item.id,
            item.title or _("Untitled activity"),
            " · ".join(filter(None, (item.subject, year_words(item.year_group), item.source))),
            right=f"{current().date(item.day, 'EEE')} {item.start}",
        )
        for item in rows
    ]
