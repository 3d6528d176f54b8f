"""What each flaw of `core/checks.py` says to people, with its next step; `{about}` is what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from auditor_app.core.checks import Check, Flaw
from auditor_app.i18n import N_, _

FLAW_TEXTS: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.DATES_REVERSED: N_("The visit ends before it starts. Change one of the two dates."),
        Flaw.MORE_ANSWERED_THAN_ASKED: N_("A survey has more answers than people who were asked. Correct one number."),
        Flaw.ACTIVITY_REVERSED: N_("This activity ends before it starts. Change one of the two times."),
        Flaw.ACTIVITY_OUTSIDE_VISIT: N_("This activity lies outside the days of the visit. Change its day."),
        Flaw.ACTIVITY_WITHOUT_NOTES: N_("Nothing was written in this activity. Write a note, or mark it as skipped."),
        Flaw.SKIPPED_WITHOUT_REASON: N_("This activity was skipped without a reason. Say why it did not take place."),
        Flaw.SKIPPED_WITH_NOTES: N_("This activity is marked as skipped, yet it has notes. Take one of the two away."),
        Flaw.CONSENT_NOT_RECORDED: N_(
            "This conversation has notes, but not that people were told and took part freely. Record that."
        ),
        Flaw.TWO_PLACES_AT_ONCE: N_("Somebody is in two activities at the same time. Let another auditor take one."),
        Flaw.NOTE_EMPTY: N_("This note is empty. Write what was seen or heard, or put it in the bin."),
        Flaw.NOTE_WITHOUT_SOURCE: N_("This note has no source, so it counts for no kind. Choose where it comes from."),
        Flaw.NOTE_OUTSIDE_VISIT: N_(
            "This note was written outside the days of the visit. Mark it as written afterwards."
        ),
        Flaw.NOTE_OF_REMOVED_ACTIVITY: N_("This note belongs to an activity that was removed. Choose another one."),
        Flaw.NOTE_NAMES_PERSON: N_("This note seems to name a person. Write the role and the year group instead."),
        Flaw.EXCLUDED_WITHOUT_REASON: N_("This note is kept out of the report without a reason. Say why."),
        Flaw.TAG_UNKNOWN: N_("This note is tagged with a code the framework does not have. Choose another code."),
        Flaw.PHOTO_WITHOUT_PERMISSION: N_(
            "There are photos, but no permission of the school is recorded. Record it, or erase the photos."
        ),
        Flaw.PHOTO_WITH_PEOPLE: N_(
            "Nobody confirmed that no person can be recognised on this photo. Look again; blur, crop or erase it."
        ),
        Flaw.PHOTO_NAMES_PERSON: N_("The words of this photo seem to name a person. Write the role instead."),
        Flaw.PHOTO_WITHOUT_CAPTION: N_("This photo has no caption. Say in one line what can be seen."),
        Flaw.PHOTO_WITHOUT_ALT: N_("This photo is not described for who cannot see it. Say what it shows."),
        Flaw.ATTACHMENT_BESIDE_NOTHING: N_(
            "This stands beside a note that was removed. Choose another note or erase it."
        ),
        Flaw.RATING_WITHOUT_REASON: N_("This level needs a reason, as it rests on little or is no level. Say why."),
        Flaw.RATING_AGAINST_EVIDENCE: N_(
            "Most notes speak against this level. Look at them again, or say what weighed."
        ),
        Flaw.SHARED_WITHOUT_OTHERS: N_(
            "Level 4 asks for a note about use by others, outside the team or school. Write it down, or name the other "
            "school or network in the reason."
        ),
        Flaw.NOT_VISIBLE_WITHOUT_PLACE: N_(
            "Level 1 asks for two notes that say what was looked for and where. Give these notes their activity or "
            "room."
        ),
        Flaw.CONSENSUS_WITHOUT_REASON: N_("The team's level needs a reason here. Write down what weighed."),
        Flaw.FINDING_CITES_REMOVED_NOTE: N_("This finding rests on a note that was removed. Choose another note."),
        Flaw.FINDING_CITES_CONFIDENTIAL_NOTE: N_(
            "This finding rests on a confidential note, which the school does not see. Give nothing away."
        ),
        Flaw.FINDING_CITES_EXCLUDED_NOTE: N_("This finding rests on a note that is kept out. Choose another note."),
        Flaw.FINDING_BESIDE_ITS_NOTES: N_(
            "None of this finding's notes speaks to its criteria. Tag them, or change them."
        ),
        Flaw.FINDING_UNKNOWN_CRITERION: N_(
            "This finding names a criterion the framework does not have. Choose another."
        ),
        Flaw.CONDITION_WITHOUT_DATE: N_("This condition has no date. Say by when it must be seen."),
    }
)


def check_text(check: Check, translate: Callable[[str], str] = _) -> str:
    """Say one flaw in people's words, with what to do."""
    return translate(FLAW_TEXTS[check.flaw])
