"""What was written after a moment that got a name, on this laptop and on others."""

from auditor_app.core.model import Direction
from auditor_app.services.audits.moments import NamedMoment, What
from auditor_app.services.workspace import Workspace


def moments(workspace: Workspace, audit: str) -> tuple[NamedMoment, ...]:
    return workspace.audits.named_moments(audit)


def became(moment: NamedMoment) -> dict[str, What]:
    return {touched.note: touched.what for touched in moment.touched}


def test_without_a_name_there_is_no_moment(workspace: Workspace, audit: str) -> None:
    workspace.evidence.add_note(audit, "a note")
    assert moments(workspace, audit) == ()


def test_each_moment_has_what_was_written_until_the_next(workspace: Workspace, audit: str) -> None:
    evidence = workspace.evidence
    early = evidence.add_note(audit, "before any name").id
    workspace.audits.checkpoint(audit, "before lunch")
    late = evidence.add_note(audit, "after lunch").id
    workspace.audits.checkpoint(audit, "end of day 1")
    evidence.edit_note(early, seen="before any name, and more")
    day_two, before_lunch = moments(workspace, audit)
    assert (day_two.name, became(day_two)) == ("end of day 1", {early: What.CHANGED})
    assert (before_lunch.name, became(before_lunch)) == ("before lunch", {late: What.NEW})
    assert before_lunch.made <= day_two.made


def test_a_note_is_told_once_with_what_it_became_the_latest_first(workspace: Workspace, audit: str) -> None:
    evidence = workspace.evidence
    old, tagged, thrown = (evidence.add_note(audit, text).id for text in ("old", "tagged", "thrown away"))
    workspace.audits.checkpoint(audit, "start")
    new = evidence.add_note(audit, "new").id
    evidence.edit_note(thrown, deleted=True)
    evidence.link(tagged, "E2.1", Direction.SUPPORTS)
    evidence.edit_note(new, seen="new, edited")
    (start,) = moments(workspace, audit)
    assert [(touched.note, touched.what) for touched in start.touched] == [
        (new, What.NEW),
        (tagged, What.CHANGED),
        (thrown, What.BINNED),
    ]
    evidence.edit_note(thrown, deleted=False)
    assert became(moments(workspace, audit)[0])[thrown] is What.CHANGED
    assert old not in became(start)


def test_a_new_note_that_came_back_from_the_bin_is_still_new(workspace: Workspace, audit: str) -> None:
    evidence = workspace.evidence
    workspace.audits.checkpoint(audit, "start")
    note = evidence.add_note(audit, "new").id
    evidence.bin_note(note)
    assert became(moments(workspace, audit)[0]) == {note: What.BINNED}
    evidence.edit_note(note, seen="new, edited in the bin")
    assert became(moments(workspace, audit)[0]) == {note: What.BINNED}
    evidence.edit_note(note, deleted=False)
    assert became(moments(workspace, audit)[0]) == {note: What.NEW}
    workspace.audits.undo(audit)
    workspace.audits.checkpoint(audit, "later")
    workspace.audits.redo(audit)
    assert [became(moment) for moment in moments(workspace, audit)] == [{note: What.CHANGED}, {note: What.BINNED}]


def test_only_notes_of_this_audit_are_told(workspace: Workspace, audit: str) -> None:
    workspace.audits.checkpoint(audit, "start")
    workspace.samples.add()
    assert [moment.touched for moment in moments(workspace, audit)] == [()]
