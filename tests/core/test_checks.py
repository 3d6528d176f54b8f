from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from auditor_app.config import resource_path
from auditor_app.core.checks import GAPS, MENDED_IN, Check, Flaw, checks
from auditor_app.core.live import LiveAudit
from auditor_app.core.model import (
    Activity,
    Attachment,
    AttachmentKind,
    Audit,
    Consensus,
    Direction,
    Finding,
    FindingKind,
    Link,
    Member,
    Note,
    Rating,
    Sensitivity,
    Survey,
)
from auditor_app.core.snapshot import LISTS
from auditor_app.core.snapshot_json import from_document, parse_document

SAMPLE = from_document(parse_document(resource_path("sample", "de-linde-2026.json").read_bytes()))
ME, OTHER = "m1", "m2"
NOW = "2026-11-13T17:00:00+01:00"

GOOD: dict[str, tuple[Any, ...]] = {
    "member": (Member(id=ME, initials="MV"), Member(id=OTHER, initials="JB")),
    "activity": (
        Activity(id="a", day="2026-11-12", start="09:00", end="09:30", source="OBS", leads=ME, title="Start"),
    ),
    "note": (Note(id="n", activity="a", moment="2026-11-12T09:10:00+01:00", source="OBS", seen="Drie weekdoelen"),),
    "link": (Link(id="n:E1.1", note="n", target="E1.1", direction=Direction.SUPPORTS),),
    "finding": (Finding(id="f", title="Doelen", criteria=("E1.1",), notes=("n",)),),
    "rating": (Rating(id="r", criterion="E1.1", member=ME, level="2"),),
}
AUDIT = Audit(id="x", starts="2026-11-12", ends="2026-11-13", photo_permission="schoolleider")


def live(audit: Audit = AUDIT, **kinds: tuple[Any, ...]) -> LiveAudit:
    loaded = {kind: {item.id: item for item in items} for kind, items in {**GOOD, **kinds}.items()}
    return LiveAudit({"audit": {audit.id: audit}, **loaded}, SAMPLE.frozen, None, ME)


def found(here: LiveAudit, now: str = NOW) -> set[Flaw]:
    return {check.flaw for check in checks(here, now)}


def note(**fields: object) -> LiveAudit:
    return live(note=(replace(GOOD["note"][0], **fields),))


def activity(**fields: object) -> LiveAudit:
    return live(activity=(replace(GOOD["activity"][0], **fields),))


def finding(**fields: object) -> LiveAudit:
    return live(finding=(replace(GOOD["finding"][0], **fields),))


SAID = {"caption": "Werkwand", "alt": "Een wand met kaarten per week"}


def photo(audit: Audit = AUDIT, **fields: object) -> LiveAudit:
    given: dict[str, Any] = {"id": "p", "note": "n", "is_free_of_people": True, **SAID, **fields}
    return live(audit, attachment=(Attachment(**given),))


def levels(*given: str) -> tuple[Rating, ...]:
    return tuple(Rating(id=f"r{n}", criterion="E2.1", member=f"m{n}", level=level) for n, level in enumerate(given, 1))


def rated(level: str, *seen: str, reason: str = "Gewogen", is_placed: bool = True) -> LiveAudit:
    """Rate a criterion that these notes speak to, written in a lesson or nowhere in particular."""
    way = Direction.CONTRADICTS if level == "1" else Direction.SUPPORTS
    fields: dict[str, Any] = {
        "moment": "2026-11-12T09:10:00+01:00",
        "source": "OBS",
        "activity": "a" if is_placed else "",
    }
    return live(
        note=(*GOOD["note"], *(Note(id=f"n{place}", seen=text, **fields) for place, text in enumerate(seen))),
        link=tuple(Link(id=f"l{place}", note=f"n{place}", target="E2.1", direction=way) for place in range(len(seen))),
        rating=(Rating(id="r", criterion="E2.1", member=ME, level=level, reason=reason),),
        finding=(),
    )


BAD = {
    Flaw.DATES_REVERSED: live(replace(AUDIT, ends="2026-11-11")),
    Flaw.MORE_ANSWERED_THAN_ASKED: live(survey=(Survey(id="s", asked=10, answered=11),)),
    Flaw.ACTIVITY_REVERSED: activity(end="08:30"),
    Flaw.ACTIVITY_OUTSIDE_VISIT: activity(day="2026-11-20"),
    Flaw.ACTIVITY_WITHOUT_NOTES: live(note=()),
    Flaw.SKIPPED_WITHOUT_REASON: activity(is_skipped=True),
    Flaw.SKIPPED_WITH_NOTES: activity(is_skipped=True, skip_reason="Ziek"),
    Flaw.CONSENT_NOT_RECORDED: activity(source="INT-P", is_informed=True),
    Flaw.TWO_PLACES_AT_ONCE: live(
        activity=(*GOOD["activity"], Activity(id="b", day="2026-11-12", start="09:15", end="09:45", records=ME))
    ),
    Flaw.NOTE_EMPTY: note(seen=" \n"),
    Flaw.NOTE_WITHOUT_SOURCE: note(source=""),
    Flaw.NOTE_OUTSIDE_VISIT: note(moment="2026-11-20T09:00:00+01:00"),
    Flaw.NOTE_OF_REMOVED_ACTIVITY: activity(deleted=True),
    Flaw.NOTE_NAMES_PERSON: note(interpretation="Volgens meneer De Vries"),
    Flaw.EXCLUDED_WITHOUT_REASON: note(is_excluded=True),
    Flaw.TAG_UNKNOWN: live(link=(*GOOD["link"], Link(id="l", note="n", target="Z9.9"))),
    Flaw.PHOTO_WITHOUT_PERMISSION: photo(replace(AUDIT, photo_permission="")),
    Flaw.PHOTO_WITH_PEOPLE: photo(is_free_of_people=False),
    Flaw.PHOTO_NAMES_PERSON: photo(alt="Kaarten van meneer De Vries"),
    Flaw.PHOTO_WITHOUT_CAPTION: photo(caption=""),
    Flaw.PHOTO_WITHOUT_ALT: photo(alt=""),
    Flaw.ATTACHMENT_BESIDE_NOTHING: photo(note="gone"),
    Flaw.RATING_WITHOUT_REASON: live(rating=(Rating(id="r", criterion="E1.1", member=ME, level="NB"),)),
    Flaw.RATING_AGAINST_EVIDENCE: live(rating=(Rating(id="r", criterion="E1.1", member=ME, level="1"),)),
    Flaw.SHARED_WITHOUT_OTHERS: rated("4", "Alle leerlingen plannen hun week"),
    Flaw.NOT_VISIBLE_WITHOUT_PLACE: rated("1", "Geen doel gezien", "Geen doel gehoord", is_placed=False),
    Flaw.CONSENSUS_WITHOUT_REASON: live(
        rating=levels("2", "4"), consensus=(Consensus(id="c", criterion="E2.1", level="3"),)
    ),
    Flaw.FINDING_CITES_REMOVED_NOTE: note(deleted=True),
    Flaw.FINDING_CITES_CONFIDENTIAL_NOTE: note(sensitivity=Sensitivity.TEAM),
    Flaw.FINDING_CITES_EXCLUDED_NOTE: note(is_excluded=True, exclusion_reason="Dubbel"),
    Flaw.FINDING_BESIDE_ITS_NOTES: finding(criteria=("E2.1",)),
    Flaw.FINDING_UNKNOWN_CRITERION: finding(criteria=("E1.1", "Z1.1")),
    Flaw.CONDITION_WITHOUT_DATE: finding(kind=FindingKind.CONDITION),
}


def test_a_sound_audit_has_no_flaws() -> None:
    assert checks(live(), NOW) == ()


def test_every_flaw_has_its_case() -> None:
    assert set(BAD) == set(Flaw)


@pytest.mark.parametrize("flaw", list(Flaw))
def test_a_flaw_is_found_and_leads_to_something_that_is_there(flaw: Flaw) -> None:
    here = BAD[flaw]
    assert flaw in found(here)
    for check in checks(here, NOW):
        assert check.place in {"prepare", "day", "notes", "criteria", "team", "report"}
        there = here.framework.by_code if check.kind == "criterion" else here.entities(check.kind)
        assert check.id in there, check
        assert len(check.about) <= 200


def test_contradictions_come_before_gaps() -> None:
    here = note(source="", interpretation="juf Anneke")
    assert [check.is_gap for check in checks(here, NOW)] == [False, True]
    assert Flaw.NOTE_NAMES_PERSON not in GAPS


def test_an_activity_that_is_still_to_come_lacks_nothing_yet() -> None:
    assert Flaw.ACTIVITY_WITHOUT_NOTES not in found(live(note=(), finding=()), "2026-11-12T09:20:00+01:00")
    assert Flaw.ACTIVITY_WITHOUT_NOTES in found(live(note=(), finding=()), "")


def test_levels_of_others_are_never_looked_at_before_they_were_shared() -> None:
    theirs = (Rating(id="r", criterion="E1.1", member=OTHER, level="NB"),)
    assert found(live(rating=theirs)) == set()
    assert found(live(rating=levels("1", "4"))) == {Flaw.RATING_WITHOUT_REASON}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Twee andere scholen werken met dit logboek", "Gewogen"),
        ("Een tweede school gebruikt de dagstart en stuurde verbeteringen terug", "Gewogen"),
        ("Logboken används av andra skolor i kommunen", "Vägt"),
        ("A partner school has taken it over", "Weighed"),
        ("Alle leerlingen plannen hun week", "Het netwerk gebruikt de planner ook"),
    ],
)
def test_level_4_rests_on_a_note_or_reason_that_names_who_else_used_it(said: str, reason: str) -> None:
    assert found(rated("4", said, reason=reason)).isdisjoint({Flaw.SHARED_WITHOUT_OTHERS})


def test_what_the_team_agreed_on_is_asked_of_the_team_and_a_locked_level_of_nobody() -> None:
    here = rated("4", "Alle leerlingen plannen hun week")
    mine = tuple(here.alive("rating"))
    locked = tuple(replace(item, is_locked=True) for item in mine)
    spoken: dict[str, Any] = {"note": tuple(here.alive("note")), "link": tuple(here.alive("link")), "finding": ()}
    asked = {Flaw.SHARED_WITHOUT_OTHERS, Flaw.RATING_WITHOUT_REASON, Flaw.RATING_AGAINST_EVIDENCE}
    assert found(live(rating=locked, **spoken)).isdisjoint(asked)
    agreed = Consensus(id="c", criterion=mine[0].criterion, level="4", reason="Gewogen")
    places = {check.place for check in checks(live(rating=locked, consensus=(agreed,), **spoken), NOW)}
    assert places == {"team"}
    named = replace(agreed, reason="Twee andere scholen werken er ook mee")
    assert found(live(rating=locked, consensus=(named,), **spoken)).isdisjoint(asked)
    lower = replace(agreed, level="3")
    assert found(live(rating=mine, consensus=(lower,), **spoken)).isdisjoint({Flaw.SHARED_WITHOUT_OTHERS})


def test_whoever_goes_against_most_notes_says_what_weighed() -> None:
    against = Rating(id="r", criterion="E1.1", member=ME, level="1")
    assert Flaw.RATING_AGAINST_EVIDENCE in found(live(rating=(against,)))
    weighed = replace(against, reason="De notitie gaat over een andere klas")
    assert Flaw.RATING_AGAINST_EVIDENCE not in found(live(rating=(weighed,)))


def test_a_team_that_goes_against_most_notes_says_what_weighed() -> None:
    agreed = Consensus(id="c", criterion="E1.1", level="1")
    given = (Rating(id="r", criterion="E1.1", member=ME, level="1", reason="Gewogen", is_locked=True),)
    here = live(rating=given, consensus=(agreed,))
    against = [check for check in checks(here, NOW) if check.flaw is Flaw.RATING_AGAINST_EVIDENCE]
    assert [(check.place, check.id) for check in against] == [("team", "E1.1")]
    weighed = replace(agreed, reason="De notitie gaat over een andere klas")
    assert Flaw.RATING_AGAINST_EVIDENCE not in found(live(rating=given, consensus=(weighed,)))


def test_the_own_school_is_no_other_and_one_note_of_level_1_is_counted_elsewhere() -> None:
    assert Flaw.SHARED_WITHOUT_OTHERS in found(rated("4", "De hele school deelt de planner in het andere lokaal"))
    assert Flaw.NOT_VISIBLE_WITHOUT_PLACE not in found(rated("1", "Geen doel gezien", is_placed=False))
    assert Flaw.NOT_VISIBLE_WITHOUT_PLACE not in found(rated("1", "Geen doel gezien", "Geen doel gehoord"))


@pytest.mark.parametrize(("given", "agreed"), [(("2", "3"), "3"), (("2", "2"), "2"), ((), "3")])
def test_an_agreement_near_what_was_rated_needs_no_reason(given: tuple[str, ...], agreed: str) -> None:
    here = live(rating=levels(*given), consensus=(Consensus(id="c", criterion="E2.1", level=agreed),))
    assert Flaw.CONSENSUS_WITHOUT_REASON not in found(here)


def test_erased_photos_and_voices_have_no_captions_to_miss() -> None:
    assert found(photo(caption="", erased=NOW)) == set()
    assert found(photo(caption="", alt="", is_excluded=True)) == set()
    assert found(photo(caption="", kind=AttachmentKind.VOICE, is_free_of_people=False)) == set()


def test_of_every_flaw_it_is_known_in_which_field_it_is_mended() -> None:
    assert set(MENDED_IN) == set(Flaw)
    assert Check(Flaw.SKIPPED_WITHOUT_REASON, "day", "activity", "a").field == "skip_reason"


def test_two_who_do_not_overlap_are_in_one_place_each() -> None:
    later = Activity(id="b", day="2026-11-12", start="09:30", end="10:00", leads=ME)
    assert Flaw.TWO_PLACES_AT_ONCE not in found(live(activity=(*GOOD["activity"], later)))


def test_the_sample_audit_has_few_flaws_and_no_contradiction_but_its_own() -> None:
    lists = {kind: {item.id: item for item in getattr(SAMPLE, name)} for name, (kind, _) in LISTS.items()}
    here = LiveAudit({"audit": {SAMPLE.audit.id: SAMPLE.audit}, **lists}, SAMPLE.frozen, None, SAMPLE.members[0].id)
    flaws: tuple[Check, ...] = checks(here, NOW)
    assert {check.flaw for check in flaws if not check.is_gap} <= {
        Flaw.RATING_AGAINST_EVIDENCE,
        Flaw.FINDING_CITES_CONFIDENTIAL_NOTE,
    }
