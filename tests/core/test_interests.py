"""Ties between team and school (DOMAIN 10.4): declared ones, those the files show, and the private partner's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor_app.core.interests import Flag, Tie, Visit, flags, only_partner_rated
from auditor_app.core.model import Audit, FrozenFramework, Member, Rating, Relation, Role, School
from auditor_app.core.readiness import Gap, blockers
from auditor_app.core.snapshot import Snapshot

LINDE = School("De Linde", "00XX", "00", "Voorbeeldstad", board="Stichting Noord")
FREE = Member("m", "a", "Jo", role=Role.LEAD, relation=Relation.NONE, declared="2026-10-01", organisation="Kring")


def team(*members: Member) -> Snapshot:
    return Snapshot(Audit("a", school=LINDE, starts="2026-11-12"), FrozenFramework(), members=members)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"declared": ""}, [(Tie.NOT_DECLARED, "", True)]),
        ({"relation": Relation.UNDECLARED}, [(Tie.NOT_DECLARED, "", True)]),
        ({"relation": Relation.BUDDY}, [(Tie.DECLARED, "buddy", True)]),
        ({"relation": Relation.BUDDY, "relation_weighed": "Another team"}, [(Tie.DECLARED, "buddy", False)]),
        ({"is_private_partner": True}, [(Tie.PARTNER, "", False)]),
        ({"organisation": " de  LINDE. "}, [(Tie.OWN_SCHOOL, "De Linde", True)]),
        ({"organisation": "Stichting Noord"}, [(Tie.OWN_BOARD, "Stichting Noord", True)]),
    ],
)
def test_what_is_declared_and_what_the_names_show(fields: dict[str, object], expected: list[object]) -> None:
    member = replace(FREE, **fields)  # type: ignore[arg-type]  # fields of a member
    assert [(flag.tie, flag.about, flag.is_open) for flag in flags(team(member))] == expected


def visit(day: str, school: str = "De Eik", *organisations: str) -> Visit:
    return Visit(School(school), day, organisations or ("De Linde",))


@pytest.mark.parametrize(
    ("past", "day"),
    [
        ((), ""),
        ((visit("2025-03-01"),), "2025-03-01"),
        ((visit("2024-03-01"), visit("2025-03-01")), "2025-03-01"),
        ((visit("2023-11-11"),), ""),
        ((visit("2023-11-12"),), "2023-11-12"),
        ((visit("2025-03-01", "De Beuk"),), ""),
        ((visit("2025-03-01", "De Eik", "Kring", ""),), ""),
    ],
)
def test_a_visit_the_other_way_counts_for_three_years(past: tuple[Visit, ...], day: str) -> None:
    member = replace(FREE, organisation="de eik")
    expected = [Flag(Tie.RECIPROCAL, "m", day)] if day else []
    assert list(flags(team(member), past)) == expected


def test_a_tie_that_the_lead_has_not_decided_about_stops_signing() -> None:
    tied = replace(FREE, relation=Relation.NETWORK)
    found = [gap for gap in blockers(framed(team(tied))) if gap.gap is Gap.TIE_NOT_WEIGHED]
    assert [(gap.about, gap.is_blocking) for gap in found] == [("Jo", True)]
    weighed = replace(tied, relation_weighed="The second auditor reads along")
    assert Gap.TIE_NOT_WEIGHED not in {gap.gap for gap in blockers(framed(team(weighed)))}


def framed(snapshot: Snapshot) -> Snapshot:
    body = {
        "id": "f", "version": "1", "languages": ["en"], "scale": [], "non_ratings": [], "sources": [], "lines": [],
        "standards": [], "criteria": [], "matrix": {"roles": [], "steps": [], "cells": []},
    }  # fmt: skip
    shown = replace(snapshot, frozen=FrozenFramework(body=body))
    shown.__dict__["framework"] = type("Empty", (), {"criteria": (), "by_code": {}})()
    return shown


def test_the_private_partner_may_not_rate_its_own_independence_alone() -> None:
    partner = replace(FREE, id="p", is_private_partner=True, role=Role.SPECIALIST)
    alone = (Rating("1", "a", "C1.4", "p", "3"), Rating("2", "a", "C1.1", "p", "3"))
    assert only_partner_rated(replace(team(FREE, partner), ratings=alone)) == ("C1.4",)
    both = (*alone, Rating("3", "a", "C1.4", "m", "2"))
    assert only_partner_rated(replace(team(FREE, partner), ratings=both)) == ()
    cleared = (*alone, Rating("3", "a", "C1.4", "m", ""))
    assert only_partner_rated(replace(team(FREE, partner), ratings=cleared)) == ("C1.4",)
