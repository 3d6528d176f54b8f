"""An interim evaluation from the report it follows up to the audit after it, by the use cases a person has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.comparison import compare, way
from auditor_app.core.errors import UserError
from auditor_app.core.interim import concerned, lacks, points_of
from auditor_app.core.model import AuditKind, FindingKind, School
from auditor_app.core.readiness import blockers, can_sign
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace

PASSPHRASE = "vier losse woorden samen"
SAMPLE = sample_snapshot(THIS_YEAR)
LINDE = SAMPLE.audit.school


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    """A laptop with the sample and a key to sign with."""
    settings = Settings(language="nl", name="Mirte Voorbeeld", initials="MV", organisation="Noord")
    workspace, _ = Workspace.create(tmp_path / "data", PASSPHRASE, settings)
    workspace.samples.add()
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    yield workspace
    workspace.close()


def begun(workspace: Workspace, kind: AuditKind, starts: str) -> str:
    source = workspace.beginnings.sources(LINDE)[0]
    return workspace.beginnings.begin(workspace.beginnings.inspect(source), kind, starts, starts, "nl").id


def test_from_a_report_through_an_interim_evaluation_to_the_next_audit(here: Workspace, tmp_path: Path) -> None:
    (then,) = here.beginnings.sources(LINDE)
    assert (then.kind, then.starts[:4]) == (AuditKind.FORMATIVE, "2025")
    assert here.beginnings.sources(School(name="Elsewhere")) == ()

    between = begun(here, AuditKind.INTERIM, "2026-04-20")
    snapshot = here.audits.snapshot(between)
    assert snapshot.audit.school == LINDE
    assert snapshot.frozen.id == SAMPLE.frozen.id
    points = points_of(snapshot)
    assert len(points) == 5
    assert {item.about for item in lacks(snapshot)} == {point.finding.title for point in points}

    code = concerned(snapshot)[0]
    other = next(item for item in snapshot.framework.by_code if item not in concerned(snapshot))
    with pytest.raises(UserError, match=r"interim\.not_concerned"):
        here.judge.rate(between, other, "3")
    with pytest.raises(UserError, match=r"interim\.not_concerned"):
        here.judge.agree(between, other, "3")
    with pytest.raises(UserError, match=r"follow_up\.unknown_state"):
        here.judge.follow_up(between, points[0].finding.id, state="followed")
    here.judge.agree(between, code, "4", "Seen in every team")
    first, *others = points
    here.judge.follow_up(between, first.finding.id, state="reached", text="In every team now")
    for point in others:
        here.judge.follow_up(between, point.finding.id, state="under_way", due="2026-10-01")
    here.audits.edit(between, summary="Five points followed up.")
    for member in here.audits.snapshot(between).members:
        here.audits.edit_member(member.id, relation="none", declared="2026-04-01")
    assert [gap for gap in blockers(here.audits.snapshot(between)) if gap.is_blocking] == []

    signed = here.publishing.sign(between, "nl", PASSPHRASE, tmp_path / "out")
    assert signed.path.exists()
    newest = here.beginnings.sources(LINDE)[0]
    assert (newest.kind, newest.starts) == (AuditKind.INTERIM, "2026-04-20")

    last = here.audits.snapshot(begun(here, AuditKind.SUMMATIVE, "2026-11-12"))
    assert last.baseline is not None
    assert [stage.kind for stage in way(last.baseline, last)] == list(AuditKind)
    rows = {row.criterion: row for row in compare(last.baseline, last).rows}
    assert (rows[code].then, rows[code].judged) == ("4", "")
    assert rows[other].judged == then.starts
    assert [point.before.state for point in compare(last.baseline, last).points if point.before] == [
        "reached", *["under_way"] * 4
    ]  # fmt: skip


def test_there_is_nothing_to_follow_up_in_a_report_without_points(
    workspace: Workspace, audit: str, tmp_path: Path
) -> None:
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    workspace.snapshots.load(replace(SAMPLE, attachments=()))
    for finding in SAMPLE.findings:
        if finding.kind is FindingKind.DEVELOPMENT:
            workspace.judge.remove_finding(finding.id)
    workspace.publishing.sign(SAMPLE.audit.id, "nl", PASSPHRASE, tmp_path)
    (source,) = workspace.beginnings.sources()
    inspection = workspace.beginnings.inspect(source)
    before = {item.audit.id for item in workspace.overview.audits()}
    with pytest.raises(UserError, match=r"interim\.nothing_to_follow"):
        workspace.beginnings.begin(inspection, AuditKind.INTERIM, "2027-04-20", "2027-04-20", "nl")
    assert {item.audit.id for item in workspace.overview.audits()} == before
    assert audit in before


def test_a_plan_comes_along_to_the_next_audit_and_how_far_it_came_is_looked_at_anew(
    here: Workspace, tmp_path: Path
) -> None:
    between = begun(here, AuditKind.INTERIM, "2026-04-20")
    here.plans.register(between, title="Plan 2026", adopted="2026-01-10")
    goal = here.plans.add_goal(between, title="Logbooks are used", goal_state="systematic", goal_text="in the plan").id
    for point in points_of(here.audits.snapshot(between)):
        here.judge.follow_up(between, point.finding.id, state="reached")
    here.audits.edit(between, summary="All reached.")
    for member in here.audits.snapshot(between).members:
        here.audits.edit_member(member.id, relation="none", declared="2026-04-01")
    here.publishing.sign(between, "nl", PASSPHRASE, tmp_path)
    last = begun(here, AuditKind.SUMMATIVE, "2026-11-12")
    assert [item.title for item in here.plans.to_take_over(last)] == ["Logbooks are used"]
    here.plans.take_over(last)
    (taken,) = here.plans.goals(last)
    assert (taken.code, taken.goal_state, taken.goal_text) == (goal.removeprefix(f"{between}:"), "", "")
    assert here.plans.to_take_over(last) == ()
    plan = here.audits.snapshot(last).plan
    assert plan is not None
    assert (plan.title, plan.adopted) == ("Plan 2026", "2026-01-10")


def test_the_sample_comes_whole_and_goes_whole(here: Workspace) -> None:
    assert here.samples.add_all() == SAMPLE.audit.id
    interim = next(item.audit for item in here.overview.audits() if item.audit.kind is AuditKind.INTERIM)
    snapshot = here.audits.snapshot(interim.id)
    assert [point.now.state for point in points_of(snapshot)].count("under_way") == 3
    assert can_sign(snapshot)
    here.samples.remove()
    assert not here.samples.is_present()
    assert all(item.is_binned for item in here.overview.audits())
