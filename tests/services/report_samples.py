"""Snapshots for the tests of the report: the shipped sample, an empty audit, and one with a large framework."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from auditor_app.config import resource_path
from auditor_app.core.comparison import baseline_of
from auditor_app.core.framework import framework_digest
from auditor_app.core.frozen import plain
from auditor_app.core.model import Audit, FrozenFramework, Link, Note, Rating, Sensitivity
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.core.snapshot_json import from_document
from auditor_app.services.report.build import Built, Status, build

FINAL = Status(is_draft=False, day="2026-12-19")
DRAFT = Status(is_draft=True, day="2026-12-01")
SECRETS = ("GEHEIM-NOTITIE", "GEHEIM-DUIDING", "GEHEIM-REDEN", "GEHEIM-UITSLUITING", "GEHEIM-AUTEUR")


@cache
def team_snapshot(year: int = 2026) -> Snapshot:
    content = resource_path("sample", f"de-linde-{year}.json").read_text("utf-8")
    return from_document(json.loads(content))


def with_baseline(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, baseline=baseline_of(team_snapshot(2025), "report-of-2025"))


def for_school(snapshot: Snapshot) -> Snapshot:
    return project(snapshot, Audience.SCHOOL)


def made(snapshot: Snapshot, language: str = "nl", status: Status = DRAFT) -> Built:
    return build(for_school(snapshot), language, status=status)


@cache
def full_report(status: Status = FINAL) -> Built:
    """The sample beside last year's, made once for all tests that only look at it."""
    return made(with_baseline(team_snapshot()), "nl", status)


def small_snapshot() -> Snapshot:
    """The sample's texts on a framework of one standard: quick to make."""
    full = team_snapshot()
    findings = tuple(replace(item, criteria=("E1.1",)) for item in full.findings[:3])
    chapters = tuple(item for item in full.chapters if item.standard == "E1")
    lists = ("notes", "links", "ratings", "consensus", "hypotheses", "documents")
    none: dict[str, Any] = {"evidence": {}, **dict.fromkeys(lists, ())}
    return replace(full, frozen=large_framework(1, 2), findings=findings, chapters=chapters, **none)


def empty_snapshot() -> Snapshot:
    frozen = team_snapshot().frozen
    audit = Audit(id="empty", framework=frozen.id)
    return Snapshot(audit, frozen, taken="2026-01-01T09:00:00+01:00")


def with_secrets(snapshot: Snapshot) -> Snapshot:
    member = "GEHEIM-AUTEUR"
    confidential = Note("n-secret", author=member, seen="GEHEIM-NOTITIE", sensitivity=Sensitivity.TEAM)
    excluded = Note(
        "n-excluded", author=member, seen="GEHEIM-NOTITIE", is_excluded=True, exclusion_reason="GEHEIM-UITSLUITING"
    )
    normal = Note("n-open", author=member, seen="OPENBARE-NOTITIE", interpretation="GEHEIM-DUIDING", source="OBS")
    rating = Rating("r", criterion="E1.1", member=member, level="2", reason="GEHEIM-REDEN")
    return replace(
        snapshot,
        notes=(*snapshot.notes, confidential, excluded, normal),
        links=(*snapshot.links, Link("l", note="n-secret", target="E1.1"), Link("m", note="n-open", target="E1.1")),
        ratings=(*snapshot.ratings, rating),
    )


def large_framework(standards: int = 20, criteria: int = 10) -> FrozenFramework:
    body: dict[str, Any] = plain(team_snapshot().frozen.body)
    line, standard, criterion = body["lines"][0], body["standards"][0], body["criteria"][0]
    body["lines"] = [line]
    body["standards"] = [standard | {"code": f"E{number}"} for number in range(1, standards + 1)]
    body["criteria"] = [
        criterion | {"code": f"E{number}.{place}", "standard": f"E{number}"}
        for number in range(1, standards + 1)
        for place in range(1, criteria + 1)
    ]
    return FrozenFramework(framework_digest(body), body)


def text_of(pdf: bytes, *options: str) -> str:
    found = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return found.stdout.decode("utf-8")


def pages_of(pdf: bytes) -> list[str]:
    return text_of(pdf, "-layout").split("\f")[:-1]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def everything_in(pdf: bytes) -> bytes:
    """Give all of a PDF: the file, its decoded streams, and its strings."""
    parts = [pdf]
    with pikepdf.open(BytesIO(pdf)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                parts.append(item.read_bytes())
            else:
                parts.append(item.unparse(resolved=True))
    return b"\n".join(parts)


def attachment_of(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        (spec,) = opened.Root.AF
        assert str(spec.AFRelationship) == "/Data"
        assert str(spec.UF) == "audit.json"
        assert str(spec.EF.F.Subtype) == "/application/json"
        return bytes(spec.EF.F.read_bytes())


def qpdf_complaints(pdf: bytes, folder: Path) -> str:
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False, text=True)
    return "" if checked.returncode == 0 else checked.stdout + checked.stderr
